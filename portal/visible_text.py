"""What people type must be what others read: no character that hides, reorders or breaks text."""

import unicodedata

from django.core.exceptions import ValidationError

# Cc are control characters, Cf invisible ones that can reorder or hide what is read, Cs halves of others,
# Zl and Zp break lines.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def invisible_character_error(text: str) -> str:
    """What is wrong with `text`, naming the first such character; empty when nothing is."""
    bad = next((c for c in text if unicodedata.category(c) in _INVISIBLE), None)
    return f"Remove the invisible character U+{ord(bad):04X}." if bad else ""


def validate_visible(text: str) -> None:
    """ValidationError when `text` has an invisible character: a validator for fields."""
    if error := invisible_character_error(text):
        raise ValidationError(error, code="invisible_character")
