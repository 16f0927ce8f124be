"""Names of files as people and programs send them, made harmless."""

import re
import unicodedata

from portal.visible_text import is_invisible
from portal.wording import VendorsWords

LONGEST = 200
_EXTENSION = re.compile(r"[0-9A-Za-z_-]{1,16}", re.ASCII)
_SEPARATORS = re.compile(r"[/\\]")


def cleaned(text: str) -> str:
    """The last part of any path, without invisible characters, shortened to what is kept.

    VendorsWords when no name with an extension is left.
    """
    last = _SEPARATORS.split(text)[-1]
    visible = "".join(letter for letter in last if not is_invisible(letter))
    stem, _, extension = unicodedata.normalize("NFC", visible).strip().rpartition(".")
    stem = stem.strip()
    if not stem.strip(".") or not _EXTENSION.fullmatch(extension):
        message = f"'{visible[:60]}' is not a valid filename"
        for_people = f"“{visible[:60]}” has no name with an extension, such as photo.jpg. Give the file one."
        raise VendorsWords({"file_name": message}, for_people={"file_name": for_people})
    return f"{stem[: LONGEST - len(extension) - 1]}.{extension}"


def extension(file_name: str) -> str:
    """In lower case, without the dot."""
    return file_name.rpartition(".")[2].lower()


def with_extension(file_name: str, extension: str) -> str:
    """The name with another extension."""
    return f"{file_name.rpartition('.')[0]}.{extension}"
