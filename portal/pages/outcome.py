"""What became of something that a button does, told on the page to which it leads."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


@contextmanager
def told(request: HttpRequest, done: str) -> Iterator[None]:
    """Around the call of a rule: leave `done` as a message, or the reason why the rule refuses it."""
    try:
        yield
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
