"""Rules about permission profiles that no page can be brought to by itself."""

import pytest
from django.core.exceptions import ValidationError

from accounts import profiles
from accounts.models import PermissionProfile
from portal.audit.record import COMMAND
from tests.accounts.factories import ProfileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deleted(admin):
    """A profile as somebody still has it whose colleague has just deleted it."""
    profile = ProfileFactory(name="Editors")
    profiles.delete(PermissionProfile.objects.get(pk=profile.pk), by=admin, door=COMMAND)
    return profile


@pytest.mark.parametrize(
    ("rule", "arguments"),
    [
        (profiles.change, {"name": "Writers", "permissions": []}),
        (profiles.make_default, {}),
        (profiles.delete, {}),
    ],
)
def test_a_profile_that_was_deleted_a_moment_ago_is_refused(admin, deleted, rule, arguments):
    with pytest.raises(ValidationError, match="Somebody deleted the profile Editors a moment ago."):
        rule(deleted, by=admin, door=COMMAND, **arguments)
    assert PermissionProfile.objects.filter(is_default=True).count() == 1
