"""Forms of settings name everything that is wrong at once, whether a field or a rule finds it."""

import pytest

from assets.models import DerivativePreset
from tests.assets.factories import BrandFactory, MetapropertyFactory, OptionFactory, SmartfilterFactory

pytestmark = pytest.mark.django_db
REQUIRED = ["This field is required."]
LETTERS = ["Use letters, digits and underscores only."]


def errors(client, path, **fields):
    response = client.post(f"/settings/{path}", fields)
    assert response.status_code == 422
    return response.context["form"].errors


@pytest.fixture
def season(db):
    return MetapropertyFactory(name="season", label="Season", options=["spring"])


@pytest.mark.parametrize(
    ("name", "expected"), [("has space!", LETTERS), ("SEASON", ["Another metaproperty has this name."])]
)
def test_a_metaproperty_without_a_label_and_with_a_wrong_name(admin_client, season, name, expected):
    found = errors(admin_client, "metaproperties/add/", label="", name=name, type="select")
    assert found == {"label": REQUIRED, "name": expected}


def test_a_metaproperty_that_keeps_its_name_is_not_told_that_it_is_taken(admin_client, season):
    path = f"metaproperties/{season.api_id}/"
    assert errors(admin_client, path, label="", name="season", type="select") == {"label": REQUIRED}


def test_a_changed_metaproperty_with_a_wrong_name_and_a_type_that_loses_options(admin_client, season):
    path = f"metaproperties/{season.api_id}/"
    assert list(errors(admin_client, path, label="Season", name="no!", type="text")) == ["type", "name"]


def test_a_brand_with_too_much_description_and_a_taken_name(admin_client):
    BrandFactory(name="Acme")
    found = errors(admin_client, "brands/add/", name="ACME", description="x" * 501)
    assert found["name"] == ["Another brand has this name."]
    assert "at most 500 characters" in found["description"][0]


def test_a_sub_brand_is_compared_with_those_of_its_brand(admin_client):
    brand = BrandFactory()
    brand.sub_brands.create(name="Outdoor")
    found = errors(admin_client, f"brands/{brand.api_id}/add/", name="outdoor", description="x" * 501)
    assert found["name"] == ["Another sub-brand of this brand has this name."]


def test_a_derivative_without_a_width_with_a_taken_name_and_too_many_dpi(admin_client):
    fields = {"name": "MINI", "width": "", "height": 9, "fitting": "fit", "dpi": 5000}
    found = errors(admin_client, "derivatives/add/", **fields)
    assert found["width"] == REQUIRED
    assert found["name"] == ["Another derivative has this name."]
    assert found["dpi"] == ["From 1 to 1200, or -1 to leave it open."]


def test_a_built_in_derivative_that_is_renamed_and_has_too_many_dpi(admin_client):
    mini = DerivativePreset.objects.get(name="mini")
    fields = {"name": "tiny", "width": 80, "height": 80, "fitting": "fit", "dpi": 5000, "is_public": "on"}
    assert list(errors(admin_client, f"derivatives/{mini.api_id}/", **fields)) == ["dpi", "name"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"label": "", "name": "SPRING"}, ["label", "name"]),
        ({"label": "Spring", "parent": "nothing"}, ["parent", "name"]),
        ({"label": "", "parent": "nothing"}, ["label", "parent"]),
    ],
)
def test_an_option_with_several_mistakes(admin_client, season, fields, wrong):
    assert list(errors(admin_client, f"metaproperties/{season.api_id}/options/add/", **fields)) == wrong


def test_an_option_without_a_label_that_is_below_itself(admin_client, season):
    spring = season.options.get()
    OptionFactory(metaproperty=season, label="May", parent=spring)
    path = f"metaproperties/{season.api_id}/options/{spring.api_id}/"
    assert list(errors(admin_client, path, label="", parent="May")) == ["label", "parent"]


def test_a_smartfilter_of_nothing_with_a_taken_label(admin_client):
    SmartfilterFactory(label="Products")
    assert errors(admin_client, "smartfilters/add/", label="products") == {
        "metaproperties": ["Choose at least one metaproperty."],
        "label": ["Another smartfilter has this label."],
    }
