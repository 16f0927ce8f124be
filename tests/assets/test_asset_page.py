"""The page of one asset: how it is changed, and who may."""

import json
import re

import pytest

from accounts.permissions import Permission
from assets import media as rules
from assets.models import HistoryEntry, Media, MediaText, Metaproperty, OptionDependency
from assets.values import history_name
from portal.audit.models import DoorKind
from portal.audit.record import COMMAND
from tests.assets.factories import MetapropertyFactory, SubBrandFactory
from tests.browsers import browser_with

pytestmark = pytest.mark.django_db
EDITOR = (Permission.VIEW_ASSETS, Permission.EDIT_ASSETS)


def url(media):
    return f"/assets/{media.api_id}/"


def fields(client, media, **changes):
    """What the browser would post after these changes to the form."""
    form = client.get(url(media)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    posted = {**shown, "seen": json.dumps(form.initial["seen"]), **changes}
    return {name: value for name, value in posted.items() if value not in (None, False)}


def save(client, media, **changes):
    return client.post(f"{url(media)}edit/", fields(client, media, **changes), follow=True)


# Changing


def test_a_change_is_saved_and_attributed_to_the_page(admin_client, admin, harbour, season):
    winter = season.options.get(name="winter")
    save(
        admin_client,
        harbour,
        name="Port",
        tags="sea, night",
        **{f"metaproperty.{season.api_id}": winter.api_id},
    )
    media, entry = Media.objects.get(), HistoryEntry.objects.get(media=harbour)
    assert (media.name, media.description) == ("Port", "At dawn")
    assert sorted(media.tags.values_list("name", flat=True)) == ["night", "sea"]
    assert list(media.options.all()) == [winter]
    assert (entry.user_id, entry.door, entry.key_id) == (admin.audit_id, DoorKind.PAGE, "")
    assert entry.details[history_name(season)] == [["spring"], ["winter"]]


def test_saving_without_a_change_changes_nothing(admin_client, harbour):
    save(admin_client, harbour)
    assert Media.objects.get().modified_at == harbour.modified_at
    assert not HistoryEntry.objects.exists()


def test_a_part_of_a_brand_is_chosen_with_its_brand(admin_client, harbour):
    part = SubBrandFactory()
    save(admin_client, harbour, brand=part.api_id)
    media = Media.objects.get()
    assert (media.brand, media.sub_brand) == (part.brand, part)


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("number", "many", "Send a number like"),
        ("date", "someday", "Send a date like"),
        ("text", "x" * 501, "at most 500"),
    ],
)
def test_wrong_input_is_explained_and_kept(admin_client, harbour, kind, typed, message):
    written = MetapropertyFactory(type=kind)
    page = save(admin_client, harbour, name="Port", **{f"metaproperty.{written.api_id}": typed})
    assert page.status_code == 422
    assert message in page.text
    assert (typed in page.text, 'value="Port"' in page.text) == (True, True)
    assert Media.objects.get().name == "Harbour"


@pytest.mark.parametrize("seen", ["nonsense", "[]", "7", ""])
def test_a_form_that_was_tampered_with_is_refused(admin_client, harbour, seen):
    assert save(admin_client, harbour, name="Port", seen=seen).status_code == 422
    assert Media.objects.get().name == "Harbour"


def test_each_type_of_metaproperty_has_its_control(admin_client, harbour):
    for kind in ("text", "longtext", "date", "number"):
        MetapropertyFactory(name=kind, type=kind)
    MetapropertyFactory(name="several", is_multiselect=True, options=["one"])
    MetapropertyFactory(name="buttons", type="button", options=["one"])
    page = admin_client.get(url(harbour)).text
    controls = dict(
        re.findall(r'<(?:input|select|textarea)[^>]*?(?:type="(\w+)" )?name="(metaproperty\.[^"]+)"', page)
    )
    assert set(controls) >= {"text", "date", "number", "checkbox", "radio"}
    assert "<textarea" in page


def test_an_old_date_with_a_time_can_still_be_edited(admin_client, harbour):
    date = MetapropertyFactory(type="date")
    MediaText.objects.create(media=harbour, metaproperty=date, value="2026-05-31T12:00:00Z")
    assert 'value="2026-05-31T12:00:00Z"' in admin_client.get(url(harbour)).text


def test_dependent_options_say_what_they_need(admin_client, harbour, season):
    kind = MetapropertyFactory(label="Product", options=["sandals"])
    kind.dependencies.add(season)
    spring = season.options.get(name="spring")
    OptionDependency.objects.create(option=kind.options.get(), dependency=spring)
    page = admin_client.get(url(harbour)).text
    assert "Sandals (with Spring)" in page
    assert "Depends on Season." in page


def test_whoever_only_reads_is_not_told_what_options_need(harbour, season):
    kind = MetapropertyFactory(label="Product", options=["sandals"])
    harbour.options.add(kind.options.get())
    OptionDependency.objects.create(option=kind.options.get(), dependency=season.options.get(name="winter"))
    page = browser_with(Permission.VIEW_ASSETS).get(url(harbour)).text
    assert "Sandals" in page
    assert "with Winter" not in page


def test_a_dependent_option_is_refused_beside_its_field(admin_client, harbour, season):
    kind = MetapropertyFactory(label="Product", options=["sandals"])
    winter = season.options.get(name="winter")
    OptionDependency.objects.create(option=kind.options.get(), dependency=winter)
    name = f"metaproperty.{kind.api_id}"
    response = save(admin_client, harbour, **{name: kind.options.get().api_id})
    assert response.context["form"].errors[name] == ["Sandals can be chosen only with Winter."]


def test_an_option_that_can_not_be_chosen_any_more_stays_until_it_is_changed(admin_client, harbour, season):
    season.options.filter(name="spring").update(is_active=False)
    assert save(admin_client, harbour, name="Port").status_code == 200
    assert [option.name for option in harbour.options.all()] == ["spring"]


def test_an_inactive_option_may_stay_beside_a_new_one(admin_client, season, harbour):
    Metaproperty.objects.update(is_multiselect=True)
    season.options.filter(name="spring").update(is_active=False)
    winter = season.options.get(name="winter")
    spring = season.options.get(name="spring")
    save(admin_client, harbour, **{f"metaproperty.{season.api_id}": [spring.api_id, winter.api_id]})
    assert set(harbour.options.all()) == {spring, winter}


# Two at once


def test_a_form_that_is_out_of_date_is_refused_with_what_changed(admin_client, admin, harbour):
    mine = fields(admin_client, harbour, name="Mine")
    rules.change(harbour, by=admin, door=COMMAND, details={"description": "Theirs", "name": "Theirs too"})
    page = admin_client.post(f"{url(harbour)}edit/", mine)
    assert (page.status_code, Media.objects.get().name) == (409, "Theirs too")
    assert "Somebody changed this asset since you opened it." in page.text
    assert [(f["label"], f["now"], f["is_typed"]) for f in page.context["moved"]] == [
        ("Name", "Theirs too", True), ("Description", "Theirs", False),
    ]  # fmt: skip


def test_what_was_typed_is_kept_and_can_be_saved_over_the_change(admin_client, admin, harbour):
    mine = fields(admin_client, harbour, name="Mine")
    rules.change(harbour, by=admin, door=COMMAND, details={"description": "Theirs"}, tag_names=["new"])
    form = admin_client.post(f"{url(harbour)}edit/", mine).context["form"]
    again = {name: form[name].value() or "" for name in form.fields} | {
        "seen": json.dumps(form.initial["seen"])
    }
    admin_client.post(f"{url(harbour)}edit/", again)
    media = Media.objects.get()
    assert (media.name, media.description, media.tags.get().name) == ("Mine", "Theirs", "new")


# Who sees it


def test_making_it_public_needs_the_permission(harbour):
    editor = browser_with(*EDITOR)
    assert "This needs the permission “Mark assets as public”." in editor.get(url(harbour)).text
    save(editor, harbour, is_public="on")
    assert not Media.objects.get().is_public


def test_a_public_asset_stays_public(admin_client, harbour):
    save(admin_client, harbour, is_public="on")
    assert save(admin_client, harbour, is_public="").status_code == 200
    assert Media.objects.get().is_public


def test_whoever_archives_what_they_can_not_see_then_is_told(harbour):
    page = save(browser_with(*EDITOR), harbour, is_archived="on")
    assert page.redirect_chain == [("/assets/", 302)]
    assert "You can&#x27;t see Harbour any more." in page.text


def test_whoever_may_only_look_reads_what_others_edit(harbour):
    viewer = browser_with(Permission.VIEW_ASSETS)
    page = viewer.get(url(harbour)).text
    assert "<dt>Season</dt><dd>Spring</dd>" in page
    assert 'name="description"' not in page
    assert viewer.post(f"{url(harbour)}edit/", {}).status_code == 403


def test_what_was_typed_survives_signing_in_again(client, admin, harbour, admin_client):
    typed = fields(admin_client, harbour, name="Typed before")
    admin_client.logout()
    admin_client.post(f"{url(harbour)}edit/", typed)
    session = dict(admin_client.session)
    admin_client.force_login(admin, backend="accounts.backends.UsernameOrEmailBackend")
    assert session["draft"]["path"] == f"{url(harbour)}edit/"
    assert 'value="Typed before"' in admin_client.get(f"{url(harbour)}edit/").text
