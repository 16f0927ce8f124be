"""Refusals that the reference spells out are `message` word for word; `fields` says more."""

import json

import pytest

from tests.assets.factories import CollectionFactory, MetapropertyFactory
from tests.assets.uploading import begin, save, upload

pytestmark = pytest.mark.django_db
METAPROPERTIES = "/api/v4/metaproperties/"


def option(api, data, *path):
    season = MetapropertyFactory(options=["spring"])
    tail = "".join(f"{part}/" for part in ("options", *(season.options.get().api_id for _ in path)))
    return api.post(f"{METAPROPERTIES}{season.api_id}/{tail}", {"data": json.dumps(data)})


@pytest.mark.parametrize(
    ("call", "message", "field"),
    [
        (
            lambda api: api.post("/api/v4/collections/", {"name": ""}),
            "Collection name can't be empty",
            "name",
        ),
        (
            lambda api: api.post(METAPROPERTIES, {"data": '{"name": "x", "label": "X", "type": "x"}'}),
            "Invalid metaproperty type",
            "type",
        ),
        (lambda api: option(api, {"label": "X"}), "Meta property option name is required", "name"),
        (
            lambda api: option(api, {"name": "autumn"}, "one"),
            "Editing meta property option name not allowed",
            "name",
        ),
        (
            lambda api: option(api, {"name": "spring", "label": "x"}),
            "Meta property option with this name already exists",
            "name",
        ),
        (lambda api: save(api, upload(api), crc32="x"), "Invalid argument type for CRC32", "crc32"),
        (lambda api: save(api, upload(api), crc32="-1"), "Invalid unsigned integer for CRC32", "crc32"),
        (
            lambda api: save(api, upload(api), ISOPublicationDate="soon"),
            "Date format not ISO8601-compliant",
            "ISOPublicationDate",
        ),
        (lambda api: save(api, upload(api), brandId=""), "No brandid provided", "brandId"),
        (
            lambda api: api.post(f"/api/v4/collections/{CollectionFactory().api_id}/share/"),
            "Collection not found",
            None,
        ),
    ],
)
def test_a_refusal_is_word_for_word(api, call, message, field):
    answer = call(api).json()
    assert answer["message"] == message
    assert list(answer.get("fields", {})) == ([field] if field else [])


def test_a_name_of_a_file_without_an_extension_is_refused_in_the_vendors_words(api):
    response = api.post("/api/upload/init/", {"filename": "image"})
    assert (response.status_code, response.json()["filename"]) == (400, "'image' is not a valid filename")
    assert begin(api, "image.png")


def test_a_share_with_nobody_is_refused_in_the_vendors_words(api, admin):
    collection = CollectionFactory(owner=admin)
    answer = api.post(f"/api/v4/collections/{collection.api_id}/share/").json()
    assert answer["message"] == "Recipients, groups or profiles must contain at least one entry"
