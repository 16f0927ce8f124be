"""Clients, and what every test needs; people and tokens come from the factories."""

import socket
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, InternalError, OperationalError, connection, connections
from django.test import Client, TestCase

from assets.api.serializers import remembered
from portal.api import throttling
from portal.audit.operator import Operator
from portal.audit.record import COMMAND
from portal.environment import shared_cache
from portal.features.switch import Feature, enable
from tests import contract
from tests.accounts.factories import ADMINISTRATOR, UserFactory
from tests.browsers import browser
from tests.tokens.factories import TokenFactory
from tokens import usage

collect_ignore_glob = [] if connection.vendor == "postgresql" else ["*_on_postgresql.py"]


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 with little memory: a real hash, quickly."""

    time_cost, memory_cost, parallelism = 1, 64, 1


@pytest.fixture(autouse=True)
def fresh_process(settings, tmp_path):
    """What a process keeps in memory, emptied; files of the test's own; cheap password hashes."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SCRATCH_DIR = tmp_path / "scratch"
    cache.clear()
    usage.forget()
    throttling.this_process.forget()
    remembered.forget()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["tests.conftest.QuickArgon2"]


def refuse(*args):
    message = "the server closed the connection unexpectedly"
    raise OperationalError(message)


@pytest.fixture
def dead_database():
    """The database answers nothing."""
    with connection.execute_wrapper(refuse):
        yield


def refuse_writes(execute, sql, params, many, context):
    if sql.startswith(("INSERT", "UPDATE", "DELETE")):
        message = "attempt to write a readonly database"
        raise InternalError(message)
    return execute(sql, params, many, context)


@pytest.fixture
def read_only_database():
    """The database answers, and changes nothing."""
    with connection.execute_wrapper(refuse_writes):
        yield


@pytest.fixture
def dead_cache(settings):
    """Nothing listens where the cache is to be."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": shared_cache(settings.REDIS_URL)}


@pytest.fixture
def silent_cache(settings):
    """Something takes connections where the cache is to be, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.REDIS_URL = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        settings.CACHES = {"default": shared_cache(settings.REDIS_URL)}
        yield


@pytest.fixture
def asked_at_once(monkeypatch):
    """A context in which queries must go past Django's cursor, as they do outside of a test's transaction."""

    @contextmanager
    def context():
        with monkeypatch.context() as patch:
            patch.setattr(connections[DEFAULT_DB_ALIAS], "in_atomic_block", False)
            patch.setattr(connections[DEFAULT_DB_ALIAS], "cursor", refuse)
            yield

    return context


@pytest.fixture
def dead_mail_server(settings):
    """Nothing listens where mails are sent."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


@pytest.fixture
def short_lists(monkeypatch):
    """Lists count no further than two rows, searches find no more than two users."""
    monkeypatch.setattr("portal.pages.listing.COUNTED", 2)
    monkeypatch.setattr("accounts.models.MATCHES", 2)
    monkeypatch.setattr("tokens.models.MATCHES", 2)


@pytest.fixture
def operator():
    return Operator("Olga Operator")


@pytest.fixture
def feature_on(db, operator):
    enable(Feature.PERMANENT_TOKENS, by=operator, reason="tests", door=COMMAND)


@pytest.fixture
def admin(db):
    """Ada may do everything."""
    return UserFactory(first_name="Ada", last_name="Admin", username="ada", profile=ADMINISTRATOR)


@pytest.fixture
def admin_client(admin, feature_on):
    """Ada's browser, signed in a moment ago, on a portal with permanent tokens."""
    return browser(admin)


class ApiClient(Client):
    """An integration: sends a token's secret with every request, and counts on the documentation."""

    def __init__(self, secret: str) -> None:
        super().__init__(headers={"authorization": f"Bearer {secret}"})

    def request(self, **request):
        """The response, which must be one that the operation promises; what follows the commit has run."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = super().request(**request)
        contract.hold(response, request["REQUEST_METHOD"])
        return response


def client_of(user, **token):
    """A client with a token of this user's; `token` says what is special about it."""
    return ApiClient(TokenFactory(user=user, **token).secret)


@pytest.fixture
def token(admin, feature_on):
    """A token of Ada's with every scope."""
    return TokenFactory(user=admin)


@pytest.fixture
def api(token):
    """A client that uses Ada's token."""
    return ApiClient(token.secret)
