"""Browsers of people who may do exactly what a test is about."""

from django.test import Client

from accounts.permissions import Permission
from tests.accounts.factories import ProfileFactory, UserFactory


def browser(user, **options) -> Client:
    """The browser of somebody who has signed in; `options` are the client's."""
    client = Client(**options)
    client.force_login(user, backend="accounts.backends.UsernameOrEmailBackend")
    return client


def browser_with(*permissions: Permission) -> Client:
    """The browser of somebody with these permissions and no others."""
    return browser(UserFactory(profile=ProfileFactory(permissions=permissions)))
