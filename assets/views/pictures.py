"""Pictures by their address, without a credential: clients put these addresses into web pages.

Whoever knows the hash of an asset's file may see its public derivatives, as the vendor's clients
expect; an address that is made from the asset's id shows only what everybody may see, or what the
signed-in person may.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from assets import derivatives, pictures, storage, transforms
from assets.models import Derivative, Media
from portal.api import errors, throttling

_NO_ASSET = "Asset not found"
_FOREVER = "public, max-age=604800, immutable"  # a week: a preset may be changed
_A_WHILE = "public, max-age=3600"
_NOT_SHARED = "private, no-cache"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}
View = Callable[..., HttpResponseBase]


def open_to_programs(view: View) -> View:
    """GET and HEAD only; refusals are those of the API, in JSON."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Exception as error:
            refusal = errors.respond(error, {"view": None, "request": request})
            if refusal is None:
                raise
            refusal.headers["Access-Control-Allow-Origin"] = "*"
            return refusal

    return answer


@open_to_programs
def thumbnail(request: HttpRequest, id_hash: str, preset: str) -> HttpResponseBase:
    """`/m/{idHash}/{preset}-{Name}.{ext}`: stable until the file changes, whatever the name says."""
    derivative = derivatives.find(id_hash, preset)
    if derivative is None:
        media = Media.objects.filter(id_hash=id_hash).first()
        if media is None:
            raise Http404(_NO_ASSET)
        derivative = _made(request, media, preset)
    return _sent(request, derivative, _FOREVER)


@open_to_programs
def derivative(request: HttpRequest, identifier: str, preset: str) -> HttpResponseBase:
    """`/images/media/{id}/derivatives/{preset}/`, which some clients build by themselves."""
    media, caching = _visible(request, identifier)
    found = derivatives.find(media.id_hash, preset) or _made(request, media, preset)
    return _sent(request, found, caching)


@open_to_programs
def transform(request: HttpRequest, identifier: str) -> HttpResponseBase:
    """`/transform/{id}/{Name}?io=…`: the asset's picture, changed as the query says."""
    wanted = transforms.parsed(request.GET)
    media, caching = _visible(request, identifier)
    state = (media.id_hash, media.focus_x, media.focus_y, wanted)
    etag = f'"{hashlib.sha256(repr(state).encode()).hexdigest()[:32]}"'

    def draw() -> bytes:
        throttling.count(_drawing_for(request))
        return wanted.of(media)

    return _answer(request, draw, pictures.CONTENT_TYPES[wanted.format], etag, caching)


def _visible(request: HttpRequest, identifier: str) -> tuple[Media, str]:
    """The asset, and how long its picture may be kept; Http404 if the visitor may not know of it."""
    everybody = Media.objects.visible_to_everybody().with_id(identifier).first()
    if everybody is not None:
        return everybody, _A_WHILE
    if request.user.is_authenticated:
        return Media.objects.visible_to(request.user).get_or_404(identifier, _NO_ASSET), _NOT_SHARED
    raise Http404(_NO_ASSET)


def _made(request: HttpRequest, media: Media, preset: str) -> Derivative:
    throttling.count(_drawing_for(request))
    return derivatives.make(media, preset)


def _drawing_for(request: HttpRequest) -> str:
    """Whose requests that cost more than reading a file are counted."""
    return f"drawing:{throttling.network_of(request)}"


def _sent(request: HttpRequest, derivative: Derivative, caching: str) -> HttpResponseBase:
    name = str(derivative.file.name)
    etag = f'"{hashlib.sha256(name.encode()).hexdigest()[:32]}"'

    def read() -> bytes:
        with derivative.file.open() as file:
            content: bytes = file.read()
            return content

    return _answer(request, read, pictures.CONTENT_TYPES[name.rpartition(".")[2]], etag, caching)


def _answer(
    request: HttpRequest, content: Callable[[], bytes], content_type: str, etag: str, caching: str
) -> HttpResponseBase:
    """The picture, or that the client has it already."""
    headers = {**_HEADERS, "Cache-Control": caching, "ETag": etag}
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(content(), content_type=content_type)
        except storage.FAILURES as error:
            message = "The portal's storage of files doesn't answer. Try again later."
            raise errors.Unavailable(message) from error
    for header, value in headers.items():
        response.headers[header] = value
    return response
