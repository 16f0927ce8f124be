"""The WSGI application of a web process."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django_application = get_wsgi_application()

from portal.proxy import trusting_proxies
from tokens import usage

application = trusting_proxies(django_application, settings.TRUSTED_PROXY_COUNT)
usage.start_flushing()
