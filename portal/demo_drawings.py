"""Pictures, sounds and papers for the demo, drawn on the spot: nothing is downloaded."""

import io
import math
import random
import wave
from array import array
from collections.abc import Callable

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Painter = Callable[[ImageDraw.ImageDraw, int, int, random.Random], None]

_SMOOTH = 2  # drawn twice as large and reduced, so that edges are smooth
PALETTES: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (
    ((246, 240, 228), (214, 120, 76), (61, 90, 92), (31, 41, 51)),
    ((232, 240, 242), (64, 121, 140), (244, 178, 102), (24, 44, 56)),
    ((240, 237, 245), (124, 104, 168), (236, 196, 104), (44, 36, 66)),
    ((234, 243, 233), (86, 138, 96), (226, 143, 82), (29, 52, 40)),
    ((250, 236, 232), (200, 84, 84), (82, 118, 150), (54, 28, 34)),
)


def image(kind: str, width: int, height: int, seed: int) -> Image.Image:
    """A picture of a kind in `PAINTERS`; the same seed draws the same picture."""
    chance = random.Random(seed)  # noqa: S311  pictures, no secrets
    large = Image.new("RGB", (width * _SMOOTH, height * _SMOOTH))
    PAINTERS[kind](ImageDraw.Draw(large), large.width, large.height, chance)
    return large.reduce(_SMOOTH)


def jpeg(kind: str, width: int, height: int, seed: int) -> bytes:
    """The picture as a JPEG file."""
    file = io.BytesIO()
    image(kind, width, height, seed).save(file, "JPEG", quality=88)
    return file.getvalue()


def png(kind: str, width: int, height: int, seed: int) -> bytes:
    """The picture as a PNG file."""
    file = io.BytesIO()
    image(kind, width, height, seed).save(file, "PNG")
    return file.getvalue()


def pdf(width: int, height: int, seed: int) -> bytes:
    """A leaflet of two pages."""
    file = io.BytesIO()
    pages = [image("leaflet", width, height, seed + number) for number in range(2)]
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=96)
    return file.getvalue()


def sound(seconds: float, seed: int) -> bytes:
    """A jingle as a WAV file."""
    chance = random.Random(seed)  # noqa: S311
    rate, notes = 16_000, [chance.choice((262, 330, 392, 440, 523)) for _ in range(8)]
    length = int(seconds * rate)
    samples = array("h")
    for position in range(length):
        note = notes[position * len(notes) // length]
        fading = 1 - (position * len(notes) % length) / length
        samples.append(int(12_000 * fading * math.sin(2 * math.pi * note * position / rate)))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, rate, 0, "NONE", "not compressed"))
        writer.writeframes(samples.tobytes())
    return file.getvalue()


def _landscape(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    """Hills under a sky with a low sun."""
    sky, sun, hill, dark = chance.choice(PALETTES)
    _gradient(draw, width, height, sky, _mixed(sky, sun, 0.45))
    radius = width // chance.randint(9, 14)
    _disc(
        draw,
        chance.uniform(0.2, 0.8) * width,
        height * chance.uniform(0.3, 0.5),
        radius,
        _mixed(sun, sky, 0.25),
    )
    for layer in range(4):
        base = height * (0.5 + 0.12 * layer)
        waves = [
            (chance.uniform(1, 3.5), chance.uniform(0, 6.3), height * 0.07 / (layer + 1)) for _ in range(3)
        ]
        ridge = [
            (x, base + sum(size * math.sin(pace * 6.3 * x / width + start) for pace, start, size in waves))
            for x in range(0, width + 16, 16)
        ]
        draw.polygon([*ridge, (width, height), (0, height)], fill=_mixed(hill, dark, layer / 4))


def _bottle(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    """A drinking bottle on a plain ground."""
    ground, colour, accent, dark = chance.choice(PALETTES)
    _studio(draw, width, height, ground)
    middle, body, tall = width / 2, height * 0.16, height * 0.5
    top, bottom = height * 0.3, height * 0.3 + tall
    _shadow(draw, middle, bottom, body * 1.5)
    draw.rounded_rectangle((middle - body, top, middle + body, bottom), radius=body * 0.5, fill=colour)
    draw.rounded_rectangle(
        (middle - body * 0.5, top - body * 0.55, middle + body * 0.5, top + body * 0.3),
        radius=body * 0.15,
        fill=dark,
    )
    draw.rectangle((middle - body, top + tall * 0.42, middle + body, top + tall * 0.62), fill=accent)
    draw.rounded_rectangle(
        (middle - body * 0.78, top + body * 0.4, middle - body * 0.6, bottom - body * 0.5),
        radius=body * 0.1, fill=_mixed(colour, (255, 255, 255), 0.5),
    )  # fmt: skip


def _mug(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    """A mug with a handle."""
    ground, colour, accent, _ = chance.choice(PALETTES)
    _studio(draw, width, height, ground)
    middle, half, tall = width * 0.48, height * 0.2, height * 0.38
    top, bottom = height * 0.36, height * 0.36 + tall
    _shadow(draw, middle, bottom, half * 1.4)
    line = int(half * 0.22)
    draw.ellipse(
        (middle + half * 0.6, top + tall * 0.2, middle + half * 1.7, top + tall * 0.8),
        outline=colour,
        width=line,
    )
    draw.rounded_rectangle((middle - half, top, middle + half, bottom), radius=half * 0.25, fill=colour)
    draw.ellipse(
        (middle - half, top - half * 0.18, middle + half, top + half * 0.18),
        fill=_mixed(colour, (0, 0, 0), 0.35),
    )
    _disc(draw, middle, top + tall * 0.55, half * 0.45, accent)


def _lamp(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    """A lantern and its light."""
    ground, colour, accent, dark = chance.choice(PALETTES)
    _gradient(draw, width, height, _mixed(dark, (0, 0, 0), 0.3), _mixed(dark, ground, 0.2))
    middle, centre, unit = width / 2, height * 0.52, height * 0.1
    for step in range(12, 0, -1):
        _disc(
            draw,
            middle,
            centre,
            unit * (1.3 + step * 0.32),
            _mixed(_mixed(dark, ground, 0.2), accent, 0.5 - step * 0.038),
        )
    draw.rounded_rectangle(
        (middle - unit, centre - unit * 1.5, middle + unit, centre + unit * 1.5),
        radius=unit * 0.3,
        fill=_mixed(accent, (255, 255, 255), 0.6),
    )
    for offset in (-1.9, 1.5):
        draw.rounded_rectangle(
            (
                middle - unit * 1.25,
                centre + offset * unit,
                middle + unit * 1.25,
                centre + (offset + 0.5) * unit,
            ),
            radius=unit * 0.15,
            fill=colour,
        )
    draw.arc(
        (middle - unit, centre - unit * 3.1, middle + unit, centre - unit * 1.1),
        180,
        360,
        fill=colour,
        width=int(unit * 0.2),
    )


def _tent(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    """A tent in front of hills."""
    _landscape(draw, width, height, chance)
    _, colour, accent, dark = chance.choice(PALETTES)
    left, right, foot, peak = width * 0.3, width * 0.7, height * 0.84, height * 0.5
    middle = (left + right) / 2
    draw.polygon([(left, foot), (middle, peak), (right, foot)], fill=colour)
    draw.polygon(
        [
            (middle, peak),
            (right, foot),
            (right + width * 0.07, foot - height * 0.05),
            (middle + width * 0.06, peak - height * 0.02),
        ],
        fill=_mixed(colour, (0, 0, 0), 0.3),
    )
    draw.polygon(
        [(middle - width * 0.07, foot), (middle, peak + height * 0.1), (middle + width * 0.07, foot)],
        fill=dark,
    )
    draw.polygon(
        [(middle, peak + height * 0.1), (middle + width * 0.07, foot), (middle + width * 0.03, foot)],
        fill=accent,
    )


def _pattern(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    """A brand pattern of quarter circles."""
    palette = chance.choice(PALETTES)
    draw.rectangle((0, 0, width, height), fill=palette[0])
    size = width // chance.choice((6, 8, 10))
    for x in range(0, width, size):
        for y in range(0, height, size):
            start = chance.choice((0, 90, 180, 270))
            corner = {0: (0, 0), 90: (1, 0), 180: (1, 1), 270: (0, 1)}[start]
            left, top = x - (1 - corner[0]) * size, y - (1 - corner[1]) * size
            draw.pieslice(
                (left, top, left + 2 * size, top + 2 * size), start, start + 90, fill=chance.choice(palette)
            )


def _logo(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    """A mark: two peaks in a disc."""
    ground, colour, accent, dark = chance.choice(PALETTES)
    draw.rectangle((0, 0, width, height), fill=chance.choice(((255, 255, 255), dark, ground)))
    middle, centre, radius = width / 2, height / 2, min(width, height) * 0.36
    _disc(draw, middle, centre, radius, colour)
    foot = centre + radius * 0.5
    draw.polygon(
        [
            (middle - radius * 0.75, foot),
            (middle - radius * 0.15, centre - radius * 0.5),
            (middle + radius * 0.45, foot),
        ],
        fill=accent,
    )
    draw.polygon(
        [
            (middle - radius * 0.1, foot),
            (middle + radius * 0.33, centre - radius * 0.15),
            (middle + radius * 0.75, foot),
        ],
        fill=ground,
    )


def _leaflet(draw: ImageDraw.ImageDraw, width: int, height: int, chance: random.Random) -> None:
    """A page of a leaflet: a picture, a heading and lines of text, too small to read."""
    ground, colour, _, dark = chance.choice(PALETTES)
    draw.rectangle((0, 0, width, height), fill=(255, 255, 255))
    margin = width // 12
    draw.rectangle((margin, margin, width - margin, height * 0.42), fill=ground)
    _disc(draw, width / 2, height * 0.26, width * 0.13, colour)
    draw.rectangle((margin, height * 0.47, width * 0.6, height * 0.5), fill=dark)
    for line in range(12):
        end = width - margin if line % 4 != 3 else width * chance.uniform(0.4, 0.7)
        top = height * (0.54 + 0.028 * line)
        draw.rectangle((margin, top, end, top + height * 0.009), fill=(176, 182, 188))


def _studio(draw: ImageDraw.ImageDraw, width: int, height: int, colour: Colour) -> None:
    _gradient(draw, width, height, colour, _mixed(colour, (0, 0, 0), 0.1))


def _shadow(draw: ImageDraw.ImageDraw, x: float, y: float, half: float) -> None:
    draw.ellipse((x - half, y - half * 0.12, x + half, y + half * 0.12), fill=(188, 184, 176))


def _disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _gradient(draw: ImageDraw.ImageDraw, width: int, height: int, above: Colour, below: Colour) -> None:
    for y in range(0, height, 4):
        draw.rectangle((0, y, width, y + 4), fill=_mixed(above, below, y / height))


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


PAINTERS: dict[str, Painter] = {
    "landscape": _landscape, "bottle": _bottle, "mug": _mug, "lamp": _lamp, "tent": _tent,
    "pattern": _pattern, "logo": _logo, "leaflet": _leaflet,
}  # fmt: skip
