"""What pages take with 100,000 tokens and 1,000,000 users: milliseconds of server time, database included.

Every page is asked for ten times, after two that don't count; shown are the median and the worst.

    python -m bench.pages [--tokens N] [--users N] [--database sqlite|postgresql]
"""

import argparse
import statistics
import subprocess
import sys
import time

from bench.databases import KINDS, analyse, empty_portal

TARGET = 100  # milliseconds
WARM_UP, ROUNDS = 2, 10


def run(kind, tokens, users):
    """Fill a database of `kind` and measure, in a process of its own because Django has one set of settings."""
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings", "LOG_LEVEL": "ERROR"}
    with empty_portal(kind, **settings) as (environment, _):
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=environment, check=True
        )
        print(f"\n{kind}, {tokens:,} tokens, {users:,} users", flush=True)
        command = [sys.executable, "-m", "bench.pages", "--inside", f"--tokens={tokens}", f"--users={users}"]
        subprocess.run(command, env=environment, check=True)


def measure():
    """Ask for every page and print what it took; the slowest last."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.get(username="user0"), backend="accounts.backends.UsernameOrEmailBackend")
    taken = {}
    for name, path in pages().items():
        times = []
        for _ in range(WARM_UP + ROUNDS):
            started = time.perf_counter()
            response = client.get(path, secure=True)
            times.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                sys.exit(f"{path} answered {response.status_code}")
        taken[name] = times[WARM_UP:]
    for name, times in sorted(taken.items(), key=lambda item: statistics.median(item[1])):
        mark = "  over" if statistics.median(times) > TARGET else ""
        print(f"  {name:46} {statistics.median(times):6.0f} ms   worst {max(times):6.0f} ms{mark}")


def pages():
    """Name and path of every list, with every filter and order."""
    from django.urls import reverse

    from accounts.models import PermissionProfile
    from integrations.models import Integration
    from tokens.models import State
    from tokens.views.overview import Overview

    tokens, users, picker = reverse("tokens"), reverse("users"), reverse("token-users")
    integration = Integration.objects.order_by("pk").values_list("pk", flat=True)[3]
    rare_profile = PermissionProfile.objects.get(name="Light user").pk
    return {
        "home": "/",
        **{f"overview by {sort}": f"{tokens}?sort={sort}" for sort in Overview.sorts},
        **{f"overview, state {state.value}": f"{tokens}?state={state.value}" for state in State},
        "overview, common word": f"{tokens}?search=import",
        "overview, word of one token": f"{tokens}?search=number+4711",
        "overview, word of none": f"{tokens}?search=zyzzyva",
        "overview, integration": f"{tokens}?integration={integration}",
        "overview, common user word": f"{tokens}?user=example",
        "overview, user word of one": f"{tokens}?user=user4711",
        "overview, user word of none": f"{tokens}?user=zyzzyva",
        "overview, common scope": f"{tokens}?scope=asset:read",
        "overview, scope of none": f"{tokens}?scope=webhooks:write",
        "overview, everything": (
            f"{tokens}?search=import&user=anna&scope=asset:read&state=never-used&integration={integration}"
        ),
        "overview, last page": f"{tokens}?page=100000",
        **{f"users by {sort}": f"{users}?sort={sort}" for sort in ("name", "-name", "email", "-email")},
        "users, word of all": f"{users}?search=example",
        "users, word of 50,000": f"{users}?search=anna",
        "users, two common words": f"{users}?search=anna+jansen",
        "users, two common words by address": f"{users}?search=anna+jansen&sort=email",
        "users, word of one": f"{users}?search=user4711",
        "users, word of none": f"{users}?search=zyzzyva",
        "users, one letter": f"{users}?search=a",
        "users, inactive": f"{users}?state=inactive",
        "users, rare profile": f"{users}?profile={rare_profile}",
        "users, everything": f"{users}?search=anna&profile={rare_profile}&state=inactive",
        "users, last page": f"{users}?page=1000000",
        "assigned user, word of all": f"{picker}?user_search=example",
        "assigned user, word of 50,000": f"{picker}?user_search=anna",
        "assigned user, two words": f"{picker}?user_search=anna+jansen",
        "assigned user, one letter": f"{picker}?user_search=a",
        "assigned user, word of one": f"{picker}?user_search=user4711",
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tokens", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=1_000_000)
    parser.add_argument("--database", choices=KINDS, action="append")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        import django

        django.setup()
        from bench.large_portal import fill

        fill(tokens=arguments.tokens, users=arguments.users)
        analyse()
        measure()
        return
    for kind in arguments.database or KINDS:
        run(kind, arguments.tokens, arguments.users)


if __name__ == "__main__":
    main()
