"""Recording of use: what it costs, and that it never stops the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.scopes import Scope
from portal.api import throttling
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from portal.audit.record import COMMAND
from tests.conftest import ApiClient, refuse_writes
from tests.tokens.factories import TokenFactory
from tokens import usage
from tokens.deletion import delete
from tokens.models import KnownAddress, PermanentToken, TokenUsage

pytestmark = pytest.mark.django_db
PATH = "/api/v4/currentUser/"


@pytest.fixture
def warm(api):
    """A client whose token was used from its address a moment ago."""
    assert api.get(PATH).status_code == 200
    return api


def used(token):
    return PermanentToken.objects.get(pk=token.pk).last_used_at


def make_last_use_older(token, age):
    PermanentToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now() - age)


def audited(action):
    return AuditEntry.objects.filter(action=action)


def test_a_warm_request_costs_one_query_and_no_write(warm, django_assert_num_queries):
    with django_assert_num_queries(1) as captured:
        assert warm.get(PATH).status_code == 200
    assert captured.captured_queries[0]["sql"].startswith("SELECT")


@pytest.mark.parametrize("text", ["", "nonsense", f"portal_{'a' * 12}_{'b' * 49}", "a" * 100_000])
def test_a_malformed_token_costs_no_query(feature_on, text, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ApiClient(text).get(PATH).status_code == 401


def test_a_request_that_lacks_the_scope_costs_one_query(admin, feature_on, django_assert_num_queries):
    token = TokenFactory(user=admin, scopes=[Scope.ASSET_READ])
    with django_assert_num_queries(1):
        assert ApiClient(token.secret).get(PATH).status_code == 403


def test_counts_are_written_in_bulk_by_scope_and_day(api, token):
    for path in (PATH, PATH, "/api/v4/account/"):
        api.get(path)
    assert not TokenUsage.objects.exists()
    usage.flush()
    today = timezone.now().date()
    rows = set(TokenUsage.objects.values_list("token_id", "day", "scope", "count"))
    assert rows == {(token.pk, today, "current.user:read", 2), (token.pk, today, "", 1)}


def test_counts_of_several_flushes_add_up(api, token):
    for _ in range(3):
        api.get(PATH)
        usage.flush()
    assert usage.total_since(token, timezone.now().date()) == 3


def test_a_refused_request_is_not_counted(admin, feature_on):
    token = TokenFactory(user=admin, scopes=[Scope.ASSET_READ])
    ApiClient(token.secret).get(PATH)
    usage.flush()
    assert not TokenUsage.objects.exists()
    assert used(token) is None


def test_the_first_use_is_noted_at_once(warm, token):
    assert timezone.now() - used(token) < timedelta(seconds=10)


def test_the_last_use_is_written_at_most_once_a_minute(warm, token):
    make_last_use_older(token, timedelta(seconds=50))
    before = used(token)
    warm.get(PATH)
    assert used(token) == before


def test_the_last_use_is_never_older_than_a_minute(warm, token):
    make_last_use_older(token, timedelta(seconds=70))
    warm.get(PATH)
    assert timezone.now() - used(token) < timedelta(seconds=10)


def test_a_later_use_is_noted_in_one_statement(warm, token, django_assert_num_queries):
    make_last_use_older(token, timedelta(seconds=70))
    with django_assert_num_queries(2) as captured:
        warm.get(PATH)
    assert captured.captured_queries[1]["sql"].startswith("UPDATE")


def test_the_first_use_is_audited_once(warm, token):
    warm.get(PATH)
    entry = audited(Action.TOKEN_FIRST_USED).get()
    assert (entry.target_id, entry.address) == (token.key_id, "127.0.0.1")


def test_the_first_address_is_no_news(warm):
    assert not audited(Action.TOKEN_USED_FROM_NEW_ADDRESS).exists()


def test_a_new_address_is_audited_once(warm, token):
    for _ in range(2):
        warm.get(PATH, REMOTE_ADDR="203.0.113.7")
    assert audited(Action.TOKEN_USED_FROM_NEW_ADDRESS).get().address == "203.0.113.7"
    assert KnownAddress.objects.filter(token=token).count() == 2


def test_a_fresh_process_does_not_take_a_known_address_for_a_new_one(warm):
    warm.get(PATH, REMOTE_ADDR="203.0.113.7")
    usage.forget()
    warm.get(PATH, REMOTE_ADDR="203.0.113.7")
    assert audited(Action.TOKEN_USED_FROM_NEW_ADDRESS).count() == 1


def test_the_api_answers_while_the_database_refuses_to_write(api, read_only_database):
    assert [api.get(PATH).status_code for _ in range(3)] == [200, 200, 200]


def test_a_database_that_refuses_is_left_alone_for_a_while(
    api, read_only_database, django_assert_num_queries
):
    api.get(PATH)
    with django_assert_num_queries(1):
        api.get(PATH)


def test_counts_that_the_database_refused_are_written_later(warm, token):
    with connection.execute_wrapper(refuse_writes):
        usage.flush()
    assert usage.total_since(token, timezone.now().date()) == 0
    usage.flush()
    assert usage.total_since(token, timezone.now().date()) == 1


def test_counts_of_a_token_that_was_deleted_meanwhile_are_dropped(warm, token):
    other = TokenFactory(user=token.user)
    ApiClient(other.secret).get(PATH)
    delete(token.key_id, by=token.user, door=COMMAND)
    usage.flush()
    assert TokenUsage.objects.get().token == other


def test_the_rate_is_counted_without_a_query(warm, django_assert_num_queries):
    throttling.this_process.forget()
    with django_assert_num_queries(1):
        warm.get(PATH)
