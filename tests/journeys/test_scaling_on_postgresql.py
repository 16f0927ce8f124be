"""Several machines on one database."""

import os
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.journeys.server import Server


@pytest.fixture
def empty_database():
    """The URL of a database that has no tables yet."""
    url, name = os.environ["DATABASE_URL"], f"empty_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def answer_of(server):
    with server.running("--no-demo"):
        return server.status("/api/v4/account/", "nothing")


def test_machines_that_start_together_prepare_the_database_one_after_the_other(tmp_path, empty_database):
    machines = [tmp_path / name for name in ("a", "b")]
    for machine in machines:
        machine.mkdir()
    servers = [Server(machine, empty_database, workers=1) for machine in machines]
    with ThreadPoolExecutor() as pool:
        assert list(pool.map(answer_of, servers)) == [401, 401]
