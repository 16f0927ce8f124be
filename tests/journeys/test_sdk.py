"""The official SDK, unmodified, as the only client: reading, writing, being refused."""

import pytest
import requests
from bynder_sdk import BynderClient

WRITE = ("admin.user:read", "admin.user:write", "admin.profile:read", "current.user:read")
DELETE = """
from portal.audit.operator import Operator
from portal.audit.record import COMMAND
from tokens.deletion import delete
print(delete({key_id!r}, by=Operator("Olga Operator"), door=COMMAND))
"""


@pytest.fixture
def sdk(server, monkeypatch):
    """Makes the SDK's client for a token."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.ca))
    return lambda secret: BynderClient(domain=server.domain, permanent_token=secret)


@pytest.fixture
def session(server, sdk):
    return sdk(server.create_token(*WRITE, description="SDK")).session


def nora(session, name):
    profiles = {profile["name"]: profile["id"] for profile in session.get("/v4/profiles/")}
    return {
        "username": name, "email": f"{name}@acme.example", "firstname": "Nora", "lastname": "New",
        "password": "correct horse battery", "profileId": profiles["Regular user"],
    }  # fmt: skip


def refusal(call, *arguments, **options):
    with pytest.raises(requests.HTTPError) as caught:
        call(*arguments, **options)
    return caught.value.response


@pytest.mark.parametrize("encoding", ["data", "json"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_a_user_is_created_changed_and_deactivated(session, encoding, slash):
    name = f"nora-{encoding}{'-slash' if slash else ''}"
    created = session.post(f"/v4/users{slash}", **{encoding: nora(session, name)})
    path = f"/v4/users/{created['id']}{slash}"
    assert session.post(path, **{encoding: {"lastname": "Newer"}}) == created
    assert session.get(path)["lastname"] == "Newer"
    assert session.delete(path) is None
    assert session.get(path)["active"] is False


def test_a_wrong_field_is_named(session):
    response = refusal(session.post, "/v4/users/", data={**nora(session, "wrong"), "lastname": ""})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["lastname"])


def test_pages_follow_one_another_until_one_is_empty(session):
    found, number = [], 1
    while batch := session.get("/v4/users/", params={"limit": 10, "page": number, "includeInActive": True}):
        found += batch
        number += 1
    assert len({user["id"] for user in found}) == len(found) > 20


def test_a_call_without_its_scope_is_refused_with_the_reason(server, sdk):
    session = sdk(server.create_token("asset:read", description="Unscoped")).session
    response = refusal(session.get, "/v4/currentUser/")
    assert (response.status_code, response.json()["required_scope"]) == (403, "current.user:read")


def test_a_token_that_another_process_deleted_is_refused_at_the_next_call(server, sdk):
    secret, other = (server.create_token("current.user:read", description=f"SDK {n}") for n in (1, 2))
    session = sdk(secret).session
    assert session.get("/v4/currentUser/")["username"] == "admin"
    server.manage("shell", "-v0", "-c", DELETE.format(key_id=secret.split("_")[1]))
    assert refusal(session.get, "/v4/currentUser/").status_code == 401
    assert sdk(other).session.get("/v4/currentUser/")["username"] == "admin"


def test_a_token_revokes_itself(server, sdk):
    session = sdk(server.create_token("asset:read", description="Revokes itself")).session
    assert session.delete("/v4/currentToken/") is None
    assert refusal(session.get, "/v4/currentToken/").status_code == 401
