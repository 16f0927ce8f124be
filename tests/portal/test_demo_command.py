from io import StringIO
from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from accounts.models import PermissionProfile, User
from assets.models import Media
from portal import demo_assets
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from portal.features.switch import Feature, is_on
from tokens.models import PermanentToken, State, TokenUsage, Tombstone

pytestmark = pytest.mark.django_db
EXAMPLES = demo_assets.examples


def entries(*actions):
    return AuditEntry.objects.filter(action__in=actions)


def waiting_first(examples):
    return sorted(examples, key=lambda example: not example.awaits_approval)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo with a few assets, made once: the journeys have them all, which takes long to draw."""
    folder = tmp_path_factory.mktemp("demo")
    kept_there = {"VAR_DIR": folder, "MEDIA_ROOT": folder / "files", "SCRATCH_DIR": folder / "scratch"}
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        override_settings(PASSWORD_HASHERS=["tests.conftest.QuickArgon2"], **kept_there),
        transaction.atomic(),
    ):
        patch.setattr(demo_assets, "examples", lambda chance: islice(waiting_first(EXAMPLES(chance)), 5))
        call_command("demo", stdout=StringIO())
        yield folder
        transaction.set_rollback(True)


def test_it_makes_25_people_in_6_profiles(demo):
    assert User.objects.count() == 25
    assert PermissionProfile.objects.filter(users__isnull=False).distinct().count() == 6


def test_it_makes_12_tokens_in_all_states_and_one_deleted(demo):
    assert PermanentToken.objects.count() == 12
    assert all(PermanentToken.objects.in_state(state).exists() for state in State)
    assert Tombstone.objects.count() == 1


def test_it_has_90_days_of_usage(demo):
    assert TokenUsage.objects.values("day").distinct().count() == 90


def test_no_token_is_used_or_exposed_before_it_was_created(demo):
    for token in PermanentToken.objects.prefetch_related("usage"):
        days = [usage.day for usage in token.usage.all()]
        assert token.created_at.date() <= min(days, default=token.created_at.date())
        assert token.created_at < (token.last_used_at or timezone.now())
        assert token.created_at < (token.exposed_at or timezone.now())


def test_no_token_is_used_after_its_user_was_deactivated(demo):
    entry = entries(Action.USER_DEACTIVATED).get(target_name__contains="old-importer")
    token = PermanentToken.objects.get(user__username="old-importer")
    assert max(token.last_used_at.date(), token.usage.latest("day").day) <= entry.at.date()


def test_the_audit_log_knows_what_the_tokens_say_of_themselves(demo):
    created = dict(entries(Action.TOKEN_CREATED).values_list("target_id", "at"))
    first_used = entries(Action.TOKEN_FIRST_USED).values_list("target_id", flat=True)
    exposed = dict(entries(Action.TOKEN_EXPOSED).values_list("target_id", "at"))
    tokens = PermanentToken.objects.all()
    assert {token.key_id: token.created_at for token in tokens}.items() <= created.items()
    assert {token.key_id for token in tokens if token.last_used_at} <= set(first_used)
    assert {token.key_id: token.exposed_at for token in tokens if token.exposed_at} == exposed


def test_the_audit_log_is_in_the_order_of_time(demo):
    moments = list(AuditEntry.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= timezone.now()


def test_what_is_said_to_be_done_on_a_page_was_done_by_people(demo):
    names = {user.audit_name for user in User.objects.all()}
    by_people = entries(Action.TOKEN_CREATED, Action.TOKEN_DELETED, Action.SIGNED_IN, Action.USER_DEACTIVATED)
    assert set(by_people.values_list("door", flat=True)) == {"page"}
    assert {entry.actor_name for entry in by_people} <= names


def test_several_people_have_signed_in(demo):
    assert len(set(entries(Action.SIGNED_IN).values_list("actor_id", flat=True))) > 10


def test_uploads_of_the_agency_wait_for_approval(demo):
    waiting = Media.objects.filter(awaits_approval=True).select_related("created_by__profile")
    assert [media.created_by.profile.name for media in waiting] == ["Agency"] * 3
    assert Media.objects.count() == 5


def test_it_switches_the_feature_on(demo):
    assert is_on(Feature.PERMANENT_TOKENS)


def test_the_admins_password_is_kept_where_only_the_owner_reads_it(demo):
    path = demo / "admin-password"
    assert User.objects.get(username="admin").check_password(path.read_text())
    assert path.stat().st_mode & 0o077 == 0


def test_a_portal_with_people_is_left_alone(admin):
    with pytest.raises(CommandError, match="has people already"):
        call_command("demo", stdout=StringIO())
