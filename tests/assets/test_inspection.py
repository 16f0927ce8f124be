"""What a file is found to be, by its content; the name is only believed where content says nothing."""

import io
import json
import time
import warnings
import wave
import zipfile

import av
import pytest
from django.core.files.base import ContentFile, File
from PIL import Image

from assets import file_names, file_types
from assets.inspection import Rejected, inspect

JPEG_ORIENTATION = 0x0112


def image(format, size=(40, 30), **options):
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, format, **options)
    return file.getvalue()


def zipped(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def sound():
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setparams((1, 2, 8000, 0, "NONE", ""))
        recording.writeframes(b"\0\0" * 16_000)
    return file.getvalue()


def video(format="mp4"):
    file = io.BytesIO()
    with av.open(file, "w", format=format) as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(stream.encode())
    return file.getvalue()


def found(content, name):
    return inspect(ContentFile(content), name)


SVG = b'<?xml version="1.0"?>\n<!-- a --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "name", "kind", "extension", "content_type"),
    [
        (image("PNG"), "a.png", "image", "png", "image/png"),
        (image("JPEG"), "a.jpeg", "image", "jpeg", "image/jpeg"),
        (image("JPEG"), "A.JPG", "image", "jpg", "image/jpeg"),
        (image("GIF"), "a.gif", "image", "gif", "image/gif"),
        (image("WEBP"), "a.webp", "image", "webp", "image/webp"),
        (image("AVIF"), "a.avif", "image", "avif", "image/avif"),
        (image("TIFF"), "a.tif", "image", "tif", "image/tiff"),
        (image("BMP"), "a.bmp", "image", "bmp", "image/bmp"),
        (SVG, "a.svg", "image", "svg", "image/svg+xml"),
        (image("PDF"), "a.pdf", "document", "pdf", "application/pdf"),
        (sound(), "a.wav", "audio", "wav", "audio/wav"),
        (video(), "a.mp4", "video", "mp4", "video/mp4"),
        (video("mov"), "a.mov", "video", "mov", "video/quicktime"),
        (zipped("word/document.xml"), "a.docx", "document", "docx", f"{file_types._OFFICE}wordprocessingml.document"),
        (zipped("a.txt"), "a.zip", "document", "zip", "application/zip"),
        (b"glTF\2\0\0\0" + b"\0" * 20, "a.glb", "3d", "glb", "model/gltf-binary"),
        (b"a,b\n1,2\n", "a.csv", "document", "csv", "text/csv"),
        (b"BMW and others\n", "a.txt", "document", "txt", "text/plain"),
        ("Häfen".encode("utf-16"), "a.txt", "document", "txt", "text/plain"),
        (b"v 0 0 0\n", "a.obj", "3d", "obj", "model/obj"),
        (b"\x00\x01\x02", "a.xyz", "document", "xyz", "application/octet-stream"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_is(content, name, kind, extension, content_type):
    result = found(content, name)
    assert (result.type, result.extension, result.content_type) == (kind, extension, content_type)


@pytest.mark.parametrize(
    ("content", "name", "extension"),
    [
        (image("JPEG"), "a.png", "jpg"),
        (image("PNG"), "a.pdf", "png"),
        (image("PNG"), "a.txt", "png"),
        (image("PNG"), "a.unknown", "png"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "a.png", "html"),
        (b"\xef\xbb\xbf <!-- x -->\n<HTML>", "a.txt", "html"),
        (SVG, "a.png", "svg"),
        (zipped("a"), "a.jpg", "zip"),
        (video(), "a.jpg", "mp4"),
    ],
)
def test_a_name_that_lies_is_corrected(content, name, extension):
    assert found(content, name).extension == extension


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.png"),
        (b"no image", "a.png"),
        (image("PNG")[:20], "a.png"),
        (b"\x00\x01\x02", "a.pdf"),
        (b"text", "a.mp4"),
        (b"text", "a.mp3"),
        (b"text", "a.docx"),
        (b"te\x00xt", "a.csv"),
        (b"%!PS is no picture that is safe to open", "a.jpg"),
    ],
)
def test_what_is_nothing_known_under_a_known_name_is_rejected(content, name):
    with pytest.raises(Rejected):
        found(content, name)


def test_a_playlist_that_calls_itself_a_video_opens_nothing():
    with pytest.raises(Rejected):
        found(b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "a.mp4")


@pytest.mark.parametrize(
    ("size", "orientation"), [((40, 30), "landscape"), ((30, 40), "portrait"), ((30, 30), "square")]
)
def test_an_image_has_a_size_and_a_shape(size, orientation):
    result = found(image("PNG", size), "a.png")
    assert (result.width, result.height, result.orientation) == (*size, orientation)


@pytest.mark.parametrize(("turn", "size"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40))])
def test_a_turned_photograph_has_the_size_in_which_it_is_seen(turn, size):
    exif = Image.Exif()
    exif[JPEG_ORIENTATION] = turn
    result = found(image("JPEG", exif=exif), "a.jpg")
    assert (result.width, result.height) == size


def test_what_a_photograph_says_of_itself_is_kept_as_harmless_text():
    exif = Image.Exif()
    exif[0x010F] = "Ac\0me\n"
    exif[0x013B] = "x" * 10_000
    exif.get_ifd(0x8769)[0x9286] = b"\xff\xfe comment"
    details = found(image("JPEG", exif=exif), "a.jpg").details["exif"]
    assert details["Make"] == "Acme"
    assert len(details["Artist"]) == 200
    assert "\\u0000" not in json.dumps(details)


def test_a_decompression_bomb_is_rejected_before_it_goes_off(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 500)
    with pytest.raises(Rejected, match="too many pixels"):
        found(image("PNG"), "a.png")


def test_a_pdf_has_pages_and_the_size_of_the_first():
    result = found(image("PDF", (72, 144), resolution=72), "a.pdf")
    assert (result.width, result.height, result.details) == (72, 144, {"pages": 1})


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_an_image_that_ends_early_is_rejected(format, part):
    file = io.BytesIO()
    Image.effect_noise((80, 60), 90).convert("RGB").save(file, format)
    whole = file.getvalue()
    with pytest.raises(Rejected, match="broken"):
        found(whole[: int(len(whole) * part)], f"a.{format.lower()}")


def test_a_locked_or_broken_pdf_is_kept_without_them():
    assert found(b"%PDF-1.7\nbroken", "a.pdf").details == {}


def test_recordings_have_a_length_and_videos_a_size():
    assert found(sound(), "a.wav").details == {"seconds": 2.0}
    result = found(video(), "a.mp4")
    assert (result.width, result.height, result.details) == (64, 48, {"seconds": 1.0})


def test_a_recording_in_an_unknown_codec_is_kept():
    assert found(b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 40, "a.mp4").type == "video"


@pytest.mark.parametrize(
    "opening",
    [
        b"<!-- -->" * 8000,
        b"<?xml ?>" * 8000,
        b" " * 64_000,
        b"<!DOCTYPE svg [" * 4000,
        b"<!DOCTYPE svg".ljust(64_000),
    ],
)
def test_no_text_keeps_the_recognition_busy(opening):
    started = time.process_time()
    assert found(opening, "a.txt").extension in ("txt", "xml", "html")
    assert time.process_time() - started < 1


def test_a_file_keeps_its_name_but_for_the_extension():
    assert file_names.with_extension("a.b.png", "jpg") == "a.b.jpg"


def test_what_other_threads_are_warned_of_stays_the_same_meanwhile():
    meanwhile = []

    class Watched(io.BytesIO):
        def read(self, *size):
            meanwhile.append(list(warnings.filters))
            return super().read(*size)

    before = list(warnings.filters)
    inspect(File(Watched(image("PNG")), name="a.png"), "a.png")
    assert meanwhile
    assert all(filters == before for filters in meanwhile)
