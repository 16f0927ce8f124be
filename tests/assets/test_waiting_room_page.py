"""The waiting room, and the page of an asset that waits: who lets it through, and what others read."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.permissions import Permission
from assets import approval
from assets.models import HistoryEntry, Media
from portal import navigation
from portal.audit.models import DoorKind
from portal.audit.record import COMMAND
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory
from tests.browsers import browser, browser_with

pytestmark = pytest.mark.django_db
URL = "/waiting-room/"
READER, APPROVER = (Permission.VIEW_ASSETS,), (Permission.VIEW_ASSETS, Permission.UPLOAD_ASSETS)


def waiting(days=0, **details):
    return MediaFactory(awaits_approval=True, created_at=timezone.now() - timedelta(days=days), **details)


def names(page):
    return [media.name for media in page.context["page_obj"]]


def send(client, action, *media, **fields):
    """The page that follows."""
    return client.post(f"{URL}{action}/", {"assets": [m.api_id for m in media], **fields}, follow=True)


# What waits


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, ["Old", "New"]), ({"sort": "name"}, ["New", "Old"]), ({"sort": "-added"}, ["New", "Old"]),
        ({"search": "ol"}, ["Old"]),
    ],
)  # fmt: skip
def test_what_waits_is_listed_the_oldest_first(admin_client, query, shown):
    waiting(name="New")
    waiting(days=3, name="Old")
    MediaFactory(name="Approved before")
    assert names(admin_client.get(URL, query)) == shown


def test_each_says_who_uploaded_it_and_when(admin_client):
    media = waiting(days=3, created_by=UserFactory(first_name="Wei", last_name="Zhang"))
    page = admin_client.get(URL).text
    assert "Wei Zhang" in page
    assert "3\xa0days ago" in page
    assert f'href="/assets/{media.api_id}/"' in page


def test_what_somebody_may_not_see_does_not_wait_for_them():
    waiting(is_archived=True)
    assert "Nothing is waiting for approval." in browser_with(*APPROVER).get(URL).text


def test_a_search_that_finds_nothing_leads_back_to_all(admin_client):
    waiting(name="Harbour")
    assert "Nothing in the waiting room matches." in admin_client.get(URL, {"search": "alps"}).text


@pytest.mark.parametrize("number", [1, 30])
def test_the_room_takes_few_queries_whatever_waits(admin_client, django_assert_num_queries, number):
    for _ in range(number):
        waiting()
    with django_assert_num_queries(6):
        admin_client.get(URL)


# Letting it through, or not


def test_selected_assets_are_approved(admin_client):
    media = [waiting(), waiting(), waiting(name="Stays")]
    page = send(admin_client, "approve", *media[:2])
    assert "2 assets approved." in page.text
    assert names(page) == ["Stays"]


def test_one_asset_is_approved_by_its_own_button(admin_client):
    media = [waiting(name="Stays"), waiting()]
    assert names(send(admin_client, "approve", media[0], only=media[1].api_id)) == ["Stays"]


def test_selected_assets_go_to_the_trash_instead(admin_client):
    media = [waiting(), waiting(name="Stays")]
    page = send(admin_client, "delete", media[0])
    assert "1 asset moved to the trash" in page.text
    assert (names(page), Media.objects.in_trash().get()) == (["Stays"], media[0])


def test_one_is_back_in_the_room_as_it_was(admin_client):
    page = send(admin_client, "approve", waiting(), back="sort=name&search=a")
    assert page.redirect_chain == [(f"{URL}?sort=name&search=a", 302)]


@pytest.mark.parametrize("action", ["approve", "delete"])
def test_nothing_happens_to_what_was_approved_meanwhile(admin_client, action):
    page = send(admin_client, action, MediaFactory())
    assert "Nothing was " in page.text
    assert (Media.objects.kept().count(), HistoryEntry.objects.count()) == (1, 0)


def test_deleting_is_for_those_who_may():
    media = waiting()
    approver = browser_with(*APPROVER)
    assert "Delete selected" not in approver.get(URL).text
    assert approver.post(f"{URL}delete/", {"assets": media.api_id}).status_code == 403
    assert Media.objects.kept().count() == 1


# The page of an asset


def test_an_asset_that_waits_says_so_until_it_is_approved(admin_client):
    media = waiting()
    assert "Awaits approval." in admin_client.get(f"/assets/{media.api_id}/").text
    page = admin_client.post(f"/assets/{media.api_id}/approve/", follow=True).text
    assert "<p>Approved.</p>" in page
    assert "Awaits approval." not in page
    assert HistoryEntry.objects.get().door == DoorKind.PAGE


def test_whoever_uploaded_it_for_approval_reads_who_sees_it():
    user = UserFactory(profile=ProfileFactory(permissions=[*READER, Permission.UPLOAD_FOR_APPROVAL]))
    address = f"/assets/{waiting(created_by=user).api_id}/"
    page = browser(user).get(address).text
    assert "only whoever uploaded it and people who may upload without approval see it" in page
    assert "approve/" not in page
    assert browser(user).post(f"{address}approve/").status_code == 403
    assert Media.objects.get().awaits_approval


def test_whoever_approves_what_somebody_else_has_approved_is_told(admin_client, admin):
    media = waiting()
    approval.approve([media], by=admin, door=COMMAND)
    page = admin_client.post(f"/assets/{media.api_id}/approve/", follow=True)
    assert "Somebody has approved it already." in page.text


# The way there


def told(client):
    """The number in the menu."""
    entry = re.search(r"Waiting room(.*?)</a>", client.get("/").text, re.DOTALL)
    return entry and re.sub(r"<.*?>", "", entry[1]).strip()


def test_the_menu_says_how_many_wait_if_any_do(admin_client):
    assert told(admin_client) == ""
    waiting()
    assert told(admin_client) == "1"


def test_the_menu_counts_no_further_than_it_has_room(admin_client, monkeypatch):
    monkeypatch.setattr(navigation, "MOST", 1)
    waiting()
    waiting()
    assert told(admin_client) == "1+"


def test_whoever_may_not_approve_is_not_led_there():
    waiting()
    assert told(browser_with(*READER, Permission.UPLOAD_FOR_APPROVAL)) is None
