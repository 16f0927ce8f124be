"""With Redis, rates are exact across processes; without an answer from it, the API goes on."""

import os
import shutil
import socket
import subprocess
import time

import pytest

from tests.journeys.server import Server, database

PATH = "/api/v4/currentUser/"
LIMIT = 10


@pytest.fixture
def redis(tmp_path):
    """A real Redis of its own, and its URL."""
    program = shutil.which("redis-server")
    if program is None and os.environ.get("NOTHING_SKIPPED") != "true":
        pytest.skip("There is no redis-server on this machine.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [program, "--port", str(port), "--save", "", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
    process.url = f"redis://127.0.0.1:{port}/0"
    yield process
    process.kill()
    process.wait()


def test_rates_are_exact_across_processes_and_do_not_depend_on_redis(tmp_path, demo, redis):
    with database(tmp_path, demo) as url:
        server = Server(tmp_path, url)
        server.environment |= {
            "REDIS_URL": redis.url, "RATE_LIMIT_REQUESTS": str(LIMIT), "RATE_LIMIT_SECONDS": "100000",
        }  # fmt: skip
        with server.running():
            secret = server.create_token("current.user:read")
            statuses = [server.status(PATH, secret) for _ in range(3 * LIMIT)]
            assert (statuses.count(200), statuses.count(429)) == (LIMIT, 2 * LIMIT)
            redis.kill()
            assert server.status(PATH, secret) == 200
