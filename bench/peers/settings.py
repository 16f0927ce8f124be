"""The portal's settings, with its peers installed beside it; they have no middleware at all."""

from portal.settings import *  # noqa: F403
from portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "rest_framework.authtoken", "knox", "oauth2_provider", "bench.peers"]
MIDDLEWARE = ["bench.peers.middleware.only_for_the_portal"]
ROOT_URLCONF = "bench.peers.urls"
ALLOWED_HOSTS = ["*"]
SILENCED_SYSTEM_CHECKS = ["auth.W004", "axes.W002", "models.W040"]
OAUTH2_PROVIDER = {"SCOPES": {"current.user:read": "Read the current user"}}
