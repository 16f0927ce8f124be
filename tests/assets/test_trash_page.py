"""The trash: what is in it, for how long, and the way back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.permissions import Permission
from assets.models import Media
from tests.accounts.factories import UserFactory
from tests.assets.browsers import browser_with
from tests.assets.factories import MediaFactory

pytestmark = pytest.mark.django_db
URL = "/trash/"


def deleted(days=0, **details):
    moment = timezone.now() - timedelta(days=days)
    return MediaFactory(removed_at=moment, removed_by=UserFactory(last_name="Remover"), **details)


def shown(client, **query):
    return [media.name for media in client.get(URL, query).context["page_obj"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [({}, ["New", "Old"]), ({"sort": "name"}, ["New", "Old"]), ({"search": "ol"}, ["Old"])],
)
def test_deleted_assets_are_listed_the_latest_first(admin_client, query, names):
    deleted(days=3, name="Old")
    deleted(name="New")
    MediaFactory(name="Kept")
    assert shown(admin_client, **query) == names


def test_each_says_how_long_it_can_be_restored_and_who_deleted_it(admin_client):
    deleted(days=29, name="Soon gone")
    page = admin_client.get(URL).text
    assert "1 day<" in page
    assert "Rita Remover" in page


def test_what_is_past_restoring_is_not_listed(admin_client):
    deleted(days=31)
    assert shown(admin_client) == []
    assert "The trash is empty." in admin_client.get(URL).text


def test_selected_assets_are_restored(admin_client):
    media = [deleted(), deleted(), deleted(name="Stays")]
    page = admin_client.post(f"{URL}restore/", {"assets": [m.api_id for m in media[:2]]}, follow=True)
    assert set(Media.objects.kept()) == set(media[:2])
    assert "2 assets restored." in page.text


def test_one_asset_is_restored_by_its_own_button(admin_client):
    media = [deleted(), deleted()]
    admin_client.post(f"{URL}restore/", {"only": media[0].api_id, "assets": media[1].api_id})
    assert list(Media.objects.kept()) == media[:1]


def test_restoring_nothing_is_said(admin_client):
    page = admin_client.post(f"{URL}restore/", {"assets": ["nobody"]}, follow=True)
    assert "select at least one asset" in page.text


def test_whoever_may_only_look_is_offered_no_restoring():
    media = deleted()
    viewer = browser_with(Permission.VIEW_ASSETS, Permission.VIEW_TRASH)
    assert "Restore" not in viewer.get(URL).text
    assert viewer.post(f"{URL}restore/", {"assets": media.api_id}).status_code == 403


def test_an_asset_that_somebody_could_not_see_is_not_seen_in_the_trash_either():
    deleted(name="Secret", is_archived=True)
    assert shown(browser_with(Permission.VIEW_ASSETS, Permission.VIEW_TRASH)) == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_trash_takes_few_queries_whatever_its_length(admin_client, django_assert_num_queries, number):
    for _ in range(number):
        deleted()
    with django_assert_num_queries(5):
        admin_client.get(URL)
