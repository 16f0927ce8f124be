"""Chunks of S3-style uploads, as the vendor's clients send them over the wire."""

import base64
import json
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assets.models import Chunk
from tests.assets.uploading import form, post_chunk, stored

pytestmark = pytest.mark.django_db
# Everything that a careless reader loses: NULs, line ends, what looks like a boundary, no UTF-8.
AWKWARD = b"\x00\xff\xfe\r\n----x7\r\n--\r\n\r\n----x" + bytes(range(256)) + b"\r\n"


NINE = ("acl", "success_action_status", "Content-Type", "key", "Policy", "X-Amz-Signature",
        "x-amz-credential", "x-amz-algorithm", "x-amz-date")  # fmt: skip
FILE = b'Content-Disposition: form-data; name="file"'
TEXT_PART = b"\r\nContent-Transfer-Encoding: binary\r\nContent-Type: multipart/form-data; charset=utf-8"


@dataclass
class Sender:
    """How a client writes a chunk's form: the head of the file's part, fields of its own, heads of parts."""

    file: bytes
    fields: dict = field(default_factory=dict)
    head: bytes = b""
    name: bytes = b'"%s"'
    boundary: str = "----x7"
    content_type: str = "multipart/form-data; boundary=----x7"


SENDERS = {
    "Python": Sender(FILE + b'; filename="file"', {"chunks": 1, "name": "harbour.png", "chunk": 1, "Filename": "x"}),
    "JS": Sender(FILE + b"\r\nContent-Type: application/octet-stream", {"name": "harbour.png/p1", "chunk": 1}),
    "PHP": Sender(FILE + b"\r\nContent-Length: 9", {"name": "/home/me/harbour.png"}, b"\r\nContent-Length: 1"),
    "Java": Sender(FILE + TEXT_PART, {"name": "harbour.png"}, TEXT_PART),
    "C#": Sender(
        b"Content-Disposition: form-data; name=file", {"Filename": "x"}, b"\r\nContent-Type: text/plain", b"%s",
        "f1-0a", 'multipart/form-data; boundary="f1-0a"',
    ),
}  # fmt: skip


def as_sent_by(client, begun, content):
    sender = SENDERS[client]
    mark = b"--" + sender.boundary.encode()
    fields = {n: begun["multipart_params"][n] for n in NINE} | {"key": f"{begun['s3_filename']}/p1"}
    body = b""
    for name, value in {**fields, **sender.fields}.items():
        head = b"\r\nContent-Disposition: form-data; name=" + sender.name % name.encode() + sender.head
        body += mark + head + b"\r\n\r\n" + str(value).encode() + b"\r\n"
    body += mark + b"\r\n" + sender.file + b"\r\n\r\n" + content + b"\r\n" + mark + b"--\r\n"
    return body, sender.content_type


def received(number=1):
    with Chunk.objects.get(number=number).file.open("rb") as file:
        return file.read()


@pytest.mark.parametrize("client", SENDERS)
@pytest.mark.parametrize("path", ["/", "/api/upload/chunk", "/api/upload/chunk/"])
def test_a_chunk_arrives_byte_by_byte_from_every_client(begun, client, path):
    body, content_type = as_sent_by(client, begun, AWKWARD)
    response = Client(enforce_csrf_checks=True).post(path, body, content_type=content_type)
    assert (response.status_code, response.headers["Content-Type"]) == (201, "application/xml")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert f"<Key>{begun['s3_filename']}/p1</Key>" in response.content.decode()
    assert received() == AWKWARD


def test_a_chunk_of_five_megabytes_is_taken_and_one_byte_more_is_not(begun, settings):
    content = b"x" * settings.UPLOAD_CHUNK_BYTES
    assert post_chunk(Client(), begun, content).status_code == 201
    response = post_chunk(Client(), begun, content + b"x", number=2)
    assert (response.status_code, response.json()["error"]) == (413, "too_large")
    assert [chunk.size for chunk in Chunk.objects.all()] == [len(content)]
    assert len(stored()) == 1


def test_a_huge_body_is_refused_before_it_is_read(begun):
    response = Client().post(
        "/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="99999999"
    )
    assert response.status_code == 413


@pytest.mark.parametrize(
    "change",
    [
        {"X-Amz-Signature": "0" * 64},
        {"X-Amz-Signature": ""},
        {"Policy": base64.b64encode(b"{}").decode()},
        {"Policy": "é"},
        {"key": "pluploads/api/5f0c6a52-0000-0000-0000-000000000000/harbour.png/p1"},
        {"key": "elsewhere"},
        {"x-amz-date": "20200101T000000Z"},
        {"acl": "public-read"},
    ],
    ids=str,
)
def test_a_form_that_is_not_the_signed_one_is_refused(begun, change):
    fields = begun["multipart_params"] | {"key": f"{begun['s3_filename']}/p1"} | change
    response = Client().post("/", form(fields, b"x"), content_type="multipart/form-data; boundary=----x7")
    assert (response.status_code, response.json()["error"]) == (403, "permission_denied")
    assert stored() == []


def test_a_policy_ends_after_some_hours(begun, monkeypatch):
    later = timezone.now() + timedelta(hours=13)
    monkeypatch.setattr("assets.tickets.timezone.now", lambda: later)
    assert post_chunk(Client(), begun, b"x").status_code == 403


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "multipart/form-data"),
        (b"", "text/plain"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Type: a\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb', "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--xx',
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\n" + b"A" * 20_000, "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"b" * 20_000 + b"\r\n--x--",
            "multipart/form-data; boundary=x",
        ),
        (b"x", f"multipart/form-data; boundary={'x' * 300}"),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' * 101 + b"--x--",
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_a_malformed_form_is_refused(body, content_type):
    assert Client().post("/", body, content_type=content_type).status_code == 400


def test_a_form_that_ends_within_its_file_leaves_nothing(begun):
    fields = begun["multipart_params"] | {"key": f"{begun['s3_filename']}/p1"}
    body = form(fields, b"x" * 100_000)[:-20]
    response = Client().post("/", body, content_type="multipart/form-data; boundary=----x7")
    assert (response.status_code, stored()) == (400, [])


def test_a_form_without_a_file_says_so(begun):
    fields = begun["multipart_params"] | {"key": f"{begun['s3_filename']}/p1"}
    body = form(fields, b"x", file_head='name="other"')
    response = Client().post("/", body, content_type="multipart/form-data; boundary=----x7")
    assert list(response.json()["fields"]) == ["file"]


@pytest.mark.parametrize("number", [0, 100_001])
def test_chunks_are_numbered_from_one(begun, number):
    assert post_chunk(Client(), begun, b"x", number).status_code == 400


def test_a_repeated_chunk_takes_the_place_of_the_first(api, begun):
    post_chunk(api, begun, b"first")
    post_chunk(api, begun, b"second")
    assert received() == b"second"
    assert len(stored()) == 1


def test_the_policy_says_until_when_it_is_good(begun):
    policy = json.loads(base64.b64decode(begun["multipart_params"]["Policy"]))
    assert policy["expiration"] > timezone.now().isoformat()
