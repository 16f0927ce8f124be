"""`/api/v4/brands/` and `/api/v4/categories` as the vendor's clients call them."""

import pytest

from accounts.scopes import Scope
from assets.models import Brand, SubBrand
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import BrandFactory
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v4/brands/"


def test_a_new_portal_has_a_brand_to_upload_to(api):
    (brand,) = Brand.objects.all()
    assert api.get(PATH).json() == [
        {"id": brand.api_id, "name": brand.name, "description": "", "image": "", "subBrands": []}
    ]


def test_a_brand_comes_with_its_sub_brands_in_order(api):
    brand = BrandFactory(name="Acme", description="Tents", position=1)
    for position, name in ((2, "Outdoor"), (1, "Studio")):
        SubBrand.objects.create(brand=brand, name=name, position=position)
    found = api.get(PATH).json()[-1]
    assert (found["name"], found["description"]) == ("Acme", "Tents")
    assert [(part["name"], set(part)) for part in found["subBrands"]] == [
        ("Studio", {"id", "name", "description", "image"}),
        ("Outdoor", {"id", "name", "description", "image"}),
    ]


def test_brands_cost_the_same_however_many(api, django_assert_num_queries):
    api.get(PATH)
    for _ in range(5):
        SubBrand.objects.create(brand=BrandFactory(), name="Studio")
    with django_assert_num_queries(3):
        assert len(api.get(PATH).json()) == 6


def test_there_are_no_categories(api):
    assert api.get("/api/v4/categories").json() == []


def test_any_token_reads_brands_and_categories(feature_on):
    client = ApiClient(
        TokenFactory(user=UserFactory(profile=ProfileFactory()), scopes=[Scope.BRANDSTORE_ORDER_READ]).secret
    )
    assert [client.get(path).status_code for path in (PATH, "/api/v4/categories")] == [200, 200]
