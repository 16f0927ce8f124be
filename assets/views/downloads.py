"""Files for whoever has their address. Only what a browser can do nothing with but play is shown inline."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.generic import View

from assets import downloads, ranges, storage
from assets.models import MediaItem

# Even a browser that ignores the attachment runs nothing and guesses nothing.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


class SignedDownload(View):
    """What a signed link leads to; the link is the permission. The file's name in it is for the reader."""

    def get(self, request: HttpRequest, token: str, file_name: str) -> HttpResponseBase:
        """The file, or a range of it; 410 when the link's time is over."""
        item = downloads.linked(token)
        if item is None:
            text = "This link has expired. Ask for a new one."
            return HttpResponse(text, status=410, content_type="text/plain")
        return _sent(request, item)


class PublicOriginal(View):
    """The original of a public asset, at an address that stays the same until the file changes."""

    def get(self, request: HttpRequest, id_hash: str, file_name: str) -> HttpResponseBase:
        """The file or a range of it, or the way to where the storage has it."""
        item = downloads.public_original(id_hash)
        link = storage.signed_link(item)
        response = HttpResponseRedirect(link) if link else _sent(request, item)
        if ranges.begins(request, response):
            downloads.count(item.media)
        return response


def _sent(request: HttpRequest, item: MediaItem) -> HttpResponseBase:
    try:
        with storage.needed():
            response = ranges.answer(
                request,
                item.file.open("rb"),
                size=item.size,
                etag=f'"{item.checksum}"',
                as_attachment=True,
                filename=item.file_name,
                content_type=item.content_type,
            )
    except FileNotFoundError as error:
        raise Http404 from error
    for header, value in _HEADERS.items():
        response.headers[header] = value
    return response
