from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import PermissionProfile, User
from portal.features.switch import Feature, is_on
from tokens.models import PermanentToken, State, TokenUsage, Tombstone

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("demo", stdout=StringIO())
    return tmp_path


def test_it_makes_25_people_in_5_profiles(demo):
    assert User.objects.count() == 25
    assert PermissionProfile.objects.filter(users__isnull=False).distinct().count() == 5


def test_it_makes_12_tokens_in_all_states_and_one_deleted(demo):
    assert PermanentToken.objects.count() == 12
    assert all(PermanentToken.objects.in_state(state).exists() for state in State)
    assert Tombstone.objects.count() == 1


def test_it_has_90_days_of_usage(demo):
    assert TokenUsage.objects.values("day").distinct().count() == 90


def test_it_switches_the_feature_on(demo):
    assert is_on(Feature.PERMANENT_TOKENS)


def test_the_admins_password_is_kept_where_only_the_owner_reads_it(demo):
    path = demo / "admin-password"
    assert User.objects.get(username="admin").check_password(path.read_text())
    assert path.stat().st_mode & 0o077 == 0


def test_a_portal_with_people_is_left_alone(admin):
    with pytest.raises(CommandError, match="has people already"):
        call_command("demo", stdout=StringIO())
