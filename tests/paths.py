"""Paths of operations with something in place of their ids."""

import re


def filled(path: str, identifier: str = "nobody") -> str:
    """`/api/v4/media/{media_id}/` → `/api/v4/media/nobody/`."""
    return re.sub(r"\{\w+\}", identifier, path)
