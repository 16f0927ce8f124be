"""Serve the portal over HTTPS, in the foreground."""

import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import User
from portal import certificates
from portal.management.commands.demo import PASSWORD_FILE

EVERY_ADDRESS = ("0.0.0.0", "::")  # where a server may listen, but nobody can go
PATIENCE = 25  # seconds that a process which is told to stop has for its requests
PREPARING = 8443  # the number of PostgreSQL's advisory lock; nothing else of the portal takes one


class Command(BaseCommand):
    help = (
        "Prepare everything under var/ and serve the portal over HTTPS. HOST, PORT, WORKERS, "
        "THREADS, TLS_CERTIFICATE and TLS_KEY in the environment are respected."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and what to leave out."""
        parser.add_argument("--host", default=os.environ.get("HOST", "localhost"))
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8443"))
        parser.add_argument("--workers", type=int, default=os.environ.get("WORKERS", "2"))
        parser.add_argument("--threads", type=int, default=os.environ.get("THREADS", "4"), help="per worker")
        parser.add_argument("--no-tls", action="store_true", help="plain HTTP, for behind a proxy")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty portal empty")

    def handle(self, *, host: str, port: int, no_tls: bool, no_demo: bool, **options: Any) -> None:
        """Prepare, say where to go, and become the server."""
        address = "127.0.0.1" if host == "localhost" else host
        _refuse_a_taken_port(address, port)
        _make_var_dir()
        call_command("collectstatic", interactive=False, verbosity=0)
        with _one_machine_at_a_time():
            call_command("migrate", verbosity=0)
            if not no_demo and not User.objects.exists():
                call_command("demo", stdout=self.stdout)
        arguments = ["--host", address, "--port", str(port), "--log-level", "warning"]
        arguments += ["--workers-kill-timeout", str(PATIENCE)]
        arguments += ["--workers", str(options["workers"]), "--blocking-threads", str(options["threads"])]
        if not no_tls:
            certificate, key, authority = _certificate(host)
            arguments += ["--ssl-certificate", str(certificate), "--ssl-keyfile", str(key)]
            # Integrations run where there is no newer one: .NET on Windows before 11 and Server 2022, Java 8.
            arguments += ["--ssl-protocol-min", "tls1.2"]
            self._say_whom_to_trust(authority)
        self._say_where_to_go("http" if no_tls else "https", host, port)
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"]
        command += [*arguments, "portal.wsgi:application"]
        if host not in [*settings.ALLOWED_HOSTS, *EVERY_ADDRESS]:
            os.environ["ALLOWED_HOSTS"] = ",".join([*settings.ALLOWED_HOSTS, host])
        self.stdout.flush()
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, command)

    def _say_whom_to_trust(self, authority: Path | None) -> None:
        if authority is not None:
            self.stdout.write(f"Certificate authority for clients to trust: {authority}")
            self.stdout.write(f"    curl --cacert {authority} …   REQUESTS_CA_BUNDLE={authority} python …")

    def _say_where_to_go(self, scheme: str, host: str, port: int) -> None:
        password = settings.VAR_DIR / PASSWORD_FILE
        names = [name for name in settings.ALLOWED_HOSTS if name != "*"] if host in EVERY_ADDRESS else [host]
        for name in names:
            self.stdout.write(f"The portal is at {scheme}://{name}:{port}")
        if host in EVERY_ADDRESS:
            self.stdout.write(
                "It answers under these names only. For others, as other machines know this one, set "
                f"ALLOWED_HOSTS={','.join([*names, socket.gethostname()])}"
            )
        if password.exists():
            self.stdout.write(
                f"Sign in as admin, password {password.read_text().strip()} (kept in {password})"
            )
        elif not User.objects.exists():
            self.stdout.write("Create the first person with: ./manage.py users create --help")
        self.stdout.write(
            "Next: Settings > Advanced settings > Portal settings > Permanent tokens > Add new token. "
            "Ctrl-C stops the portal."
        )


def _make_var_dir() -> None:
    try:
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        message = f"VAR_DIR={settings.VAR_DIR} can't be made: {error.strerror}."
        raise CommandError(message) from error


@contextmanager
def _one_machine_at_a_time() -> Iterator[None]:
    """Machines that start together prepare their database one after the other.

    The lock is a transaction's, on a connection of its own: that holds behind a transaction-pooling
    proxy, and ends with the process. SQLite has one machine.
    """
    if connection.vendor != "postgresql":
        yield
        return
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PREPARING])
        yield
    finally:
        holder.close()


def _certificate(host: str) -> tuple[Path, Path, Path | None]:
    own = os.environ.get("TLS_CERTIFICATE"), os.environ.get("TLS_KEY")
    if all(own):
        return Path(own[0] or ""), Path(own[1] or ""), None
    if any(own):
        message = "Set both TLS_CERTIFICATE and TLS_KEY, or neither."
        raise CommandError(message)
    names = dict.fromkeys(["localhost", "127.0.0.1", "::1", host, *settings.ALLOWED_HOSTS])
    usable = [name.strip("[]") for name in names if name not in (*EVERY_ADDRESS, "*", "[::1]")]
    return certificates.ensure(settings.VAR_DIR, usable)


def _refuse_a_taken_port(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", error)
            message = f"{address}:{port} can't be used: {reason}. Choose another one with PORT=…"
            raise CommandError(message) from error
