"""Who gets in with which token, and what the others hear: the error table of the API."""

import pytest
from django.test import Client

from accounts.scopes import Scope
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.accounts.factories import REGULAR, UserFactory
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory
from tests.tokens.refused_secrets import deleted, feature_off, malformed, of_inactive_user, unknown, wrong
from tokens.models import PermanentToken
from tokens.secret import digest, parse

pytestmark = pytest.mark.django_db
PATH = "/api/v4/currentUser/"
FORM = "application/x-www-form-urlencoded"


def get(secret, path=PATH, **extra):
    return ApiClient(secret).get(path, **extra)


def test_a_token_lets_its_user_in(api, admin):
    assert api.get(PATH).json()["id"] == admin.api_id


def test_without_credentials_the_answer_says_what_to_send(feature_on):
    response = Client().get(PATH)
    assert (response.status_code, response.json()["error"]) == (401, "not_authenticated")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert "Authorization: Bearer" in response.json()["message"]


@pytest.mark.parametrize("spoil", [malformed, unknown, deleted, wrong])
def test_every_text_that_is_no_token_hears_the_same(token, spoil):
    response = get(spoil(token))
    body = response.json()
    assert (response.status_code, body["statuscode"], body["error"]) == (401, 401, "invalid_token")
    assert body["message"] == "Invalid or deleted token."
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


@pytest.mark.parametrize(
    ("spoil", "error", "description"),
    [
        (of_inactive_user, "user_inactive", "The token's user is inactive."),
        (feature_off, "feature_disabled", "Permanent tokens are switched off on this portal."),
    ],
)
def test_the_holder_of_a_token_hears_why_it_does_not_work(token, spoil, error, description):
    response = get(spoil(token))
    assert (response.status_code, response.json()["error"]) == (401, error)
    assert response.headers["WWW-Authenticate"] == (
        f'Bearer realm="api", error="invalid_token", error_description="{description}"'
    )


def test_a_token_without_the_scope_hears_which_one_it_needs(admin, feature_on):
    token = TokenFactory(user=admin, scopes=[Scope.ASSET_READ])
    response = get(token.secret)
    body = response.json()
    assert (response.status_code, body["error"]) == (403, "insufficient_scope")
    assert (body["required_scope"], body["granted_scopes"]) == ("current.user:read", ["asset:read"])
    challenge = 'Bearer realm="api", error="insufficient_scope", scope="current.user:read"'
    assert response.headers["WWW-Authenticate"] == challenge


def test_a_token_whose_user_lacks_the_permission_hears_the_remedy(feature_on):
    token = TokenFactory(user=UserFactory(profile=REGULAR))
    response = get(token.secret, "/api/v4/users/")
    body = response.json()
    assert (response.status_code, body["error"]) == (403, "permission_denied")
    assert body["required_permission"] == "USERMANAGEMENT"
    assert "Give it to the user's permission profile" in body["message"]
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api", error="insufficient_scope"'


def test_every_error_carries_the_id_of_its_request(api):
    response = api.get("/api/v4/users/nobody/")
    assert response.json()["request_id"] == response.headers["X-Request-ID"]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer "])
def test_the_case_of_the_scheme_does_not_matter(token, scheme):
    assert Client().get(PATH, headers={"authorization": f"{scheme} {token.secret}"}).status_code == 200


@pytest.mark.parametrize("header", ["Basic YWRhOmFkYQ==", "Token {}", "{}", "Bearer\t{}", "Bearer{}"])
def test_another_scheme_is_no_credential(token, header):
    response = Client().get(PATH, headers={"authorization": header.format(token.secret)})
    assert (response.status_code, response.json()["error"]) == (401, "not_authenticated")


@pytest.mark.parametrize(
    "query", ["access_token={}", "x=1&access_token={}", "t={}", "t=a%20{}", "access%5Ftoken={}"]
)
def test_a_token_in_the_query_is_refused_and_flagged_as_exposed(api, token, query):
    response = api.get(f"{PATH}?{query.format(token.secret)}")
    token.refresh_from_db()
    assert (response.status_code, response.json()["error"]) == (400, "token_in_url")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_request"'
    assert token.exposed_at is not None


def test_a_token_in_the_path_is_refused_and_flagged_as_exposed(api, token):
    response = api.get(f"/api/v4/users/{token.secret}/")
    token.refresh_from_db()
    assert (response.status_code, response.json()["error"]) == (400, "token_in_url")
    assert token.exposed_at is not None


def multipart(head, text):
    return f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n--x--\r\n"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, "access_token={}"),
        (FORM, "firstname={}"),
        ("application/json", '{{"access_token": "{}"}}'),
        ("application/json", '{{"note": {{"text": "{}"}}}}'),
        ("text/plain", "{}"),
        ("multipart/form-data; boundary=x", multipart('name="access_token"', "{}")),
    ],
)
def test_a_token_in_the_body_is_refused_and_flagged_as_exposed(api, token, content_type, body):
    response = api.post("/api/v4/users/", body.format(token.secret), content_type=content_type)
    token.refresh_from_db()
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    assert token.exposed_at is not None


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/octet-stream", "{}"),
        ("Multipart/Form-Data; boundary=x", multipart('name="file"; filename="a.txt"', "{}")),
        ("multipart/form-data; boundary=x", multipart('name="file"', "{}")),
        ("multipart/form-data; boundary=x", multipart("name=file", "{}")),
    ],
)
def test_a_token_in_a_file_is_the_files_own_matter(api, token, content_type, body):
    response = api.post("/api/v4/users/", body.format(token.secret), content_type=content_type)
    token.refresh_from_db()
    assert "token was sent" not in response.json()["message"]
    assert token.exposed_at is None


@pytest.mark.parametrize("spoil", [of_inactive_user, feature_off])
def test_a_token_that_is_stopped_for_now_is_flagged_as_exposed_too(token, spoil):
    Client().get(f"{PATH}?access_token={spoil(token)}")
    token.refresh_from_db()
    assert token.exposed_at is not None


@pytest.mark.parametrize("spoil", [malformed, unknown, wrong])
def test_what_is_no_token_exposes_none(token, spoil):
    response = Client().get(f"{PATH}?access_token={spoil(token)}")
    token.refresh_from_db()
    assert (response.status_code, token.exposed_at) == (400, None)


def test_an_exposed_token_is_audited_once(token):
    for _ in range(3):
        Client().get(f"{PATH}?access_token={token.secret}")
    entry = AuditEntry.objects.filter(action=Action.TOKEN_EXPOSED).get()
    assert (entry.target_id, entry.details) == (token.key_id, {"where": "URL"})


def test_an_exposed_token_still_works(token):
    Client().get(f"{PATH}?access_token={token.secret}")
    assert get(token.secret).status_code == 200


def test_two_credentials_are_one_too_many(token):
    response = get(f"{token.secret}, Bearer {token.secret}")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_a_credential_in_the_form_beside_the_header_is_one_too_many(api):
    response = api.post("/api/v4/users/", "access_token=abc", content_type=FORM)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_a_session_is_no_credential(admin_client):
    assert admin_client.get(PATH).status_code == 401


@pytest.mark.parametrize(("secret", "status"), [(None, 200), ("Bearer nonsense", 401)])
def test_a_session_beside_a_bearer_token_changes_nothing(admin_client, token, secret, status):
    header = secret or f"Bearer {token.secret}"
    assert admin_client.get(PATH, headers={"authorization": header}).status_code == status


def test_a_bad_token_is_refused_where_anonymous_may_read(feature_on):
    path = "/v6/authentication/oauth2/scopes"
    assert Client().get(path).status_code == 200
    assert get("nonsense", path).status_code == 401


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\xff\xfe",
        "é" * 100,
        "a" * 1_000_000,
        "portal_",
        "portal__",
        "\x00",
        "%00",
        "' OR 1=1 --",
        "Bearer Bearer",
    ],
)
def test_no_header_breaks_the_portal(feature_on, text):
    response = Client().get(PATH, headers={"authorization": f"Bearer {text}"})
    assert response.status_code in (400, 401)


def test_a_token_of_an_older_pepper_works_and_is_rehashed_with_the_newest(admin, feature_on, settings):
    token = TokenFactory(user=admin, pepper=1)
    assert get(token.secret).status_code == 200
    token.refresh_from_db()
    newest = next(iter(settings.TOKEN_PEPPERS))
    assert (token.pepper, token.digest) == (
        newest,
        digest(parse(token.secret), settings.TOKEN_PEPPERS[newest]),
    )
    assert get(token.secret).status_code == 200


def test_a_token_of_a_pepper_that_is_gone_is_refused(token, settings):
    settings.TOKEN_PEPPERS = {9: b"another-pepper-of-at-least-32-characters"}
    assert get(token.secret).json()["error"] == "invalid_token"


def test_deleting_a_token_leaves_the_others_of_its_user(token):
    other = TokenFactory(user=token.user)
    assert get(deleted(token)).status_code == 401
    assert get(other.secret).status_code == 200
    assert PermanentToken.objects.get() == other
