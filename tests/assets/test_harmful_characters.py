"""Texts about assets are what others read: nothing that hides, turns or breaks them is kept."""

import json

import pytest

from assets.models import Brand, Collection, Media, Tag, Usage
from tests.assets.factories import MediaFactory, MetapropertyFactory
from tests.assets.uploading import save, upload

pytestmark = pytest.mark.django_db
REVERSED, ESCAPE, BREAK, NOTHING = "safe\u202egnp.exe", "a\x1b[31m", "one\ntwo", "\u200b"
USE = {"integration_id": "5f0c6a52-0000-4000-8000-000000000001", "asset_id": "", "uri": "/"}


@pytest.fixture
def media(admin):
    return MediaFactory(name="Harbour", description="Boats")


def refused(response, field):
    """Whether the field, and nothing else, is named as wrong; the use of assets names fields at the top."""
    content = response.json()
    return response.status_code == 400 and (field in content.get("fields", {}) or field in content)


@pytest.mark.parametrize("text", [REVERSED, ESCAPE, BREAK, NOTHING], ids=ascii)
@pytest.mark.parametrize("field", ["name", "tags"])
def test_an_asset_has_no_such_name_or_tag(api, media, field, text):
    assert refused(api.post(f"/api/v4/media/{media.api_id}/", {field: text}), field)
    assert (Media.objects.get().name, Tag.objects.count()) == ("Harbour", 0)


@pytest.mark.parametrize("field", ["description", "copyright"])
def test_longer_texts_may_have_lines_but_nothing_harmful(api, media, field):
    path = f"/api/v4/media/{media.api_id}/"
    assert refused(api.post(path, {field: REVERSED}), field)
    for text in ("One\r\n\tTwo", "One\u2028Two", " ", "\u2067שלום\u2069"):
        assert api.post(path, {field: text}).status_code == 202


@pytest.mark.parametrize(
    "name", ["👩‍🚀 on the moon", "🫨", "می‌خواهم", "co\u00adoperation", "Ὀδυσσεύς"], ids=ascii
)
def test_names_in_every_script_and_with_emoji_are_kept(api, media, name):
    assert api.post(f"/api/v4/media/{media.api_id}/", {"name": name}).status_code == 202
    assert Media.objects.get().name == name


def test_a_new_asset_is_held_to_the_same(api):
    assert refused(save(api, upload(api), name=REVERSED), "name")
    assert not Media.objects.exists()


@pytest.mark.parametrize(
    ("path", "fields", "named"),
    [
        ("/api/v4/collections/", {"name": NOTHING}, "name"),
        ("/api/v4/collections/", {"name": "Launch", "description": ESCAPE}, "description"),
        ("/api/v4/metaproperties/", {"name": "x", "label": REVERSED, "type": "text"}, "label"),
        (
            "/api/v4/metaproperties/",
            {"name": "x", "label": "X", "labels": {"de_DE": ESCAPE}, "type": "text"},
            "labels",
        ),
    ],
)
def test_collections_and_metaproperties_are_held_to_the_same(api, path, fields, named):
    assert refused(api.post(path, {"data": json.dumps(fields), **fields}), named)
    assert not Collection.objects.exists()


@pytest.mark.parametrize(("field", "text"), [("label", REVERSED), ("externalReference", BREAK)])
def test_options_are_held_to_the_same(api, field, text):
    season = MetapropertyFactory()
    data = {"data": json.dumps({"name": "spring", "label": "Spring", field: text})}
    response = api.post(f"/api/v4/metaproperties/{season.api_id}/options/", data)
    assert refused(response, field)


def test_what_is_written_for_a_metaproperty_is_held_to_the_same(api, media):
    notes = MetapropertyFactory(type="longtext")
    field = f"metaproperty.{notes.api_id}"
    path = f"/api/v4/media/{media.api_id}/"
    assert refused(api.post(path, {field: ESCAPE}), field)
    assert api.post(path, {field: BREAK}).status_code == 202


@pytest.mark.parametrize(("field", "text"), [("uri", REVERSED), ("additional", ESCAPE)])
def test_the_use_of_an_asset_is_held_to_the_same(api, media, field, text):
    use = USE | {"asset_id": media.api_id, field: text}
    assert refused(api.post("/api/media/usage/", json.dumps(use), content_type="application/json"), field)
    assert not Usage.objects.exists()


def test_brands_are_held_to_the_same(admin_client):
    response = admin_client.post("/settings/brands/add/", {"name": REVERSED})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])
    assert not Brand.objects.filter(name=REVERSED).exists()


def test_an_old_tag_is_in_nobodys_way(api, media):
    media.tags.add(Tag.objects.create(name=REVERSED, folded=REVERSED))
    path = f"/api/v4/tags/{Tag.objects.create(name='sea', folded='sea').api_id}/media/"
    assert api.post(path, {"data": json.dumps([media.api_id])}).status_code == 202
    assert media.tags.count() == 2
