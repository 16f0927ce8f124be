"""Where files are kept: a folder by default, S3 by configuration; nothing else knows which."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.http import HttpRequest, UnreadablePostError
from django.utils.http import content_disposition_header
from django_tasks import task

from portal.api.errors import Unavailable

logger = logging.getLogger(__name__)
FAILURES = (OSError, BotoCoreError, ClientError)  # what a storage raises


def files() -> Storage:
    """The storage of everything that was uploaded or made from it."""
    return storages["assets"]


@contextmanager
def needed() -> Iterator[None]:
    """Turns what a full disk or a storage out of reach raises into Unavailable."""
    try:
        yield
    except UnreadablePostError:  # an OSError, but it is the client that went away
        raise
    except FileNotFoundError:
        raise
    except FAILURES as error:
        message = "The portal can't store files now: its storage is full or out of reach. Try again later."
        raise Unavailable(message) from error


class Scratch(File):
    """A temporary file beside the stored ones, so that storing it in a folder is a rename."""

    def __init__(self) -> None:
        settings.SCRATCH_DIR.mkdir(parents=True, exist_ok=True)
        super().__init__(tempfile.NamedTemporaryFile(dir=settings.SCRATCH_DIR))  # noqa: SIM115

    def temporary_file_path(self) -> str:
        """Where Django's storage finds the file to move it."""
        self.flush()
        return str(self.file.name)  # type: ignore[union-attr]

    def close(self) -> None:
        """Remove the file unless it was moved."""
        with suppress(FileNotFoundError):
            super().close()


@contextmanager
def kept(name: str, content: File) -> Iterator[str]:
    """Stores `content`; its name there. When the block fails, or the storing, the file is removed again.

    `name` must be one that nothing else has. Unavailable when it can't be stored.
    """
    try:
        with needed():
            name = files().save(name, content)
        yield name
    except BaseException:
        discard.call([name])
        raise


@task()
def discard(names: list[str]) -> None:
    """Remove files. What can't be removed now, `assets sweep` finds later."""
    for name in names:
        try:
            files().delete(name)
        except FAILURES:
            logger.warning("%s can't be removed", name, exc_info=True)


def names(folder: str = "") -> Iterator[str]:
    """The names of all files in the storage, or in a folder of it."""
    with suppress(FileNotFoundError):
        folders, found = files().listdir(folder)
        prefix = f"{folder}/" if folder else ""
        yield from (f"{prefix}{name}" for name in found)
        for name in folders:
            yield from names(f"{prefix}{name}")


class Kept(Protocol):
    """A row that has a stored file."""

    file: Any
    file_name: Any
    content_type: Any


def signed_link(kept: Kept, *, is_attachment: bool = True, seconds: int | None = None) -> str | None:
    """The storage's own address of the file, good for `seconds` or as long as any link to a download.

    None when the storage has no such thing. What is no attachment, browsers show.
    """
    storage: Any = files()
    if not getattr(storage, "querystring_auth", False):
        return None
    parameters = {
        "ResponseContentDisposition": content_disposition_header(is_attachment, kept.file_name),
        "ResponseContentType": kept.content_type,
    }
    with needed():
        expire = seconds or settings.DOWNLOAD_LINK_SECONDS
        return str(storage.url(kept.file.name, parameters=parameters, expire=expire))


def blocks(source: IO[Any] | File | HttpRequest) -> Iterator[bytes]:
    """The content of a file, or the body of a request, in pieces that memory doesn't notice."""
    while block := source.read(1024 * 1024):
        yield block
