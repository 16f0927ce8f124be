"""Download locations, and what they lead to."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.permissions import Permission
from assets.models import ItemKind, Media, MediaItem
from tests.accounts.factories import LIGHT, ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, png
from tests.conftest import ApiClient, client_of
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(db):
    return MediaFactory(content=png(), file_name="Häfen im März.png")


def add_item(media, content=b"old", **fields):
    item = MediaItem(
        media=media, file_name="other.png", content_type="image/png", size=len(content), checksum="1" * 64,
        created_by=media.created_by, **fields,
    )  # fmt: skip
    item.file.save(f"originals/{item.uuid}.png", ContentFile(content))
    return item


def location(api, path):
    response = api.get(path)
    assert response.status_code == 200, response.content
    assert response.json()["disclaimer"] == ""
    return response.json()["s3_file"]


def fetch(address):
    """As anybody, without a token."""
    response = Client().get(address.removeprefix("http://testserver"))
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response, content


@pytest.mark.parametrize("query", ["", "?type=original", "?limit&page", "?type="])
def test_the_original_is_fetched_without_a_token(api, media, query):
    response, content = fetch(location(api, f"/api/v4/media/{media.api_id}/download/{query}"))
    assert (response.status_code, content) == (200, png())
    assert response.headers["Content-Length"] == str(len(png()))


def test_a_file_is_never_shown_inline(api, media):
    response, _ = fetch(location(api, f"/api/v4/media/{media.api_id}/download"))
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''H%C3%A4fen")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_the_address_is_absolute_and_ends_with_the_files_name(api, media):
    address = location(api, f"/api/v4/media/{media.api_id}/download/")
    assert address.startswith("http://testserver/dl/")
    assert unquote(address).endswith("/Häfen im März.png")


def test_a_version_is_chosen_by_its_number(api, media):
    add_item(media, version=2, is_active=False)
    assert fetch(location(api, f"/api/v4/media/{media.api_id}/2/download/"))[1] == b"old"


def test_an_item_is_chosen_by_its_id(api, media):
    item = add_item(media, b"more", kind=ItemKind.ADDITIONAL)
    for identifier in (item.api_id, item.rfc_id):
        path = f"/api/v4/media/{media.api_id}/download/{identifier}/?hash=0"
        assert fetch(location(api, path))[1] == b"more"


def test_the_newest_additional_file_is_chosen_by_type(api, media):
    path = f"/api/v4/media/{media.api_id}/download/?type=additional"
    assert api.get(path).status_code == 404
    add_item(media, b"more", kind=ItemKind.ADDITIONAL)
    assert fetch(location(api, path))[1] == b"more"


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("download/?type=mini", 400, "Invalid type"),
        ("9/download/", 404, "Original file not available"),
        ("x/download/", 404, "Original file not available"),
        ("download/nobody/", 404, "Original file not available"),
    ],
)
def test_what_is_not_there_gets_the_vendors_answer(api, media, path, status, message):
    response = api.get(f"/api/v4/media/{media.api_id}/{path}")
    assert (response.status_code, response.json()["message"]) == (status, message)


def test_another_assets_item_is_not_found(api, media):
    other = add_item(MediaFactory(), version=7)
    assert api.get(f"/api/v4/media/{media.api_id}/download/{other.api_id}/").status_code == 404


@pytest.mark.parametrize(
    ("flag", "permissions"),
    [
        ("is_archived", [Permission.VIEW_ARCHIVED, Permission.DOWNLOAD_ARCHIVED]),
        ("is_watermarked", [Permission.DOWNLOAD_WATERMARKED]),
        ("is_limited", [Permission.VIEW_LIMITED, Permission.DOWNLOAD_LIMITED]),
    ],
)
def test_special_assets_need_a_permission_of_their_own(feature_on, flag, permissions):
    media = MediaFactory(content=png(), **{flag: True})
    granted = [Permission.VIEW_ASSETS, Permission.DOWNLOAD_ASSETS, *permissions[:-1]]
    for allowed, status in ((granted, 403), ([*granted, permissions[-1]], 200)):
        client = ApiClient(TokenFactory(user=UserFactory(profile=ProfileFactory(permissions=allowed))).secret)
        response = client.get(f"/api/v4/media/{media.api_id}/download/")
        assert response.status_code == status
    assert Media.objects.get().downloads == 1


@pytest.mark.parametrize("preview", ["WebPrimary", "WebFallback"])
def test_a_public_video_is_where_clients_look_for_its_previews(db, preview):
    media = MediaFactory(content=png(), is_public=True)
    address = f"/asset/{media.rfc_id}/{preview}/{preview}-Film.mp4"
    response, content = fetch(address)
    assert (response.status_code, content) == (200, png())
    Media.objects.update(is_public=False)
    assert fetch(address)[0].status_code == 404


def test_programs_in_pages_of_other_sites_may_read_files(api, media):
    file = location(api, f"/api/v4/media/{media.api_id}/download/")
    for address in (file, f"/transform/{media.rfc_id}/x?io=no"):
        assert fetch(address)[0].headers["Access-Control-Allow-Origin"] == "*"


def test_whoever_may_only_look_downloads_nothing(feature_on, media):
    client = client_of(UserFactory(profile=LIGHT))
    assert client.get(f"/api/v4/media/{media.api_id}/download/").status_code == 403


def test_an_asset_that_cannot_be_seen_is_not_there(api, feature_on):
    hidden = MediaFactory(content=png(), is_archived=True)
    granted = [Permission.VIEW_ASSETS, Permission.DOWNLOAD_ASSETS, Permission.DOWNLOAD_ARCHIVED]
    client = ApiClient(TokenFactory(user=UserFactory(profile=ProfileFactory(permissions=granted))).secret)
    assert client.get(f"/api/v4/media/{hidden.api_id}/download/").status_code == 404


def test_a_download_is_counted_and_in_the_history(api, media, token):
    location(api, f"/api/v4/media/{media.api_id}/download/")
    entry = media.history.get()
    assert (entry.change, entry.key_id, entry.details) == (
        "downloaded",
        token.key_id,
        {"file_name": media.file_name},
    )
    assert Media.objects.get().downloads == 1


def test_an_address_ends_soon(api, media, monkeypatch):
    address = location(api, f"/api/v4/media/{media.api_id}/download/")
    later = (timezone.now() + timedelta(minutes=6)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert fetch(address)[0].status_code == 410


def test_an_address_leads_to_nothing_that_is_in_the_trash(api, media):
    address = location(api, f"/api/v4/media/{media.api_id}/download/")
    Media.objects.update(removed_at=timezone.now())
    assert fetch(address)[0].status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "1:x:y", "eyJpIjoxfQ:1abcde:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
)
def test_an_address_cannot_be_made_up(db, token):
    assert Client().get(f"/dl/{token}/a.png").status_code == 404


def test_a_file_that_has_gone_from_the_storage_is_a_404(api, media):
    address = location(api, f"/api/v4/media/{media.api_id}/download/")
    media.items.get().file.delete(save=False)
    assert fetch(address)[0].status_code == 404


# Originals of public assets


def original(media, **headers):
    return fetch(f"/m/{media.id_hash}/original/anything.png")


def test_the_original_of_a_public_asset_is_for_everybody(db):
    media = MediaFactory(content=png(), is_public=True)
    response, content = original(media)
    assert (response.status_code, content) == (200, png())
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert Media.objects.get().downloads == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"is_public": False},
        {"is_archived": True},
        {"is_limited": True},
        {"removed_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
    ids=str,
)
def test_no_other_original_is(db, changes):
    media = MediaFactory(content=png(), **{"is_public": True, **changes})
    assert original(media)[0].status_code == 404
