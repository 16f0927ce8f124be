"""The OpenAPI definition: valid, complete and true."""

import json
from html.parser import HTMLParser

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from accounts.models import Group
from portal.api.operations import all_operations
from portal.api.schema import definition
from tests.paths import filled

OPERATIONS = [pytest.param(o, id=f"{o.method} {o.path}") for o in all_operations()]
# What assets answer is held to the definition by all of their tests, for they need more than an id.
SIMPLE = [case for case in OPERATIONS if not case.values[0].view.__module__.startswith("assets.")]
every_operation = pytest.mark.parametrize("operation", OPERATIONS)


def described(operation):
    return definition()["paths"][operation.path][operation.method.lower()]


def test_everybody_may_read_the_definition():
    response = Client().get("/api/schema/")
    assert response.status_code == 200
    assert json.loads(response.content) == json.loads(json.dumps(definition()))


def test_the_definition_is_valid():
    validate_schema(definition())


def test_the_definition_has_what_is_served_and_nothing_else():
    found = {(method.upper(), path) for path, item in definition()["paths"].items() for method in item}
    assert found == {(o.method, o.path) for o in all_operations()}


def test_every_operation_has_an_id_of_its_own():
    ids = [described(o)["operationId"] for o in all_operations()]
    assert len(ids) == len(set(ids))


@every_operation
def test_an_operation_says_which_scope_and_permission_it_needs(operation):
    entry = described(operation)
    ways = entry.get("x-access", [])
    assert [(way.get("scope", ""), way.get("permission")) for way in ways] == [
        (way.scope, way.permission) for way in operation.access.requirements
    ]
    assert all(f"`{word}`" in entry["description"] for way in ways for word in way.values())
    assert operation.access.why in entry["description"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v4/media/save/{import_id}/", "importId"), ("/api/v4/media/save/{import_id}/", "id"),
        ("/api/v4/media/{media_id}/save/{import_id}/", "importId"),
        ("/api/v4/media/{media_id}/save/additional/{upload_id}/", "uploadId"), ("/api/v4/upload/{upload_id}/", "id"),
    ],
)  # fmt: skip
def test_an_id_that_may_travel_in_the_form_is_described(path, name):
    content = definition()["paths"][path]["post"]["requestBody"]["content"]
    assert all(name in body["schema"]["properties"] for body in content.values())


@every_operation
def test_an_operation_takes_a_token_or_nothing_if_it_is_public(operation):
    expected = [{"permanentToken": []}, *([{}] if operation.access.anonymous else [])]
    assert described(operation)["security"] == expected


@every_operation
def test_an_operation_lists_its_refusals_with_their_body(operation):
    responses = described(operation)["responses"]
    expected = {"400", "401", "429"} | ({"403"} if operation.access.requirements else set())
    by_body = {"415"} if "requestBody" in described(operation) else set()
    assert expected | by_body | ({"404"} if "{" in operation.path else set()) <= set(responses)
    for status in expected:
        assert responses[status]["content"]["application/json"]["schema"] == {
            "$ref": "#/components/schemas/Error"
        }


@pytest.mark.parametrize("operation", SIMPLE)
def test_a_real_answer_has_the_described_shape(api, admin, operation):
    admin.groups.add(Group.objects.create(name="Editors"))
    fields = {
        "username": "nora", "email": "nora@acme.example", "firstname": "Nora", "lastname": "New",
        "password": "correct horse battery", "profileId": admin.profile.api_id,
    }  # fmt: skip
    identifier = admin.profile.api_id if "profiles" in operation.path else admin.api_id
    body = {} if operation.method != "POST" else fields if "{" not in operation.path else {"job": "Editor"}
    if (operation.method, operation.path) == ("DELETE", "/api/v4/users/{identifier}/"):
        identifier = api.post("/api/v4/users/", fields).json()["id"]
    response = getattr(api, operation.method.lower())(filled(operation.path, identifier), body)
    expected = described(operation)["responses"][str(response.status_code)]
    assert response.status_code < 300
    assert ("content" in expected) == bool(response.content)
    if response.content:
        shape = expected["content"]["application/json"]["schema"]
        jsonschema.validate(response.json(), shape)


@every_operation
def test_a_real_refusal_has_the_described_shape(db, operation):
    if not operation.access.anonymous:
        body = getattr(Client(), operation.method.lower())(filled(operation.path)).json()
        jsonschema.validate(body, definition()["components"]["schemas"]["Error"])


class Elements(HTMLParser):
    """The elements of a page, with their attributes and text."""

    def __init__(self, html):
        super().__init__()
        self.found, self.inline = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.found and self.found[-1][0] in ("script", "style") and data.strip():
            self.inline.append(data)


def test_the_page_needs_nothing_that_the_strict_policy_forbids():
    response = Client().get("/api-docs/")
    page = Elements(response.text)
    addresses = [a.get("src") or a.get("href") for tag, a in page.found if tag in ("script", "link")]
    assert page.inline == []
    assert not [attributes for _, attributes in page.found if "style" in attributes]
    assert addresses
    assert all(address.startswith("/static/") for address in addresses)
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_the_page_lists_every_operation_with_a_link_to_the_definition():
    html = Client().get("/api-docs/").text
    anchors = {a.get("id") for tag, a in Elements(html).found if tag == "details"}
    assert len(anchors) == len(all_operations())
    assert 'href="/api/schema/"' in html


def test_the_page_says_in_which_form_a_body_comes():
    html = Client().get("/api-docs/").text
    assert "Body, form or JSON or multipart form" in html
    assert "Body, application/octet-stream" in html
