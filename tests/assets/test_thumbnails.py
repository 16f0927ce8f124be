"""Addresses of derivatives: open to whoever knows them, safe to show, kept by browsers."""

import pytest
from django.test import Client

from assets import addresses, derivatives
from assets.models import DerivativePreset, MediaItem
from assets.models.media import new_id_hash
from tests.assets import pictures
from tests.assets.factories import MediaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def media():
    return MediaFactory(name="Grüne Wiese / 100 %", content=pictures.image((2000, 1000)))


def address(media, name="webimage"):
    return addresses.thumbnail(media, name, "http://testserver")


@pytest.mark.parametrize(
    ("name", "size"), [("mini", (80, 40)), ("thul", (250, 125)), ("webimage", (800, 400))]
)
def test_the_address_of_a_derivative_shows_it_without_a_credential(media, name, size):
    response = Client().get(address(media, name))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert pictures.read(response.content).size == size


def test_the_address_of_a_jpeg_shows_a_jpeg():
    media = MediaFactory(content=pictures.image(kind="JPEG"), extension="jpg")
    assert address(media).endswith(".jpg")
    assert Client().get(address(media))["Content-Type"] == "image/jpeg"


def test_what_is_made_is_read_with_one_query(media, django_assert_num_queries):
    path = address(media)
    Client().get(path)
    with django_assert_num_queries(1):
        assert Client().get(path).status_code == 200


def test_an_address_stays_good_when_the_asset_is_renamed(media):
    before = address(media)
    media.name = "Blaue Wiese"
    media.save()
    assert Client().get(before).status_code == 200


def test_an_address_ends_with_the_file_that_it_was_made_for(media):
    before = address(media)
    assert Client().get(before).status_code == 200
    media.id_hash = new_id_hash()
    media.save()
    assert Client().get(before).status_code == 404
    assert Client().get(address(media)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/m/0123456789abcdef/mini-Name.png",
        "/m/nobody/mini-Name.png",
        "/m/{hash}/nothing-Name.png",
        "/m/{hash}/secret-Name.png",
        "/m/{hash}/../../etc/passwd",
    ],
)
def test_what_is_not_there_or_not_public_is_not_found(media, path):
    DerivativePreset.objects.create(name="secret", width=10, height=10, is_public=False)
    assert Client().get(path.format(hash=media.id_hash)).status_code == 404


def test_a_picture_can_do_nothing_but_be_shown(media):
    headers = Client().get(address(media)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "Set-Cookie" not in headers


def test_browsers_and_caches_keep_a_picture(media):
    response = Client().get(address(media))
    assert "immutable" in response["Cache-Control"]
    again = Client(headers={"if-none-match": response["ETag"]}).get(address(media))
    assert (again.status_code, again.content) == (304, b"")


def test_a_head_tells_how_large_a_picture_is(media):
    response = Client().get(address(media))
    head = Client().head(address(media))
    assert head.content == b""
    assert head["Content-Length"] == str(len(response.content))


def test_one_address_may_not_have_everything_made(media, settings):
    settings.RATE_LIMIT_REQUESTS = 2
    statuses = [Client().get(address(media, name)).status_code for name in ("mini", "thul", "webimage")]
    assert statuses == [200, 200, 429]
    assert Client().get(address(media, "mini")).status_code == 200


def test_what_cannot_be_made_is_not_found(media):
    MediaItem.objects.update(file="originals/gone.png")
    assert Client().get(address(media)).status_code == 404


@pytest.mark.parametrize("spelled", ["rfc_id", "api_id"])
@pytest.mark.parametrize("ending", ["", "/", "/?width=100"])
def test_an_address_made_from_the_id_shows_the_derivative(media, spelled, ending):
    path = f"/images/media/{getattr(media, spelled)}/derivatives/webimage{ending}"
    response = Client().get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert pictures.read(response.content).size == (800, 400)


def test_an_address_made_from_the_id_shows_only_what_everybody_may_see(media, admin_client):
    media.is_archived = True
    media.save()
    path = f"/images/media/{media.api_id}/derivatives/mini/"
    assert Client().get(path).status_code == 404
    assert admin_client.get(path).status_code == 200


def test_a_file_that_was_lost_is_told_as_such(media):
    derivatives.make(media, "mini").file.delete(save=False)
    response = Client().get(address(media, "mini"))
    assert (response.status_code, response.json()["error"]) == (503, "unavailable")
