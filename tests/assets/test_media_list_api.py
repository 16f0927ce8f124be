"""`GET /api/v4/media/` as the vendor's clients call it: its forms, its entries, its pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from assets.models import DerivativePreset, MediaItem, MediaText, SubBrand
from tests.accounts.factories import UserFactory
from tests.assets.factories import BrandFactory, MediaFactory, MetapropertyFactory, OptionFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v4/media/"
NEXT_YEAR = timezone.now() + timedelta(days=365)
MOMENT = datetime(2026, 2, 11, 8, 15, 2, 123456, tzinfo=UTC)


@pytest.fixture
def harbour(admin):
    """A public asset with everything that an entry shows."""
    brand = BrandFactory(name="Acme")
    season = MetapropertyFactory(name="season", is_multiselect=True)
    options = [
        OptionFactory(metaproperty=season, name=name, position=n)
        for n, name in enumerate(("spring", "autumn"))
    ]
    media = MediaFactory(
        name="Harbour at dawn", file_name="harbour.jpeg", extension="jpeg", brand=brand, is_public=True,
        sub_brand=SubBrand.objects.create(brand=brand, name="Studio"), tagged=["Sea", "2026"], answers=options,
        created_by=UserFactory(first_name="Ann", last_name="Lee"), content=b"x",
        created_at=MOMENT, modified_at=MOMENT, published_at=MOMENT,
    )  # fmt: skip
    photographer = MetapropertyFactory(name="photographer", type="text")
    MediaText.objects.create(media=media, metaproperty=photographer, value="Ann Lee")
    return media


def test_an_entry_has_the_members_and_types_that_clients_read(api, harbour):
    (entry,) = api.get(PATH).json()
    base = f"http://testserver/m/{harbour.id_hash}"
    thumbnails = {name: f"{base}/{name}-Harbour-at-dawn.jpg" for name in ("mini", "thul", "webimage")}
    assert entry == {
        "id": harbour.api_id, "idHash": harbour.id_hash, "name": "Harbour at dawn", "fileName": "harbour.jpeg",
        "type": "image", "brandId": harbour.brand.api_id, "subBrandId": harbour.sub_brand.api_id,
        "description": "", "copyright": "", "dateCreated": "2026-02-11T08:15:02Z",
        "dateModified": "2026-02-11T08:15:02Z", "datePublished": "2026-02-11T08:15:02Z", "extension": ["jpeg"],
        "fileSize": 100, "width": 40, "height": 30, "orientation": "landscape", "archive": 0, "limited": 0,
        "watermarked": 0, "isPublic": 1, "userCreated": "Ann Lee", "tags": ["2026", "Sea"],
        "propertyOptions": [o.api_id for o in harbour.options.order_by("position")],
        "property_season": ["spring", "autumn"], "property_photographer": "Ann Lee", "thumbnails": thumbnails,
        "videoPreviewURLs": [], "original": f"{base}/original/Harbour-at-dawn.jpeg",
        "transformBaseUrl": f"http://testserver/transform/{harbour.rfc_id}/Harbour-at-dawn",
    }  # fmt: skip


def test_what_an_asset_has_not_is_empty_and_never_null(api):
    MediaFactory(name="", orientation="")
    (entry,) = api.get(PATH).json()
    assert (entry["name"], entry["orientation"], entry["subBrandId"]) == ("", "", "")
    assert (entry["tags"], entry["propertyOptions"], entry["videoPreviewURLs"]) == ([], [], [])
    assert None not in entry.values()
    assert "original" not in entry
    assert not [name for name in entry if name.startswith("property_")]


@pytest.mark.parametrize(
    "state",
    [{"is_limited": True}, {"is_archived": True}, {"awaits_approval": True}, {"published_at": NEXT_YEAR}],
)
def test_the_original_of_a_public_asset_is_named_only_where_everybody_gets_it(api, state):
    MediaFactory(is_public=True, content=b"x", **state)
    (entry,) = api.get(f"{PATH}?includeMediaItems=true").json()
    assert entry["isPublic"] == 1
    assert "original" not in entry
    assert "publicUrl" not in entry["mediaItems"][0]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"type": "video", "extension": "mp4", "is_public": True}, 1),
        ({"type": "video", "extension": "mp4", "is_public": False}, 0),
        ({"type": "video", "extension": "avi", "is_public": True}, 0),
        ({"type": "audio", "extension": "mp3", "is_public": True}, 0),
    ],
    ids=str,
)
def test_a_public_video_that_browsers_play_has_both_previews_that_clients_need(api, fields, count):
    media = MediaFactory(name="Film", **fields)
    (entry,) = api.get(PATH).json()
    base, previews = f"http://testserver/asset/{media.rfc_id}", ("WebPrimary", "WebFallback")
    assert entry["videoPreviewURLs"] == [f"{base}/{name}/{name}-Film.mp4" for name in previews] * count


def test_only_fields_of_the_api_are_shown(api, harbour):
    harbour.options.first().metaproperty.__class__.objects.update(is_api_field=False)
    (entry,) = api.get(PATH).json()
    assert not [name for name in entry if name.startswith("property_")]
    assert len(entry["propertyOptions"]) == 2


def test_there_is_a_thumbnail_for_each_public_preset(api, harbour):
    for name, is_public in (("WagtailSource", True), ("secret", False)):
        DerivativePreset.objects.create(name=name, width=1, height=1, is_public=is_public)
    (entry,) = api.get(PATH).json()
    assert set(entry["thumbnails"]) == {"mini", "thul", "webimage", "WagtailSource"}


# Forms of the answer


@pytest.mark.parametrize("query", ["", "count=false", "count=False&total=0", "count=&total=", "junk=1&0=x"])
def test_the_list_is_a_bare_array(api, harbour, query):
    assert [entry["name"] for entry in api.get(f"{PATH}?{query}").json()] == ["Harbour at dawn"]


@pytest.mark.parametrize("value", ["true", "True", "1"])
def test_the_total_stands_beside_the_assets_on_demand(api, value):
    MediaFactory.create_batch(3)
    body = api.get(f"{PATH}?total={value}&limit=2").json()
    assert (body["total"], len(body["media"]), set(body)) == ({"count": 3}, 2, {"total", "media"})


def test_facets_and_the_total_may_come_together(api, harbour):
    body = api.get(f"{PATH}?total=1&count=1").json()
    assert (set(body), body["count"]["total"]) == ({"total", "count", "media"}, 1)


def test_the_files_are_there_on_demand(api, harbour):
    (entry,) = api.get(f"{PATH}?includeMediaItems=true").json()
    (item,) = entry["mediaItems"]
    assert item == {
        "id": harbour.items.get().api_id, "type": "original", "fileName": "harbour.jpeg", "name": "harbour.jpeg",
        "version": 1, "active": 1, "dateCreated": item["dateCreated"], "size": 1, "width": 40, "height": 30,
        "publicUrl": entry["original"], "thumbnails": {}, "focusPoint": {},
    }  # fmt: skip


def test_of_a_private_asset_no_file_has_an_address(api):
    MediaFactory(content=b"x")
    (entry,) = api.get(f"{PATH}?includeMediaItems=true").json()
    assert "publicUrl" not in entry["mediaItems"][0]


def test_the_current_original_is_the_first_of_the_files(api, harbour):
    MediaItem.objects.update(is_active=False)
    for kind, version in (("additional", 1), ("original", 2)):
        MediaItem.objects.create(
            media=harbour, kind=kind, version=version, size=1, created_by=harbour.created_by
        )
    (entry,) = api.get(f"{PATH}?includeMediaItems=true").json()
    found = [(item["type"], item["version"], item["active"]) for item in entry["mediaItems"]]
    assert found == [("original", 2, 1), ("original", 1, 0), ("additional", 1, 1)]


def test_the_version_is_there_on_demand(api):
    MediaFactory(version=3)
    assert api.get(f"{PATH}?includeVersionNumber=1").json()[0]["version"] == 3


# Pages


@pytest.mark.parametrize(
    ("query", "count", "headers"),
    [
        ("", 5, ("5", "1", "1", "50")),
        ("limit=0&page=0", 5, ("5", "1", "1", "50")),
        ("limit=2", 2, ("5", "3", "1", "2")),
        ("limit=2&page=3", 1, ("5", "3", "3", "2")),
        ("limit=2&page=4", 0, ("5", "3", "4", "2")),
        ("limit=5000", 5, ("5", "1", "1", "1000")),
        ("page=999999999", 0, ("5", "1", "999999999", "50")),
        ("limit=1000&page=999999999", 0, ("5", "1", "999999999", "1000")),
    ],
)
def test_pages_have_headers_and_end_with_an_empty_one(api, query, count, headers):
    MediaFactory.create_batch(5)
    response = api.get(f"{PATH}?{query}")
    names = ("TotalRecords", "TotalPages", "Page", "Limit")
    assert len(response.json()) == count
    assert tuple(response.headers[f"X-Pagination-{name}"] for name in names) == headers


@pytest.mark.parametrize("name", ["limit", "page"])
@pytest.mark.parametrize("value", ["-1", "x", "1.5", "²", "%00"])
def test_a_number_that_is_none_is_named(api, name, value):
    response = api.get(f"{PATH}?{name}={value}")
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])


@pytest.mark.parametrize("number", ["1001", "1000000000", "9" * 400])
def test_however_large_a_limit_or_page_is_it_is_one(api, harbour, number):
    assert len(api.get(f"{PATH}?limit={number}").json()) == 1
    assert api.get(f"{PATH}?limit=1000&page={number}").json() == []


def test_of_many_assets_only_those_who_ask_are_told_the_total(api, monkeypatch):
    monkeypatch.setattr("assets.paging.FEW", 2)
    MediaFactory.create_batch(3)
    response = api.get(f"{PATH}?limit=2&page=2")
    assert (len(response.json()), "X-Pagination-TotalRecords" in response.headers) == (1, False)
    response = api.get(f"{PATH}?limit=2&total=1")
    assert (response.json()["total"], response.headers["X-Pagination-TotalPages"]) == ({"count": 3}, "2")


@pytest.mark.parametrize("few", [2, 100])
def test_pages_are_the_same_of_many_as_of_few(api, monkeypatch, few):
    monkeypatch.setattr("assets.paging.FEW", few)
    for name in "abcde":
        MediaFactory(name=name, created_at=MOMENT)
    pages = [api.get(f"{PATH}?limit=2&page={page}&orderBy=name+desc").json() for page in range(1, 5)]
    assert ["".join(entry["name"] for entry in page) for page in pages] == ["ed", "cb", "a", ""]


def test_pages_neither_repeat_nor_lose_assets_of_the_same_moment(api):
    made = {media.api_id for media in MediaFactory.create_batch(7, created_at=MOMENT)}
    found = [entry["id"] for page in range(1, 5) for entry in api.get(f"{PATH}?limit=2&page={page}").json()]
    assert (len(found), set(found)) == (7, made)


def test_the_newest_come_first(api):
    for year in (2024, 2026, 2025):
        MediaFactory(name=str(year), created_at=datetime(year, 1, 1, tzinfo=UTC))
    assert [entry["name"] for entry in api.get(PATH).json()] == ["2026", "2025", "2024"]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("dateCreated asc", "abc"),
        ("dateCreated desc", "cba"),
        ("dateModified asc", "bca"),
        ("dateModified desc", "acb"),
        ("datePublished asc", "cab"),
        ("datePublished desc", "bac"),
        ("name asc", "abc"),
        ("name desc", "cba"),
        ("NAME DESC", "cba"),
        ("name", "abc"),
        ("", "cba"),
        ("deadline asc", "cba"),
        ("x'; --", "cba"),
    ],
)
def test_the_order_is_the_one_that_is_asked_for(api, order, names):
    for name, created, modified, published in (("a", 1, 3, 2), ("b", 2, 1, 3), ("c", 3, 2, 1)):
        days = [datetime(2026, 1, day, tzinfo=UTC) for day in (created, modified, published)]
        MediaFactory(name=name, created_at=days[0], modified_at=days[1], published_at=days[2])
    assert "".join(entry["name"] for entry in api.get(PATH, {"orderBy": order}).json()) == names


def test_a_page_costs_the_same_whatever_its_length(api, harbour, django_assert_num_queries):
    api.get(PATH)
    for number in range(10):
        MediaFactory(tagged=["Sea", f"tag{number}"], answers=harbour.options.all(), content=b"x")
    with django_assert_num_queries(10):
        assert len(api.get(f"{PATH}?includeMediaItems=1").json()) == 11
    with django_assert_num_queries(17):
        assert api.get(f"{PATH}?count=1").json()["count"]["total"] == 11
