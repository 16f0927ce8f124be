"""Bodies that no endpoint can read are refused before it is asked."""

import time
from io import BytesIO

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PATH = "/api/v4/users/"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "text",
    [b"[]", b"1", b"null", b'"x"', b"{", b"\xff", b"[" * 100_000, b'{"email":"\\ud800"}', b'{"a":NaN}'],
)
def test_a_body_that_is_no_json_object_is_refused(api, text):
    response = api.post(PATH, text, content_type="application/json")
    assert (response.status_code, list(response.json()["fields"])) == (400, ["body"])


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "nonsense", "latin-1"])
@pytest.mark.parametrize("kind", [FORM, "application/json", "multipart/form-data; boundary=x"])
def test_no_charset_breaks_the_portal(api, kind, charset):
    content_type = f"{kind}; charset={charset}"
    response = api.generic("POST", f"{PATH}?limit=1", b"email=%ff", content_type=content_type)
    assert response.status_code == 400


MULTIPART = b'--x\r\nContent-Disposition: form-data; name="job"\r\n\r\nCaf\xe9\r\n--x--\r\n'


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b"job=Caf\xe9"),
        (FORM, b"job=Caf%e9"),
        (FORM, b"job=%c3&x=%a9"),
        ("multipart/form-data; boundary=x", MULTIPART),
    ],
)
def test_a_form_in_another_encoding_than_utf_8_is_refused(api, content_type, body):
    response = api.generic("POST", PATH, body, content_type=content_type)
    assert (response.status_code, response.json()["message"]) == (400, "The body is not valid UTF-8.")


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("text/xml", b"<a/>", 415),
        ("", b"a=b", 415),
        (FORM, b"a=b&" * 2000, 413),
        (FORM, b"a" * 3_000_000, 413),
        ("application/json", b'"' + b"a" * 3_000_000, 413),
        ("multipart/form-data", b"x", 400),
        (FORM, b"%zz=%ff&&&=", 400),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(api, content_type, body, status):
    response = api.generic("POST", PATH, body, content_type=content_type)
    assert (response.status_code, response.json()["statuscode"]) == (status, status)


def without_length(content_type, body):
    """What a server makes of a body that comes in chunks (RFC 9112 §7.1)."""
    headers = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    return {**headers, "wsgi.input": BytesIO(body), "wsgi.input_terminated": True}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b"job=Painter"),
        ("application/json", b'{"job": "Painter"}'),
        ("multipart/form-data; boundary=x", MULTIPART.replace(b"Caf\xe9", b"Painter")),
    ],
)
def test_a_body_that_comes_without_its_length_is_read(api, admin, content_type, body):
    path = f"{PATH}{admin.api_id}/"
    response = api.generic("POST", path, **without_length(content_type, body))
    assert response.status_code == 202
    assert api.get(path).json()["job"] == "Painter"


@pytest.mark.parametrize("size", [3_000_000, 30_000_000])
def test_a_body_that_comes_without_its_length_is_no_way_around_the_limit(api, size):
    response = api.generic("POST", PATH, **without_length(FORM, b"a" * size))
    assert response.status_code == 413


class Lost(BytesIO):
    """What is read of a connection whose other end has gone."""

    def read(self, size=-1):
        raise ConnectionResetError


def test_a_body_without_its_length_that_ends_too_soon_is_refused(api):
    response = api.generic("POST", PATH, **{**without_length(FORM, b""), "wsgi.input": Lost()})
    assert (response.status_code, response.json()["message"]) == (
        400,
        "The body ended before it was complete.",
    )


def test_a_token_is_found_in_a_body_that_comes_without_its_length(api, token):
    body = f"access_token={token.secret}".encode()
    assert api.generic("POST", PATH, **without_length(FORM, body)).status_code == 400
    token.refresh_from_db()
    assert token.exposed_at


def seconds(body, boundary):
    """What it takes to refuse a body of nobody's, of the processor's time."""
    started = time.process_time()
    response = Client().generic("POST", PATH, body, content_type=f"multipart/form-data; boundary={boundary}")
    assert response.status_code == 401
    return time.process_time() - started


@pytest.mark.parametrize("boundary", ["", "-", "x"])
def test_parts_of_nothing_keep_the_portal_no_busier_than_one_large_part(boundary):
    number = 2_400_000 // (len(boundary) + 2)
    one_part = min(seconds(f"-+{boundary}".encode() * number, boundary) for _ in range(3))
    only_parts = min(seconds(f"--{boundary}".encode() * number, boundary) for _ in range(3))
    assert only_parts < 4 * one_part
