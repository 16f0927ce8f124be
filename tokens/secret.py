"""The token as text: its format, checksum and digest. Pure functions; no model, no settings.

`portal_<key id>_<secret><checksum>`: 12 base62 characters that name the token and may be shown, 43
that prove it (256 bits), and the CRC-32 of all before it as 6 base62 digits, so that a mistyped
or truncated token is refused without a query and a scanner finds no false positives.
"""

import hashlib
import hmac
import re
import secrets
import string
import zlib
from typing import NamedTuple

PREFIX = "portal_"
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
KEY_ID_LENGTH, SECRET_LENGTH, CHECKSUM_LENGTH = 12, 43, 6
PATTERN = rf"{PREFIX}[0-9A-Za-z]{{{KEY_ID_LENGTH}}}_[0-9A-Za-z]{{{SECRET_LENGTH + CHECKSUM_LENGTH}}}"

_whole = re.compile(PATTERN, re.ASCII)
_anywhere = re.compile(rf"(?<![0-9A-Za-z_]){PATTERN}(?![0-9A-Za-z_])", re.ASCII)


class Secret(NamedTuple):
    """A well-formed token: its public key id and the whole text. Printing it shows only the key id."""

    key_id: str
    text: str

    def __repr__(self) -> str:
        return f"<Secret {self.key_id}>"

    def __str__(self) -> str:
        return repr(self)


def generate() -> Secret:
    """A new token from the operating system's randomness."""
    key_id = _random(KEY_ID_LENGTH)
    body = f"{PREFIX}{key_id}_{_random(SECRET_LENGTH)}"
    return Secret(key_id, body + _checksum(body))


def parse(text: str) -> Secret | None:
    """The token that `text` is, or None when its form or checksum is wrong."""
    if not _whole.fullmatch(text) or _checksum(text[:-CHECKSUM_LENGTH]) != text[-CHECKSUM_LENGTH:]:
        return None
    return Secret(text[len(PREFIX) : len(PREFIX) + KEY_ID_LENGTH], text)


def find(text: str) -> Secret | None:
    """The first well-formed token anywhere in `text`."""
    return next(filter(None, map(parse, _anywhere.findall(text))), None)


def digest(secret: Secret, pepper: bytes) -> str:
    """What is stored: the HMAC-SHA256 of the whole token, 64 hexadecimal digits."""
    return hmac.new(pepper, secret.text.encode(), hashlib.sha256).hexdigest()


def matches(secret: Secret, pepper: bytes, stored: str) -> bool:
    """Whether the token has the stored digest, in constant time."""
    return hmac.compare_digest(digest(secret, pepper), stored)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _checksum(body: str) -> str:
    number, digits = zlib.crc32(body.encode()), ""
    for _ in range(CHECKSUM_LENGTH):
        number, remainder = divmod(number, len(ALPHABET))
        digits = ALPHABET[remainder] + digits
    return digits
