"""What the database itself refuses."""

import uuid

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


def upsert(token, unique, **changes):
    """SQL that puts a changed copy of the token in its place, by the database's own shortcut for that."""
    row = PermanentToken.objects.filter(pk=token.pk).values().get() | changes
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    if connection.vendor == "sqlite":
        sql = f"INSERT OR REPLACE INTO tokens_permanenttoken ({columns}) VALUES ({marks})"
    else:
        changed = "scope_names = excluded.scope_names, description = excluded.description"
        sql = (
            f"INSERT INTO tokens_permanenttoken ({columns}) VALUES ({marks}) "
            f"ON CONFLICT ({unique}) DO UPDATE SET {changed}"
        )
    values = [value.hex if isinstance(value, uuid.UUID) else value for value in row.values()]
    return sql, values


@pytest.mark.parametrize("unique", ["id", "key_id", "submission"])
def test_a_token_cannot_be_replaced_by_another_in_its_place(admin, unique):
    token = TokenFactory(user=admin, submission=uuid.uuid4())
    others = {"id": token.pk + 1, "key_id": "other", "submission": uuid.uuid4()}
    del others[unique]
    with (
        pytest.raises(DatabaseError, match="immutable"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(*upsert(token, unique, scope_names="asset:read", description="other", **others))
    assert PermanentToken.objects.get().description == token.description


@pytest.mark.parametrize("column", ["id", "rowid"] if connection.vendor == "sqlite" else ["id"])
@pytest.mark.parametrize("occupied", [True, False], ids=["of another token", "of none"])
def test_a_token_cannot_be_moved_to_the_place(token, column, occupied):
    place = TokenFactory().pk if occupied else token.pk + 1
    shortcut = "OR REPLACE " if connection.vendor == "sqlite" else ""
    sql = f"UPDATE {shortcut}tokens_permanenttoken SET {column} = %s WHERE id = %s"
    before = set(PermanentToken.objects.values_list("pk", "description"))
    with (
        pytest.raises(DatabaseError, match="immutable"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [place, token.pk])
    assert set(PermanentToken.objects.values_list("pk", "description")) == before


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
