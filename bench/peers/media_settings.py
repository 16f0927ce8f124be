"""The portal's settings, with the API and an endpoint of prepared bytes only."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.peers.prepared"
