"""Requests that no library would send, against the real server: each is answered, none breaks it."""

import socket
import ssl
from contextlib import suppress

import pytest

PATH = b"/api/v4/currentUser/"


def exchange(server, request):
    """The status and body of the answer to the raw bytes."""
    with (
        socket.create_connection(("localhost", server.port), timeout=10) as plain,
        server.trust().wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        with suppress(ssl.SSLEOFError, ConnectionError):  # answered and hung up before all was sent
            connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]), body


def get(*headers, path=PATH, method=b"GET", body=b""):
    lines = [method + b" " + path + b" HTTP/1.1", b"Host: localhost", b"Connection: close", *headers]
    return b"\r\n".join([*lines, b"", body])


@pytest.fixture(scope="module")
def bearer(server):
    secret = server.create_token("current.user:read", description="Wire")
    return b"Authorization: Bearer " + secret.encode()


def test_a_plain_request_is_answered(server, bearer):
    assert exchange(server, get(bearer))[0] == 200


def test_the_case_of_the_headers_name_and_scheme_does_not_matter(server, bearer):
    assert exchange(server, get(bearer.replace(b"Authorization: Bearer", b"AUTHORIZATION: bEARER")))[0] == 200


def test_two_authorization_headers_are_refused(server, bearer):
    for headers in (
        [bearer, bearer],
        [bearer, b"Authorization: Basic eDp5"],
        [b"Authorization: Bearer x", bearer],
    ):
        status, body = exchange(server, get(*headers))
        assert (status, b'"invalid_request"' in body) == (400, True)


@pytest.mark.parametrize("text", [b"\xff\xfe\x80", b"\xc3\xa9", b"nonsense"])
def test_a_token_of_any_bytes_is_an_invalid_one(server, text):
    status, body = exchange(server, get(b"Authorization: Bearer " + text))
    assert (status, b'"error":"invalid_token"' in body) == (401, True)


@pytest.mark.parametrize(
    "header",
    [
        b"Authorization: Bearer \xff\xfe\x80",
        b"Authorization: Bearer \xc3\xa9",
        b"Authorization: Bearer",
        b"Authorization:",
        b"Authorization: Bearer " + b"a" * 200_000,
        b"Authorization: Bearer " + b"a" * 1_000_000,
        b"Authorization: Bearer a\x00b",
        b"X-Request-ID: \xff\xff\xff\xff\xff\xff\xff\xff",
        b"Content-Type: text/plain; charset=hex",
        b"no colon",
        b": no name",
        b"Content-Length: x",
        b"Cookie: " + b"a=b; " * 5_000,
    ],
    ids=lambda header: header[:30].decode(errors="backslashreplace"),
)
def test_no_header_breaks_the_server(server, bearer, header):
    assert 400 <= exchange(server, get(header))[0] < 500
    assert exchange(server, get(bearer))[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        b"/api/v4/users/%00/",
        b"/api/v4/users/%ff/",
        b"/api/%2e%2e/",
        b"//api/v4/",
        b"/api/v4/users/\xff",
        b"/api/v4/currentUser/?%00=%ff",
        b"*",
        b"https://x/api/",
    ],
)
def test_no_path_breaks_the_server(server, path):
    assert 400 <= exchange(server, get(path=path))[0] < 500


def test_a_body_that_ends_early_breaks_nothing(server, bearer):
    request = get(
        bearer,
        b"Content-Type: application/json",
        b"Content-Length: 5",
        path=b"/api/v4/users/",
        method=b"POST",
        body=b'{"a"}',
    )
    assert exchange(server, request)[0] == 403


@pytest.mark.parametrize("path", [b"/api/nothing/", b"/api/v4/media/..%2f../", b"/sign-out/"])
def test_a_client_is_told_that_the_connection_ends_with_a_body_that_nobody_read(server, path):
    request = b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
    with (
        socket.create_connection(("localhost", server.port), timeout=10) as plain,
        server.trust().wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        connection.sendall(request)
        head = connection.recv(65536).partition(b"\r\n\r\n")[0].lower()
    assert b"\r\nconnection: close" in head


def test_a_body_in_chunks_is_read(server):
    secret = server.create_token("collection:write", description="Wire")
    headers = [
        b"Authorization: Bearer " + secret.encode(),
        b"Content-Type: application/x-www-form-urlencoded",
        b"Transfer-Encoding: chunked",
    ]
    body = b"5\r\nname=\r\n6\r\nSpring\r\n0\r\n\r\n"
    assert exchange(server, get(*headers, path=b"/api/v4/collections/", method=b"POST", body=body))[0] == 201


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_clients_connect_with_either_safe_version_of_tls(server, version):
    trust = server.trust()
    trust.minimum_version = trust.maximum_version = version
    with socket.create_connection(("localhost", server.port), timeout=10) as plain:
        trust.wrap_socket(plain, server_hostname="localhost").close()
