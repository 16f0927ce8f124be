"""What somebody may not see is nowhere: not in lists, counts or facets, nor found by id, word or filter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Group
from accounts.permissions import Permission
from assets import approval
from assets.models import AccessRight, Media, Metaproperty, Option
from portal.audit.record import COMMAND
from tests.accounts.factories import ADMINISTRATOR, LIGHT, REGULAR, ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory
from tests.assets.uploading import save, upload
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/media/"
KINDS = {
    "archived": (Permission.VIEW_ARCHIVED, {"is_archived": True}),
    "limited": (Permission.VIEW_LIMITED, {"is_limited": True}),
    "embargoed": (Permission.VIEW_EMBARGOED, {"published_at": timezone.now() + timedelta(days=1)}),
    "waiting": (Permission.UPLOAD_ASSETS, {"awaits_approval": True}),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def with_permissions(*permissions):
    return UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS, *permissions]))


@pytest.fixture
def season(feature_on):
    return MetapropertyFactory(name="season", options=["spring", "autumn"])


@pytest.fixture
def hidden(season):
    """The one of two assets that is about to be hidden."""
    MediaFactory(name="Plain", tagged=["sea"], answers=[Option.objects.get(name="spring")])
    return MediaFactory(
        name="Hidden", tagged=["sea", "fog"], answers=[Option.objects.get(name="autumn")], type="video"
    )


def seen(client, media):
    """Whether each way of looking shows the asset."""
    counted = client.get(f"{PATH}?count=1&total=1").json()
    autumn = Option.objects.get(name="autumn").api_id
    return {
        "list": "Hidden" in [entry["name"] for entry in counted["media"]],
        "total": (counted["total"]["count"], counted["count"]["total"]) == (2, 2),
        "type": "video" in counted["count"]["type"],
        "tags": counted["count"]["tags"] == {"sea": 2, "fog": 1},
        "counts of tags": [tag["mediaCount"] for tag in client.get("/api/v4/tags/").json()] == [1, 2],
        "property": "autumn" in counted["count"].get("property_season", {}),
        "keyword": bool(client.get(f"{PATH}?keyword=hidden").json()),
        "ids": bool(client.get(f"{PATH}?ids={media.api_id}").json()),
        "option": bool(client.get(f"{PATH}?propertyOptionId={autumn}").json()),
        "one": client.get(f"{PATH}{media.api_id}/").status_code == 200,
        "by query": client.get(f"{PATH}?id={media.rfc_id}").status_code == 200,
    }


def everywhere(client, media):
    return set(seen(client, media).values()) == {True}


def nowhere(client, media):
    return set(seen(client, media).values()) == {False}


@every_kind
def test_a_special_asset_is_shown_to_those_with_the_permission_only(hidden, kind):
    permission, state = KINDS[kind]
    Media.objects.filter(pk=hidden.pk).update(**state)
    assert everywhere(client_of(with_permissions(permission)), hidden)
    assert nowhere(client_of(with_permissions()), hidden)


@every_kind
def test_the_permission_for_another_kind_shows_nothing(hidden, kind):
    Media.objects.filter(pk=hidden.pk).update(**KINDS[kind][1])
    others = [permission for name, (permission, _) in KINDS.items() if name != kind]
    assert nowhere(client_of(with_permissions(*others)), hidden)


@pytest.mark.parametrize(("profile", "sees"), [(ADMINISTRATOR, "all"), (REGULAR, "waiting"), (LIGHT, "none")])
def test_the_profiles_of_a_new_portal_see_what_they_may(hidden, profile, sees):
    client = client_of(UserFactory(profile=profile))
    for kind, (_, state) in KINDS.items():
        Media.objects.filter(pk=hidden.pk).update(
            is_archived=False,
            is_limited=False,
            awaits_approval=False,
            published_at=timezone.now() - timedelta(seconds=1),
        )
        Media.objects.filter(pk=hidden.pk).update(**state)
        assert everywhere(client, hidden) == (sees in ("all", kind))


def test_whoever_uploaded_an_asset_sees_it_waiting(hidden):
    user = with_permissions()
    Media.objects.filter(pk=hidden.pk).update(awaits_approval=True, created_by=user)
    assert everywhere(client_of(user), hidden)


def test_what_is_approved_is_shown_to_everybody(hidden, admin):
    Media.objects.filter(pk=hidden.pk).update(awaits_approval=True)
    client = client_of(with_permissions())
    assert nowhere(client, hidden)
    approval.approve([hidden], by=admin, door=COMMAND)
    assert everywhere(client, hidden)


def test_an_embargo_ends_by_itself(hidden):
    Media.objects.filter(pk=hidden.pk).update(published_at=timezone.now())
    assert everywhere(client_of(with_permissions()), hidden)


def test_nothing_is_shown_without_the_permission_to_view_assets(hidden, feature_on):
    response = client_of(UserFactory(profile=ProfileFactory())).get(PATH)
    assert (response.status_code, response.json()["required_permission"]) == (403, Permission.VIEW_ASSETS)


# Restricted options


@pytest.fixture
def restricted(hidden):
    """The asset whose option is restricted."""
    Option.objects.filter(name="autumn").update(is_restricted=True)
    return hidden


def test_an_asset_with_a_restricted_option_is_hidden(restricted):
    assert nowhere(client_of(with_permissions()), restricted)


@pytest.mark.parametrize("principal", ["user", "profile", "group"])
def test_a_right_to_the_option_shows_the_asset(restricted, principal):
    user = with_permissions()
    group = Group.objects.create(name="Editors")
    user.groups.add(group)
    key = {"user": user.pk, "profile": user.profile_id, "group": group.pk}[principal]
    AccessRight.objects.create(
        option=Option.objects.get(name="autumn"), principal_type=principal, principal_id=key
    )
    assert everywhere(client_of(user), restricted)
    assert nowhere(client_of(with_permissions()), restricted)


def test_whoever_manages_metaproperties_sees_restricted_options(restricted):
    assert everywhere(client_of(with_permissions(Permission.MANAGE_METAPROPERTIES)), restricted)


def test_a_required_metaproperty_that_is_hidden_is_not_asked_for(season):
    Metaproperty.objects.update(is_required=True)
    user = with_permissions(Permission.UPLOAD_ASSETS)
    AccessRight.objects.create(
        metaproperty=season, principal_type="user", principal_id=user.pk, level="metaproperty.hide"
    )
    client = client_of(user)
    assert save(client, upload(client)).status_code == 201


def test_a_hidden_metaproperty_is_left_out_of_the_assets_that_have_it(hidden, season):
    user = with_permissions()
    AccessRight.objects.create(
        metaproperty=season, principal_type="user", principal_id=user.pk, level="metaproperty.hide"
    )
    client = client_of(user)
    found = client.get(f"{PATH}{hidden.api_id}/").json()
    assert ("property_season" in found, found["propertyOptions"]) == (False, [])
    assert "property_season" not in client.get(f"{PATH}?count=1").json()["count"]
    assert client.get(f"{PATH}?property_season=autumn").json() == []


# The trash


@every_kind
def test_the_trash_hides_what_lists_hide(hidden, kind):
    permission, state = KINDS[kind]
    Media.objects.filter(pk=hidden.pk).update(
        removed_at=timezone.now(), removed_by=hidden.created_by, **state
    )
    allowed = with_permissions(Permission.VIEW_TRASH, permission)
    assert len(client_of(allowed).get("/api/trash/media/").json()) == 1
    assert client_of(with_permissions(Permission.VIEW_TRASH)).get("/api/trash/media/").json() == []
