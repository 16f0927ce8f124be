"""A drawn landscape, by which a derivative's settings can be judged."""

from PIL import Image, ImageDraw

SIZE = (2400, 1600)
_SKY, _SUN, _FAR, _NEAR, _FRAME = "#9cc9f5", "#ffd24d", "#3f7d58", "#1f5135", "#d6336c"
_FRAME_WIDTH = 40


def drawn() -> Image.Image:
    """The landscape; its coloured frame shows what is cut off."""
    image = Image.new("RGB", SIZE, _SKY)
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    draw.ellipse((1050, 250, 1550, 750), fill=_SUN)
    draw.polygon(
        [(0, 1250), (600, 650), (1150, 1150), (1700, 500), (width, 1200), (width, height), (0, height)],
        fill=_FAR,
    )
    draw.polygon(
        [(0, 1400), (900, 1050), (1800, 1350), (width, 1100), (width, height), (0, height)], fill=_NEAR
    )
    draw.rectangle((0, 0, width - 1, height - 1), outline=_FRAME, width=_FRAME_WIDTH)
    return image
