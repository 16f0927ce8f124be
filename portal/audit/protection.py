"""Rules that the database itself enforces, as reversible migration operations."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

Statements = list[str]


def append_only(table: str) -> RunPython:
    """An operation that makes the database refuse every change and deletion of rows in `table`."""
    message = f"{table} is append-only"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    call = f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    return _operation(
        sqlite=[
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            _no_replacement(table, ["id"], message),
        ],
        sqlite_backwards=_drop(table, "no_update", "no_delete", "no_replace"),
        postgresql=[
            _postgresql_function(table, message),
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} {call}",
        ],
        postgresql_backwards=[f"DROP FUNCTION {table}_refuse() CASCADE"],
    )


def immutable(table: str, columns: Sequence[str]) -> RunPython:
    """An operation that makes the database refuse to change `columns` of rows in `table`."""
    message = f"{table} is immutable"
    trigger = f"CREATE TRIGGER {table}_immutable BEFORE UPDATE OF {', '.join(columns)} ON {table}"
    return _operation(
        sqlite=[f"{trigger} BEGIN SELECT RAISE(ABORT, '{message}'); END"],
        sqlite_backwards=_drop(table, "immutable"),
        postgresql=[
            _postgresql_function(table, message),
            f"{trigger} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
        ],
        postgresql_backwards=[f"DROP FUNCTION {table}_refuse() CASCADE"],
    )


def irreplaceable(table: str, unique: Sequence[str]) -> RunPython:
    """An operation that keeps SQLite's INSERT OR REPLACE from changing what `immutable` protects.

    It deletes the row that has the same value in one of the `unique` columns, and asks no trigger.
    PostgreSQL has no such statement: its ON CONFLICT DO UPDATE is an update.
    """
    return _operation(
        sqlite=[_no_replacement(table, unique, f"{table} is immutable")],
        sqlite_backwards=_drop(table, "no_replace"),
    )


def keeps_its_id(table: str) -> RunPython:
    """An operation that makes the database refuse to give a row of `table` another `id`.

    With SQLite's UPDATE OR REPLACE, it would delete the row that has that id, and ask no trigger.
    """
    message = f"{table} is immutable"
    trigger = f"CREATE TRIGGER {table}_keeps_its_id BEFORE UPDATE ON {table}"
    # Of no column: on SQLite, `rowid` names the same one.
    return _operation(
        sqlite=[f"{trigger} WHEN NEW.id <> OLD.id BEGIN SELECT RAISE(ABORT, '{message}'); END"],
        sqlite_backwards=_drop(table, "keeps_its_id"),
        postgresql=[
            f"{trigger} FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION {table}_refuse()",
        ],
        postgresql_backwards=[f"DROP TRIGGER {table}_keeps_its_id ON {table}"],
    )


def _no_replacement(table: str, unique: Sequence[str], message: str) -> str:
    same = " OR ".join(f"{column} = NEW.{column}" for column in unique)
    return (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _drop(table: str, *triggers: str) -> Statements:
    return [f"DROP TRIGGER IF EXISTS {table}_{trigger}" for trigger in triggers]


def _postgresql_function(table: str, message: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )


def _operation(
    *,
    sqlite: Statements,
    sqlite_backwards: Statements,
    postgresql: Sequence[str] = (),
    postgresql_backwards: Sequence[str] = (),
) -> RunPython:
    def run(
        schema_editor: BaseDatabaseSchemaEditor, on_sqlite: Sequence[str], elsewhere: Sequence[str]
    ) -> None:
        for statement in on_sqlite if schema_editor.connection.vendor == "sqlite" else elsewhere:
            schema_editor.execute(statement, params=None)

    def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        run(schema_editor, sqlite, postgresql)

    def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        run(schema_editor, sqlite_backwards, postgresql_backwards)

    return RunPython(forwards, backwards)
