"""The official SDK, unmodified, uploads a file over real TLS; what it sent is what is fetched."""

import hashlib
import os

import pytest
import requests
from bynder_sdk import BynderClient

from tests.assets.factories import png

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
    brand = server.manage(
        "shell", "-v0", "-c", "from assets.models import Brand; print(Brand.objects.first().api_id)"
    )
    answer = bank.upload_file(str(picture), brand.strip(), query={"name": "Harbours", "tags": "sdk,harbour"})
    assert answer["success"] is True
    location = bank.media_download_url(answer["mediaid"])["s3_file"]
    content = requests.get(location, verify=str(server.ca)).content
    assert hashlib.sha256(content).digest() == hashlib.sha256(picture.read_bytes()).digest()
