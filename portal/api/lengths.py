"""Bodies that come without their length, in chunks (RFC 9112 §7.1), from programs that write as they send."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import UnreadablePostError

_BESIDE = 1024 * 1024  # more than any form has in addition to a chunk of a file


def measure(request: Any) -> None:
    """Read such a body and set its length: to Django and DRF, a request without a length has no body.

    No more is read than it takes for every endpoint to refuse the body as too long. UnreadablePostError
    when the client goes away meanwhile.
    """
    meta = request.META
    is_chunked = "HTTP_TRANSFER_ENCODING" in meta and meta.get("wsgi.input_terminated")
    if not is_chunked or meta.get("CONTENT_LENGTH"):
        return
    try:
        body = meta["wsgi.input"].read(settings.UPLOAD_CHUNK_BYTES + _BESIDE)
    except OSError as error:
        raise UnreadablePostError(*error.args) from error
    meta["CONTENT_LENGTH"] = str(len(body))
    request._stream = BytesIO(body)
