"""Modifying assets: what is sent changes, the rest stays, and nothing is half done."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from accounts.permissions import Permission
from assets import media as rules
from assets.models import Change, Media, MediaOption, MediaText, Tag
from assets.values import history_name
from portal.audit.record import COMMAND
from tests.accounts.factories import LIGHT, REGULAR, ProfileFactory, UserFactory
from tests.assets.factories import (
    BrandFactory,
    MediaFactory,
    MetapropertyFactory,
    OptionFactory,
    SubBrandFactory,
)
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/media/"
FORM = "application/x-www-form-urlencoded"
MOMENT = datetime(2026, 5, 31, 12, tzinfo=UTC)


@pytest.fixture
def harbour(admin):
    return MediaFactory(
        name="Harbour", description="Ships", tagged=["sea"], modified_at=MOMENT, published_at=MOMENT
    )


def change(api, media, **fields):
    return api.post(f"{PATH}{media.api_id}/", fields)


def names_of(media):
    return sorted(media.options.values_list("name", flat=True))


def client_with(*permissions):
    profile = ProfileFactory(permissions=[Permission.VIEW_ASSETS, *permissions])
    return client_of(UserFactory(profile=profile))


# Forms of the request


@pytest.mark.parametrize("spell", ["path", "form", "query", "json"])
def test_the_id_may_travel_anywhere(api, harbour, spell):
    paths = {"path": f"{PATH}{harbour.rfc_id}/", "query": f"{PATH}?id={harbour.api_id}"}
    path, fields = paths.get(spell, PATH), {"id": harbour.api_id, "name": "Port"}
    if spell == "json":
        response = api.post(path, json.dumps(fields), content_type="application/json")
    else:
        response = api.post(path, fields if spell == "form" else {"name": "Port"})
    harbour.refresh_from_db()
    assert (response.status_code, response.json()) == (202, {"message": "Accepted", "statuscode": 202})
    assert (harbour.name, harbour.description) == ("Port", "Ships")


@pytest.mark.parametrize("path", [PATH, f"{PATH}nobody/", f"{PATH}{uuid.UUID(int=7)}/"])
def test_an_asset_that_does_not_exist_is_not_found(api, path):
    response = api.post(path, {"name": "Port"})
    assert (response.status_code, response.json()["message"]) == (404, "File not found")


def test_blanks_empty_texts_and_leave_what_cannot_be_empty(api, harbour):
    text = "name=&description=&copyright=&tags=&brandId=&archive=&isPublic=&datePublished=&archiveDate"
    assert api.post(f"{PATH}{harbour.api_id}/", text, content_type=FORM).status_code == 202
    harbour.refresh_from_db()
    assert (harbour.name, harbour.description, harbour.tags.count()) == ("", "", 0)
    assert (harbour.published_at, harbour.is_archived) == (MOMENT, False)


@pytest.mark.parametrize("name", ["archiveDate", "limitedDate", "watermarkDate"])
def test_a_blank_takes_a_date_back(api, harbour, name):
    change(api, harbour, **{name: "2031-01-01T00:00:00Z"})
    change(api, harbour, **{name: "", "description": "Boats"})
    kept = Media.objects.get()
    assert (kept.archive_at, kept.limit_at, kept.watermark_at) == (None, None, None)
    assert kept.description == "Boats"


def test_everything_documented_is_kept(api, harbour):
    brand = BrandFactory()
    change(
        api, harbour, name="Port", description="Boats", copyright="Ann", brandId=brand.rfc_id, tags="a,b",
        datePublished="2026-01-02T03:04:05Z", archive="true", archiveDate="2027-01-01", limited="1",
        limitedDate="2027-01-02T00:00:00+02:00", watermarkDate="2027-01-03T00:00:00Z", isPublic="True",
    )  # fmt: skip
    kept = Media.objects.get()
    assert (kept.name, kept.description, kept.copyright, kept.brand) == ("Port", "Boats", "Ann", brand)
    assert (kept.is_archived, kept.is_limited, kept.is_public) == (True, True, True)
    assert kept.published_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert kept.archive_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert kept.limit_at == datetime(2027, 1, 1, 22, tzinfo=UTC)
    assert kept.watermark_at == datetime(2027, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "x" * 251),
        ("brandId", "nonsense"),
        ("brandId", str(uuid.UUID(int=0))),
        ("archive", "perhaps"),
        ("isPublic", "2"),
        ("datePublished", "tomorrow"),
        ("archiveDate", "2026-02-30"),
        ("limitedDate", "10000-01-01"),
        ("watermarkDate", "1"),
        ("tags", "x" * 81),
        ("tags", ",".join(map(str, range(1001)))),
        ("name", "N\0"),
        ("metaproperty.nonsense", "red"),
        ("metaproperty.", "red"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(api, harbour, name, value):
    response = change(api, harbour, description="Boats", **{name: value})
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])
    assert Media.objects.get().description == "Ships"
    assert not harbour.history.exists()


# Tags


def test_tags_replace_those_that_are_there(api, harbour):
    change(api, harbour, tags=["Fog", "SEA, x"])
    assert set(harbour.tags.values_list("name", flat=True)) == {"Fog", "sea", "x"}
    change(api, harbour, tags="Fog,fog")
    counts = dict(Tag.objects.values_list("name", "media_count"))
    assert counts == {"Fog": 1, "sea": 0, "x": 0}


@pytest.mark.parametrize("name", ["Ärger", "ÄRGER", "A\u0308rger"])
def test_a_tag_is_the_same_in_any_case_of_any_script(api, harbour, name):
    change(api, harbour, tags="ärger")
    other = MediaFactory(name="Other")
    change(api, other, tags=name)
    assert Tag.objects.get(name="ärger").media_count == 2


# Metaproperties


@pytest.mark.parametrize("form", ["api_id", "rfc_id"])
def test_options_replace_those_of_their_metaproperty_only(api, harbour, colours, form):
    season = MetapropertyFactory(name="season")
    harbour.options.add(OptionFactory(metaproperty=season, name="spring"), colours.options.get(name="red"))
    wanted = ",".join(getattr(o, form) for o in colours.options.filter(name__in=["green", "blue"]))
    assert change(api, harbour, **{f"metaproperty.{getattr(colours, form)}": wanted}).status_code == 202
    assert names_of(harbour) == ["blue", "green", "spring"]


def test_options_may_be_named_which_is_deprecated(api, harbour, colours):
    change(api, harbour, **{f"metaproperty.{colours.api_id}": "Red,blue"})
    assert names_of(harbour) == ["blue", "red"]


def test_a_blank_takes_all_options_and_texts(api, harbour, colours):
    sku = MetapropertyFactory(name="sku", type="text")
    MediaText.objects.create(media=harbour, metaproperty=sku, value="4711")
    harbour.options.add(*colours.options.all())
    change(api, harbour, **{f"metaproperty.{colours.api_id}": "", f"metaproperty.{sku.rfc_id}": ""})
    assert (names_of(harbour), MediaText.objects.count()) == ([], 0)


def test_a_text_is_kept_as_it_was_sent(api, harbour):
    text = MetapropertyFactory(name="text", type="text")
    change(api, harbour, **{f"metaproperty.{text.api_id}": "One, two,, three,"})
    assert MediaText.objects.get().value == "One, two,, three,"
    assert api.get(f"{PATH}{harbour.api_id}/").json()["property_text"] == "One, two,, three,"


def test_an_option_of_another_metaproperty_is_refused(api, harbour, colours):
    other = OptionFactory(name="spring")
    response = change(api, harbour, **{f"metaproperty.{colours.api_id}": other.api_id})
    name = f"metaproperty.{colours.api_id}"
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])
    assert not MediaOption.objects.exists()


def test_an_option_that_is_hidden_from_the_user_is_none(feature_on, harbour, colours):
    colours.options.update(is_restricted=True)
    response = change(
        client_with(Permission.EDIT_ASSETS), harbour, **{f"metaproperty.{colours.api_id}": "red"}
    )
    assert (response.status_code, MediaOption.objects.count()) == (400, 0)
    assert "is no option of" in response.json()["message"]


# What happens beside


def test_an_asset_is_found_by_its_new_words_at_once(api, harbour, colours):
    change(api, harbour, name="Port", tags="Fog", **{f"metaproperty.{colours.api_id}": "red"})
    for keyword in ("port", "fog", "red"):
        assert len(api.get(PATH, {"keyword": keyword}).json()) == 1


def test_the_time_of_the_change_moves_with_a_change_only(api, harbour):
    change(api, harbour, name="Harbour", tags="sea", isPublic="0", archive="false")
    harbour.refresh_from_db()
    assert (harbour.modified_at, harbour.history.count()) == (MOMENT, 0)
    change(api, harbour, name="Port")
    harbour.refresh_from_db()
    assert harbour.modified_at > MOMENT


def test_the_history_says_what_changed_by_whom_through_which_token(api, token, admin, harbour, colours):
    change(api, harbour, name="Port", tags="fog", **{f"metaproperty.{colours.api_id}": "red"})
    entry = harbour.history.get()
    assert (entry.change, entry.user_name, entry.key_id) == (Change.CHANGED, admin.audit_name, token.key_id)
    assert entry.details == {
        "name": ["Harbour", "Port"],
        "tags": [["sea"], ["fog"]],
        history_name(colours): [[], ["red"]],
    }


def test_a_sub_brand_goes_with_its_brand(api, harbour):
    harbour.sub_brand = SubBrandFactory(brand=harbour.brand)
    harbour.save()
    change(api, harbour, brandId=BrandFactory().api_id)
    assert Media.objects.get().sub_brand is None


def test_the_id_of_a_sub_brand_sets_it_with_its_brand(api, harbour):
    studio = SubBrandFactory()
    change(api, harbour, brandId=studio.api_id)
    assert (Media.objects.get().brand, Media.objects.get().sub_brand) == (studio.brand, studio)
    change(api, harbour, brandId=studio.brand.api_id)
    assert Media.objects.get().sub_brand == studio


def test_what_others_count_meanwhile_is_not_written_over(api, harbour, monkeypatch):
    monkeypatch.setattr("assets.tags.named", lambda _: Media.objects.update(views=7) and [])
    change(api, harbour, name="Port", tags="x")
    assert Media.objects.get().views == 7


def test_an_asset_that_goes_meanwhile_is_not_found(api, admin, harbour, monkeypatch):
    parsed = rules.values.parsed
    monkeypatch.setattr(
        "assets.values.parsed",
        lambda *args, **kwargs: (Media.objects.update(removed_at=MOMENT), parsed(*args, **kwargs))[1],
    )
    assert change(api, harbour, name="Port").status_code == 404
    assert Media.objects.get().name == "Harbour"


# Permissions


@pytest.mark.parametrize("path", [PATH, "{media}"])
def test_modifying_needs_the_permission(feature_on, harbour, path):
    client = client_of(UserFactory(profile=LIGHT))
    fields = {"id": harbour.api_id, "name": "Port"}
    response = client.post(path.format(media=f"{PATH}{harbour.api_id}/"), fields)
    assert (response.status_code, response.json()["required_permission"]) == (403, Permission.EDIT_ASSETS)


def test_making_an_asset_public_needs_a_permission_of_its_own(feature_on, harbour):
    client = client_of(UserFactory(profile=REGULAR))
    response = change(client, harbour, name="Port", isPublic="1")
    assert (response.status_code, response.json()["error"]) == (403, "permission_denied")
    kept = Media.objects.get()
    assert (kept.name, kept.is_public) == ("Harbour", False)
    assert change(client, harbour, name="Port", isPublic="0").status_code == 202


def test_a_public_asset_stays_public(api, harbour):
    change(api, harbour, isPublic="1")
    response = change(api, harbour, isPublic="0")
    assert (response.status_code, list(response.json()["fields"])) == (400, ["isPublic"])
    assert change(api, harbour, isPublic="1", name="Port").status_code == 202


def test_nobody_changes_what_they_may_not_see(feature_on, harbour):
    Media.objects.update(is_limited=True)
    assert change(client_with(Permission.EDIT_ASSETS), harbour, name="Port").status_code == 404


def test_the_rule_itself_asks_for_the_permission(harbour):
    light = UserFactory(profile=LIGHT)
    for rule in (rules.delete, rules.restore):
        with pytest.raises(PermissionDenied):
            rule([harbour], by=light, door=COMMAND)
    with pytest.raises(PermissionDenied):
        rules.change(harbour, by=light, door=COMMAND, details={"name": "Port"})
