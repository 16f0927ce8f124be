"""Files for whoever has their address. Nothing that was uploaded is shown inline."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.generic import View

from assets import downloads, storage
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
        """The file; 410 when the link's time is over."""
        item = downloads.linked(token)
        if item is None:
            text = "This link has expired. Ask for a new one."
            return HttpResponse(text, status=410, content_type="text/plain")
        return _attachment(item)


class PublicOriginal(View):
    """The original of a public asset, at an address that stays the same until the file changes."""

    def get(self, request: HttpRequest, id_hash: str, file_name: str) -> HttpResponseBase:
        """The file, or the way to where the storage has it."""
        item = downloads.public_original(id_hash)
        downloads.count(item.media)
        link = storage.signed_link(item)
        return HttpResponseRedirect(link) if link else _attachment(item)


def _attachment(item: MediaItem) -> FileResponse:
    try:
        with storage.needed():
            file = item.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        file, as_attachment=True, filename=item.file_name, content_type=item.content_type, headers=_HEADERS
    )
