"""Sending mails, and what can go wrong then."""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)


def send(mails: Iterable[EmailMessage]) -> list[EmailMessage]:
    """Send the mails over one connection; those that the mail server took. The log says what went wrong."""
    taken: list[EmailMessage] = []
    try:
        with get_connection() as connection:
            taken = [mail for mail in mails if _is_taken(mail, connection)]
    except OSError:
        logger.exception("the mail server doesn't answer")
    return taken


def _is_taken(mail: EmailMessage, connection: Any) -> bool:
    try:
        connection.send_messages([mail])
    except (OSError, ValueError):  # it doesn't take this one; or it can't, like one to a too long domain
        logger.exception("a mail can't be sent: %s", mail.subject)
        return False
    return True
