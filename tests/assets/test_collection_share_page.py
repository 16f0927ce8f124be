"""Sharing a collection from its page."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from accounts.models import Group
from accounts.permissions import Permission
from assets.models import CollectionShare
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import CollectionFactory, MediaFactory
from tests.browsers import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def spring(admin):
    """Ada's collection with two assets."""
    return CollectionFactory(name="Spring launch", owner=admin, assets=MediaFactory.create_batch(2))


@pytest.fixture
def rita(db):
    return UserFactory(email="rita@acme.example")


def page(collection):
    return f"/collections/{collection.api_id}/share/"


def shared(collection, user):
    return CollectionShare.objects.create(collection=collection, recipient=user.email)


def test_a_collection_is_shared_from_its_page(admin_client, spring, django_capture_on_commit_callbacks):
    group = Group.objects.create(name="Editors")
    fields = {
        "recipients": "rita@acme.example,\nlena@acme.example", "groups": group.pk, "level": "edit",
        "starts_at": "2026-01-01", "ends_at": "2099-12-31", "send_mail": "on", "message": "Hello",
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        response = admin_client.post(page(spring), fields, follow=True)
    assert "Shared with rita@acme.example, lena@acme.example, Editors." in response.text
    assert all(f"/share/{one.link}/" in response.text for one in spring.shares.all())
    terms = {
        (one.level, one.login_required, f"{one.starts_at:%F %R}", f"{one.ends_at:%F %R}")
        for one in spring.shares.all()
    }
    assert terms == {("edit", False, "2026-01-01 00:00", "2100-01-01 00:00")}
    assert len(mail.outbox) == 2


class PickyMailServer(EmailBackend):
    """Takes no mail to the press."""

    def send_messages(self, messages):
        if any("press" in address for message in messages for address in message.to):
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


def share_by_mail(client, collection, capture):
    """The page after the collection was shared with Rita and the press, with a mail."""
    fields = {"recipients": "press@else.example, rita@acme.example", "level": "view", "send_mail": "on"}
    with capture(execute=True):
        client.post(page(collection), fields)
    return client.get(page(collection)).text


def test_whom_the_mail_did_not_reach_is_said(
    admin_client, spring, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = f"{__name__}.PickyMailServer"
    text = share_by_mail(admin_client, spring, django_capture_on_commit_callbacks)
    assert (text.count("Mail not sent"), len(mail.outbox)) == (1, 1)
    assert spring.shares.get(mail_failed=True).recipient == "press@else.example"


def test_a_mail_that_was_sent_after_all_is_not_missed(
    admin_client, spring, django_capture_on_commit_callbacks
):
    shared_before = {"recipient": "rita@acme.example", "mail_failed": True}
    CollectionShare.objects.create(collection=spring, **shared_before)
    assert "Mail not sent" not in share_by_mail(admin_client, spring, django_capture_on_commit_callbacks)


def test_a_share_without_a_mail_misses_none(admin_client, spring):
    CollectionShare.objects.create(collection=spring, recipient="rita@acme.example", mail_failed=True)
    admin_client.post(page(spring), {"recipients": "rita@acme.example", "level": "view"})
    assert "Mail not sent" not in admin_client.get(page(spring)).text


def test_one_address_that_takes_no_mail_keeps_none_from_the_others(
    admin_client, spring, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level("ERROR")
    fields = {"recipients": f"lena@{'ü' * 60}.example, rita@acme.example", "level": "view", "send_mail": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(page(spring), fields)
    assert [one.to for one in mail.outbox] == [["rita@acme.example"]]
    assert admin_client.get(page(spring)).text.count("Mail not sent") == 1
    failed = spring.shares.get(mail_failed=True)
    assert caplog.messages == [f"the mail for collection share {failed.pk} can't be sent"]


def test_no_mail_server_is_asked_when_only_groups_are_told(
    admin_client, spring, dead_mail_server, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level("ERROR")
    fields = {"groups": Group.objects.create(name="Editors").pk, "level": "view", "send_mail": "on"}
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        admin_client.post(page(spring), fields)
    assert (callbacks, spring.shares.count(), caplog.records) == ([], 1, [])


def test_without_a_mail_server_a_collection_is_shared_all_the_same(
    admin_client, spring, dead_mail_server, django_capture_on_commit_callbacks
):
    text = share_by_mail(admin_client, spring, django_capture_on_commit_callbacks)
    assert (text.count("Mail not sent"), spring.shares.count()) == (2, 2)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"recipients": "rita"}, "recipients"),
        ({"recipients": "rita@acme.example", "starts_at": "2099-02-01", "ends_at": "2099-01-01"}, "ends_at"),
        ({"recipients": "rita@acme.example", "ends_at": "2020-01-01"}, "ends_at"),
        ({"recipients": "rita@acme.example", "ends_at": "9999-12-31"}, "ends_at"),
        ({"recipients": "rita@acme.example", "level": "own"}, "level"),
        ({"groups": "nonsense"}, "groups"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again(admin_client, spring, fields, named):
    response = admin_client.post(page(spring), {"level": "view", **fields})
    assert (response.status_code, list(response.context["share_form"].errors)) == (422, [named])
    assert not spring.shares.exists()


def test_shared_with_nobody_until_long_ago_says_both_beside_the_fields(admin_client, spring):
    response = admin_client.post(page(spring), {"level": "view", "ends_at": "2020-01-01"})
    assert response.context["share_form"].errors == {
        "recipients": ["Name at least one e-mail address, group or permission profile."],
        "ends_at": ["The end has passed already. Choose a later one."],
    }


def test_a_collection_is_shared_until_the_end_of_today(admin_client, spring):
    today = f"{timezone.now():%F}"
    fields = {"recipients": "rita@acme.example", "level": "view", "ends_at": today}
    assert admin_client.post(page(spring), fields).status_code == 302


def test_the_owner_sees_with_whom_it_is_shared(admin_client, spring, rita):
    one = shared(spring, rita)
    response = admin_client.get(page(spring))
    assert "rita@acme.example" in response.text
    assert f"http://testserver/share/{one.link}/" in response.text


def test_a_share_is_ended_and_its_link_is_dead(admin_client, spring, rita):
    one = shared(spring, rita)
    response = admin_client.post(f"{page(spring)}{one.link}/end/", follow=True)
    assert "No longer shared with rita@acme.example." in response.text
    assert Client().get(f"/share/{one.link}/").status_code == 404
    assert AuditEntry.objects.get(action=Action.COLLECTION_UNSHARED).details == {
        "audience": ["rita@acme.example"]
    }


def test_a_share_of_another_collection_is_not_ended_here(admin_client, admin, spring, rita):
    other = shared(CollectionFactory(owner=admin), rita)
    assert admin_client.post(f"{page(spring)}{other.link}/end/").status_code == 404


def test_whoever_may_edit_but_not_share_is_not_offered_it(feature_on):
    user = UserFactory(
        profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS, Permission.MANAGE_COLLECTIONS])
    )
    collection = CollectionFactory(owner=user)
    assert 'popovertarget="sharing"' not in browser(user).get(f"/collections/{collection.api_id}/").text
