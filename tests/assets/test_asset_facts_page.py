"""The page of one asset: its facts, its files, where it is and what happened to it."""

import uuid

import pytest
from django.contrib.auth import SESSION_KEY

from accounts.permissions import Permission
from assets import access_rights, collections, history, metaproperties, usage
from assets import media as rules
from assets.models import (
    AccessRight,
    Change,
    HistoryEntry,
    ItemKind,
    Media,
    MediaItem,
    MediaText,
    Metaproperty,
)
from portal.audit.models import DoorKind
from portal.audit.record import COMMAND, Door
from tests.accounts.factories import UserFactory
from tests.assets.factories import CollectionFactory, MediaFactory, MetapropertyFactory, png
from tests.browsers import browser_with
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db
EDITOR = (Permission.VIEW_ASSETS, Permission.EDIT_ASSETS)


def url(media):
    return f"/assets/{media.api_id}/"


def test_it_says_what_the_file_is_and_who_added_it(admin_client, harbour):
    page = admin_client.get(url(harbour)).text
    for fact in ("Image, PNG", "40 × 30 px", "Ada Admin", harbour.api_id):
        assert fact in page


def test_both_forms_of_the_id_lead_to_it(admin_client, harbour):
    assert admin_client.get(f"/assets/{harbour.rfc_id}/").status_code == 200


def test_connectors_lead_people_to_it_by_the_address_that_the_vendor_has_for_it(admin_client, harbour):
    for identifier in (harbour.api_id, harbour.rfc_id):
        assert admin_client.get("/media/", {"mediaId": identifier}).url == url(harbour)
    assert admin_client.get("/media/", {"mediaId": "../nobody"}).status_code == 404
    assert admin_client.get("/media/").url == "/assets/"


def test_looking_at_it_is_counted(admin_client, harbour):
    admin_client.get(url(harbour))
    assert Media.objects.get().views == 1


@pytest.mark.parametrize("state", [{"is_archived": True}, {"is_limited": True}])
def test_what_somebody_may_not_see_is_not_found(state):
    assert browser_with(Permission.VIEW_ASSETS).get(url(MediaFactory(**state))).status_code == 404


@pytest.mark.parametrize("identifier", ["nobody", "7C9E6679-7425-40DE-944BE07FC1F90AE7"])
def test_an_unknown_asset_is_not_found(admin_client, identifier):
    assert admin_client.get(f"/assets/{identifier}/").status_code == 404


# Files


def test_versions_and_additional_files_are_listed(admin_client, harbour):
    details = {
        "content_type": "text/plain",
        "size": 7,
        "checksum": "0" * 64,
        "created_by": harbour.created_by,
    }
    MediaItem.objects.create(media=harbour, kind=ItemKind.ADDITIONAL, file_name="licence.txt", **details)
    page = admin_client.get(url(harbour)).text
    assert "Version 1" in page
    assert "licence.txt" in page


def test_a_download_leads_to_the_file_and_is_noted(admin_client, harbour):
    response = admin_client.get(f"{url(harbour)}files/{harbour.items.get().api_id}/", follow=True)
    assert b"".join(response.streaming_content) == png()
    assert HistoryEntry.objects.get(media=harbour).change == "downloaded"


def test_the_original_is_offered_to_those_who_may_download_it(harbour):
    viewer = browser_with(Permission.VIEW_ASSETS)
    page = viewer.get(url(harbour)).text
    assert "needs the permission “Download original assets”" in page
    assert "webimage, up to 800 × 800" in page
    assert viewer.get(f"{url(harbour)}files/{harbour.items.get().api_id}/").status_code == 403


# Where it is, and what happened


def test_where_it_is_used_is_told_to_those_only_who_may_see_statistics(admin, harbour):
    report = usage.Report(harbour.api_id, uri="https://shop.example/boats")
    usage.record(report, by=admin, integration_id=str(uuid.uuid4()), called=lambda: "Web shop")
    page = browser_with(Permission.VIEW_ASSETS, usage.PERMISSION).get(url(harbour)).text
    assert "<strong>Web shop</strong><br>" in page
    assert "https://shop.example/boats" in page
    page = browser_with(*EDITOR).get(url(harbour)).text
    assert "Web shop" not in page
    assert "Where it is used" not in page


def test_collections_are_those_that_somebody_may_see(admin_client, admin, harbour):
    CollectionFactory(name="Launch", owner=admin, assets=[harbour])
    CollectionFactory(name="Private", owner=UserFactory(), assets=[harbour])
    page = admin_client.get(url(harbour)).text
    assert "Launch" in page
    assert "Private" not in page


def test_history_names_the_token_and_leads_to_it_for_those_who_manage_tokens(admin_client, admin, harbour):
    token = TokenFactory(user=admin)
    door = Door(DoorKind.API, key_id=token.key_id)
    rules.change(harbour, by=admin, door=door, details={"name": "Port"})
    link = f'href="/settings/portal-settings/permanent-tokens/{token.key_id}/"'
    assert link in admin_client.get(url(harbour)).text
    page = browser_with(*EDITOR).get(url(harbour)).text
    assert token.key_id in page
    assert link not in page


def test_history_leaves_out_answers_that_are_hidden_from_the_person(admin_client, admin, harbour, colour):
    client = browser_with(*EDITOR)
    red = colour.options.get(name="red")
    rules.change(harbour, by=admin, door=COMMAND, details={}, property_values={colour: [red]})
    assert "<dt>Colour</dt>" in client.get(url(harbour)).text
    person = client.session[SESSION_KEY]
    AccessRight.objects.create(metaproperty=colour, principal_type="user", principal_id=person)
    assert "<dt>Colour</dt>" not in client.get(url(harbour)).text
    assert "<dt>Colour</dt>" in admin_client.get(url(harbour)).text


def test_history_knows_an_answer_under_the_name_that_its_metaproperty_had(admin, harbour, colour):
    red = colour.options.get(name="red")
    rules.change(harbour, by=admin, door=COMMAND, details={}, property_values={colour: [red]})
    Metaproperty.objects.filter(pk=colour.pk).update(name="shade")
    assert "<dt>Colour</dt><dd>red</dd>" in browser_with(*EDITOR).get(url(harbour)).text


def test_history_tells_nothing_of_a_metaproperty_whose_name_another_one_has_now(admin, harbour, colour):
    client = browser_with(*EDITOR)
    red = colour.options.get(name="red")
    rules.change(harbour, by=admin, door=COMMAND, details={}, property_values={colour: [red]})
    metaproperties.delete(colour, by=admin, door=COMMAND)
    MetapropertyFactory(name="colour")
    assert "<dt>Colour</dt>" not in client.get(url(harbour)).text


def test_history_knows_an_old_answer_by_name_alone(harbour, colour):
    client, change = browser_with(*EDITOR), {"property_colour": [[], ["red"]]}
    history.write(Change.CHANGED, harbour, by=harbour.created_by, door=COMMAND, **change)
    assert "<dt>Colour</dt>" in client.get(url(harbour)).text
    AccessRight.objects.create(
        metaproperty=colour, principal_type="user", principal_id=client.session[SESSION_KEY]
    )
    assert "<dt>Colour</dt>" not in client.get(url(harbour)).text


def test_nothing_of_the_form_names_a_metaproperty_that_is_hidden_from_the_person(harbour, season):
    client, price = browser_with(*EDITOR), MetapropertyFactory(label="Price a day")
    season.dependencies.add(price)
    assert "Depends on Price a day" in client.get(url(harbour)).text
    AccessRight.objects.create(
        metaproperty=price, principal_type="user", principal_id=client.session[SESSION_KEY]
    )
    assert "Price a day" not in client.get(url(harbour)).text


def test_nothing_of_the_form_has_an_answer_that_is_hidden_from_the_person(harbour):
    client, price = browser_with(*EDITOR), MetapropertyFactory(type="text")
    MediaText.objects.create(media=harbour, metaproperty=price, value="4711 a day")
    assert "4711 a day" in client.get(url(harbour)).text
    AccessRight.objects.create(
        metaproperty=price, principal_type="user", principal_id=client.session[SESSION_KEY]
    )
    assert "4711 a day" not in client.get(url(harbour)).text


def with_twins(media, *others):
    """An entry that says that these have the same file."""
    ids = [other.api_id for other in others]
    return history.write(Change.CREATED, media, by=media.created_by, door=COMMAND, **{history.SAME_FILE: ids})


def test_history_leads_to_the_assets_with_the_same_file(admin_client, harbour):
    first, second = MediaFactory(name="Quay"), MediaFactory(name="Pier")
    with_twins(harbour, first, second)
    page = admin_client.get(url(harbour))
    assert f'<a href="{url(first)}">Quay</a>, <a href="{url(second)}">Pier</a>' in page.text
    assert "<del>" not in page.text


def test_history_only_counts_assets_with_the_same_file_that_the_person_may_not_see(harbour):
    hidden = MediaFactory.create_batch(2, is_archived=True)
    with_twins(harbour, *hidden)
    with_twins(harbour, MediaFactory(name="Quay"), hidden[0])
    page = browser_with(*EDITOR).get(url(harbour)).text
    assert "<dt>Same file as</dt><dd>2 assets</dd>" in page
    assert "Quay</a> and 1 more asset</dd>" in page


def test_assets_with_the_same_file_take_one_query(admin_client, harbour, django_assert_num_queries):
    for media in MediaFactory.create_batch(5):
        with_twins(harbour, media)
    with django_assert_num_queries(22):
        admin_client.get(url(harbour))


PUBLIC_VIEWER = (Permission.VIEW_ASSETS, Permission.VIEW_PUBLIC_COLLECTIONS)
UNSEEN = "<dt>Collection</dt><dd>one that is hidden from you, or gone</dd>"


def test_history_names_a_collection_to_those_only_who_see_it_now(admin_client, admin, harbour):
    launch = CollectionFactory(name="Launch", owner=admin, is_public=True)
    viewer = browser_with(*PUBLIC_VIEWER)
    collections.add(launch, [harbour], by=admin, door=COMMAND)
    assert "<dt>Collection</dt><dd>Launch</dd>" in viewer.get(url(harbour)).text
    collections.change(launch, by=admin, door=COMMAND, details={"is_public": False})
    page = viewer.get(url(harbour)).text
    assert UNSEEN in page
    assert "Launch" not in page
    assert "<dt>Collection</dt><dd>Launch</dd>" in admin_client.get(url(harbour)).text


def test_history_calls_a_collection_what_it_is_called_now(admin_client, admin, harbour):
    secret = CollectionFactory(name="Secret plans", owner=admin, is_public=True)
    collections.add(secret, [harbour], by=admin, door=COMMAND)
    collections.change(secret, by=admin, door=COMMAND, details={"name": "Launch"})
    assert "Secret plans" not in admin_client.get(url(harbour)).text


def test_history_names_no_collection_that_is_gone(admin_client, admin, harbour):
    launch = CollectionFactory(name="Launch", owner=admin)
    collections.add(launch, [harbour], by=admin, door=COMMAND)
    collections.remove(launch, [harbour], by=admin, door=COMMAND)
    collections.delete(launch, by=admin, door=COMMAND)
    page = admin_client.get(url(harbour)).text
    assert UNSEEN in page
    assert "<del>one that is hidden from you, or gone</del> nothing" in page


def test_history_knows_an_old_collection_by_name_alone(admin_client, admin, harbour):
    CollectionFactory(name="Launch", owner=admin)
    history.write(Change.CHANGED, harbour, by=admin, door=COMMAND, collection=["", "Launch"])
    assert "<dt>Collection</dt><dd>Launch</dd>" in admin_client.get(url(harbour)).text
    assert UNSEEN in browser_with(*PUBLIC_VIEWER).get(url(harbour)).text


def test_history_leaves_out_restricted_options_that_the_person_may_not_know_of(
    admin_client, admin, harbour, colour
):
    red, blue = colour.options.order_by("name")[::-1]
    for option in (red, blue):
        rules.change(harbour, by=admin, door=COMMAND, details={}, property_values={colour: [option]})
    access_rights.restrict(red, by=admin, door=COMMAND, is_restricted=True)
    assert "<del>red</del> blue" in admin_client.get(url(harbour)).text
    page = browser_with(*EDITOR).get(url(harbour)).text
    assert "<dd>blue</dd>" in page
    assert "red" not in page.split('id="history"')[1]


@pytest.mark.parametrize("number", [1, 20])
def test_the_page_takes_few_queries_whatever_it_shows(
    admin_client, harbour, django_assert_num_queries, number
):
    for position in range(number):
        MetapropertyFactory(name=f"p{position}", options=[f"o{position}", "other"])
        CollectionFactory(owner=harbour.created_by, assets=[harbour])
        rules.change(harbour, by=harbour.created_by, door=COMMAND, details={"name": f"Name {position}"})
    with django_assert_num_queries(21):
        admin_client.get(url(harbour))
