"""An asset bank with very many assets, written by the database itself. Needs Django.

As a command it fills the database with as many as it is told, and prints a token.
"""

import sys

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection

from accounts.models import PermissionProfile, User
from accounts.scopes import Scope
from assets.models import Brand, Metaproperty, Option
from bench.databases import analyse
from portal.audit.operator import Operator
from portal.audit.record import COMMAND
from portal.features.switch import Feature, enable
from tokens.creation import create

PROPERTIES, OPTIONS = 50, 2_000
ANSWERS = 8  # options of an asset
WORDS = [
    "harbour", "ridge", "lantern", "bottle", "summer", "winter", "morning", "evening", "campaign", "packshot",
    "portrait", "coast", "forest", "river", "city", "market", "studio", "detail", "front", "angle",
]  # fmt: skip
# Numbers that spread consecutive ones over their range, so that every run fills the same.
SPREAD = (7919, 104_729, 15_485_863, 32_452_843, 49_979_687)


def fill(number):
    """`number` assets, one in fifty archived, with tags, eight options each and words to be found by."""
    owner = User.objects.create(
        username="bench", email="bench@acme.example", first_name="B", last_name="B", password="!",
        profile=PermissionProfile.objects.get(name="Administrator"),
    )  # fmt: skip
    brand = Brand.objects.first()
    properties = Metaproperty.objects.bulk_create(
        Metaproperty(
            name=f"property{n}",
            label=f"Property {n}",
            type="select2",
            is_multiselect=True,
            is_filterable=True,
        )
        for n in range(PROPERTIES)
    )
    options = Option.objects.bulk_create(
        Option(metaproperty=properties[n % PROPERTIES], name=f"option{n}", label=f"Option {n}", position=n)
        for n in range(OPTIONS)
    )
    with connection.cursor() as cursor:
        cursor.execute(_tags())
        cursor.execute(_media(number, brand.pk, owner.pk))
        cursor.execute(_options(options[0].pk))
        cursor.execute(_media_tags())
        cursor.execute(
            "UPDATE assets_tag SET media_count = (SELECT count(*) FROM assets_media_tags m WHERE m.tag_id = assets_tag.id)"
        )
    return owner


def token_of(owner):
    """The text of a token of the owner with all scopes, on a portal with the feature on."""
    operator = Operator("Bench")
    enable(Feature.PERMANENT_TOKENS, by=operator, reason="bench", door=COMMAND)
    _, secret = create(
        by=operator,
        for_user=owner,
        integration="Bench",
        description="Bench",
        scopes=list(Scope),
        door=COMMAND,
    )
    return secret.text


def _is_sqlite():
    return connection.vendor == "sqlite"


def _numbers(count):
    """A table expression `numbers(n)` from 1 to `count`."""
    if _is_sqlite():
        return (
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
        )
    return f"WITH numbers(n) AS (SELECT generate_series(1::bigint, {count}))"


def _uuid():
    return "lower(hex(randomblob(16)))" if _is_sqlite() else "gen_random_uuid()"


def _tags():
    names = ", ".join(f"({_uuid()}, '{word}', '{word}', 0)" for word in WORDS)
    return f"INSERT INTO assets_tag (uuid, name, folded, media_count) VALUES {names}"


def _word(spread):
    """SQL for a word that depends on n."""
    cases = " ".join(f"WHEN {number} THEN '{word}'" for number, word in enumerate(WORDS))
    return f"CASE n * {spread} / 7 % {len(WORDS)} {cases} END"


def _media(count, brand, owner):
    moment = (
        "strftime('%Y-%m-%d %H:%M:%S', '2020-01-01', (n * 193) || ' seconds')"
        if _is_sqlite()
        else "timestamptz '2020-01-01Z' + n * interval '193 seconds'"
    )
    id_hash = "lower(hex(randomblob(8)))" if _is_sqlite() else "encode(decode(md5(n::text), 'hex'), 'hex')"
    id_hash = f"substr({id_hash}, 1, 16)"
    user = f"'{owner.hex}'" if _is_sqlite() else f"'{owner}'"
    true, false = ("1", "0") if _is_sqlite() else ("true", "false")
    words = " || ' ' || ".join(_word(spread) for spread in SPREAD[:3])
    columns = {
        "uuid": _uuid(), "name": f"{_word(SPREAD[0])} || ' ' || n", "description": "'Made to be measured'",
        "copyright": "''", "brand_id": brand,
        "type": "CASE n % 10 WHEN 0 THEN 'video' WHEN 1 THEN 'document' ELSE 'image' END",
        "orientation": "CASE n % 3 WHEN 0 THEN 'portrait' ELSE 'landscape' END", "extension": "'jpg'",
        "file_name": "'file-' || n || '.jpg'", "file_size": "n % 5000000", "width": "4200", "height": "2800",
        "checksum": "''", "id_hash": id_hash, "version": "1", "created_at": moment, "modified_at": moment,
        "published_at": moment, "is_archived": f"CASE WHEN n % 50 = 0 THEN {true} ELSE {false} END",
        "is_limited": false, "is_watermarked": false, "is_public": false, "awaits_approval": false,
        "created_by_id": user, "views": "0", "downloads": "0",
        "search_words": f"{words} || ' number' || n || ' file ' || n || ' jpg'",
    }  # fmt: skip
    names, values = ", ".join(columns), ", ".join(map(str, columns.values()))
    return f"{_into('assets_media', names)} {_numbers(count)} SELECT {values} FROM numbers"


def _into(table, names):
    return f"INSERT INTO {table} ({names})"


def _options(first):
    # The first answer is one of twenty, the others one of all: frequent options and rare ones.
    answer = f"CASE k WHEN 0 THEN id % 20 ELSE (id * 7919 + k * 251 + id / 97 * k) % {OPTIONS} END"
    ks = " ".join(f"UNION ALL SELECT {k}" for k in range(1, ANSWERS))
    return (
        f"INSERT INTO assets_mediaoption (media_id, option_id) SELECT DISTINCT id, {first} + {answer} "
        f"FROM assets_media, (SELECT 0 AS k {ks}) answers"
    )


def _media_tags():
    return (
        "INSERT INTO assets_media_tags (media_id, tag_id) SELECT DISTINCT m.id, t.id FROM assets_media m "
        f"JOIN assets_tag t ON t.id % {len(WORDS)} IN (m.id % {len(WORDS)}, m.id / 3 % {len(WORDS)})"
    )


if __name__ == "__main__":
    owner = fill(int(sys.argv[1]))
    if connection.vendor == "postgresql":  # which does so by itself in a while; SQLite never does
        analyse()
    print(token_of(owner))
