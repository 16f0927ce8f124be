"""What the database itself refuses."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from integrations.models import Integration
from portal.audit.models import AuditEntry
from tests.accounts.factories import UserFactory
from tests.tokens.factories import TokenFactory
from tokens.models import PermanentToken

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [{"scope_names": "asset:read"}, {"description": "other"}, {"key_id": "a" * 12}, {"created_by": "nobody"}],
)
def test_what_a_token_is_cannot_be_changed(token, change):
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        PermanentToken.objects.filter(pk=token.pk).update(**change)


def test_a_token_cannot_be_given_to_another_user(token):
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        PermanentToken.objects.filter(pk=token.pk).update(user=UserFactory())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET actor_name = 'nobody'",
        "DELETE FROM audit_auditentry",
    ],
)
def test_the_audit_log_cannot_be_changed_by_sql(token, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_an_audit_entry_cannot_be_overwritten(feature_on):
    entry = AuditEntry.objects.latest("id")
    entry.actor_name = "nobody"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()


@pytest.mark.parametrize(
    "wrong",
    [
        {"other_integration": ""},
        {"scopes": []},
        {"description": ""},
    ],
)
def test_a_token_that_breaks_a_rule_is_refused_by_the_database_too(admin, wrong):
    with pytest.raises(DatabaseError), transaction.atomic():
        TokenFactory(user=admin, **wrong)


def test_a_token_has_a_catalog_entry_or_another_name_but_not_both(admin):
    token = PermanentToken(
        key_id="k", digest="d", pepper=1, description="d", scope_names="asset:read", user=admin,
        integration=Integration.objects.first(), other_integration="Other",
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Model.save(token)
