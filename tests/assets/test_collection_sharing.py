"""Sharing collections: through the API and by mail, and what people then see of each other's."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import Group
from accounts.permissions import Permission
from assets import sharing
from assets.models import Collection, CollectionShare, PrincipalType
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from portal.audit.record import COMMAND
from tests.accounts.factories import ADMINISTRATOR, LIGHT, ProfileFactory, UserFactory
from tests.assets.factories import CollectionFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/collections/"


@pytest.fixture
def rita(admin):
    return UserFactory(first_name="Rita", last_name="Regular", username="rita", email="Rita@acme.example")


def share(api, collection, **fields):
    return api.post(f"{PATH}{collection.api_id}/share/", fields)


def sees(user, collection):
    return client_of(user).get(f"{PATH}{collection.api_id}/").status_code == 200


def in_days(number):
    return (timezone.now() + timedelta(days=number)).isoformat()


# With whom


def test_the_answer_is_the_vendors(api, spring):
    response = share(api, spring, recipients="rita@acme.example", collectionOptions="view")
    assert (response.status_code, response.json()) == (202, {"message": "accepted", "statuscode": 202})


def test_shared_with_an_address_it_is_seen_by_the_user_who_has_it(api, spring, rita):
    assert not sees(rita, spring)
    share(api, spring, recipients="someone@else.example,RITA@acme.example")
    assert sees(rita, spring)


@pytest.mark.parametrize("spell", [lambda p: p.api_id, lambda p: str(p.pk)])
def test_shared_with_a_group_it_is_seen_by_its_members(api, spring, rita, spell):
    rita.groups.add(group := Group.objects.create(name="Editors"))
    share(api, spring, groups=spell(group))
    assert sees(rita, spring)
    assert not sees(UserFactory(), spring)


def test_shared_with_a_profile_it_is_seen_by_who_has_it(api, spring, rita):
    share(api, spring, profiles=rita.profile.api_id)
    assert sees(rita, spring)
    assert not sees(UserFactory(profile=LIGHT), spring)


def test_shared_with_a_user_it_is_seen_by_them(feature_on, spring, rita):
    CollectionShare.objects.create(collection=spring, principal_type=PrincipalType.USER, principal_id=rita.pk)
    assert sees(rita, spring)


@pytest.mark.parametrize(
    "fields", [{}, {"recipients": " , "}, {"recipients": "", "groups": "", "profiles": ""}]
)
def test_shared_with_nobody_is_refused_in_the_vendors_words(api, spring, fields):
    response = share(api, spring, **fields)
    assert response.status_code == 400
    assert response.json()["message"] == "Recipients, groups or profiles must contain at least one entry"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"recipients": "rita"}, "recipients"),
        ({"recipients": "rita@acme.example,x@"}, "recipients"),
        ({"groups": "nonsense"}, "groups"),
        ({"profiles": "00000000-0000-0000-0000000000000000"}, "profiles"),
        ({"collectionOptions": "own"}, "collectionOptions"),
        ({"loginRequired": "perhaps"}, "loginRequired"),
        ({"dateStart": "soon"}, "dateStart"),
        ({"dateStart": "2099-05-02", "dateEnd": "2099-05-01"}, "dateEnd"),
        ({"dateEnd": "2020-01-01"}, "dateEnd"),
        ({"sendMail": "1", "message": "x" * 2001}, "message"),
    ],
)
def test_what_is_wrong_is_named_and_nobody_gets_it(api, spring, fields, named):
    response = share(api, spring, **{"recipients": "rita@acme.example", **fields})
    assert (response.status_code, list(response.json()["fields"])) == (400, [named])
    assert not CollectionShare.objects.exists()


def test_there_is_a_most_of_addresses_at_once(api, spring):
    addresses = ",".join(f"user{number}@acme.example" for number in range(101))
    assert list(share(api, spring, recipients=addresses).json()["fields"]) == ["recipients"]


# On which terms


@pytest.mark.parametrize(
    ("option", "level"),
    [("view", "view"), ("readOnly", "view"), ("readAccess", "view"), ("EDIT", "edit"), ("", "view")],
)
def test_the_vendors_options_are_to_look_or_to_edit(api, spring, option, level):
    share(api, spring, recipients="rita@acme.example", collectionOptions=option)
    assert CollectionShare.objects.get().level == level


def test_only_who_may_edit_can_change_it(api, spring, rita):
    share(api, spring, recipients=rita.email)
    client = client_of(rita)
    assert client.post(f"{PATH}{spring.api_id}/", {"name": "Mine"}).status_code == 403
    data = json.dumps([spring.media.first().api_id])
    assert client.post(f"{PATH}{spring.api_id}/media/", {"data": data}).status_code == 403
    share(api, spring, recipients=rita.email, collectionOptions="edit")
    assert client.post(f"{PATH}{spring.api_id}/", {"name": "Ours"}).status_code == 201
    assert client.delete(f"{PATH}{spring.api_id}/").status_code == 403


def test_shared_again_it_has_new_terms_and_the_same_link(api, spring):
    share(api, spring, recipients="rita@acme.example", loginRequired="false")
    before = CollectionShare.objects.get()
    share(api, spring, recipients="Rita@acme.example", collectionOptions="edit")
    after = CollectionShare.objects.get()
    assert (after.link, after.level, after.login_required) == (before.link, "edit", True)


@pytest.mark.parametrize(
    ("terms", "is_open"),
    [({"dateStart": in_days(1)}, False), ({"dateStart": in_days(-1), "dateEnd": in_days(1)}, True)],
)
def test_it_is_seen_between_its_dates_only(api, spring, rita, terms, is_open):
    share(api, spring, recipients=rita.email, **terms)
    assert sees(rita, spring) == is_open
    (shared,) = CollectionShare.objects.all()
    assert Client().get(f"/share/{shared.link}/").status_code == (302 if is_open else 404)


def test_it_is_seen_no_more_once_its_end_has_passed(api, spring, rita):
    share(api, spring, recipients=rita.email, dateEnd=in_days(1))
    CollectionShare.objects.update(ends_at=timezone.now())
    assert not sees(rita, spring)


def test_until_a_date_that_has_passed_nothing_is_shared_and_nobody_gets_mail(
    api, spring, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = share(api, spring, recipients="rita@acme.example", sendMail="1", dateEnd=in_days(-1))
    assert response.json()["fields"] == {"dateEnd": ["The end has passed already. Choose a later one."]}
    assert (CollectionShare.objects.count(), mail.outbox) == (0, [])


# Who may


def test_sharing_takes_the_permission(feature_on, spring):
    user = UserFactory(
        profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS, Permission.MANAGE_COLLECTIONS])
    )
    response = share(client_of(user), CollectionFactory(owner=user), recipients="rita@acme.example")
    assert (response.status_code, response.json()["required_permission"]) == (403, "SHARECOLLECTION")


def test_the_rule_itself_asks_for_the_permission_too(db):
    user = UserFactory(
        profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS, Permission.MANAGE_COLLECTIONS])
    )
    collection = CollectionFactory(owner=user)
    with pytest.raises(PermissionDenied, match="Share collections"):
        sharing.share(
            collection, by=user, door=COMMAND, terms=sharing.Terms(), recipients=["rita@acme.example"]
        )


def test_only_who_may_edit_a_collection_can_share_it(feature_on, api, spring, rita):
    spring.is_public = True
    spring.save()
    assert share(client_of(rita), spring, recipients="mallory@else.example").status_code == 403


def test_a_stranger_does_not_even_find_it(feature_on, spring, rita):
    assert share(client_of(rita), spring, recipients="rita@acme.example").status_code == 404


def test_public_collections_are_seen_by_who_may_see_those(feature_on, spring, rita):
    spring.is_public = True
    spring.save()
    blind = UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS]))
    assert (sees(rita, spring), sees(blind, spring)) == (True, False)


def test_without_seeing_assets_nobody_sees_a_collection(feature_on, spring):
    nobody = UserFactory(profile=ProfileFactory())
    spring.owner = nobody
    spring.save()
    assert not Collection.objects.visible_to(nobody).exists()


def test_sharing_is_audited_with_names(api, spring):
    group = Group.objects.create(name="Editors")
    share(api, spring, recipients="rita@acme.example", groups=group.api_id, collectionOptions="edit")
    entry = AuditEntry.objects.get(action=Action.COLLECTION_SHARED)
    assert entry.details == {"audience": ["rita@acme.example", "Editors"], "level": "edit"}


# The mail


def sent(api, spring, **fields):
    share(api, spring, recipients="rita@acme.example,press@else.example", **fields)
    return mail.outbox


def test_the_mail_has_the_link_and_the_message(api, admin, spring):
    first, second = sent(api, spring, sendMail="true", message="Have a look <3")
    shared = CollectionShare.objects.get(recipient=first.to[0])
    assert (first.subject, first.reply_to) == ("Ada Admin shares “Spring launch” with you", [admin.email])
    assert f"http://testserver/share/{shared.link}/" in first.body
    assert "Have a look <3" in first.body
    assert {first.to[0], second.to[0]} == {"rita@acme.example", "press@else.example"}


@pytest.mark.parametrize("fields", [{}, {"sendMail": "false", "message": "Hello"}])
def test_without_asking_no_mail_is_sent(api, spring, fields):
    assert sent(api, spring, **fields) == []


def test_an_administrator_gets_no_share_of_others(api, spring):
    assert not sees(UserFactory(profile=ADMINISTRATOR), spring)
