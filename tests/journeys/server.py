"""The real server over real HTTPS, as `manage.py serve` starts it, with a database of its own."""

import fcntl
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 60  # seconds until the server must answer
TEMPLATE = "journeys_demo"


class Server:
    """Where it is, whom to trust, and a way to run commands beside it."""

    def __init__(self, directory: Path, database_url: str, *, workers: int = 2) -> None:
        self.port = _free_port()
        self.domain = f"localhost:{self.port}"
        self.url = f"https://{self.domain}"
        self.ca = directory / "ca.pem"
        self.log = directory / "server.log"
        self.environment = {
            **os.environ,
            "VAR_DIR": str(directory),
            "DATABASE_URL": database_url,
            "PORT": str(self.port),
            "WORKERS": str(workers),
            "LOG_LEVEL": "INFO",
            "USAGE_FLUSH_SECONDS": "1",
            "RATE_LIMIT_REQUESTS": "1000000",
        }

    @contextmanager
    def running(self, *options: str):
        """Serve until the block ends; then stop as an operator would."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *options],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
            try:
                self._wait_for(process)
                yield self
            finally:
                process.terminate()
                process.wait(DEADLINE)

    @property
    def admin_password(self) -> str:
        return (self.ca.parent / "admin-password").read_text()

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """What the command prints on standard output; CalledProcessError when it fails."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env={**self.environment, "LOG_LEVEL": "CRITICAL"}, input=stdin,
            capture_output=True, check=True, text=True,
        ).stdout  # fmt: skip

    def create_token(self, *scopes: str, user: str = "admin", description: str = "Journey") -> str:
        """A new token's text."""
        ticked = [argument for scope in scopes for argument in ("--scope", scope)]
        named = ("--description", description, "--other", "Tests", "--user", user)
        return self.manage("tokens", "create", *named, *ticked).strip()

    def status(self, path: str, secret: str) -> int:
        """The status of a GET with the token."""
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {secret}"})
        try:
            with urllib.request.urlopen(request, context=self.trust()) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca)

    def tokens(self) -> list[dict[str, str]]:
        return json.loads(self.manage("tokens", "list", "--json"))

    def _wait_for(self, process: subprocess.Popen) -> None:
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if self.ca.exists() and self.status("/api/v4/account/", "nothing") == 401:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"The server didn't start:\n{self.log.read_text()}")


@contextmanager
def database(directory: Path, demo: Path):
    """The URL of a database of the kind that the suite runs on, a copy of the demo's; files go to `directory`."""
    shutil.copytree(demo, directory, dirs_exist_ok=True)
    url = os.environ["DATABASE_URL"]
    if not url.startswith("postgres"):
        yield _sqlite(directory)
        return
    name = f"journey_{os.getpid()}_{directory.name.replace('-', '_')}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def make_demo(shared: Path) -> Path:
    """A folder with the demo's files, made by the first of all processes of the run that asks for it.

    It takes long to draw, so every server begins with a copy.
    """
    directory, done = shared / "demo", shared / "demo-is-made"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _fill(directory)
            done.touch()
    return directory


def _fill(directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)  # of a process that failed
    directory.mkdir()
    url = os.environ["DATABASE_URL"]
    if url.startswith("postgres"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}"')
            connection.execute(f'CREATE DATABASE "{TEMPLATE}"')
        url = urlsplit(url)._replace(path=f"/{TEMPLATE}").geturl()
    else:
        url = _sqlite(directory)
    environment = {**os.environ, "VAR_DIR": str(directory), "DATABASE_URL": url, "LOG_LEVEL": "WARNING"}
    for command in ("migrate", "demo"):
        subprocess.run([sys.executable, "manage.py", command, "-v0"], cwd=ROOT, env=environment, check=True)


def _sqlite(directory: Path) -> str:
    return f"sqlite:///{directory / 'portal.sqlite3'}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
