"""Approving uploads that wait: who may, what it changes, and what becomes of those who come second."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.permissions import Permission
from assets import approval
from assets.models import Change, HistoryEntry, Media
from portal.audit.record import COMMAND
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, png

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.now() - timedelta(days=1)


def user_with(*permissions):
    return UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS, *permissions]))


@pytest.fixture
def approver(db):
    """Somebody who may upload without approval, and do little else."""
    return user_with(Permission.UPLOAD_ASSETS)


@pytest.fixture
def agency(db):
    """Somebody whose uploads wait."""
    return user_with(Permission.UPLOAD_FOR_APPROVAL)


def waiting(**details):
    return MediaFactory(awaits_approval=True, modified_at=YESTERDAY, **details)


def approve(*media, by):
    return approval.approve(media, by=by, door=COMMAND)


def test_what_is_approved_waits_no_more(approver):
    media = [waiting(), waiting(name="Stays"), waiting()]
    assert approve(media[0], media[2], by=approver) == 2
    assert Media.objects.get(awaits_approval=True).name == "Stays"


def test_its_history_says_who_approved_it(approver):
    media = waiting()
    approve(media, by=approver)
    entry = HistoryEntry.objects.get()
    assert (entry.media, entry.change, entry.user_id) == (media, Change.CHANGED, approver.audit_id)
    assert entry.details == {"awaits_approval": [True, False]}


def test_what_is_approved_was_modified_now(approver):
    media = waiting()
    approve(media, by=approver)
    media.refresh_from_db()
    assert media.modified_at > YESTERDAY


def test_lists_that_remember_it_have_the_original_of_what_is_public_now(api, approver):
    media = waiting(is_public=True, content=png())
    assert "original" not in api.get("/api/v4/media/").json()[0]
    approve(media, by=approver)
    assert "original" in api.get("/api/v4/media/").json()[0]


def test_whoever_uploaded_it_for_approval_does_not_approve_it(agency):
    media = waiting(created_by=agency)
    with pytest.raises(PermissionDenied, match="Upload assets"):
        approve(media, by=agency)
    assert Media.objects.get().awaits_approval


def test_whoever_comes_second_approves_nothing(admin, approver):
    media = waiting()
    assert [approve(media, by=person) for person in (approver, admin)] == [1, 0]
    assert HistoryEntry.objects.get().user_id == approver.audit_id


def test_what_does_not_wait_is_passed_over(approver):
    media = MediaFactory(modified_at=YESTERDAY)
    assert approve(media, by=approver) == 0
    assert Media.objects.get().modified_at == YESTERDAY


@pytest.mark.parametrize(
    "state", [{"is_archived": True}, {"removed_at": YESTERDAY}], ids=["archived", "deleted"]
)
def test_what_somebody_can_not_see_they_do_not_approve(approver, state):
    assert approve(waiting(**state), by=approver) == 0
    assert Media.objects.get().awaits_approval


def test_what_a_restricted_option_hides_waits_for_those_who_see_it(admin, approver, season):
    spring = season.options.get(name="spring")
    season.options.update(is_restricted=True)
    media = waiting(answers=[spring])
    assert [Media.objects.approvable_by(person).count() for person in (approver, admin)] == [0, 1]
    assert [approve(media, by=person) for person in (approver, admin)] == [0, 1]


@pytest.mark.parametrize("number", [1, 30])
def test_approving_takes_few_queries_however_many(approver, django_assert_num_queries, number):
    media = [waiting() for _ in range(number)]
    with django_assert_num_queries(5):
        approve(*media, by=approver)


def test_counting_what_waits_takes_one_query(approver, agency, django_assert_num_queries):
    waiting(created_by=agency)
    with django_assert_num_queries(1):
        assert Media.objects.approvable_by(approver).count() == 1
    assert Media.objects.approvable_by(agency).count() == 0
