"""What people type must be what others read: no character that hides, reorders or breaks text.

Names that a decision hangs on, of people, profiles and tokens, have no invisible character at all. What
describes assets may have those that scripts and emoji need, but none that turns the direction of writing
or controls a terminal.
"""

import unicodedata
from collections.abc import Container, Mapping

from django.core.exceptions import ValidationError

# Cc are control characters, Cf invisible ones that can reorder or hide what is read, Cs halves of others,
# Zl and Zp break lines.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HARMFUL = _INVISIBLE - {"Cf"}
_NOTHING = _INVISIBLE | {"Zs"}
_TURNS_WRITING = frozenset("\u202d\u202e")  # overrides; the marks that scripts need don't turn other letters
_BREAKS = frozenset("\t\n\v\f\r\u0085\u2028\u2029")


def is_invisible(character: str) -> bool:
    """Whether a name that a decision hangs on can't have it."""
    return unicodedata.category(character) in _INVISIBLE


def invisible_character_error(text: str) -> str:
    """What is wrong with `text`, naming the first such character; empty when nothing is."""
    bad = next(filter(is_invisible, text), None)
    return f"Remove the invisible character U+{ord(bad):04X}." if bad else ""


def validate_visible(text: str) -> None:
    """ValidationError when `text` has an invisible character: a validator for fields."""
    if error := invisible_character_error(text):
        raise ValidationError(error, code="invisible_character")


def validate_line(text: str) -> None:
    """ValidationError when `text` has a harmful character, a line break, or nothing to be seen."""
    _refuse_harmful(text, allowed=())
    if text and all(unicodedata.category(c) in _NOTHING for c in text):
        message = "Use at least one character that can be seen."
        raise ValidationError(message, code="nothing_visible")


def validate_lines(text: str) -> None:
    """ValidationError when `text`, which may have several lines, has a harmful character."""
    _refuse_harmful(text, allowed=_BREAKS)


def validate_translations(texts: Mapping[str, str]) -> None:
    """As `validate_lines`, for texts by language."""
    for text in texts.values():
        validate_lines(text)


def _refuse_harmful(text: str, *, allowed: Container[str]) -> None:
    bad = next((c for c in text if _is_harmful(c) and c not in allowed), None)
    if bad:
        message = f"Remove the character U+{ord(bad):04X}: it can't be seen, and changes how text is read."
        raise ValidationError(message, code="harmful_character")


def _is_harmful(character: str) -> bool:
    return unicodedata.category(character) in _HARMFUL or character in _TURNS_WRITING
