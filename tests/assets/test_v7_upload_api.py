"""Uploads by the vendor's file service, version 7."""

import hashlib

import pytest

from assets import storage
from assets.models import Brand, Chunk, Media, Upload
from tests.assets.factories import png
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
SERVICE = "/v7/file_cmds/upload"
BINARY = "application/octet-stream"


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def chunk(api, file_id, number, content, checksum=None):
    headers = {"Content-SHA256": sha256(content) if checksum is None else checksum}
    return api.post(f"{SERVICE}/{file_id}/chunk/{number}", content, content_type=BINARY, headers=headers)


def finalise(api, file_id, content, way="finalise_api", **changes):
    fields = {
        "fileName": "harbour.png", "fileSize": len(content), "chunksCount": 2, "sha256": sha256(content),
        "intent": "upload_main_uploader_asset", **changes,
    }  # fmt: skip
    return api.post(f"{SERVICE}/{file_id}/{way}", {k: v for k, v in fields.items() if v is not None})


@pytest.fixture
def content():
    return png(300, 200)


@pytest.fixture
def file_id(api, content):
    """A file whose two chunks have arrived, the second one first."""
    file_id = api.post(f"{SERVICE}/prepare").json()["file_id"]
    for number, piece in ((1, content[100:]), (0, content[:100])):
        assert chunk(api, file_id, number, piece).status_code == 201
    return file_id


@pytest.mark.parametrize("body", ["", "{}"])
def test_a_file_is_prepared_with_or_without_a_body(api, body):
    answer = api.post(f"{SERVICE}/prepare", body, content_type="application/json").json()
    assert answer == {"file_id": Upload.objects.get().rfc_id}


@pytest.mark.parametrize("way", ["finalise_api", "finalise", "finalise_api/"])
@pytest.mark.parametrize("address", ["/api/v4/media/save/{}", "/api/v4/media/save/{}/"])
def test_a_file_becomes_an_asset_under_its_own_id(api, file_id, content, way, address):
    response = finalise(api, file_id, content, way)
    assert (response.status_code, response.headers["X-API-Correlation-ID"]) == (201, file_id)
    saved = api.post(address.format(file_id), {"brandId": Brand.objects.first().api_id})
    assert saved.status_code == 201
    media = Media.objects.with_id(saved.json()["mediaid"]).get()
    assert (media.checksum, media.file_name, media.width) == (sha256(content), "harbour.png", 300)


def test_a_chunk_with_another_checksum_is_refused_and_not_kept(api):
    file_id = api.post(f"{SERVICE}/prepare").json()["file_id"]
    response = chunk(api, file_id, 0, b"content", sha256(b"other"))
    assert (response.status_code, list(response.json()["fields"])) == (400, ["Content-SHA256"])
    assert (Chunk.objects.count(), list(storage.names())) == (0, [])


def test_a_checksum_is_compared_in_any_case_and_is_no_must(api):
    file_id = api.post(f"{SERVICE}/prepare").json()["file_id"]
    assert chunk(api, file_id, 0, b"x", sha256(b"x").upper()).status_code == 201
    assert chunk(api, file_id, 1, b"x", "").status_code == 201


def test_a_chunk_that_is_too_large_is_refused(api, settings):
    file_id = api.post(f"{SERVICE}/prepare").json()["file_id"]
    response = chunk(api, file_id, 0, b"x" * (settings.UPLOAD_CHUNK_BYTES + 1))
    assert (response.status_code, list(storage.names())) == (413, [])


@pytest.mark.parametrize("number", ["-1", "x", "100000", "9" * 12, "1.5"])
def test_a_wrong_number_is_refused(api, file_id, number):
    response = chunk(api, file_id, number, b"x")
    assert (response.status_code, list(response.json()["fields"])) == (400, ["chunk_number"])


def test_what_is_missing_is_named_as_the_client_counts(api, content):
    file_id = api.post(f"{SERVICE}/prepare").json()["file_id"]
    chunk(api, file_id, 1, content)
    assert "haven't been registered: 0." in finalise(api, file_id, content, chunksCount=2).json()["message"]
    assert "from 0 to 99999" in chunk(api, file_id, 100_000, b"x").json()["message"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fileSize": 1}, "fileSize"),
        ({"fileSize": 5_000_000_000}, "fileSize"),
        ({"fileSize": "x"}, "fileSize"),
        ({"fileSize": None}, "fileSize"),
        ({"chunksCount": 1}, "chunksCount"),
        ({"chunksCount": 3}, "chunksCount"),
        ({"chunksCount": None}, "chunksCount"),
        ({"fileName": "harbour"}, "fileName"),
        ({"fileName": None}, "fileName"),
        ({"sha256": "x" * 64}, "sha256"),
        ({"sha256": "a" * 65}, "sha256"),
    ],
    ids=str,
)
def test_an_end_that_does_not_fit_what_arrived_is_refused(api, file_id, content, changes, field):
    response = finalise(api, file_id, content, **changes)
    assert (response.status_code, list(response.json()["fields"])) == (400, [field])
    assert Upload.objects.get().state == "open"


def test_a_file_with_another_checksum_fails_and_says_why(api, file_id, content):
    assert finalise(api, file_id, content, sha256=sha256(b"other")).status_code == 201
    assert api.get("/api/v4/upload/poll/", {"items": file_id}).json()["itemsFailed"] == [file_id]
    response = api.post(f"/api/v4/media/save/{file_id}", {"brandId": Brand.objects.first().api_id})
    assert (response.status_code, "SHA-256" in response.json()["message"]) == (400, True)
    assert list(storage.names()) == []


def test_finalising_twice_changes_nothing(api, file_id, content):
    assert [finalise(api, file_id, content).status_code for _ in range(2)] == [201, 201]
    assert len(list(storage.names())) == 1


def test_another_token_finds_no_file(admin, api, file_id, content):
    other = client_of(admin)
    assert chunk(other, file_id, 0, b"x").status_code == 404
    assert finalise(other, file_id, content).status_code == 404
