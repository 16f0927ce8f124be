"""Facets: how many assets of the whole filtered set have what."""

import threading

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from accounts.permissions import Permission
from assets import facets as facets_module
from assets.models import Option, SubBrand
from tests.accounts.factories import LIGHT, ProfileFactory, UserFactory
from tests.assets.factories import (
    BrandFactory,
    CollectionFactory,
    MediaFactory,
    MetapropertyFactory,
    OptionFactory,
)
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/media/"


def facets(api, **query):
    return api.get(PATH, {"count": "1", "limit": "1", **query}).json()["count"]


@pytest.fixture
def brand(admin):
    return BrandFactory(name="Acme")


@pytest.fixture
def assets(brand):
    season = MetapropertyFactory(name="season", is_multiselect=True)
    spring, autumn = (OptionFactory(metaproperty=season, name=name) for name in ("spring", "autumn"))
    part = SubBrand.objects.create(brand=brand, name="Studio")
    return [
        MediaFactory(brand=brand, sub_brand=part, tagged=["sea", "fog"], answers=[spring, autumn]),
        MediaFactory(brand=brand, tagged=["sea"], answers=[spring], orientation="portrait"),
        MediaFactory(brand=brand, type="document", orientation="", name="Manual"),
    ]


def test_facets_count_the_whole_set_and_not_the_page(api, assets, brand):
    assert facets(api) == {
        "total": 3,
        "type": {"image": 2, "document": 1},
        "orientation": {"landscape": 1, "portrait": 1},
        "tags": {"sea": 2, "fog": 1},
        "brandId": {brand.api_id: 3},
        "subBrandId": {SubBrand.objects.get().api_id: 1},
        "categoryId": {},
        "property_season": {"spring": 2, "autumn": 1},
    }


@pytest.mark.parametrize(
    ("query", "total", "season"),
    [
        ({"tags": "fog"}, 1, {"spring": 1, "autumn": 1}),
        ({"property_season": "spring"}, 2, {"spring": 2, "autumn": 1}),
        ({"property_season": "spring,autumn"}, 1, {"spring": 1, "autumn": 1}),
        ({"orientation": "portrait", "type": "image"}, 1, {"spring": 1}),
        ({"keyword": "spring"}, 2, {"spring": 2, "autumn": 1}),
        ({"keyword": "spring autumn", "tags": "sea"}, 1, {"spring": 1, "autumn": 1}),
    ],
)
def test_facets_count_what_the_filters_leave(api, assets, query, total, season):
    counted = facets(api, **query)
    assert (counted["total"], counted["property_season"]) == (total, season)


def test_facets_of_nothing_are_empty(api, assets):
    counted = facets(api, keyword="unheard")
    assert (counted["total"], counted["tags"], counted["type"]) == (0, {}, {})
    assert "property_season" not in counted


def test_facets_of_metaproperties_that_are_no_field_of_the_api_are_left_out(api, assets):
    MetapropertyFactory._meta.model.objects.update(is_api_field=False)
    assert "property_season" not in facets(api)


def test_deleted_assets_are_not_counted(api, assets):
    api.delete(f"{PATH}{assets[0].api_id}/")
    counted = facets(api)
    assert (counted["total"], counted["tags"], counted["property_season"]) == (2, {"sea": 1}, {"spring": 1})


def test_facets_of_very_many_assets_are_kept(api, assets, monkeypatch):
    monkeypatch.setattr("assets.facets.LARGE", 2)
    assert facets(api)["type"] == {"image": 2, "document": 1}
    MediaFactory(type="video")
    assert facets(api, orderBy="name asc")["type"] == {"image": 2, "document": 1}
    assert facets(api, tags="sea")["total"] == 2


@pytest.fixture
def in_this_thread(monkeypatch):
    """Other threads do their work in this one, as they don't see what a test's transaction holds."""
    monkeypatch.setattr("threading.Thread.start", threading.Thread.run)
    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "close", lambda: None)


def test_old_facets_are_told_while_they_are_counted_anew(api, assets, monkeypatch, in_this_thread):
    monkeypatch.setattr("assets.facets.LARGE", 0)
    monkeypatch.setattr("assets.facets.YOUNG_SECONDS", 0)
    assert facets(api)["total"] == 3
    MediaFactory()
    assert [facets(api)["total"] for _ in range(2)] == [3, 4]


def test_old_facets_are_counted_anew_by_one_at_a_time(api, assets, monkeypatch, in_this_thread):
    monkeypatch.setattr("assets.facets.LARGE", 0)
    monkeypatch.setattr("assets.facets.YOUNG_SECONDS", 0)
    facets(api)
    counted, count = [], facets_module._counted
    monkeypatch.setattr(facets_module, "_counted", lambda rows: counted.append(rows) or count(rows))
    assert [facets(api)["total"] for _ in range(3)] == [3, 3, 3]
    assert len(counted) == 1


def test_facets_of_a_set_that_has_shrunk_are_forgotten(api, assets, monkeypatch, in_this_thread):
    monkeypatch.setattr("assets.facets.LARGE", 2)
    monkeypatch.setattr("assets.facets.YOUNG_SECONDS", 0)
    facets(api)
    for asset in assets[:2]:
        asset.delete()
    assert [facets(api)["total"] for _ in range(2)] == [3, 1]


def test_old_facets_are_told_though_no_thread_can_be_started(api, assets, monkeypatch):
    def refuse(thread):
        raise RuntimeError

    monkeypatch.setattr("assets.facets.LARGE", 0)
    monkeypatch.setattr("assets.facets.YOUNG_SECONDS", 0)
    monkeypatch.setattr("threading.Thread.start", refuse)
    assert [facets(api)["total"] for _ in range(2)] == [3, 3]
    assert not facets_module._busy.locked()


def test_kept_facets_tell_nothing_of_what_is_hidden_meanwhile(api, assets, monkeypatch, feature_on):
    monkeypatch.setattr("assets.facets.LARGE", 0)
    viewer = client_of(UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS])))
    assert facets(viewer)["total"] == 3
    Option.objects.filter(name="autumn").update(is_restricted=True)
    assert facets(viewer)["tags"] == {"sea": 1}


def test_facets_of_a_collection_are_gone_with_it(api, assets, monkeypatch):
    monkeypatch.setattr("assets.facets.LARGE", 0)
    reader = client_of(UserFactory(profile=LIGHT))
    collection = CollectionFactory(is_public=True, assets=assets)
    assert facets(reader, collectionId=collection.api_id)["total"] == 3
    collection.is_public = False
    collection.save()
    assert facets(reader, collectionId=collection.api_id)["total"] == 0


def test_kept_facets_are_those_of_the_user(api, assets, monkeypatch):
    monkeypatch.setattr("assets.facets.LARGE", 0)
    assert facets(api)["total"] == 3
    assets[0].__class__.objects.update(is_archived=True)
    other = client_of(UserFactory(profile=LIGHT))
    assert (facets(api)["total"], facets(other)["total"]) == (3, 0)


def test_kept_facets_are_for_all_who_see_the_same(api, assets, monkeypatch):
    monkeypatch.setattr("assets.facets.LARGE", 0)
    assert facets(client_of(UserFactory()))["total"] == 3
    MediaFactory()
    assert facets(client_of(UserFactory()))["total"] == 3
    assert facets(client_of(UserFactory()), property_season="spring")["total"] == 2


def test_whoever_sees_their_own_waiting_assets_gets_facets_of_their_own(feature_on, monkeypatch):
    monkeypatch.setattr("assets.facets.LARGE", 0)
    profile = ProfileFactory(permissions=[Permission.VIEW_ASSETS])
    one, other = (UserFactory(profile=profile) for _ in range(2))
    MediaFactory(created_by=one, awaits_approval=True)
    assert [facets(client_of(user))["total"] for user in (one, other)] == [1, 0]


def test_facets_do_without_a_cache(api, assets, dead_cache, monkeypatch):
    monkeypatch.setattr("assets.facets.LARGE", 0)
    assert facets(api)["total"] == 3
