"""What the API takes with 1,000,000 assets, 50 metaproperties and 2,000 options (SQLite: 100,000 assets).

Milliseconds of server time, database included: the first call, when nothing is kept yet, and the median
and the worst of the ten after the second.

    python -m bench.asset_bank [--assets N] [--database sqlite|postgresql]
"""

import argparse
import statistics
import subprocess
import sys
import time

from bench.databases import KINDS, analyse, empty_portal

ASSETS = {"sqlite": 100_000, "postgresql": 1_000_000}
WARM_UP, ROUNDS = 2, 10


def run(kind, assets):
    """Fill a database of `kind` and measure, in a process of its own because Django has one set of settings."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "LOG_LEVEL": "ERROR",
        "RATE_LIMIT_REQUESTS": "100000000",
    }
    with empty_portal(kind, **settings) as (environment, _):
        print(f"\n{kind}, {assets:,} assets", flush=True)
        command = [sys.executable, "-m", "bench.asset_bank", "--inside", f"--assets={assets}"]
        subprocess.run(command, env=environment, check=True)


def measure(secret):
    """Make every call and print what it took, and how many queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"authorization": f"Bearer {secret}", "host": "localhost"})
    for name, call in calls().items():
        times = []
        for _ in range(WARM_UP + ROUNDS):
            started = time.perf_counter()
            response = call(client)
            times.append((time.perf_counter() - started) * 1000)
            if response.status_code >= 400:
                sys.exit(f"{name}: {response.status_code} {response.content[:300]}")
        with CaptureQueriesContext(connection) as queries:
            call(client)
        median, worst = statistics.median(times[WARM_UP:]), max(times[WARM_UP:])
        print(
            f"  {name:34} first {times[0]:7.1f} ms   median {median:7.1f} ms   worst {worst:7.1f} ms"
            f"   {len(queries):3} queries",
            flush=True,
        )


def calls():
    """Name → a function that makes the call with a client."""
    from assets.models import Media, Option

    common, rare = Option.objects.earliest("pk"), Option.objects.latest("pk")
    media = Media.objects.order_by("pk")[500]
    chosen = list(media.options.select_related("metaproperty")[:3])
    properties = "&".join(f"property_{o.metaproperty.name}={o.name}" for o in chosen)
    word = media.search_words.split()[0]
    last = Media.objects.count() // 100
    lists = {
        "50, no filter": "",
        "50, one frequent option": f"property_{common.metaproperty.name}={common.name}",
        "50, one rare option": f"property_{rare.metaproperty.name}={rare.name}",
        "50, three options and a word": f"{properties}&keyword={word}",
        "50, a frequent word": f"keyword={word}",
        "50, a rare word": "keyword=number4711",
        "50, a tag": "tags=harbour",
        "50, by name": "orderBy=name+asc",
        "50, changed since": "dateModified=2021-01-01T00:00:00Z&orderBy=dateModified+desc",
        "facets, no filter": "count=1",
        "facets, one frequent option": f"count=1&property_{common.metaproperty.name}={common.name}",
        "facets, three options and a word": f"count=1&{properties}&keyword={word}",
        f"page {last:,}": f"page={last}",
    }
    address = f"/api/v4/media/{media.api_id}/"
    return {
        **{
            name: lambda client, query=query: client.get(f"/api/v4/media/?limit=50&{query}")
            for name, query in lists.items()
        },
        "one asset": lambda client: client.get(address),
        "modify an asset": lambda client: client.post(address, {"name": f"Changed {time.perf_counter()}"}),
        "metaproperties": lambda client: client.get("/api/v4/metaproperties/"),
        "tags": lambda client: client.get("/api/v4/tags/"),
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--assets", type=int)
    parser.add_argument("--database", choices=KINDS, action="append")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        import django

        django.setup()
        from bench.large_asset_bank import fill, token_of

        owner = fill(arguments.assets)
        analyse()
        measure(token_of(owner))
        return
    for kind in arguments.database or KINDS:
        run(kind, arguments.assets or ASSETS[kind])


if __name__ == "__main__":
    main()
