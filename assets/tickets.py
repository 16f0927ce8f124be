"""What lets a client post chunks without its token: a policy, signed, as the vendor's storage wants it.

The form's fields are those of an Amazon S3 browser upload (POST policy, signature version 4); the
signature is the portal's own.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Upload

_SALT = "assets.tickets"
_KEY = re.compile(r"pluploads/api/(?P<upload>[0-9a-f-]{36})/[^/]+/p(?P<number>[0-9]{1,6})", re.ASCII)


def key(upload: Upload) -> str:
    """Where the chunks go, as clients see it: `/p<number>` comes behind it."""
    return f"pluploads/api/{upload.rfc_id}/{upload.file_name}"


def issued(upload: Upload) -> dict[str, str]:
    """The fields that a client sends with each chunk of the upload."""
    now = timezone.now()
    signed = {
        "acl": "private",
        "success_action_status": "201",
        "x-amz-credential": f"portal/{now:%Y%m%d}/portal/s3/aws4_request",
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-date": f"{now:%Y%m%dT%H%M%SZ}",
    }
    document = {
        "expiration": (now + timedelta(hours=settings.UPLOAD_TICKET_HOURS)).isoformat(),
        "key": key(upload),
        **signed,
    }
    policy = base64.b64encode(json.dumps(document).encode()).decode()
    return {
        **signed,
        "Content-Type": "image/*",
        "key": key(upload),
        "Policy": policy,
        "X-Amz-Signature": _signature(policy),
    }


def chunk_of(fields: Mapping[str, str]) -> tuple[str, int]:
    """The upload's id and the chunk's number; `fields` are the form's, by lower-case name.

    PermissionDenied when the policy isn't ours, has expired, or is for another key.
    """
    policy = fields.get("policy", "")
    if not constant_time_compare(_signature(policy), fields.get("x-amz-signature", "")):
        raise PermissionDenied("The policy's signature is missing or wrong.")
    document = _read(policy)
    if datetime.fromisoformat(document["expiration"]) < timezone.now():
        raise PermissionDenied("The policy has expired. Begin the upload again.")
    if any(fields.get(name) != document[name] for name in ("x-amz-credential", "x-amz-date", "acl")):
        raise PermissionDenied("The form isn't the one that the policy was made for.")
    match = _KEY.fullmatch(fields.get("key", ""))
    if match is None or not fields["key"].startswith(f"{document['key']}/p"):
        raise PermissionDenied("The policy is for another key.")
    return match["upload"], int(match["number"])


def _read(policy: str) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(base64.b64decode(policy))
    except ValueError as error:
        raise PermissionDenied("The policy can't be read.") from error
    return document


def _signature(policy: str) -> str:
    return salted_hmac(_SALT, policy, algorithm="sha256").hexdigest()
