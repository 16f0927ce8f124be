"""Where files are kept: a folder by default, S3 by configuration; nothing else knows which."""

from django.core.files.storage import Storage, storages


def files() -> Storage:
    """The storage of everything that was uploaded or made from it."""
    return storages["assets"]
