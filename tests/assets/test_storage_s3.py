"""Files in S3: a real server of its protocol on this machine, reached over HTTP."""

import html
import re
from datetime import timedelta

import boto3
import pytest
import requests
from django.apps import apps
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.utils import timezone
from moto.server import ThreadedMotoServer

from assets import leftovers, storage
from assets.models import Chunk, Media, MediaItem
from portal.environment import file_storage
from tests.assets import pictures
from tests.assets.factories import png
from tests.assets.uploading import begin, finalise, post_chunk, register, save, upload

pytestmark = pytest.mark.django_db
BUCKET = "acme-assets"


def client(address):
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret/+", "region_name": "eu-central-1"}
    return boto3.client("s3", endpoint_url=address, **keys)


@pytest.fixture(scope="module")
def s3():
    """The address of a server with an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    place = {"LocationConstraint": "eu-central-1"}
    client(address).create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    yield address
    server.stop()


def use(settings, monkeypatch, address):
    url = f"s3://key:secret%2F%2B@{BUCKET}?endpoint={address}&region=eu-central-1"
    settings.STORAGES = {**settings.STORAGES, "assets": file_storage(url)}
    for model in apps.get_app_config("assets").get_models():
        for field in model._meta.fields:
            if isinstance(field, models.FileField):
                monkeypatch.setattr(field, "storage", storages["assets"])


@pytest.fixture
def in_s3(s3, settings, monkeypatch):
    use(settings, monkeypatch, s3)
    yield s3
    storage.discard.call(list(storage.names()))


@pytest.fixture
def unreachable(settings, monkeypatch):
    use(settings, monkeypatch, "http://127.0.0.1:1")


def test_an_upload_ends_as_one_private_object(api, in_s3):
    content = png(300, 200)
    assert save(api, upload(api, content, pieces=3)).status_code == 201
    (name,) = storage.names("originals")
    assert MediaItem.objects.get().file.name == name
    with storage.files().open(name) as file:
        assert file.read() == content
    grants = client(in_s3).get_object_acl(Bucket=BUCKET, Key=name)["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]  # the owner, and nobody else


def test_a_download_is_the_storages_own_signed_address(api, in_s3):
    content = png()
    media = save(api, upload(api, content, "Häfen.png")).json()["mediaid"]
    address = api.get(f"/api/v4/media/{media}/download/").json()["s3_file"]
    response = requests.get(address)
    assert address.startswith(f"{in_s3}/{BUCKET}/originals/")
    assert "X-Amz-Expires=300" in address
    assert (response.status_code, response.content) == (200, content)
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''H%C3%A4fen.png"
    assert response.headers["Content-Type"] == "image/png"


def test_the_original_of_a_public_asset_leads_there_too(api, in_s3):
    save(api, upload(api), isPublic="true")
    response = Client().get(f"/m/{Media.objects.get().id_hash}/original/harbour.png")
    assert response.status_code == 302
    assert requests.get(response.url).content == png()


def test_a_player_reads_from_the_storage_and_its_page_allows_that(api, admin_client, in_s3):
    content = pictures.video()
    media = save(api, upload(api, content, "harbour.mp4")).json()["mediaid"]
    page = admin_client.get(f"/assets/{media}/")
    address = html.unescape(re.search(r'<video[^>]* src="([^"]+)"', page.text)[1])
    response = requests.get(address, headers={"Range": "bytes=10-19"})
    assert f"media-src 'self' {in_s3};" in page.headers["Content-Security-Policy"] + ";"
    assert (response.status_code, response.content) == (206, content[10:20])
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["Content-Disposition"] == 'inline; filename="harbour.mp4"'
    assert "X-Amz-Expires=3602" in address


def test_what_the_storage_gives_no_address_for_comes_in_ranges_by_the_portal(api, in_s3, monkeypatch):
    save(api, upload(api), isPublic="true")
    monkeypatch.setattr(storages["assets"], "querystring_auth", False)
    address = f"/m/{Media.objects.get().id_hash}/original/harbour.png"
    response = Client().get(address, headers={"range": "bytes=10-19"})
    assert (response.status_code, response.getvalue()) == (206, png()[10:20])


def test_a_repeated_chunk_leaves_one_object(api, in_s3):
    begun = begin(api)
    post_chunk(api, begun, b"first")
    post_chunk(api, begun, b"second")
    assert list(storage.names()) == [Chunk.objects.get().file.name]


def test_a_storage_out_of_reach_is_a_503_and_nothing_is_half_made(api, unreachable):
    response = post_chunk(api, begin(api), b"x")
    assert (response.status_code, response.json()["error"]) == (503, "unavailable")
    assert response.headers["Retry-After"]
    assert not Chunk.objects.exists()


def test_a_sweep_without_a_storage_says_so_in_a_line(db, unreachable):
    with pytest.raises(CommandError, match=r"its storage is full or out of reach\."):
        call_command("assets", "sweep")


def test_a_storage_that_goes_away_in_the_middle_fails_the_upload(api, in_s3, settings, monkeypatch):
    begun = begin(api)
    post_chunk(api, begun, png())
    register(api, begun)
    use(settings, monkeypatch, "http://127.0.0.1:1")
    identifier = finalise(api, begun).json()["importId"]
    assert api.get("/api/v4/upload/poll/", {"items": identifier}).json()["itemsFailed"] == [identifier]
    use(settings, monkeypatch, in_s3)
    later = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("assets.leftovers.timezone.now", lambda: later)
    assert leftovers.sweep(leftovers.LEAST).files == 1  # what couldn't be removed then
    assert list(storage.names()) == []
