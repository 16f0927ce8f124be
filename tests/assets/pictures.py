"""Files of every kind that pictures are made from, made on the spot."""

import io

import av
from PIL import Image, ImageDraw


def image(size=(400, 300), colour="teal", *, mode="RGB", kind="PNG", **options) -> bytes:
    """The bytes of a plain image."""
    return written(Image.new(mode, size, colour), kind, **options)


def halves(size=(400, 300), left="red", right="blue", *, kind="PNG", **options) -> bytes:
    """An image of two colours, to see what was cut, turned or mirrored."""
    picture = Image.new("RGB", size, right)
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill=left)
    return written(picture, kind, **options)


def written(picture, kind, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def video(size=(64, 48), seconds=("black", "blue"), *, kind="mp4") -> bytes:
    """A video that shows each colour for a second; every frame is a key frame. Browsers play WebM."""
    file = io.BytesIO()
    with av.open(file, "w", format=kind) as container:
        stream = container.add_stream({"mp4": "mpeg4", "webm": "libvpx"}[kind], rate=5)
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = *size, "yuv420p", 1
        for colour in seconds:
            for _ in range(5):
                container.mux(stream.encode(av.VideoFrame.from_image(Image.new("RGB", size, colour))))
        container.mux(stream.encode())
    return file.getvalue()


def document(size=(200, 300), colour="green") -> bytes:
    """A PDF of one page."""
    return image(size, colour, kind="PDF")


def read(content: bytes) -> Image.Image:
    """The picture that the bytes are."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def near(pixel, colour, tolerance=12) -> bool:
    """Whether the pixel is of the colour, but for what compression does to it."""
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, colour, strict=False))
