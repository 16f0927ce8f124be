"""Uploads by the vendor's S3-style protocol, with the requests that its real clients make."""

import hashlib

import pytest
from django.test import Client

from accounts.permissions import Permission
from assets import assembly, storage
from assets.models import Chunk, Upload
from tests.accounts.factories import LIGHT, ProfileFactory, UserFactory
from tests.assets.factories import png
from tests.assets.uploading import begin, finalise, post_chunk, register, save, stored, upload
from tests.conftest import ApiClient, client_of
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db


def poll(api, *items):
    return api.get("/api/v4/upload/poll/", {"items": ",".join(items)}).json()


# Beginning


@pytest.mark.parametrize("path", ["/api/upload/endpoint", "/api/upload/endpoint/"])
def test_the_endpoint_is_the_root_of_the_host_as_a_json_string(api, path):
    assert api.get(path).content == b'"https://testserver/"'


def test_the_root_answers_get_as_a_page(api):
    assert Client().get("/").status_code == 302


def test_initialising_answers_what_every_client_reads(begun):
    name = f"pluploads/api/{Upload.objects.get().rfc_id}/harbour.png"
    assert begun["s3_filename"] == begun["target_key"] == begun["multipart_params"]["key"] == name
    assert begun["s3file"]["targetid"].endswith("/harbour.png")
    assert sorted(begun["multipart_params"]) == [
        "Content-Type", "Policy", "X-Amz-Signature", "acl", "key", "success_action_status", "x-amz-algorithm",
        "x-amz-credential", "x-amz-date",
    ]  # fmt: skip
    assert all(isinstance(value, str) for value in begun["multipart_params"].values())


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("/home/rita/Bilder/harbour.png", "harbour.png"),
        (r"C:\Users\rita\harbour.png", "harbour.png"),
        ("../../etc/harbour.png", "harbour.png"),
        ("har\r\nbour\t.png", "harbour.png"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("Häfen im März.JPG", "Häfen im März.JPG"),
        ("x" * 10_000 + ".jpeg", "x" * 195 + ".jpeg"),
    ],
)
def test_a_file_keeps_the_harmless_part_of_its_name(api, sent, kept):
    begin(api, sent)
    assert Upload.objects.get().file_name == kept


@pytest.mark.parametrize("name", ["image", "", ".png", "image.", "a/b.png/", "..", "x.p\u202eng/", "a.b c"])
def test_a_name_without_an_extension_is_refused_in_the_vendors_words(api, name):
    response = api.post("/api/upload/init", {"filename": name})
    answer = response.json()
    assert response.status_code == 400
    assert answer["filename"] == answer["message"] == answer["fields"]["filename"][0]
    assert answer["message"].endswith("is not a valid filename")
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("granted", "status"),
    [((), 403), ([Permission.UPLOAD_ASSETS], 200), ([Permission.UPLOAD_FOR_APPROVAL], 200)],
)
def test_uploading_needs_one_of_two_permissions(feature_on, granted, status):
    client = ApiClient(TokenFactory(user=UserFactory(profile=ProfileFactory(permissions=granted))).secret)
    assert client.post("/api/upload/init/", {"filename": "a.png"}).status_code == status


# Registering and finalising


@pytest.mark.parametrize(
    "path", ["/api/v4/upload", "/api/v4/upload/", "/api/v4/upload/{id}", "/api/v4/upload/{id}/"]
)
def test_every_form_of_the_address_registers_and_finalises(api, begun, path):
    identifier = begun["s3file"]["uploadid"]
    post_chunk(api, begun, png())
    address, form_id = path.format(id=identifier), {} if "{id}" in path else {"id": identifier}
    registered = api.post(address, {**form_id, "chunkNumber": 1, "filename": "x/p1", "targetid": "x"})
    assert (registered.status_code, registered.json()) == (202, {"status": "ok"})
    answer = api.post(address, {**form_id, "chunks": 1, "s3_filename": "x/p1"}).json()
    assert (answer["importId"], answer["success"]) == (identifier, 1)


def test_a_file_is_put_together_in_the_order_of_its_numbers_not_of_their_arrival(api, begun):
    content = png(300, 200)
    pieces = [content[:200], content[200:300], content[300:]]
    for number in (3, 1, 2):
        post_chunk(api, begun, pieces[number - 1], number)
        register(api, begun, number)
    identifier = finalise(api, begun, 3).json()["importId"]
    row = Upload.objects.with_id(identifier).get()
    assert (row.size, row.checksum) == (len(content), hashlib.sha256(content).hexdigest())
    with row.file.open("rb") as file:
        assert file.read() == content


def test_chunks_are_removed_once_the_file_is_put_together(api):
    upload(api, png(200, 200), pieces=3)
    assert not Chunk.objects.exists()
    assert [name.split("/")[0] for name in stored()] == ["originals"]


def test_registering_and_finalising_twice_changes_nothing(api, begun):
    post_chunk(api, begun, png())
    assert [register(api, begun).status_code for _ in range(2)] == [202, 202]
    first, second = finalise(api, begun), finalise(api, begun)
    assert first.json() == second.json()
    assert register(api, begun).status_code == 202
    assert len(stored()) == 1


def test_a_chunk_that_never_arrived_gets_the_vendors_answer_to_try_again(api, begun):
    response = register(api, begun)
    assert (response.status_code, response.json()["message"]) == (500, "Could not complete upload")
    assert (response.json()["retry"], response.json()["success"]) == (1, False)
    assert list(response.json()["fields"]) == ["chunkNumber"]


@pytest.mark.parametrize("number", ["0", "100001", "9" * 30])
def test_a_chunk_that_can_have_no_such_number_is_refused_for_good(api, begun, number):
    response = register(api, begun, number)
    assert (response.status_code, list(response.json()["fields"])) == (400, ["chunkNumber"])


@pytest.mark.parametrize(("numbers", "chunks"), [([1, 3], 3), ([1], 2), ([2], 1), ([], 1), ([], 0)])
def test_missing_chunks_are_named_and_can_follow(api, begun, numbers, chunks):
    for number in numbers:
        post_chunk(api, begun, png(), number)
        register(api, begun, number)
    response = finalise(api, begun, chunks)
    assert (response.status_code, list(response.json()["fields"])) == (500, ["chunks"])
    assert Upload.objects.get().state == "open"


def test_all_chunks_count_even_when_the_client_says_one(api, begun):
    content = png(300, 200)
    for number, piece in ((1, content[:99]), (2, content[99:])):
        post_chunk(api, begun, piece, number)
        register(api, begun, number)
    finalise(api, begun, 1)
    assert Upload.objects.get().size == len(content)


def test_the_name_at_the_end_wins_and_may_be_in_the_query(api, begun):
    post_chunk(api, begun, png())
    register(api, begun)
    path = f"/api/v4/upload/{begun['s3file']['uploadid']}/?original_filename=a%20b.png"
    assert api.post(path, {"chunks": 1}).json()["filename"].endswith("/a b.png")


def test_neither_a_chunk_nor_an_end_is_refused(api, begun):
    response = api.post("/api/v4/upload/", {"id": begun["s3file"]["uploadid"]})
    assert list(response.json()["fields"]) == ["chunks"]


def test_a_chunk_after_the_end_is_refused(api, begun):
    post_chunk(api, begun, png())
    register(api, begun)
    finalise(api, begun)
    assert post_chunk(api, begun, b"late", 2).status_code == 400
    assert len(stored()) == 1


def test_another_token_finds_no_upload_not_even_one_of_the_same_user(api, admin, begun):
    other = client_of(admin)
    post_chunk(api, begun, png())
    assert register(other, begun).status_code == finalise(other, begun).status_code == 404
    register(api, begun)
    identifier = finalise(api, begun).json()["importId"]
    assert poll(other, identifier)["itemsFailed"] == [identifier]
    assert save(other, identifier).json()["message"] == "Import ID not found"


# Polling


def test_a_finished_upload_is_done_under_the_id_that_was_asked_for(api):
    identifier = upload(api)
    assert poll(api, identifier) == {"itemsDone": [identifier], "itemsFailed": [], "itemsRejected": []}
    assert poll(api, identifier.lower())["itemsDone"] == [identifier.lower()]


def test_an_open_upload_is_in_no_list_and_an_unknown_one_has_failed(api, begun):
    answer = poll(api, begun["s3file"]["uploadid"], "nobody")
    assert answer == {"itemsDone": [], "itemsFailed": ["nobody"], "itemsRejected": []}


def test_a_file_that_cannot_become_an_asset_is_rejected_with_a_reason(api):
    identifier = upload(api, b"no image at all \x00\x01", "lie.png")
    assert poll(api, identifier) == {
        "itemsDone": [], "itemsFailed": [identifier], "itemsRejected": [identifier],
    }  # fmt: skip
    assert "broken" in save(api, identifier).json()["message"]
    assert stored() == []


def test_polling_takes_the_same_queries_for_many(api, django_assert_num_queries):
    many = [begin(api)["s3file"]["uploadid"] for _ in range(5)]
    with django_assert_num_queries(2):
        poll(api, *many)


# When the storage fails


class Full:
    """A storage without room."""

    def __init__(self, real):
        self.real = real

    def __getattr__(self, name):
        return getattr(self.real, name)

    def save(self, name, content):
        self.real.save(name, content)
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_a_503_and_leaves_nothing_half_made(begun, monkeypatch):
    full = Full(storage.files())
    monkeypatch.setattr(storage, "files", lambda: full)
    response = post_chunk(Client(), begun, b"x")
    assert (response.status_code, response.json()["error"]) == (503, "unavailable")
    assert (Chunk.objects.count(), stored()) == (0, [])


def test_what_cannot_be_put_together_is_tried_three_times_and_then_given_up(api, begun, monkeypatch):
    post_chunk(api, begun, png())
    register(api, begun)
    full = Full(storage.files())
    monkeypatch.setattr(storage, "files", lambda: full)
    identifier = finalise(api, begun).json()["importId"]
    row = Upload.objects.get()
    assert (row.state, row.attempts) == ("failed", assembly.MOST_ATTEMPTS)
    assert poll(api, identifier)["itemsFailed"] == [identifier]
    assert (Chunk.objects.count(), stored()) == (0, [])


def test_a_light_user_uploads_nothing(feature_on):
    client = client_of(UserFactory(profile=LIGHT))
    assert client.get("/api/upload/endpoint/").status_code == 403
