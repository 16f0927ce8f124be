"""CPU of 50 assets as JSON, as a ratio to sending the same bytes prepared, behind the same token and permission.

    python -m bench.media_as_json [--assets 20000] [--rounds 12] [--database sqlite|postgresql]

The server, the database and the way of counting are those of `bench.cost_per_request`.
"""

import argparse
import random
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from bench.cost_per_request import CONNECTIONS, Client, cpu, interleaved, serving
from bench.databases import KINDS, empty_portal

FIRST = "/api/v4/media/?limit=50"
NAMES = {
    "prepared": "50 assets, prepared bytes",
    "found": "50 assets found, prepared bytes sent",
    "again": "the same 50 assets again and again",
    "any": "any 50 assets",
}


def paths(contender, number, assets):
    """What a slice of `number` requests asks for."""
    match contender:
        case "prepared":
            return ["/api/bench/prepared/"] * number
        case "found":
            return ["/api/bench/found/"] * number
        case "again":
            return [FIRST] * number
        case _:
            return [f"{FIRST}&page={random.randint(1, assets // 50)}" for _ in range(number)]


def measure(kind, options):
    """CPU microseconds per request of each contender, a list over the rounds."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "bench.peers.media_settings",
        "LOG_LEVEL": "INFO",
        "RATE_LIMIT_REQUESTS": "100000000",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    with empty_portal(kind, **settings) as (environment, db):
        fill = [sys.executable, "-m", "bench.large_asset_bank", str(options.assets)]
        filled = subprocess.run(fill, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        headers = {"Authorization": f"Bearer {filled.stdout.strip()}"}
        with serving(options.server, environment) as (port, workers), ThreadPoolExecutor(CONNECTIONS) as pool:
            clients = [Client(port) for _ in range(CONNECTIONS)]

            def call(contender):
                """A slice of requests, spread over the connections."""
                wanted = paths(contender, options.requests, options.assets)

                def share(index):
                    for path in wanted[index::CONNECTIONS]:
                        clients[index].call(path, headers)

                list(pool.map(share, range(CONNECTIONS)))

            for contender in NAMES:
                call(contender)
            return interleaved(NAMES, call, lambda: cpu(workers) + cpu(db), options)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--assets", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--requests", type=int, default=400, help="per slice")
    parser.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    parser.add_argument("--database", choices=KINDS, action="append")
    arguments = parser.parse_args()
    for kind in arguments.database or KINDS:
        result = measure(kind, arguments)
        print(f"\n{kind}, {arguments.server}, {arguments.assets:,} assets, {arguments.rounds} rounds")
        for contender, costs in result.items():
            ratio = statistics.median(
                cost / base for cost, base in zip(costs, result["prepared"], strict=True)
            )
            print(f"  {NAMES[contender]:36} {statistics.median(costs):6.0f} µs   × {ratio:5.2f}")


if __name__ == "__main__":
    main()
