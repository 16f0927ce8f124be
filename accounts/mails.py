"""Sending mails, and what can go wrong then."""

import logging
from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.mail import EmailMessage, get_connection
from django.db.models import Model

logger = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)


def send(mails: Mapping[Row, EmailMessage]) -> list[Row]:
    """Send a mail for each row over one connection; the rows whose mails the mail server took.

    The log says what went wrong. It names the row, by which operators find who got no mail: no address.
    """
    taken: list[Row] = []
    try:
        with get_connection() as connection:
            taken = [row for row, mail in mails.items() if _is_taken(mail, row, connection)]
    except OSError:
        logger.exception("the mail server doesn't answer: no mails for %s", ", ".join(map(_named, mails)))
    return taken


def _is_taken(mail: EmailMessage, row: Model, connection: Any) -> bool:
    try:
        connection.send_messages([mail])
    except (OSError, ValueError):  # it doesn't take this one; or it can't, like one to a too long domain
        logger.exception("the mail for %s can't be sent", _named(row))
        return False
    return True


def _named(row: Model) -> str:
    return f"{row._meta.verbose_name} {row.pk}"
