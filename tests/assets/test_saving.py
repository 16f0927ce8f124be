"""What becomes of a finished upload: a new asset, a new version, an additional file; each once."""

import zlib

import pytest

from accounts.permissions import Permission
from assets import storage
from assets.models import Brand, HistoryEntry, Media, MediaItem, Tag, Upload
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory, SubBrandFactory, png
from tests.assets.uploading import begin, finalise, post_chunk, register, save, upload
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
FOR_APPROVAL = (Permission.VIEW_ASSETS, Permission.UPLOAD_FOR_APPROVAL)


def allowed_to(*granted):
    return client_of(UserFactory(profile=ProfileFactory(permissions=granted)))


def saved(response) -> Media:
    assert response.status_code == 201, response.content
    return Media.objects.with_id(response.json()["mediaid"]).get()


# New assets


def test_a_new_asset_has_what_its_file_and_the_form_say(api, admin):
    season = MetapropertyFactory(name="season", options=["spring"])
    response = save(
        api, upload(api, png(300, 200)), name="Harbour at dawn", description="d", copyright="c", tags="sea,dawn",
        ISOPublicationDate="2026-05-06T07:08:09Z",
        **{f"metaproperty.{season.api_id}": season.options.get().api_id},
    )  # fmt: skip
    media = saved(response)
    assert (media.name, media.description, media.copyright) == ("Harbour at dawn", "d", "c")
    assert (media.type, media.extension, media.width, media.height, media.orientation) == (
        "image", "png", 300, 200, "landscape",
    )  # fmt: skip
    assert f"{media.published_at:%Y-%m-%d %H:%M:%S}" == "2026-05-06 07:08:09"
    assert sorted(media.tags.values_list("name", flat=True)) == ["dawn", "sea"]
    assert [option.name for option in media.options.all()] == ["spring"]
    assert (media.created_by, media.awaits_approval, media.is_public) == (admin, False, False)


def test_a_new_asset_may_belong_to_a_sub_brand(api):
    studio = SubBrandFactory()
    media = saved(save(api, upload(api), brandId=studio.api_id))
    assert (media.brand, media.sub_brand) == (studio.brand, studio)


def test_the_answer_is_the_vendors(api):
    answer = save(api, upload(api)).json()
    media = Media.objects.get()
    assert (answer["success"], answer["mediaid"]) == (True, media.api_id)
    assert answer["mediaitems"][0]["original"].endswith("/harbour.png")
    assert answer["mediaitems"][0]["destination"].startswith("http://testserver/m/")


def test_without_a_name_an_asset_has_its_files(api):
    assert saved(save(api, upload(api, name="Häfen im März.png"))).name == "Häfen im März"


def test_the_file_is_the_assets_own_and_the_upload_has_none_any_more(api):
    content = png(30, 60)
    media = saved(save(api, upload(api, content)))
    with media.items.get().file.open("rb") as file:
        assert file.read() == content
    assert Upload.objects.get().file.name == ""
    assert len(list(storage.names("originals"))) == 1


def test_a_new_asset_is_found_by_its_words_at_once(api):
    assert "lighthouse" in saved(save(api, upload(api), tags="Lighthouse")).search_words


def test_the_history_says_who_uploaded_it_with_which_token(api, admin, token):
    media = saved(save(api, upload(api)))
    entry = media.history.get()
    assert (entry.change, entry.user_id, entry.key_id) == ("created", str(admin.pk), token.key_id)
    assert entry.details == {"file_name": "harbour.png"}


def test_the_history_notices_an_asset_with_the_same_file(api):
    first, second = (saved(save(api, upload(api))) for _ in range(2))
    assert second.history.get().details["same_file_as"] == [first.api_id]


@pytest.mark.parametrize("address", ["/api/v4/media/save", "/api/v4/media/save/", "/api/v4/media/save/{id}"])
@pytest.mark.parametrize("brand", ["brandId", "brandid"])
def test_every_form_of_the_address_saves(api, address, brand):
    identifier = upload(api)
    fields = {brand: Brand.objects.first().api_id} | ({} if "{id}" in address else {"importId": identifier})
    saved(api.post(address.format(id=identifier), fields))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"brandId": ""}, "No brandid provided"),
        ({"brandId": "nobody"}, "There is no such brand"),
        ({"archiveDate": "soon"}, "Date format not ISO8601-compliant"),
        ({"name": "x" * 251}, "name"),
        ({"tags": "x" * 81}, "tags"),
        ({"metaproperty.nobody": "x"}, "metaproperty.nobody"),
        ({"isPublic": "maybe"}, "isPublic"),
        ({"crc32": "-1"}, "Invalid unsigned integer for CRC32"),
        ({"crc32": "x"}, "Invalid argument type for CRC32"),
        ({"crc32": "1"}, "CRC-32"),
    ],
    ids=str,
)
def test_what_is_wrong_in_the_form_is_named_and_nothing_is_made(api, fields, message):
    identifier = upload(api)
    response = save(api, identifier, **fields)
    assert (response.status_code, message in response.json()["message"]) == (400, True)
    assert (Media.objects.count(), Tag.objects.count(), HistoryEntry.objects.count()) == (0, 0, 0)
    saved(save(api, identifier))


def test_the_right_crc_is_taken(api):
    saved(save(api, upload(api, png()), crc32=zlib.crc32(png())))


def test_a_required_metaproperty_needs_an_answer(api):
    season = MetapropertyFactory(name="season", is_required=True, options=["spring"])
    response = save(api, upload(api))
    assert list(response.json()["fields"]) == [f"metaproperty.{season.api_id}"]


def test_an_option_that_is_hidden_from_the_user_is_none(feature_on):
    season = MetapropertyFactory(name="season", options=["spring"])
    season.options.update(is_restricted=True)
    client = allowed_to(Permission.VIEW_ASSETS, Permission.UPLOAD_ASSETS)
    response = save(client, upload(client), **{f"metaproperty.{season.api_id}": "spring"})
    assert (response.status_code, "is no option of" in response.json()["message"]) == (400, True)
    assert not Media.objects.exists()


def test_an_import_is_saved_once(api):
    identifier = upload(api)
    media = saved(save(api, identifier))
    response = save(api, identifier)
    assert (response.status_code, media.api_id in response.json()["message"]) == (400, True)
    assert Media.objects.count() == 1


@pytest.mark.parametrize(("fields", "status"), [({}, 400), ({"importId": "nobody"}, 404)])
def test_without_a_known_import_there_is_nothing_to_save(api, fields, status):
    assert api.post("/api/v4/media/save/", {"brandId": "x", **fields}).status_code == status


def test_an_import_that_is_still_examined_asks_to_poll(api):
    begun = begin(api)
    response = save(api, begun["s3file"]["uploadid"])
    assert (response.status_code, response.json()["message"]) == (
        303,
        "Import not converted yet, please poll",
    )


# Approval and publicity


@pytest.mark.parametrize(
    ("fields", "waits"), [({}, False), ({"audit": "true"}, True), ({"audit": "0"}, False)]
)
def test_whoever_asks_for_it_gets_an_audit(api, fields, waits):
    response = save(api, upload(api), **fields)
    assert saved(response).awaits_approval is waits
    assert ("accessRequestId" in response.json()) is waits


def test_whoever_may_only_upload_for_approval_does_so(feature_on):
    client = allowed_to(*FOR_APPROVAL)
    assert saved(save(client, upload(client))).awaits_approval


def test_a_public_asset_needs_the_permission(api, feature_on):
    assert saved(save(api, upload(api), isPublic="true")).is_public
    client = allowed_to(Permission.VIEW_ASSETS, Permission.UPLOAD_ASSETS)
    assert save(client, upload(client), isPublic="true").status_code == 403


# New versions


@pytest.mark.parametrize(
    "address",
    [
        "/api/v4/media/{media}/save/{id}/",
        "/api/v4/media/{media}/save/{id}",
        "/api/v4/media/{media}/save/",
        "/api/v4/media/save/",
    ],
)
def test_a_new_version_changes_the_file_and_nothing_else(api, address):
    media = saved(save(api, upload(api), name="Harbour", tags="sea"))
    identifier = upload(api, png(100, 200), "night.png")
    fields = {} if "{id}" in address else {"importId": identifier}
    fields |= {"name": "ignored"} if "{media}" in address else {"id": media.api_id}
    now = saved(api.post(address.format(media=media.api_id, id=identifier), fields))
    assert (now.pk, now.name, now.version, now.file_name) == (media.pk, "Harbour", 2, "night.png")
    assert (now.width, now.height, now.orientation) == (100, 200, "portrait")
    assert now.id_hash != media.id_hash
    assert now.modified_at > media.modified_at
    assert [tag.name for tag in now.tags.all()] == ["sea"]
    assert list(now.items.order_by("version").values_list("version", "is_active")) == [(1, False), (2, True)]


def test_a_new_version_without_any_body_is_saved(api):
    media = saved(save(api, upload(api)))
    path = f"/api/v4/media/{media.api_id}/save/{upload(api)}/"
    assert saved(api.generic("POST", path, b"", content_type="")).version == 2


def test_a_new_version_of_an_unknown_asset_is_a_404_and_the_import_stays(api):
    identifier = upload(api)
    response = api.post(f"/api/v4/media/nobody/save/{identifier}/")
    assert (response.status_code, response.json()["message"]) == (404, "File not found")
    saved(save(api, identifier))


def test_whoever_may_only_upload_for_approval_changes_no_asset_but_their_own_that_waits(feature_on):
    client = allowed_to(*FOR_APPROVAL)
    own, other = saved(save(client, upload(client))), MediaFactory()
    for kind in ("", "additional/"):
        path = f"/api/v4/media/{other.api_id}/save/{kind}{upload(client)}/"
        assert client.post(path, {"chunks": 1}).status_code == 403
    assert saved(client.post(f"/api/v4/media/{own.api_id}/save/{upload(client)}/")).version == 2
    path = f"/api/v4/media/{own.api_id}/save/additional/{upload(client)}/"
    assert client.post(path, {"chunks": 1}).status_code == 201


# Additional files


@pytest.mark.parametrize(
    "address", ["/api/v4/media/{media}/save/additional/{id}/", "/api/v4/media/{media}/save/additional/"]
)
def test_an_additional_file_is_put_together_at_once(api, address):
    media = saved(save(api, upload(api)))
    begun = begin(api, "licence.txt")
    post_chunk(api, begun, b"All rights.")
    register(api, begun)
    identifier = begun["s3file"]["uploadid"]
    fields = {"chunks": 1, "targetid": "x", "s3_filename": "x"}
    fields |= {} if "{id}" in address else {"uploadId": identifier}
    answer = api.post(address.format(media=media.api_id, id=identifier), fields)
    item = MediaItem.objects.with_id(answer.json()["itemId"]).get()
    assert (answer.status_code, item.kind, item.media, item.file_name) == (
        201,
        "additional",
        media,
        "licence.txt",
    )
    media.refresh_from_db()
    assert (media.version, media.file_name) == (1, "harbour.png")
    assert media.history.first().change == "file-added"
    assert "licence" in media.search_words


def test_a_broken_additional_file_is_refused_with_the_reason(api):
    media = saved(save(api, upload(api)))
    begun = begin(api, "lie.png")
    post_chunk(api, begun, b"no image\x00")
    register(api, begun)
    path = f"/api/v4/media/{media.api_id}/save/additional/{begun['s3file']['uploadid']}/"
    response = api.post(path, {"chunks": 1})
    assert (response.status_code, "broken" in response.json()["message"]) == (400, True)
    assert media.items.count() == 1


def test_a_finished_upload_becomes_an_additional_file_once(api):
    media = saved(save(api, upload(api)))
    begun = begin(api)
    post_chunk(api, begun, png())
    register(api, begun)
    finalise(api, begun)
    path = f"/api/v4/media/{media.api_id}/save/additional/{begun['s3file']['uploadid']}/"
    assert [api.post(path, {"chunks": 1}).status_code for _ in range(2)] == [201, 400]


def test_what_is_shown_of_an_asset_is_made_of_its_newest_file(api):
    media = saved(save(api, upload(api)))
    assert set(media.derivatives.values_list("state", "id_hash")) == {("done", media.id_hash)}
    now = saved(api.post(f"/api/v4/media/{media.api_id}/save/{upload(api, png(100, 200))}/"))
    assert set(now.derivatives.values_list("state", "id_hash")) == {("done", now.id_hash)}


def test_metaproperties_take_several_options_separated_by_commas(api):
    season = MetapropertyFactory(name="season", is_multiselect=True, options=["spring", "autumn"])
    ids = ",".join(option.api_id for option in season.options.all())
    media = saved(save(api, upload(api), **{f"metaproperty.{season.api_id}": ids}))
    assert media.options.count() == 2
