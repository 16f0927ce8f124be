"""A progress bar on standard error, where people look; a log gets none."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
WIDTH = 30


def progress(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items, with a bar that grows as they are used up."""
    for number, item in enumerate(items):
        _show(number, len(items), label)
        yield item
    _show(len(items), len(items), label)
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _show(done: int, total: int, label: str) -> None:
    if sys.stderr.isatty() and total:
        filled = WIDTH * done // total
        print(f"\r{label} [{'█' * filled}{'·' * (WIDTH - filled)}] {done}/{total}", end="", file=sys.stderr)
