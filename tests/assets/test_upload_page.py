"""Bringing files in from a browser: in chunks, and with a plain form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from accounts.permissions import Permission
from assets.models import HistoryEntry, ItemKind, Media, MediaItem, OptionDependency, Upload
from portal.audit.models import DoorKind
from tests.assets.factories import BrandFactory, MediaFactory, MetapropertyFactory, SubBrandFactory, png
from tests.browsers import browser_with

pytestmark = pytest.mark.django_db
URL = "/assets/upload/"
READER = (Permission.VIEW_ASSETS,)
FOR_APPROVAL = (*READER, Permission.UPLOAD_FOR_APPROVAL)


@pytest.fixture
def brand(db):
    return BrandFactory()


def begin(client, name="harbour.png"):
    return client.post(f"{URL}begin/", {"file_name": name})


def send(client, upload_id, number, content):
    address = f"{URL}{upload_id}/{number}/"
    return client.post(address, content, content_type="application/octet-stream")


def upload(client, content, *, name="harbour.png", pieces=1, to=URL, **fields):
    """What the page's script does with one file; the answer to its last request."""
    identifier = begin(client, name).json()["id"]
    size = -(-len(content) // pieces) or 1
    for number in range(1, pieces + 1):
        piece = content[(number - 1) * size : number * size]
        assert send(client, identifier, number, piece).status_code == 201
    return finish(client, {"upload": identifier, "chunks": pieces, **fields}, to=to)


def finish(client, fields, *, to=URL):
    """The answer once the file is examined, which is after the commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(to, fields)
    return client.post(to, fields) if response.status_code == 202 else response


def file(name="harbour.png", content=None):
    return SimpleUploadedFile(name, png() if content is None else content)


# In chunks


def test_a_file_in_chunks_becomes_an_asset_of_the_person(admin_client, admin, brand):
    response = upload(admin_client, png(300, 200), pieces=3, brand=brand.api_id, tags="sea, dawn")
    media = Media.objects.get()
    assert (response.status_code, response.json()) == (201, {"name": "harbour"})
    assert (media.brand, media.created_by, media.width) == (brand, admin, 300)
    assert sorted(media.tags.values_list("name", flat=True)) == ["dawn", "sea"]
    entry = HistoryEntry.objects.get()
    assert (entry.door, entry.key_id) == (DoorKind.PAGE, "")


def test_a_sub_brand_can_be_chosen_in_place_of_a_brand(admin_client):
    part = SubBrandFactory(name="Outdoor", brand__name="Acme")
    assert "Acme › Outdoor" in admin_client.get(URL).text
    upload(admin_client, png(), brand=part.api_id)
    media = Media.objects.get()
    assert (media.brand, media.sub_brand) == (part.brand, part)


def test_it_is_in_the_list_at_once(admin_client, brand):
    upload(admin_client, png(), brand=brand.api_id)
    assert "harbour" in admin_client.get("/assets/", {"keyword": "harb"}).text


def test_finishing_twice_makes_one_asset(admin_client, brand):
    upload(admin_client, png(), brand=brand.api_id)
    again = {"upload": Upload.objects.get().rfc_id, "chunks": 1, "brand": brand.api_id}
    assert finish(admin_client, again).status_code == 201
    assert Media.objects.count() == 1


@pytest.mark.parametrize("name", ["harbour", "", "..", ".png"])
def test_a_name_that_is_none_is_refused_before_anything_is_sent(admin_client, name):
    response = begin(admin_client, name)
    words = f"“{name}” has no name with an extension, such as photo.jpg. Give the file one."
    assert (response.status_code, response.json()) == (415, {"message": words})


@pytest.mark.parametrize(
    ("content", "message"), [(b"no image", "isn't what its extension"), (b"", "The file is empty")]
)
def test_a_file_that_is_refused_says_why(admin_client, brand, content, message):
    response = upload(admin_client, content, brand=brand.api_id)
    assert (response.status_code, message in response.json()["message"]) == (415, True)
    assert not Media.objects.exists()


def test_a_chunk_that_is_too_large_is_refused(admin_client, settings):
    settings.UPLOAD_CHUNK_BYTES = 10
    response = send(admin_client, begin(admin_client).json()["id"], 1, b"x" * 11)
    assert (response.status_code, "too large" in response.json()["message"]) == (413, True)


def test_a_missing_chunk_is_named_and_can_be_sent_again(admin_client, brand):
    identifier = begin(admin_client).json()["id"]
    end = {"upload": identifier, "chunks": 2, "brand": brand.api_id}
    half = len(png()) // 2
    send(admin_client, identifier, 1, png()[:half])
    assert "haven't been registered: 2" in finish(admin_client, end).json()["message"]
    send(admin_client, identifier, 2, png()[half:])
    assert finish(admin_client, end).status_code == 201


def test_while_a_file_is_examined_the_page_asks_again(admin_client, brand):
    identifier = begin(admin_client).json()["id"]
    send(admin_client, identifier, 1, png())
    response = admin_client.post(URL, {"upload": identifier, "chunks": 1, "brand": brand.api_id})
    assert (response.status_code, response.json()) == (202, {})


@pytest.mark.parametrize("fields", [{"brand": "nobody"}, {}, {"chunks": "many"}])
def test_wrong_fields_are_refused_and_make_nothing(admin_client, brand, fields):
    response = upload(admin_client, png(), **{"brand": brand.api_id} if "chunks" in fields else {}, **fields)
    assert (response.status_code, bool(response.json()["message"])) == (422, True)
    assert not Media.objects.exists()


def test_nobody_goes_on_with_somebody_elses_upload(admin_client, brand):
    identifier = begin(admin_client).json()["id"]
    other = browser_with(*FOR_APPROVAL)
    assert send(other, identifier, 1, png()).status_code == 404


def test_a_required_answer_is_asked_for_and_missed(admin_client, brand):
    season = MetapropertyFactory(label="Season", is_required=True, options=["spring"])
    name = f"metaproperty.{season.api_id}"
    assert name in admin_client.get("/assets/").text
    assert "Season needs an answer." in upload(admin_client, png(), brand=brand.api_id).json()["message"]
    upload(admin_client, png(), brand=brand.api_id, **{name: season.options.get().api_id})
    assert Media.objects.get().options.get().name == "spring"


def test_what_a_required_answer_depends_on_is_asked_for_too(admin_client, brand):
    line = MetapropertyFactory(label="Line", options=["tents"])
    product = MetapropertyFactory(label="Product", is_required=True, options=["fjell"])
    tents, fjell = line.options.get(), product.options.get()
    OptionDependency.objects.create(option=fjell, dependency=tents)
    answers = {f"metaproperty.{line.api_id}": tents.api_id, f"metaproperty.{product.api_id}": fjell.api_id}
    assert all(name in admin_client.get(URL).text for name in answers)
    upload(admin_client, png(), brand=brand.api_id, **answers)
    assert set(Media.objects.get().options.all()) == {tents, fjell}


def test_whoever_may_only_upload_for_approval_does(brand):
    upload(browser_with(*FOR_APPROVAL), png(), brand=brand.api_id)
    assert Media.objects.get().awaits_approval


def test_uploading_needs_a_permission(brand):
    reader = browser_with(*READER)
    assert "“Upload assets” or “Upload assets for approval”" in reader.post(URL, {"new_files": file()}).text
    assert (begin(reader).status_code, Upload.objects.count()) == (403, 0)


# With a plain form


def test_the_form_takes_several_files(admin_client, brand):
    files = [file(), file("Häfen.png", png(9, 9))]
    page = admin_client.post(URL, {"brand": brand.api_id, "tags": "sea", "new_files": files}, follow=True)
    assert "2 files uploaded." in page.text
    assert sorted(media.name for media in Media.objects.all()) == ["Häfen", "harbour"]


def test_each_file_that_the_form_can_not_take_is_explained_and_the_others_are_saved(admin_client, brand):
    files = [file(), file("broken.png", b"no image"), file("nameless", b"x")]
    page = admin_client.post(URL, {"brand": brand.api_id, "new_files": files})
    assert page.status_code == 422
    assert "Uploaded: harbour." in page.text
    assert [name for name, _ in page.context["refusals"]] == ["broken.png", "nameless"]
    assert "“nameless” has no name with an extension" in page.text


def test_the_form_without_a_file_says_so(admin_client, brand):
    page = admin_client.post(URL, {"brand": brand.api_id})
    assert (page.status_code, "Choose at least one file." in page.text) == (422, True)


# Versions, and what is kept beside an asset


def test_a_new_version_becomes_the_current_file(admin_client):
    media = MediaFactory(name="Harbour", content=png())
    address = f"/assets/{media.api_id}/version/"
    page = admin_client.post(address, {"new_files": file("night.png", png(8, 8))}, follow=True)
    media.refresh_from_db()
    assert (media.name, media.version, media.width) == ("Harbour", 2, 8)
    assert "Version 2" in page.text


@pytest.mark.parametrize(("page", "several"), [("version", False), ("files", True)])
def test_a_new_version_is_one_file(admin_client, page, several):
    form = admin_client.get(f"/assets/{MediaFactory().api_id}/{page}/")
    assert (" multiple" in form.text) == several


def test_a_version_of_another_type_is_refused_unless_that_is_allowed(admin_client):
    media = MediaFactory(content=png())
    address, note = f"/assets/{media.api_id}/version/", file("note.txt", b"At dawn")
    assert "may be of another type" in admin_client.get(address).text
    page = admin_client.post(address, {"new_files": note})
    assert page.status_code == 422
    assert "The asset would change its type, from Image to Document." in page.text
    assert Media.objects.get().version == 1
    admin_client.post(address, {"new_files": file("note.txt", b"At dawn"), "may_change_type": "on"})
    assert (Media.objects.get().version, Media.objects.get().type) == (2, "document")


def test_what_came_in_chunks_need_not_be_sent_again_once_another_type_is_allowed(admin_client):
    media = MediaFactory(content=png())
    address = f"/assets/{media.api_id}/version/"
    refusal = upload(admin_client, b"At dawn", name="note.txt", to=address)
    assert (refusal.status_code, "from Image to Document" in refusal.json()["message"]) == (409, True)
    fields = {"upload": Upload.objects.get().rfc_id, "chunks": 1, "may_change_type": "on"}
    assert finish(admin_client, fields, to=address).status_code == 201
    assert Media.objects.get().type == "document"


def test_a_new_version_comes_in_chunks_too(admin_client):
    media = MediaFactory(content=png())
    upload(admin_client, png(8, 8), pieces=2, to=f"/assets/{media.api_id}/version/")
    assert Media.objects.get().version == 2


def test_a_file_is_kept_beside_an_asset(admin_client):
    media = MediaFactory(content=png())
    admin_client.post(f"/assets/{media.api_id}/files/", {"new_files": [file("licence.txt", b"Licence")]})
    item = MediaItem.objects.get(kind=ItemKind.ADDITIONAL)
    assert (item.media, item.file_name) == (media, "licence.txt")


def test_an_asset_that_somebody_can_not_see_gets_no_version():
    hidden = MediaFactory(is_archived=True, content=png())
    uploader = browser_with(*READER, Permission.UPLOAD_ASSETS)
    assert uploader.get(f"/assets/{hidden.api_id}/version/").status_code == 404
    assert uploader.post(f"/assets/{hidden.api_id}/version/", {"new_files": file()}).status_code == 404
