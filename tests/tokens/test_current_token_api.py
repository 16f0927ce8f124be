"""A token looks at itself and revokes itself, and can do nothing else to tokens."""

import pytest
from django.test import Client

from accounts.scopes import Scope
from portal.api.operations import all_operations
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.accounts.factories import LIGHT, UserFactory
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory
from tokens.models import PermanentToken, Tombstone

pytestmark = pytest.mark.django_db
PATH = "/api/v4/currentToken/"


@pytest.fixture
def light_token(feature_on):
    """A token of a light user, half of whose scopes have effect."""
    user = UserFactory(profile=LIGHT, username="lou")
    return TokenFactory(user=user, scopes=[Scope.ASSET_READ, Scope.COLLECTION_WRITE, Scope.CURRENT_USER_READ])


@pytest.fixture
def light(light_token):
    return ApiClient(light_token.secret)


def test_a_token_reads_what_it_was_granted_and_what_has_effect(light, light_token):
    content = light.get(PATH).json()
    assert content["keyId"] == light_token.key_id
    assert content["user"] == {
        "id": light_token.user.api_id,
        "username": "lou",
        "email": "lou@acme.example",
    }
    assert content["scopes"] == ["asset:read", "collection:write", "current.user:read"]
    assert content["effectiveScopes"] == ["asset:read", "current.user:read"]
    assert content["permissions"] == ["MEDIAOVERVIEW", "collection.public.view", "metaproperty.view"]


def test_a_token_reads_the_operations_that_are_open_to_it(light):
    operations = {(o["method"], o["path"], o["name"]) for o in light.get(PATH).json()["operations"]}
    assert ("GET", "/api/v4/currentUser/", "Retrieve current user") in operations
    assert not [path for _, path, _ in operations if path.startswith(("/api/v4/users/", "/api/groups/"))]


def test_a_token_never_reads_its_own_secret(light, light_token):
    assert light_token.secret[20:] not in light.get(PATH).text


@pytest.mark.parametrize("require", ["asset:read", "asset:read,current.user:read", "", ","])
def test_a_client_is_told_that_the_token_can_do_what_it_requires(light, require):
    assert light.get(PATH, {"require": require}).status_code == 200


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("require=asset:write", ["asset:write"]),
        ("require=asset:read,collection:write", ["collection:write"]),
        ("require=asset:write&require=admin.user:read", ["admin.user:read", "asset:write"]),
    ],
)
def test_a_client_is_told_what_is_missing(light, query, missing):
    response = light.get(f"{PATH}?{query}")
    body = response.json()
    assert (response.status_code, body["error"], body["missing"]) == (403, "insufficient_scope", missing)
    assert f'scope="{" ".join(missing)}"' in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize("require", ["asset:eat", "asset:read asset:write", "\0"])
def test_a_client_that_requires_what_does_not_exist_is_told(light, require):
    response = light.get(PATH, {"require": require})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["require"])


def test_a_token_revokes_itself(light, light_token):
    assert light.delete(PATH).status_code == 204
    assert light.get(PATH).status_code == 401
    assert Tombstone.objects.get().deleted_by == f"the token itself ({light_token.key_id})"


def test_revoking_is_audited_with_its_request(light, light_token):
    response = light.delete(PATH)
    entry = AuditEntry.objects.filter(action=Action.TOKEN_DELETED).get()
    assert (entry.target_id, entry.door) == (light_token.key_id, "api")
    assert entry.request_id == response.headers["X-Request-ID"]


def test_a_token_revokes_no_other(api, light, light_token):
    other = PermanentToken.objects.exclude(pk=light_token.pk).get()
    light.delete(f"{PATH}?keyId={other.key_id}")
    assert PermanentToken.objects.get() == other


def test_no_endpoint_manages_tokens():
    own = {(o.method, o.path) for o in all_operations() if "tokens" in o.view.__module__}
    assert own == {("GET", PATH), ("DELETE", PATH)}


@pytest.mark.parametrize("page", ["", "add/", "{key}/", "{key}/delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_takes_a_token_for_a_person(token, method, page):
    address = f"/settings/portal-settings/permanent-tokens/{page.format(key=token.key_id)}"
    client = Client(headers={"authorization": f"Bearer {token.secret}"})
    assert getattr(client, method)(address).status_code == 302
    assert PermanentToken.objects.get() == token
