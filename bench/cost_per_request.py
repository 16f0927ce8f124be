"""CPU that a token-authenticated request costs, beside peers, as ratios to a view without authentication.

python -m bench.cost_per_request [--tokens 100000] [--rounds 10] [--growth] [--database sqlite|postgresql]

One server and one database serve every contender; the slices of each round are interleaved, so
that whatever else the machine does falls on all of them. CPU is that of the server's workers and of
the database's processes, user and system; the client's is not counted.
"""

import argparse
import json
import random
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection

import psutil

from bench.databases import KINDS, empty_portal

CONNECTIONS = 8
WARM_UP = 10_000  # each worker sees each of the 1,000 tokens in use
PATHS = {
    "nobody": "/bench/nobody/",
    "portal": "/api/v4/currentUser/",
    "drf": "/bench/drf/",
    "knox": "/bench/knox/",
    "oauth": "/bench/oauth/",
}
NAMES = {
    "nobody": "DRF view without authentication",
    "portal": "this portal",
    "drf": "DRF TokenAuthentication",
    "knox": "django-rest-knox",
    "oauth": "django-oauth-toolkit",
}
SCHEMES = {"drf": "Token", "knox": "Token"}


@contextmanager
def serving(server, environment):
    """A server of two workers: its port and a function that lists its processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", server, "--workers", "2", "--log-level", "error"]
    if server == "granian":
        command += ["--interface", "wsgi", "--http", "1", "--blocking-threads", "1"]
        command += ["--host", "127.0.0.1", "--port", str(port)]
    else:
        command += ["--bind", f"127.0.0.1:{port}"]
    command += ["portal.wsgi:application"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    root = psutil.Process(process.pid)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port, lambda: [root, *root.children(recursive=True)]
    finally:
        process.terminate()
        process.wait(30)


def cpu(processes):
    """Seconds of CPU that the processes have used, with those that they have outlived."""
    total = 0.0
    for process in processes():
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


class Client:
    """One keep-alive connection."""

    def __init__(self, port):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def call(self, path, headers):
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        assert response.status == 200, (path, response.status, body[:200])


def slice_of(contender, secrets, clients, pool, number):
    """`number` requests spread over the connections and the tokens in use."""
    scheme = SCHEMES.get(contender, "Bearer")
    chosen = random.choices(secrets, k=number) if secrets else [""] * number
    headers = [{"Authorization": f"{scheme} {secret}"} if secret else {} for secret in chosen]

    def share(index):
        for given in headers[index::CONNECTIONS]:
            clients[index].call(PATHS[contender], given)

    list(pool.map(share, range(CONNECTIONS)))


def measure(kind, tokens, contenders, options):
    """CPU microseconds per request of each contender, a list over the rounds."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "bench.peers.settings",
        "LOG_LEVEL": "INFO",
        "RATE_LIMIT_REQUESTS": "100000000",
    }
    with empty_portal(kind, **settings) as (environment, db):
        peers = ["--peers"] if len(contenders) > 2 else []
        populate = [sys.executable, "-m", "bench.peers.populate", str(tokens), *peers]
        used = json.loads(
            subprocess.run(populate, env=environment, check=True, stdout=subprocess.PIPE).stdout
        )
        with serving(options.server, environment) as (port, workers), ThreadPoolExecutor(CONNECTIONS) as pool:
            clients = [Client(port) for _ in range(CONNECTIONS)]
            for contender in contenders:
                slice_of(contender, used[contender], clients, pool, WARM_UP)
            return interleaved(
                contenders,
                lambda contender: slice_of(contender, used[contender], clients, pool, options.requests),
                lambda: cpu(workers) + cpu(db),
                options,
            )


def interleaved(contenders, call, used, options):
    """What `call` of each contender makes `used` seconds grow by in each round, in microseconds per request."""
    result = {contender: [] for contender in contenders}
    for _ in range(options.rounds):
        for contender in random.sample([*contenders], len(contenders)):
            before = used()
            call(contender)
            result[contender].append((used() - before) / options.requests * 1e6)
    return result


def show(kind, server, tokens, result):
    print(
        f"\n{kind}, {server}, {tokens:,} tokens, {len(result['nobody'])} rounds: CPU per request, server + database"
    )
    for contender, costs in result.items():
        ratios = sorted(cost / base for cost, base in zip(costs, result["nobody"], strict=True))
        low, high = ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]
        print(
            f"  {NAMES[contender]:34} {statistics.median(costs):6.0f} µs"
            f"   × {statistics.median(ratios):5.2f}  (middle half {low:.2f} to {high:.2f})"
        )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tokens", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--requests", type=int, default=800, help="per slice")
    parser.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    parser.add_argument("--database", choices=KINDS, action="append")
    parser.add_argument(
        "--growth", action="store_true", help="this portal at 1,000, 100,000 and 1,000,000 tokens"
    )
    arguments = parser.parse_args()
    for kind in arguments.database or KINDS:
        sizes = [1_000, 100_000, 1_000_000] if arguments.growth else [arguments.tokens]
        contenders = ["nobody", "portal"] if arguments.growth else list(PATHS)
        for size in sizes:
            show(kind, arguments.server, size, measure(kind, size, contenders, arguments))


if __name__ == "__main__":
    main()
