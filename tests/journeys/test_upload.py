"""The official SDK, unmodified, uploads a file over real TLS; what it sent is what is fetched."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from bynder_sdk import BynderClient

from tests.assets.factories import png
from tests.assets.uploading import form

SCOPES = ("asset:read", "asset:write")


@pytest.fixture
def bank(server, monkeypatch):
    """The SDK's client of the asset bank."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.ca))
    secret = server.create_token(*SCOPES, description="Upload")
    return BynderClient(domain=server.domain, permanent_token=secret).asset_bank_client


def test_a_file_of_several_chunks_is_uploaded_found_and_fetched(server, bank, tmp_path):
    picture = tmp_path / "Häfen im März.png"
    picture.write_bytes(png(400, 300) + os.urandom(11 * 1024 * 1024))  # what follows an image is a part of it
    answer = bank.upload_file(
        str(picture), bank.brands()[0]["id"], query={"name": "Harbours", "tags": "sdk,harbour"}
    )
    assert answer["success"] is True
    info = bank.media_info(answer["mediaid"], versions={"versions": 1})
    assert (info["name"], info["width"], info["mediaItems"][0]["type"]) == ("Harbours", 400, "original")
    assert [found["id"] for found in bank.media_list({"tags": "sdk"})] == [answer["mediaid"]]
    location = bank.media_download_url(answer["mediaid"])["s3_file"]
    content = requests.get(location, verify=str(server.ca)).content
    assert hashlib.sha256(content).digest() == hashlib.sha256(picture.read_bytes()).digest()


def test_a_chunk_without_a_length_arrives_too(server, bank):
    session = bank.session
    begun = session.post("/upload/init/", data={"filename": "harbour.bin"})
    key = f"{begun['s3_filename']}/p1"
    body = form(begun["multipart_params"] | {"key": key}, b"\x00\xff" * 100_000)
    pieces = (body[at : at + 1000] for at in range(0, len(body), 1000))
    kind = {"Content-Type": "multipart/form-data; boundary=----x7"}
    assert requests.post(f"{server.url}/", pieces, headers=kind, verify=str(server.ca)).status_code == 201
    upload = {"id": begun["s3file"]["uploadid"], "chunkNumber": 1}
    assert session.post("/v4/upload/", data=upload) == {"status": "ok"}


def test_uploads_at_the_same_time_are_all_kept(server, bank):
    files = [os.urandom(50_000) for _ in range(16)]

    def send(content):
        begun = bank.session.post("/upload/init/", data={"filename": "harbour.bin"})
        key = f"{begun['s3_filename']}/p1"
        fields = begun["multipart_params"] | {"key": key}
        requests.post(
            f"{server.url}/", fields, files={"file": content}, verify=str(server.ca)
        ).raise_for_status()
        identifier = begun["s3file"]["uploadid"]
        bank.session.post("/v4/upload/", data={"id": identifier, "chunkNumber": 1})
        bank.session.post(f"/v4/upload/{identifier}/", data={"chunks": 1})
        saved = bank.session.post(f"/v4/media/save/{identifier}/", data={"brandId": bank.brands()[0]["id"]})
        location = bank.media_download_url(saved["mediaid"])["s3_file"]
        return requests.get(location, verify=str(server.ca)).content

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(send, files)) == files
