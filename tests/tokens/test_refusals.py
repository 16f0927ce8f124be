"""What is noted of tokens that are refused."""

import pytest

from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.conftest import ApiClient
from tests.tokens.refused_secrets import deleted, feature_off, malformed, of_inactive_user, unknown, wrong
from tokens.models import Tombstone

pytestmark = pytest.mark.django_db


def get(secret):
    return ApiClient(secret).get("/api/v4/currentUser/")


def refused():
    return AuditEntry.objects.filter(action=Action.TOKEN_REFUSED)


def test_a_deleted_token_leaves_a_note_that_it_is_still_presented(token):
    get(deleted(token))
    tombstone = Tombstone.objects.get(key_id=token.key_id)
    assert tombstone.last_presented_at is not None
    assert (refused().get().target_name, refused().get().details) == (
        token.description,
        {"reason": "deleted"},
    )


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (wrong, "wrong secret"),
        (unknown, "unknown or deleted"),
        (of_inactive_user, "user inactive"),
        (feature_off, "feature disabled"),
    ],
)
def test_the_audit_log_keeps_the_real_reason_of_a_refusal(token, spoil, reason):
    get(spoil(token))
    assert refused().get().details == {"reason": reason}


def test_a_refused_token_is_audited_once_a_minute(token):
    secret = deleted(token)
    for _ in range(5):
        get(secret)
    assert refused().count() == 1


def test_unknown_tokens_of_one_address_are_audited_once_a_minute_however_many_they_are(feature_on):
    for _ in range(5):
        get(unknown(None))
    assert refused().count() == 1


def test_a_malformed_token_is_not_audited(token):
    get(malformed(token))
    assert not refused().exists()


def test_a_refused_token_is_never_written_down(token):
    get(wrong(token))
    entry = refused().get()
    assert token.secret[20:] not in f"{entry.details} {entry.target_name} {entry.actor_name}"
