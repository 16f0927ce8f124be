import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from assets import brands
from assets.models import Brand, SubBrand
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.assets.factories import BrandFactory, MediaFactory, SubBrandFactory

pytestmark = pytest.mark.django_db
URL = "/settings/brands/"


@pytest.fixture
def acme():
    """The brand of a new portal, renamed."""
    brand = Brand.objects.get()
    brand.name = "Acme"
    brand.save()
    return brand


def address(entry):
    return f"{URL}{entry.api_id}/" if isinstance(entry, Brand) else f"/settings/sub-brands/{entry.api_id}/"


def names(rows):
    return [row.name for row in rows]


def move(client, entry, direction):
    client.post(f"{address(entry)}move/", {"direction": direction})


def delete(client, entry):
    return client.post(f"{address(entry)}delete/", follow=True)


def test_the_list_shows_brands_with_their_sub_brands(admin_client, acme):
    SubBrandFactory(brand=acme, name="Outdoor")
    page = admin_client.get(URL)
    assert names(page.context["brands"]) == ["Acme"]
    assert "Outdoor" in page.text


def test_the_list_takes_few_queries(admin_client, django_assert_num_queries):
    for brand in BrandFactory.create_batch(10):
        SubBrandFactory.create_batch(3, brand=brand)
    with django_assert_num_queries(6):
        admin_client.get(URL)


def test_a_brand_is_added_after_the_others_and_audited(admin_client, acme):
    page = admin_client.post(f"{URL}add/", {"name": " Zeta ", "description": "Tools"}, follow=True)
    assert [(b.name, b.description) for b in Brand.objects.all()][1] == ("Zeta", "Tools")
    assert "Zeta is added." in page.text
    assert AuditEntry.objects.get(action=Action.BRAND_ADDED).target_name == "Zeta"


def test_a_sub_brand_is_added_to_its_brand(admin_client, acme):
    SubBrandFactory(brand=acme, name="Outdoor")
    admin_client.post(f"{address(acme)}add/", {"name": "Indoor"})
    assert names(acme.sub_brands.all()) == ["Outdoor", "Indoor"]
    assert AuditEntry.objects.get(action=Action.SUB_BRAND_ADDED).target_name == "Acme › Indoor"


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "ACME"}, "Another brand has this name."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"name": "New", "description": "x" * 501}, "at most 500 characters"),
    ],
)
def test_bad_input_is_explained_and_adds_nothing(admin_client, acme, posted, message):
    response = admin_client.post(f"{URL}add/", posted)
    assert (response.status_code, Brand.objects.count()) == (422, 1)
    assert message in response.text


def test_a_name_is_taken_within_its_brand_only(admin_client, acme):
    SubBrandFactory(brand=acme, name="Outdoor")
    other = BrandFactory()
    assert admin_client.post(f"{address(acme)}add/", {"name": "outdoor"}).status_code == 422
    assert admin_client.post(f"{address(other)}add/", {"name": "outdoor"}).status_code == 302


@pytest.mark.parametrize("kind", [BrandFactory, SubBrandFactory])
def test_what_is_renamed_stays_with_its_assets(admin_client, kind):
    entry = kind(name="Old")
    assert 'value="Old"' in admin_client.get(address(entry)).text
    admin_client.post(address(entry), {"name": "New", "description": "Better"})
    entry.refresh_from_db()
    assert (entry.name, entry.description) == ("New", "Better")
    assert AuditEntry.objects.filter(details__name=["Old", "New"]).exists()


def test_saving_without_a_change_is_none(admin_client, acme):
    admin_client.post(address(acme), {"name": "Acme", "description": ""})
    assert not AuditEntry.objects.filter(action=Action.BRAND_CHANGED).exists()


def test_brands_change_places(admin_client, acme):
    beta, gamma = BrandFactory(name="Beta"), BrandFactory(name="Gamma")
    move(admin_client, gamma, "up")
    assert names(Brand.objects.all()) == ["Acme", "Gamma", "Beta"]
    move(admin_client, acme, "down")
    assert names(Brand.objects.all()) == ["Gamma", "Acme", "Beta"]
    move(admin_client, beta, "down")
    assert names(Brand.objects.all()) == ["Gamma", "Acme", "Beta"]


def test_a_brand_goes_to_an_end_of_the_list_at_once(admin_client, acme):
    BrandFactory(name="Beta")
    BrandFactory(name="Gamma")
    assert "Move to the bottom" in admin_client.get(URL).text
    move(admin_client, acme, "bottom")
    assert names(Brand.objects.all()) == ["Beta", "Gamma", "Acme"]
    move(admin_client, acme, "top")
    assert names(Brand.objects.all()) == ["Acme", "Beta", "Gamma"]


def test_sub_brands_change_places_within_their_brand(admin_client, acme):
    SubBrandFactory(name="Or elsewhere", position=0)
    SubBrandFactory(brand=acme, name="One", position=0)
    second = SubBrandFactory(brand=acme, name="Two", position=1)
    move(admin_client, second, "up")
    assert names(acme.sub_brands.all()) == ["Two", "One"]


def test_before_a_brand_is_deleted_it_is_said_what_goes_with_it(admin_client, acme):
    part = SubBrandFactory()
    page = admin_client.get(f"{URL}{part.brand.api_id}/delete/")
    assert f"Its sub-brands go with it: {part.name}." in page.text
    assert SubBrand.objects.get() == part


def test_an_unused_brand_is_deleted_with_its_sub_brands(admin_client, acme):
    part = SubBrandFactory()
    page = delete(admin_client, part.brand)
    assert (names(Brand.objects.all()), SubBrand.objects.count()) == (["Acme"], 0)
    assert "is deleted." in page.text
    assert AuditEntry.objects.filter(action=Action.BRAND_DELETED).exists()


def test_the_only_brand_stays(admin_client, acme):
    assert "Acme is the only brand" in delete(admin_client, acme).text
    assert Brand.objects.get() == acme


@pytest.mark.parametrize("details", [{}, {"removed_at": timezone.now()}])
def test_what_has_assets_stays_even_if_they_are_in_the_trash(admin_client, acme, details):
    part = SubBrandFactory()
    MediaFactory(brand=part.brand, sub_brand=part, **details)
    assert "Give them another brand first." in delete(admin_client, part.brand).text
    assert "Give them another brand first." in delete(admin_client, part).text
    assert SubBrand.objects.get() == part


def test_an_unused_sub_brand_is_deleted(admin_client):
    part = SubBrandFactory()
    delete(admin_client, part)
    assert not SubBrand.objects.exists()


def test_a_brand_that_is_deleted_while_somebody_chooses_it_is_refused_in_words():
    gone = SubBrandFactory()
    SubBrand.objects.all().delete()
    with pytest.raises(ValidationError, match="There is no such brand any more"):
        brands.find(gone.api_id)


@pytest.mark.parametrize("path", [f"{URL}nobody/", f"{URL}nobody/add/", "/settings/sub-brands/nobody/"])
def test_an_unknown_brand_is_not_found(admin_client, path):
    posted = {"name": "New"}
    assert admin_client.post(path, posted).status_code == 404
