"""A walk over every page with every profile: who may open it is what it declares."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from accounts.models import PermissionProfile
from assets.models import DerivativePreset
from portal.api.endpoint import Endpoint
from portal.audit.models import AuditEntry
from portal.pages import checks
from portal.pages.page import SIGNED_IN, Page, declared
from tests.accounts.factories import UserFactory
from tests.assets.factories import (
    MediaFactory,
    MetapropertyFactory,
    SmartfilterFactory,
    SubBrandFactory,
    png,
)
from tests.browsers import browser

pytestmark = pytest.mark.django_db
# Pages for those who aren't signed in, what Django's and drf-spectacular's own views answer, and files
# whose address is the permission.
OPEN = {
    "download", "played", "public-original", "video-preview",
    "sign-in", "sign-out", "password-reset", "password-reset-sent", "password-reset-confirm",
    "schema", "api-docs", "share", "thumbnail", "media-derivative", "transform",
}  # fmt: skip


def walk(patterns, prefix="/"):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern


PATTERNS = list(walk(get_resolver().url_patterns))
PAGES = [
    pytest.param(route, pattern.callback.view_class, id=pattern.name)
    for route, pattern in PATTERNS
    if issubclass(getattr(pattern.callback, "view_class", object), Page)
]
SENDABLE = [page for page in PAGES if page.id != "home"]  # what is posted to the root is an upload's chunk


def test_everything_served_is_a_page_an_endpoint_or_open_on_purpose():
    unaccounted = {
        pattern.name
        for _, pattern in PATTERNS
        if not issubclass(getattr(pattern.callback, "view_class", object), Page)
        and not issubclass(getattr(pattern.callback, "cls", object), Endpoint)
    }
    assert unaccounted <= OPEN


@pytest.fixture
def address(token, admin):
    """Turns a route into the address of something that exists."""
    profile = PermissionProfile.objects.get(name="Light user")
    preset, part = DerivativePreset.objects.get(name="mini"), SubBrandFactory()
    media = MediaFactory(content=png())
    option = MetapropertyFactory(options=["one"]).options.get()

    def fill(route):
        filled = route.replace("<slug:key_id>", token.key_id).replace("<int:number>", "1")
        ids = {
            "user": admin.api_id, "profile": profile.api_id, "preset": preset.api_id,
            "sub_brand": part.api_id, "brand": part.brand.api_id, "asset": media.api_id,
            "item": media.items.get().api_id,
            "metaproperty": option.metaproperty.api_id, "option": option.api_id,
            "smartfilter": SmartfilterFactory().api_id,
        }  # fmt: skip
        for argument, value in ids.items():
            filled = filled.replace(f"<str:{argument}_id>", value).replace(
                f"<uuid:{argument}_id>", str(value)
            )
        return filled

    return fill


@pytest.mark.parametrize(
    ("method", "route", "view"),
    [
        pytest.param(method, *page.values, id=f"{method}-{page.id}")
        for method, pages in (("get", PAGES), ("post", SENDABLE))
        for page in pages
    ],
)
@pytest.mark.parametrize("profile", ["Administrator", "Regular user", "Light user"])
def test_who_may_use_a_page_is_what_it_declares(address, method, route, view, profile):
    user = UserFactory(profile=profile)
    client = browser(user)
    allowed = any(needed == SIGNED_IN or user.has_perm(needed) for needed in declared(view))
    status = getattr(client, method)(address(route)).status_code
    assert (status != 403) == allowed
    assert status < 500


@pytest.mark.parametrize(("route", "view"), SENDABLE)
def test_a_form_from_elsewhere_is_refused_on_every_page(address, admin, route, view):
    client = browser(admin, enforce_csrf_checks=True)
    before = AuditEntry.objects.count()
    assert client.post(address(route)).status_code == 403
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(("route", "view"), SENDABLE)
def test_whoever_is_not_signed_in_sends_nothing(address, route, view):
    response = Client().post(address(route))
    assert (response.status_code, response.url.startswith("/sign-in/")) == (302, True)


@pytest.mark.parametrize(("route", "view"), PAGES)
def test_whoever_is_not_signed_in_is_asked_to(address, route, view):
    response = Client().get(address(route))
    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


class Undeclared(Page):
    pass


urlpatterns = [path("undeclared/", Undeclared.as_view())]


def test_a_page_that_declares_nothing_is_refused_to_everybody(admin, rf):
    request = rf.get("/undeclared/")
    request.user = admin
    with pytest.raises(PermissionDenied, match="declares no permission"):
        Undeclared.as_view()(request)


def test_a_page_that_declares_nothing_fails_the_check(settings):
    settings.ROOT_URLCONF = __name__
    error = next(iter(checks.every_page_declares_its_permission()))
    assert (error.id, error.obj) == ("portal.pages.E001", Undeclared)


def test_the_portal_has_no_system_check_errors():
    assert [message for message in run_checks() if not message.is_silenced()] == []
