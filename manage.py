#!/usr/bin/env python3
"""Run the portal's management commands, with the Python of the checkout's environment if there is one."""

import os
import re
import sys
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parent / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
# What SQLite and PostgreSQL say of a table or column that a migration would have made.
UNMIGRATED = re.compile("no such (table|column)|(relation|column) .* does not exist")


def main() -> None:
    """Run the command that the arguments name."""
    # Compared by the environment, not the program: both may be links to the same one.
    if PYTHON.exists() and Path(sys.prefix).resolve() != ENVIRONMENT.resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import InternalError, OperationalError, ProgrammingError
    except ImportError as error:
        message = f"{error}. Run `make serve` or `make test`: either makes the environment {ENVIRONMENT}."
        raise SystemExit(message) from error
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        raise SystemExit(f"Wrong setting: {error}") from error
    except (InternalError, OperationalError, ProgrammingError) as error:
        if UNMIGRATED.search(str(error)):
            raise SystemExit(f"The database isn't migrated. Run ./manage.py migrate. {error}") from error
        if isinstance(error, ProgrammingError):
            raise
        raise SystemExit(f"The database refused: {error}") from error  # it is away, read-only or full


if __name__ == "__main__":
    main()
