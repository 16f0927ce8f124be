"""Requests as pages and endpoints get them: somebody has proved who they are. Types only."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails
from rest_framework.request import Request

from portal.api.credentials import Credential

from .models import User


class PageRequest(HttpRequest):
    """A request that a Page has let in."""

    user: User
    htmx: HtmxDetails


class ApiRequest(Request):
    """A request that an Endpoint has let in with a credential."""

    user: User
    auth: Credential
