"""The filters of `GET /api/v4/media/`; what they leave is the same for pages and counts."""

import uuid
from datetime import UTC, datetime

import pytest

from assets.models import MediaText, Option, SubBrand
from tests.assets.factories import (
    BrandFactory,
    CollectionFactory,
    MediaFactory,
    MetapropertyFactory,
    OptionFactory,
)

pytestmark = pytest.mark.django_db
PATH = "/api/v4/media/"


def names(api, **query):
    return "".join(sorted(entry["name"] for entry in api.get(PATH, query).json()))


def option(name):
    return Option.objects.get(name=name)


@pytest.fixture
def assets(admin):
    """a is a red summer photo, b a red and blue winter video, c a document."""
    season = MetapropertyFactory(name="Season")
    colour = MetapropertyFactory(name="colour", is_multiselect=True)
    summer, winter = (OptionFactory(metaproperty=season, name=name) for name in ("Summer", "Winter"))
    red, blue, both = (OptionFactory(metaproperty=colour, name=name) for name in ("red", "blue", "red, blue"))
    return {
        "a": MediaFactory(name="a", tagged=["sea", "Fog"], answers=[summer, red], orientation="portrait"),
        "b": MediaFactory(name="b", type="video", tagged=["sea"], answers=[winter, red, blue]),
        "c": MediaFactory(name="c", type="document", tagged=["Fog"], answers=[both], orientation=""),
    }


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"type": "image"}, "a"),
        ({"type": "image,video"}, "ab"),
        ({"type": ["image", "document"]}, "ac"),
        ({"type[]": ["image", "document"]}, "ac"),
        ({"type[0]": "image", "type[1]": "document"}, "ac"),
        ({"property_season[]": "summer"}, "a"),
        ({"type": "IMAGE"}, "a"),
        ({"type": "sculpture"}, ""),
        ({"type": ""}, "abc"),
        ({"orientation": "portrait"}, "a"),
        ({"orientation": "portrait,landscape"}, "ab"),
        ({"tags": "sea"}, "ab"),
        ({"tags": "SEA,fog"}, "a"),
        ({"tags": ["sea", "fog"]}, "a"),
        ({"tags": "sea,unheard"}, ""),
        ({"property_Season": "Summer"}, "a"),
        ({"property_season": "summer"}, "a"),
        ({"PROPERTY_SEASON": "summer"}, "a"),
        ({"property_season": "Summer,Winter"}, ""),
        ({"property_colour": "red"}, "ab"),
        ({"property_colour": ["red", "blue"]}, "b"),
        ({"property_colour": "blue,red"}, "b"),
        ({"property_colour": "red, blue"}, "c"),
        ({"property_colour": "green"}, ""),
        ({"property_colour": "red", "property_season": "winter"}, "b"),
        ({"property_unheard": "x"}, ""),
        ({"property_": "x"}, ""),
        ({"property_season": ""}, "abc"),
        ({"categoryId": str(uuid.uuid4())}, ""),
        ({"unheard": "x", "0": "y"}, "abc"),
        ({"keyword": "a.png"}, "a"),
        ({"keyword": "fog"}, "ac"),
        ({"keyword": "summer"}, "a"),
        ({"keyword": "*"}, "abc"),
        ({"keyword": "sea", "type": "video"}, "b"),
    ],
)
def test_a_filter_leaves_what_has_all_of_it(api, assets, query, left):
    assert names(api, **query) == left


@pytest.mark.parametrize("form", ["api_id", "rfc_id"])
def test_options_are_found_by_ids_in_either_form(api, assets, form):
    red, blue, winter = (getattr(option(name), form) for name in ("red", "blue", "Winter"))
    assert names(api, property_colour=f"{red},{blue}") == "b"
    assert names(api, propertyOptionId=red) == "ab"
    assert names(api, propertyOptionId=f"{red},{winter}") == "b"
    assert names(api, propertyOptionId=[red.lower(), blue.lower()]) == "b"


@pytest.mark.parametrize("text", ["nonsense", str(uuid.UUID(int=7)), "7C9E6679", "%00"])
@pytest.mark.parametrize("name", ["propertyOptionId", "ids", "brandId", "subBrandId", "collectionId"])
def test_an_id_of_nothing_leaves_nothing(api, assets, name, text):
    assert names(api, **{name: text}) == ""


def test_an_option_of_another_metaproperty_is_none_of_this_one(api, assets):
    assert names(api, property_season=option("red").api_id) == ""


@pytest.mark.parametrize("form", ["api_id", "rfc_id"])
def test_brand_sub_brand_and_collection_are_found_by_id(api, assets, form):
    brand = BrandFactory()
    part = SubBrand.objects.create(brand=brand, name="Studio")
    MediaFactory(name="d", brand=brand, sub_brand=part)
    MediaFactory(name="e", brand=brand)
    collection = CollectionFactory(
        owner=assets["a"].created_by, is_public=True, assets=[assets["a"], assets["c"]]
    )
    assert names(api, brandId=getattr(brand, form)) == "de"
    assert names(api, subBrandId=getattr(part, form)) == "d"
    assert names(api, collectionId=getattr(collection, form)) == "ac"


def test_ids_leave_the_assets_that_exist(api, assets):
    wanted = [assets["a"].api_id, assets["b"].rfc_id, "nonsense", str(uuid.uuid4())]
    assert names(api, ids=",".join(wanted)) == "ab"
    assert names(api, ids=wanted) == "ab"


def test_what_is_written_is_found_by_equality(api, assets):
    sku = MetapropertyFactory(name="sku", type="text")
    long = "x" * 300
    for name, value in (("a", "4711, red"), ("b", "4711"), ("c", long)):
        MediaText.objects.create(media=assets[name], metaproperty=sku, value=value)
    assert names(api, property_sku="4711") == "b"
    assert names(api, property_sku="4711, red") == "a"
    assert names(api, property_sku="471") == ""
    assert (names(api, property_sku=long), names(api, property_sku=f"{long}y")) == ("c", "")


@pytest.mark.parametrize(
    ("name", "field"), [("archive", "is_archived"), ("limited", "is_limited"), ("isPublic", "is_public")]
)
def test_a_flag_narrows_only_when_it_is_true(api, name, field):
    MediaFactory(name="a", **{field: True})
    MediaFactory(name="b")
    for value in ("1", "true", "True"):
        assert names(api, **{name: value}) == "a"
    for value in ("0", "false", "False", ""):
        assert names(api, **{name: value}) == "ab"


@pytest.mark.parametrize("name", ["archive", "limited", "isPublic", "count", "total", "includeMediaItems"])
def test_a_flag_that_is_none_is_named(api, name):
    response = api.get(PATH, {name: "perhaps"})
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])


# Dates


@pytest.mark.parametrize("name", ["dateCreated", "dateModified"])
@pytest.mark.parametrize(
    ("suffix", "value", "left"),
    [
        ("", "2026-05-02T10:00:00Z", "bc"),
        ("", "2026-05-02T10:00:01Z", "c"),
        ("", "2026-05-02T12:00:00+02:00", "bc"),
        ("", "2026-05-02T12:00:00+0200", "bc"),
        ("", "2026-05-02T10:00:00", "bc"),
        ("", "2026-05-03", "c"),
        ("To", "2026-05-02T10:00:00Z", "ab"),
        ("To", "2026-05-02T09:59:59Z", "a"),
        ("To", "2026-05-02", "a"),
        ("On", "2026-05-02T00:00:00Z", "b"),
        ("On", "2026-05-02", "b"),
        ("On", "2026-05-03T01:00:00+02:00", "b"),
        ("On", "1999-12-31", ""),
        ("", "0002-01-01", "abc"),
        ("", "0001-01-01T00:00:00Z", "abc"),  # the C# SDK's for none
        ("To", "9998-12-31T11:59:59-12:00", "abc"),
        ("", "", "abc"),
    ],
)
def test_a_date_leaves_the_assets_of_its_time(api, name, suffix, value, left):
    field = {"dateCreated": "created_at", "dateModified": "modified_at"}[name]
    for letter, day in (("a", 1), ("b", 2), ("c", 3)):
        MediaFactory(name=letter, **{field: datetime(2026, 5, day, 10, 0, 0, 500_000, tzinfo=UTC)})
    assert names(api, **{f"{name}{suffix}": value}) == left


def test_two_dates_are_a_range(api):
    for letter, day in (("a", 1), ("b", 2), ("c", 3)):
        MediaFactory(name=letter, created_at=datetime(2026, 5, day, 10, tzinfo=UTC))
    assert names(api, dateCreated="2026-05-02", dateCreatedTo="2026-05-02T23:00:00Z") == "b"
    assert names(api, dateCreated="2026-05-03", dateCreatedTo="2026-05-02") == ""


@pytest.mark.parametrize("name", ["dateCreated", "dateCreatedTo", "dateModifiedOn"])
@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2026",
        "2026-02-30",
        "2026-13-01T00:00:00Z",
        "9999-12-31",
        "0001-01-01T00:00:00+14:00",
        "1e9",
        "%00",
    ],
)
def test_a_date_that_is_none_is_named(api, name, value):
    response = api.get(PATH, {name: value})
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])


def test_the_last_modification_seen_finds_what_has_changed_since(api):
    media = MediaFactory(name="a")
    seen = api.get(PATH).json()[0]["dateModified"]
    assert names(api, dateModified=seen) == "a"
    assert names(api, dateModifiedTo=seen) == "a"
    api.post(f"{PATH}{media.api_id}/", {"name": "a"})
    assert api.get(PATH).json()[0]["dateModified"] == seen


def test_many_filters_cost_few_queries(api, assets, django_assert_num_queries):
    query = {"tags": "sea,fog", "property_colour": "red", "property_season": "summer", "keyword": "png"}
    api.get(PATH, query)
    with django_assert_num_queries(9):
        assert names(api, **query) == "a"


def test_more_names_than_a_database_takes_are_refused(api, assets):
    names = ",".join(map(str, range(300_000)))
    response = api.get(PATH, {"property_season": names})
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
