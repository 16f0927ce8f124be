"""Parts of files, as browsers ask for them to seek and download managers to resume."""

import pytest
from django.test import Client

from assets import downloads
from assets.models import Media
from portal.audit.record import COMMAND
from tests.assets.factories import MediaFactory

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(100))
ETAG = f'"{"0" * 64}"'


@pytest.fixture
def media(admin):
    return MediaFactory(content=CONTENT, created_by=admin, is_public=True)


@pytest.fixture
def address(media, admin):
    """A signed download."""
    return downloads.link(media.items.get(), by=admin, door=COMMAND, base_url="")


def fetch(address, **headers):
    response = Client().get(address, headers=headers)
    return response, b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=90-", 90, 99),
        ("bytes=0-", 0, 99),
        ("bytes=-10", 90, 99),
        ("bytes=-1000", 0, 99),
        ("bytes=10-" + "9" * 50, 10, 99),
        ("BYTES= 10-19 ,", 10, 19),
    ],
)
def test_a_range_is_sent_alone(address, asked, first, last):
    response, content = fetch(address, range=asked)
    assert (response.status_code, content) == (206, CONTENT[first : last + 1])
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/100"
    assert response.headers["Content-Length"] == str(len(content))
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=" + "9" * 50 + "-"])
def test_a_range_past_the_end_is_refused_with_the_size(address, asked):
    response, content = fetch(address, range=asked)
    assert (response.status_code, content) == (416, b"")
    assert response.headers["Content-Range"] == "bytes */100"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes", "bytes=", "bytes=-", "bytes=,", "bytes=5-2", "bytes=a-b", "bytes=1.5-", "bytes=+1-2", "bytes=--1",
        "bytes=1-2-3", "bytes=0-1,5-6", "bytes=0-1, 200-", "items=0-1", "=0-1", "0-1", "",
        "bytes=" + "9" * 5000 + "-",
    ],
)  # fmt: skip
def test_what_is_no_single_range_of_bytes_gets_the_whole_file(address, asked):
    response, content = fetch(address, range=asked)
    assert (response.status_code, content) == (200, CONTENT)
    assert "Content-Range" not in response.headers


def test_a_whole_file_says_that_ranges_can_be_had(address):
    response, _ = fetch(address)
    assert (response.headers["Accept-Ranges"], response.headers["ETag"]) == ("bytes", ETAG)


def test_a_download_goes_on_where_the_file_is_still_the_same(address):
    assert fetch(address, range="bytes=50-", if_range=ETAG)[1] == CONTENT[50:]


@pytest.mark.parametrize("state", ['"other"', f"W/{ETAG}", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_a_download_begins_again_where_it_may_not_be(address, state):
    response, content = fetch(address, range="bytes=50-", if_range=state)
    assert (response.status_code, content) == (200, CONTENT)


def test_a_file_that_the_client_has_is_not_sent_again(address):
    response, content = fetch(address, if_none_match=ETAG)
    assert (response.status_code, content) == (304, b"")


def test_a_part_of_another_file_than_expected_is_not_sent(address):
    assert fetch(address, range="bytes=50-", if_match='"other"')[0].status_code == 412


def test_looking_first_tells_size_and_ranges_and_sends_nothing(address):
    response = Client().head(address, headers={"range": "bytes=10-19"})
    assert (response.status_code, response.headers["Content-Length"]) == (200, "100")
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.getvalue() == b""


def test_a_large_file_is_read_in_small_blocks(address, monkeypatch):
    monkeypatch.setattr("assets.ranges._BLOCK", 30)
    response = Client().get(address, headers={"range": "bytes=5-"})
    assert [len(block) for block in response.streaming_content] == [30, 30, 30, 5]


# Originals of public assets


def original(media):
    return f"/m/{media.id_hash}/original/any.png"


def test_the_original_of_a_public_asset_comes_in_ranges_too(media):
    response, content = fetch(original(media), range="bytes=10-19")
    assert (response.status_code, content) == (206, CONTENT[10:20])


@pytest.mark.parametrize(
    ("headers", "counted"),
    [
        ({}, 1),
        ({"range": "bytes=0-"}, 1),
        ({"range": "bytes=0-9"}, 1),
        ({"range": "bytes=10-"}, 0),
        ({"range": "bytes=-10"}, 0),
        ({"range": "bytes=200-"}, 0),
        ({"range": "bytes=50-", "if_range": '"of another file"'}, 1),
        ({"range": "bytes=5-6,0-1"}, 1),
        ({"range": "bytes=-99999"}, 1),
        ({"if_none_match": ETAG}, 0),
    ],
    ids=str,
)
def test_a_download_is_counted_once_where_it_begins(media, headers, counted):
    fetch(original(media), **headers)
    assert Media.objects.get().downloads == counted


def test_looking_at_an_original_is_no_download(media):
    Client().head(original(media)).getvalue()
    assert Media.objects.get().downloads == 0
