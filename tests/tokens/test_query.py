"""The API's one query as its driver is asked it; in a test's transaction it goes through Django's cursor."""

import pytest
from django.utils import timezone

from tokens import query

pytestmark = pytest.mark.django_db


def test_the_driver_answers_what_djangos_cursor_answers(token, by_driver):
    token.last_used_at = timezone.now()
    token.save(update_fields=["last_used_at"])
    found = by_driver(token.key_id)
    assert found == query.fetch(token.key_id)
    assert (found[0], found[4]) == (token.pk, token.last_used_at)


def test_the_user_is_the_one_that_the_orm_loads(token, by_driver, django_assert_num_queries):
    token.user.last_login = timezone.now()
    token.user.save()
    found = by_driver(token.key_id)
    with django_assert_num_queries(0):
        user = query.user_of(found)
        assert (user, user.profile) == (token.user, token.user.profile)
        assert (user.last_login, user.is_active, user.is_sso_only) == (token.user.last_login, True, False)
        assert user.permissions == token.user.permissions


def test_a_key_id_that_nobody_has_finds_nothing(token, by_driver):
    assert by_driver("0" * 12) is None
