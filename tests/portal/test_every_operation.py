"""A walk over every operation with every kind of credential: who gets in is what it declares."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import path

from accounts.permissions import Permission
from accounts.scopes import Scope
from portal.api import checks
from portal.api.endpoint import Endpoint
from portal.api.operations import Operation, all_operations
from portal.audit.record import COMMAND
from tests.accounts.factories import ADMINISTRATOR, LIGHT, REGULAR, ProfileFactory, UserFactory
from tests.conftest import ApiClient
from tests.paths import filled
from tests.tokens.factories import TokenFactory
from tokens.deletion import delete

pytestmark = pytest.mark.django_db
OPERATIONS = [pytest.param(o, id=f"{o.method} {o.path}") for o in all_operations()]
every_operation = pytest.mark.parametrize("operation", OPERATIONS)
# Opens one endpoint at most, and none of those that need another scope.
UNRELATED = Scope.BRANDSTORE_ORDER_READ


def call(client: Client, operation: Operation):
    return getattr(client, operation.method.lower())(filled(operation.path))


def token_of(profile, scopes):
    return TokenFactory(user=UserFactory(profile=profile), scopes=scopes)


@dataclass(frozen=True)
class Verdict:
    """What the declaration says of a valid credential."""

    status: int | None
    error: str = ""

    def holds_for(self, response) -> bool:
        if self.status is None:  # let in; what the endpoint itself says is another test's concern
            return response.status_code not in (401, 405) and response.status_code < 500
        return (response.status_code, response.json()["error"]) == (self.status, self.error)


def verdict(operation, token):
    scopes, permissions = token.scopes, token.user.permissions
    ways = operation.access.requirements
    if not ways or any(way.is_met_by(scopes, permissions) for way in ways):
        return Verdict(None)
    lacks_only_permission = any(way.permission and (not way.scope or way.scope in scopes) for way in ways)
    return Verdict(403, "permission_denied" if lacks_only_permission else "insufficient_scope")


@every_operation
def test_every_operation_declares_its_access(operation):
    assert operation.access is not None
    assert operation.access.requirements or operation.access.why


@every_operation
def test_without_a_credential_only_what_is_public_answers(feature_on, operation):
    expected = 403 if operation.access.signed else 200 if operation.access.anonymous else 401
    assert call(Client(), operation).status_code == expected


@every_operation
def test_a_malformed_token_opens_nothing(feature_on, operation):
    response = call(ApiClient("nonsense"), operation)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_token")


@every_operation
def test_a_deleted_token_opens_nothing(token, operation):
    delete(token.key_id, by=token.user, door=COMMAND)
    response = call(ApiClient(token.secret), operation)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_token")


@every_operation
@pytest.mark.parametrize("profile", [ADMINISTRATOR, REGULAR, LIGHT])
def test_a_token_with_every_scope_opens_what_its_user_may_do(feature_on, operation, profile):
    token = token_of(profile, Scope)
    assert verdict(operation, token).holds_for(call(ApiClient(token.secret), operation))


@every_operation
def test_an_administrators_token_with_another_scope_opens_nothing_that_needs_one(feature_on, operation):
    token = token_of(ADMINISTRATOR, [UNRELATED])
    assert verdict(operation, token).holds_for(call(ApiClient(token.secret), operation))


@every_operation
def test_a_user_without_permissions_opens_nothing_that_needs_one(feature_on, operation):
    token = token_of(ProfileFactory(), Scope)
    assert verdict(operation, token).holds_for(call(ApiClient(token.secret), operation))


@every_operation
def test_each_way_into_an_operation_works_on_its_own(feature_on, operation):
    for way in operation.access.requirements:
        granted = [Permission(way.permission)] if way.permission else []
        scopes = [Scope(way.scope)] if way.scope else [UNRELATED]
        token = token_of(ProfileFactory(permissions=granted), scopes)
        assert verdict(operation, token) == Verdict(None)
        assert call(ApiClient(token.secret), operation).status_code != 401


@every_operation
def test_the_permissions_of_an_operation_give_its_scopes_effect(operation):
    for way in operation.access.requirements:
        if way.scope and way.permission:
            assert way.permission in Scope(way.scope).any_of


@every_operation
def test_every_word_of_a_declaration_is_in_the_vocabulary(operation):
    for way in operation.access.requirements:
        assert isinstance(way.scope, Scope) or not way.scope
        assert isinstance(way.permission, Permission | None)


class Undeclared(Endpoint):
    def get(self, request):
        """Retrieve what nobody may."""


urlpatterns = [path("api/undeclared/", Undeclared.as_view(), name="undeclared")]


@pytest.fixture
def with_an_undeclared_endpoint(settings):
    settings.ROOT_URLCONF = __name__
    all_operations.cache_clear()
    yield
    all_operations.cache_clear()


def test_an_undeclared_operation_is_refused_to_everybody(with_an_undeclared_endpoint, api):
    for client in (Client(), api):
        response = client.get("/api/undeclared/")
        assert (response.status_code, response.json()["error"]) == (403, "permission_denied")


def test_an_undeclared_operation_fails_the_check_with_the_remedy(with_an_undeclared_endpoint):
    (error,) = checks.every_operation_declares_its_access()
    assert (error.id, error.msg) == ("portal.api.E001", "GET /api/undeclared/ declares no access")
    assert error.hint == 'Add "GET": requires(…) to Undeclared.access.'
