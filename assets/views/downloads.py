"""Files for whoever has their address. Only what a browser can do nothing with but play is shown inline."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.generic import View

from assets import downloads, playing, ranges, storage
from assets.models import MediaItem

# How much a player gets that wants everything: it stops reading when it has enough for now, and a thread
# would wait for it. It comes back for the rest.
_AT_ONCE = 1024 * 1024
_PLAYERS = ("audio", "video")  # what Sec-Fetch-Dest calls the elements of a page that play
# Even a browser that ignores the attachment runs nothing and guesses nothing. Programs in pages of other
# sites may read a file: its address is all that it takes, and no cookie is.
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


class SignedDownload(View):
    """What a signed link leads to; the link is the permission. The file's name in it is for the reader."""

    def get(self, request: HttpRequest, token: str, file_name: str) -> HttpResponseBase:
        """The file, or a range of it; 410 when the link's time is over."""
        item = downloads.linked(token)
        return _expired() if item is None else _sent(request, item, as_attachment=True)


class Played(View):
    """What the player on an asset's page reads; its address is the permission."""

    def get(self, request: HttpRequest, token: str, file_name: str) -> HttpResponseBase:
        """A range of the file, or the file; 410 when the address's time is over."""
        item = playing.linked(token)
        if item is None:
            return _expired()
        return _sent(request, item, as_attachment=False, most=_AT_ONCE)


class PublicOriginal(View):
    """The original of a public asset: by its id, or at an address that is the file's until that changes."""

    def get(self, request: HttpRequest, file_name: str, **lookup: Any) -> HttpResponseBase:
        """The file or a range of it, or the way to where the storage has it."""
        item = downloads.public_original(**lookup)
        link = storage.signed_link(item)
        is_played = request.headers.get("Sec-Fetch-Dest") in _PLAYERS
        most = _AT_ONCE if is_played else None
        if link:
            response: HttpResponseBase = HttpResponseRedirect(link, headers=_HEADERS)
        else:
            response = _sent(request, item, as_attachment=True, most=most)
        if ranges.begins(request, response) and not is_played:
            downloads.count(item.media)
        return response


def _expired() -> HttpResponse:
    text = "This link has expired. Ask for a new one."
    return HttpResponse(text, status=410, content_type="text/plain", headers=_HEADERS)


def _sent(
    request: HttpRequest, item: MediaItem, *, as_attachment: bool, most: int | None = None
) -> HttpResponseBase:
    try:
        with storage.needed():
            response = ranges.answer(
                request,
                item.file.open("rb"),
                size=item.size,
                etag=f'"{item.checksum}"',
                most=most,
                as_attachment=as_attachment,
                filename=item.file_name,
                content_type=item.content_type,
            )
    except FileNotFoundError as error:
        raise Http404 from error
    for header, value in _HEADERS.items():
        response.headers[header] = value
    return response
