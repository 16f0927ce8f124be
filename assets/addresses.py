"""Addresses of files on the wire. They are absolute, on the host that the client used."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote

from django.http import HttpRequest

from .models import MediaType

# The derivatives of a video that clients look for by default: some don't take one that has the first alone.
PREVIEWS = ("WebPrimary", "WebFallback")


class Addressed(Protocol):
    """What of an asset its addresses are made of."""

    @property
    def rfc_id(self) -> str:
        """Its id."""

    @property
    def id_hash(self) -> str:
        """What names the state of its file."""

    @property
    def name(self) -> str:
        """Its name, or nothing."""

    @property
    def file_name(self) -> str:
        """The name of its file."""

    @property
    def extension(self) -> str:
        """The extension of its file."""

    @property
    def type(self) -> str:
        """What kind of file it is."""


def base(request: HttpRequest) -> str:
    """Scheme, host and port of the request, as the proxies in front report them."""
    return f"{request.scheme}://{request.get_host()}"


def thumbnail(media: Addressed, preset: str, base_url: str) -> str:
    """Where the asset's derivative of the preset is. Stable until the file changes; no query."""
    return thumbnails(media, [preset], base_url)[preset]


def thumbnails(media: Addressed, presets: Iterable[str], base_url: str) -> dict[str, str]:
    """Name of each of these presets → where the asset's derivative is."""
    start, end = f"{base_url}/m/{media.id_hash}/", f"-{file_stem(media)}.{derivative_format(media)}"
    return {name: f"{start}{name}{end}" for name in presets}


def original(media: Addressed, base_url: str) -> str:
    """Where the original of a public asset is."""
    return f"{base_url}/m/{media.id_hash}/original/{file_stem(media)}.{media.extension}"


def video_previews(media: Addressed, base_url: str) -> list[str]:
    """Where a public video plays. Clients read the last but one part as the name of a derivative."""
    start, end = f"{base_url}/asset/{media.rfc_id}/", f"-{file_stem(media)}.{media.extension}"
    return [f"{start}{name}/{name}{end}" for name in PREVIEWS]


def transform(media: Addressed, base_url: str) -> str:
    """Where transformations of the asset begin."""
    return f"{base_url}/transform/{media.rfc_id}/{file_stem(media)}"


def file_stem(media: Addressed) -> str:
    """The asset's name as a part of an address, from which connectors take the name of their copy."""
    return _quoted(media.name or media.file_name.rpartition(".")[0] or "asset")


@lru_cache(maxsize=10_000)
def _quoted(name: str) -> str:
    return quote("-".join(name.replace("/", "-").split()), safe="")


def derivative_format(media: Addressed) -> str:
    """The extension of the asset's derivatives: JPEG for what can't be transparent, else PNG."""
    is_opaque = media.type == MediaType.VIDEO or media.extension in ("jpg", "jpeg")
    return "jpg" if is_opaque else "png"
