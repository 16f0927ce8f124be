"""The full-text index over `Media.search_words`, which `assets.search` asks."""

from django.db import migrations

# Words are made by `assets.search_index` and only split at blanks: no parser, so no locale, has a say.
POSTGRESQL = [
    (
        "CREATE INDEX assets_media_words ON assets_media USING gin "
        "(array_to_tsvector(string_to_array(search_words, ' ')))",
        "DROP INDEX assets_media_words",
    )
]
# The index stores no text of its own. Triggers keep it, because whatever writes `search_words` must.
ADD = "INSERT INTO assets_search(rowid, search_words) VALUES (new.id, new.search_words);"
REMOVE = "INSERT INTO assets_search(assets_search, rowid, search_words) VALUES ('delete', old.id, old.search_words);"
SQLITE = [
    (
        "CREATE VIRTUAL TABLE assets_search USING fts5("
        "search_words, content='assets_media', content_rowid='id', prefix='2 3', "
        "tokenize='unicode61 remove_diacritics 0')",
        "DROP TABLE assets_search",
    ),
    ("INSERT INTO assets_search(assets_search) VALUES ('rebuild')", ""),
    (
        f"CREATE TRIGGER assets_search_insert AFTER INSERT ON assets_media BEGIN {ADD} END",
        "DROP TRIGGER assets_search_insert",
    ),
    (
        "CREATE TRIGGER assets_search_update AFTER UPDATE OF search_words ON assets_media "
        f"WHEN old.search_words IS NOT new.search_words BEGIN {REMOVE} {ADD} END",
        "DROP TRIGGER assets_search_update",
    ),
    (
        f"CREATE TRIGGER assets_search_delete AFTER DELETE ON assets_media BEGIN {REMOVE} END",
        "DROP TRIGGER assets_search_delete",
    ),
]


def statements(schema_editor):
    return POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE


def create(apps, schema_editor):
    for statement, _ in statements(schema_editor):
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for _, statement in reversed(statements(schema_editor)):
        if statement:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("assets", "0002_first_presets_and_brand")]

    operations = [migrations.RunPython(create, drop)]
