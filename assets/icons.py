"""Drawn pictures for files that have none of their own: a sheet of paper with the type's letters."""

from PIL import Image, ImageDraw, ImageFont

SIDE = 800  # what it is drawn in; everything below is in these pixels
_SHEET = (150, 70, 650, 730)
_FOLD = 140
_PAPER, _LINE, _FOLDED = "#ffffff", "#9aa0ab", "#e4e6eb"
_INKS = {"audio": "#8a3ffc", "video": "#c2410c", "document": "#1f4fd8", "image": "#14663a", "3d": "#0f766e"}
_LONGEST = 5  # letters that are shown


def drawn(extension: str, kind: str) -> Image.Image:
    """The icon of files with this extension and of this kind, a MediaType, on a transparent ground."""
    image = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = _SHEET
    outline = [(left, top), (right - _FOLD, top), (right, top + _FOLD), (right, bottom), (left, bottom)]
    draw.polygon(outline, fill=_PAPER, outline=_LINE, width=8)
    fold = [(right - _FOLD, top), (right - _FOLD, top + _FOLD), (right, top + _FOLD)]
    draw.polygon(fold, fill=_FOLDED, outline=_LINE, width=8)
    _letters(draw, extension[:_LONGEST].upper() or "FILE", _INKS.get(kind, "#4b5563"))
    return image


def _letters(draw: ImageDraw.ImageDraw, text: str, ink: str) -> None:
    left, _, right, _ = _SHEET
    font = ImageFont.load_default(190 if len(text) <= 3 else 620 // len(text))
    draw.rectangle((left - 50, 400, right + 50, 640), fill=ink)
    draw.text(((left + right) // 2, 520), text, font=font, fill="white", anchor="mm")
