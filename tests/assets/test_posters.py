"""Where pictures come from: each kind of source, and the icon that stands in for what shows nothing."""

import io
from contextlib import ExitStack

import pytest
from PIL import Image, ImageCms

from assets import posters
from assets.models import Media, MediaItem
from portal.api.errors import Unavailable
from tests.assets import pictures
from tests.assets.factories import MediaFactory
from tests.assets.pictures import near

RED, BLUE, GREEN, BLACK, WHITE = (255, 0, 0), (0, 0, 255), (0, 128, 0), (0, 0, 0), (255, 255, 255)


def of_image(content, at_least=1000):
    return posters.image(io.BytesIO(content), at_least)


def test_a_photo_that_was_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90° clockwise
    picture = of_image(pictures.halves((400, 300), kind="JPEG", exif=exif, quality=95))
    assert picture.size == (300, 400)
    assert near(picture.getpixel((150, 20)), RED)
    assert near(picture.getpixel((150, 380)), BLUE)


@pytest.mark.parametrize(
    ("mode", "kind", "colour", "expected"),
    [
        ("L", "PNG", 128, ("RGB", (128, 128, 128))),
        ("1", "PNG", 1, ("RGB", WHITE)),
        ("P", "PNG", 0, ("RGB", BLACK)),
        ("LA", "PNG", (128, 0), ("RGBA", (128, 128, 128, 0))),
        ("RGBA", "PNG", (255, 0, 0, 90), ("RGBA", (255, 0, 0, 90))),
        ("I;16", "PNG", 40_000, ("RGB", (155, 155, 155))),
        ("CMYK", "TIFF", (0, 255, 255, 0), ("RGB", RED)),
    ],
)
def test_every_kind_of_pixel_becomes_rgb(mode, kind, colour, expected):
    picture = of_image(pictures.image((10, 10), colour, mode=mode, kind=kind))
    assert (picture.mode, picture.getpixel((5, 5))) == expected


def test_a_transparent_colour_of_a_palette_stays_transparent():
    content = pictures.image((10, 10), 0, mode="P", transparency=0)
    assert of_image(content).getpixel((5, 5))[3] == 0


def test_colours_are_converted_by_the_files_own_profile():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    picture = of_image(pictures.image((10, 10), "red", icc_profile=swapped))
    assert near(picture.getpixel((5, 5)), BLUE)


def test_a_profile_that_is_none_is_passed_over():
    picture = of_image(pictures.image((10, 10), "red", icc_profile=b"nonsense"))
    assert picture.getpixel((5, 5)) == RED


def test_of_an_animation_the_first_frame_is_shown():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    content = pictures.written(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert near(of_image(content).getpixel((5, 5)), RED)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_image_is_not_kept_at_its_full_size_for_a_small_picture(kind):
    assert max(of_image(pictures.image((4000, 3000), kind=kind), at_least=200).size) < 1000


def test_a_decompression_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(Image.DecompressionBombError):
        of_image(pictures.image((40, 40)))


def test_a_format_whose_decoder_runs_programs_is_refused():
    with pytest.raises(Image.UnidentifiedImageError):
        of_image(pictures.image((40, 40), kind="EPS"))


def test_of_a_video_the_picture_at_the_first_second_is_shown():
    picture = posters.video(io.BytesIO(pictures.video(seconds=("black", "blue", "red"))), 100)
    assert picture.size == (64, 48)
    assert near(picture.getpixel((30, 20)), BLUE)


def test_a_video_shorter_than_a_second_has_a_picture_all_the_same():
    picture = posters.video(io.BytesIO(pictures.video(seconds=("red",))), 100)
    assert near(picture.getpixel((30, 20)), RED)


@pytest.mark.parametrize(
    "playlist", [b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n"]
)
def test_a_playlist_that_claims_to_be_a_video_is_refused(playlist):
    with pytest.raises(ValueError):
        posters.video(io.BytesIO(playlist), 100)


def test_a_video_with_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(Image.DecompressionBombError):
        posters.video(io.BytesIO(pictures.video()), 100)


def test_of_a_document_the_first_page_is_shown_as_large_as_asked():
    picture = posters.document(io.BytesIO(pictures.document((200, 300))), 600)
    assert picture.size == (400, 600)
    assert near(picture.getpixel((200, 300)), GREEN)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("text/html", b"<script>alert(1)</script>"),
        ("audio/mpeg", b"ID3"),
        ("application/zip", b"PK"),
        ("image/png", b"not an image"),
        ("video/mp4", b"not a video"),
        ("application/pdf", b"not a document"),
    ],
)
def test_what_shows_nothing_gets_an_icon(content_type, content):
    media = MediaFactory(content=content)
    MediaItem.objects.update(content_type=content_type)
    assert posters.of(media, 500).size == (800, 800)


@pytest.mark.django_db
def test_a_storage_that_does_not_answer_is_no_reason_for_an_icon():
    media = MediaFactory(content=pictures.image())
    MediaItem.objects.update(file="originals/gone.png")
    with pytest.raises(FileNotFoundError):
        posters.of(media, 500)


def turn(side):
    return posters.turn_of(Media(width=side, height=side))


def test_huge_pictures_wait_for_their_turn_but_not_for_long(monkeypatch):
    monkeypatch.setattr(posters, "PATIENCE", 0)
    with turn(13_000), turn(4000):
        pass
    with turn(13_000), pytest.raises(Unavailable), turn(8000):
        pass
    with turn(8000):
        pass


def test_few_pictures_are_drawn_at_once(monkeypatch):
    monkeypatch.setattr(posters, "PATIENCE", 0)
    with ExitStack() as held:
        for _ in range(posters.AT_ONCE):
            held.enter_context(turn(100))
        with pytest.raises(Unavailable), turn(100):
            pass
    with turn(100):
        pass
