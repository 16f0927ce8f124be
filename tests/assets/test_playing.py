"""Videos and sound that play on an asset's page, for those who may have the file."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.permissions import Permission
from assets import downloads
from assets.models import HistoryEntry, Media, MediaItem
from portal.audit.record import COMMAND
from tests.assets import pictures
from tests.assets.factories import MediaFactory
from tests.browsers import browser_with

pytestmark = pytest.mark.django_db
FILM = pictures.video()
LOOKING = (Permission.VIEW_ASSETS, Permission.VIEW_ARCHIVED)
HAVING = (*LOOKING, Permission.DOWNLOAD_ASSETS)


def recording(kind="video", content_type="video/mp4", *, content=FILM, seconds=2, **fields):
    media = MediaFactory(content=content, type=kind, name="Launch film", file_name="Launch.mp4", **fields)
    MediaItem.objects.filter(media=media).update(content_type=content_type, details={"seconds": seconds})
    return media


@pytest.fixture
def film(db):
    return recording()


def page_of(browser, media):
    response = browser.get(f"/assets/{media.api_id}/")
    assert response.status_code == 200
    return response.text


def player(page):
    """The element that plays, as text, and the address that it plays from."""
    found = re.search(r'<(?:video|audio)[^>]* src="([^"]+)"[^>]*>', page)
    return (found[0], found[1]) if found else ("", "")


def fetch(address, **headers):
    """As anybody, with nothing but the address."""
    response = Client().get(address, headers=headers)
    return response, b"".join(response.streaming_content) if response.streaming else response.content


def test_a_video_plays_on_its_page(film):
    element, address = player(page_of(browser_with(*HAVING), film))
    assert element.startswith("<video")
    assert ("controls" in element, 'preload="metadata"' in element, "autoplay" in element) == (
        True,
        True,
        False,
    )
    assert 'aria-label="Launch film"' in element
    assert f'poster="/m/{film.id_hash}/webimage-Launch-film.jpg"' in element
    response, content = fetch(address)
    assert (response.status_code, content) == (200, FILM)


def test_sound_plays_below_its_picture(db):
    page = page_of(browser_with(*HAVING), recording("audio", "audio/mpeg"))
    element, address = player(page)
    assert element.startswith("<audio")
    assert 'aria-label="Launch film"' in element
    assert "asset-thumbnail" in page
    assert fetch(address)[0].headers["Content-Type"] == "audio/mpeg"


def test_what_plays_is_shown_inline_as_nothing_else(film):
    response, _ = fetch(player(page_of(browser_with(*HAVING), film))[1])
    assert response.headers["Content-Disposition"] == 'inline; filename="Launch.mp4"'
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_playing_is_no_download(film):
    fetch(player(page_of(browser_with(*HAVING), film))[1])
    assert Media.objects.get().downloads == 0
    assert not HistoryEntry.objects.exists()


def test_what_is_in_the_trash_plays_no_longer(film):
    address = player(page_of(browser_with(*HAVING), film))[1]
    Media.objects.update(removed_at=timezone.now())
    assert fetch(address)[0].status_code == 404


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("video", "video/quicktime"),
        ("video", "video/x-msvideo"),
        ("audio", "audio/x-ms-wma"),
        ("document", "text/html"),
        ("document", "application/pdf"),
        ("image", "image/svg+xml"),
    ],
)
def test_what_browsers_do_not_play_is_shown_as_a_picture(kind, content_type):
    page = page_of(browser_with(*HAVING), recording(kind, content_type))
    assert player(page) == ("", "")
    assert "asset-thumbnail" in page


@pytest.mark.parametrize("state", [{}, {"is_archived": True}, {"is_watermarked": True}], ids=str)
def test_whoever_may_not_download_it_sees_a_picture(state):
    granted = HAVING if state else LOOKING
    page = page_of(browser_with(*granted), recording(**state))
    assert player(page) == ("", "")
    assert "asset-thumbnail" in page


def test_the_page_allows_media_of_the_portal_only(film):
    response = browser_with(*HAVING).get(f"/assets/{film.api_id}/")
    assert "media-src 'self';" in response.headers["Content-Security-Policy"] + ";"


def test_a_public_original_plays_on_any_website_and_that_is_no_download(monkeypatch):
    monkeypatch.setattr("assets.views.downloads._AT_ONCE", 100)
    address = f"/m/{recording(is_public=True).id_hash}/original/Film.mp4"
    response, content = fetch(address, range="bytes=0-", sec_fetch_dest="video")
    assert (response.status_code, content) == (206, FILM[:100])
    assert Media.objects.get().downloads == 0


# The address


def later(monkeypatch, **time):
    moment = (timezone.now() + timedelta(**time)).timestamp()
    monkeypatch.setattr("assets.playing.time.time", lambda: moment)


def test_the_address_is_good_until_the_recording_has_played_to_its_end(monkeypatch):
    address = player(page_of(browser_with(*HAVING), recording(seconds=7200)))[1]
    later(monkeypatch, hours=2, minutes=59)
    assert fetch(address)[0].status_code == 200
    later(monkeypatch, hours=3, minutes=1)
    assert fetch(address)[0].status_code == 410


def test_a_file_that_boasts_of_its_length_plays_a_day_at_most(monkeypatch):
    address = player(page_of(browser_with(*HAVING), recording(seconds=10**9)))[1]
    later(monkeypatch, hours=26)
    assert fetch(address)[0].status_code == 410


def test_the_address_of_a_download_does_not_play(film, admin):
    address = downloads.link(film.items.get(), by=admin, door=COMMAND, base_url="")
    assert fetch(address.replace("/dl/", "/play/"))[0].status_code == 404


def test_the_address_of_a_player_does_not_download(film):
    address = player(page_of(browser_with(*HAVING), film))[1]
    assert fetch(address.replace("/play/", "/dl/"))[0].status_code == 404


def test_what_has_no_business_in_a_player_is_not_sent_to_one(film):
    address = player(page_of(browser_with(*HAVING), film))[1]
    MediaItem.objects.update(content_type="text/html")
    assert fetch(address)[0].status_code == 404


@pytest.mark.parametrize("made_up", ["x", "WzEsOTk5OTk5OTk5OV0:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_an_address_cannot_be_made_up(db, made_up):
    assert Client().get(f"/play/{made_up}/a.mp4").status_code == 404


def test_a_player_gets_what_it_needs_for_now(db, monkeypatch):
    monkeypatch.setattr("assets.views.downloads._AT_ONCE", 100)
    address = player(page_of(browser_with(*HAVING), recording()))[1]
    response, content = fetch(address, range="bytes=50-")
    assert (response.status_code, content) == (206, FILM[50:150])
    assert response.headers["Content-Range"] == f"bytes 50-149/{len(FILM)}"


def test_a_player_that_says_where_to_end_gets_all_that(db, monkeypatch):
    monkeypatch.setattr("assets.views.downloads._AT_ONCE", 100)
    address = player(page_of(browser_with(*HAVING), recording()))[1]
    assert fetch(address, range="bytes=50-299")[1] == FILM[50:300]
