"""Operators: whoever runs the portal's commands, by the name that the audit log keeps."""

import getpass
import json
import os
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.visible_text import invisible_character_error
from portal.wording import in_words


@dataclass(frozen=True)
class Operator:
    """Customer support at a shell: not a user of the portal, held to no permission."""

    audit_name: str
    audit_id: str = ""

    def has_perm(self, code: str) -> bool:
        """Operators own the database; a permission check would only pretend otherwise."""
        return True


def add_operator(parser: ArgumentParser, *, default: str) -> None:
    """Have `parser` take `--by`."""
    text = "your name, for the audit log (default: %(default)s)"
    parser.add_argument("--by", default=default, type=_name, help=text)


def _name(text: str) -> str:
    if not text.strip():
        message = "say who you are: the audit log keeps the name"
        raise ArgumentTypeError(message)
    if error := invisible_character_error(text):
        raise ArgumentTypeError(error)
    return text.strip()


def _login_name() -> str:
    """Whose shell it is; in a container, the user's number need not have a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


class OperatorCommand(BaseCommand):
    """A command with actions: `--by` and `--json` for each, refusals as exit code 1."""

    def add_action(self, actions: Any, name: str, help_text: str) -> ArgumentParser:
        """Add the action `name` to `actions`; the method of that name (`_` for `-`) handles it."""
        parser: ArgumentParser = actions.add_parser(name, help=help_text)
        add_operator(parser, default=_login_name())
        parser.add_argument("--json", action="store_true", help="machine-readable output")
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the method named by the action; a refused input becomes a clear CommandError."""
        options["operator"] = Operator(options["by"])
        try:
            getattr(self, options["action"].replace("-", "_"))(**options)
        except ValidationError as error:
            raise CommandError("\n".join(_lines(error))) from error
        except PermissionDenied as error:
            raise CommandError(str(error)) from error

    def print_json(self, value: Any) -> None:
        """Print `value` as indented JSON."""
        self.stdout.write(json.dumps(value, indent=2, default=str))

    def print_table(self, headings: list[str], rows: Iterable[Mapping[str, Any]]) -> None:
        """Print rows as aligned columns under the headings, which are the rows' keys."""
        cells = [headings, *([in_words(row[heading]) for heading in headings] for row in rows)]
        widths = [max(len(line[column]) for line in cells) for column in range(len(headings))]
        for line in cells:
            padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(padded).rstrip())


def _lines(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [
            f"{field}: {message}" if field != "__all__" else message
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return list(error.messages)
