"""The trash: what is in it, for how long, and the way back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.permissions import Permission
from assets import storage, trash
from assets.models import Collection, Derivative, DerivativePreset, Media, Usage, UsageIntegration
from portal.audit.actions import Action
from portal.audit.models import AuditEntry, DoorKind
from portal.audit.record import COMMAND
from tests.accounts.factories import UserFactory
from tests.assets.factories import CollectionFactory, MediaFactory
from tests.browsers import browser_with

pytestmark = pytest.mark.django_db
URL = "/trash/"


def deleted(days=0, **details):
    moment = timezone.now() - timedelta(days=days)
    return MediaFactory(removed_at=moment, removed_by=UserFactory(last_name="Remover"), **details)


@pytest.fixture
def spring(db):
    """A deleted asset with all that can be lost."""
    media = deleted(name="Spring", content=b"original", tagged=["sea"])
    derivative = Derivative(media=media, preset=DerivativePreset.objects.first(), id_hash=media.id_hash)
    derivative.file.save("derivatives/a.png", ContentFile(b"small"))
    CollectionFactory(assets=[media], thumbnail=media)
    website = UsageIntegration.objects.create(description="Website")
    Usage.objects.create(media=media, integration=website, uri="/spring", used_at=timezone.now())
    return media


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
    assert "1&nbsp;day<" in page
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


def test_all_of_the_page_can_be_selected_and_deleting_says_that_it_is_for_good(admin_client):
    deleted(name="Tree")
    page = admin_client.get(URL).text
    assert "data-select-all" in page
    assert 'Delete <span class="visually-hidden">Tree </span>for good' in page


def test_restoring_nothing_is_said(admin_client):
    page = admin_client.post(f"{URL}restore/", {"assets": ["nobody"]}, follow=True)
    assert "select at least one asset" in page.text


@pytest.mark.parametrize("action", ["restore", "purge"])
def test_whoever_may_only_look_is_offered_neither_restoring_nor_deleting(action):
    media = deleted()
    viewer = browser_with(Permission.VIEW_ASSETS, Permission.VIEW_TRASH)
    table = viewer.get(URL).text.partition("<table")[2]
    assert "Restore" not in table
    assert "Delete selected" not in table
    posted = {"assets": media.api_id, "confirmed": "yes"}
    assert viewer.post(f"{URL}{action}/", posted).status_code == 403
    assert Media.objects.in_trash().count() == 1


def test_an_asset_that_somebody_could_not_see_is_not_seen_in_the_trash_either():
    deleted(name="Secret", is_archived=True)
    assert shown(browser_with(Permission.VIEW_ASSETS, Permission.VIEW_TRASH)) == []


# Deleting for good


def purge(client, *media, **posted):
    """The page that follows; what follows the commit has run."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(f"{URL}purge/", {"assets": [m.api_id for m in media], **posted}, follow=True)


def test_before_an_asset_is_deleted_for_good_it_is_said_what_is_lost(admin_client, spring):
    page = purge(admin_client, spring).text
    assert "Delete “Spring” for good?" in page
    assert "1 file of 8" in page
    assert "1 picture made of it" in page
    assert "1 use by integrations" in page
    assert "place in 1 collection" in page
    assert Media.objects.get() == spring


def test_what_several_assets_lose_is_said_of_all_of_them(admin_client, spring):
    summer = deleted(name="Summer", content=b"original")
    Collection.objects.get().media.add(summer)
    page = purge(admin_client, spring, summer).text
    assert "Delete 2 assets for good?" in page
    assert "2 files of 16" in page
    assert "Their places in 1 collection<" in page


def test_once_confirmed_they_go_with_their_files(admin_client, spring):
    stays = deleted(content=b"original")
    page = purge(admin_client, spring, confirmed="yes")
    assert "1 asset deleted for good." in page.text
    assert (Media.objects.get(), len(list(storage.names()))) == (stays, 1)


def test_one_asset_is_deleted_for_good_by_its_own_button(admin_client):
    media = [deleted(name="One"), deleted(name="Two")]
    page = purge(admin_client, media[1], only=media[0].api_id)
    assert [one.name for one in page.context["assets"]] == ["One"]


def test_deleting_for_good_is_audited_with_name_and_id(admin_client, admin, spring):
    gone = spring.api_id
    purge(admin_client, spring, confirmed="yes")
    entry = AuditEntry.objects.get(action=Action.ASSET_PURGED)
    assert (entry.target_name, entry.target_id) == ("Spring", gone)
    assert (entry.actor_name, entry.door) == (admin.audit_name, DoorKind.PAGE)
    assert entry.details["deleted_by"] == spring.removed_by.audit_name


def test_what_was_restored_meanwhile_is_not_deleted(admin_client):
    media = MediaFactory()
    for posted in ({}, {"confirmed": "yes"}):
        assert "Nothing was deleted" in purge(admin_client, media, **posted).text
    assert Media.objects.get() == media


def test_what_somebody_may_not_see_they_do_not_delete():
    media = deleted(is_archived=True)
    cleaner = browser_with(Permission.VIEW_ASSETS, Permission.VIEW_TRASH, Permission.DELETE_ASSETS)
    assert "Nothing was deleted" in purge(cleaner, media, confirmed="yes").text
    assert Media.objects.get() == media


def test_the_rule_itself_refuses_whoever_may_not_delete():
    media = deleted()
    with pytest.raises(PermissionDenied, match="Delete assets"):
        trash.purge([media], by=UserFactory(), door=COMMAND)


def test_the_rule_itself_leaves_what_is_not_in_the_trash(admin):
    media = MediaFactory()
    assert trash.purge([media], by=admin, door=COMMAND) == 0
    assert Media.objects.get() == media


@pytest.mark.parametrize("number", [1, 30])
def test_saying_what_is_lost_takes_few_queries_whatever_is(admin_client, django_assert_num_queries, number):
    media = [deleted(content=b"original") for _ in range(number)]
    with django_assert_num_queries(9):
        purge(admin_client, *media)


def test_files_are_found_by_two_queries_however_many_assets_go(admin, django_assert_num_queries):
    media = [deleted(content=b"original") for _ in range(2)]
    with CaptureQueriesContext(connection) as few:
        trash.purge(media[:1], by=admin, door=COMMAND)
    more = [deleted(content=b"original") for _ in range(5)]
    audits = 4  # one more for each asset
    with django_assert_num_queries(len(few) + audits):
        trash.purge(more, by=admin, door=COMMAND)


@pytest.mark.parametrize("number", [1, 30])
def test_the_trash_takes_few_queries_whatever_its_length(admin_client, django_assert_num_queries, number):
    for _ in range(number):
        deleted()
    with django_assert_num_queries(6):
        admin_client.get(URL)
