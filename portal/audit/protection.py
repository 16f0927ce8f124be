"""Rules that the database itself enforces, as reversible migration operations."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

Statements = list[str]


def append_only(table: str) -> RunPython:
    """An operation that makes the database refuse every change and deletion of rows in `table`."""
    message = f"{table} is append-only"

    def sqlite() -> Statements:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            # INSERT OR REPLACE deletes without asking the trigger above
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refuse}",
        ]

    def postgresql() -> Statements:
        call = f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
        return [
            _postgresql_function(table, message),
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} {call}",
        ]

    return _operation(table, sqlite(), postgresql(), ("no_update", "no_delete", "no_replace"))


def immutable(table: str, columns: Sequence[str]) -> RunPython:
    """An operation that makes the database refuse to change `columns` of rows in `table`."""
    message = f"{table} is immutable"
    names = ", ".join(columns)
    trigger = f"CREATE TRIGGER {table}_immutable BEFORE UPDATE OF {names} ON {table}"
    return _operation(
        table,
        [f"{trigger} BEGIN SELECT RAISE(ABORT, '{message}'); END"],
        [
            _postgresql_function(table, message),
            f"{trigger} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
        ],
        ("immutable",),
    )


def _postgresql_function(table: str, message: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )


def _operation(table: str, sqlite: Statements, postgresql: Statements, triggers: Sequence[str]) -> RunPython:
    def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        vendor = schema_editor.connection.vendor
        for statement in sqlite if vendor == "sqlite" else postgresql:
            schema_editor.execute(statement, params=None)

    def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for trigger in triggers:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{trigger}", params=None)
        else:
            schema_editor.execute(f"DROP FUNCTION {table}_refuse() CASCADE", params=None)

    return RunPython(forwards, backwards)
