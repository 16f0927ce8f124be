"""`/transform/{id}/{Name}?io=…`: the vendor's dynamic asset transformations."""

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from assets import posters
from assets.models import MediaItem
from assets.operations import Rotate
from tests.accounts.factories import UserFactory
from tests.assets import pictures
from tests.assets.factories import MediaFactory
from tests.assets.pictures import near
from tests.browsers import browser

pytestmark = pytest.mark.django_db
RED, BLUE, WHITE, YELLOW = (255, 0, 0), (0, 0, 255), (255, 255, 255), (255, 255, 0)


@pytest.fixture
def media():
    """An asset that everybody may see: 400 × 200 pixels, red on the left, blue on the right."""
    return MediaFactory(content=pictures.halves((400, 200)), width=400, height=200)


def get(media, *operations, client=None, **query):
    query = {"io": [f"transform:{operation}" for operation in operations], **query}
    return (client or Client()).get(f"/transform/{media.rfc_id}/Picture", query)


def picture(media, *operations, **query):
    response = get(media, *operations, **query)
    assert response.status_code == 200, response.content
    return pictures.read(response.content)


@pytest.mark.parametrize(
    ("operations", "size"),
    [
        ([], (400, 200)),
        (["scale,width:100"], (100, 50)),
        (["scale,height:100"], (200, 100)),
        (["scale,width:100,height:100"], (100, 100)),
        (["scale,width:4000,height:4000"], (400, 200)),
        (["fit,width:100,height:100"], (100, 50)),
        (["fit,width:4000"], (400, 200)),
        (["fill,width:100,height:100"], (100, 100)),
        (["fill,width:100,aspectratio:4x3"], (100, 75)),
        (["fill,height:60,aspectratio:4x3"], (80, 60)),
        (["fill,aspectratio:1x1"], (200, 200)),
        (["fill,width:800,height:800"], (200, 200)),
        (["crop,width:50,height:40"], (50, 40)),
        (["crop,width:50,height:40,x:390,y:180"], (10, 20)),
        (["crop,x:4000,y:4000"], (1, 1)),
        (["crop,width:4000,height:4000"], (400, 200)),
        (["crop,shape:square"], (200, 200)),
        (["crop,width:100,height:60,shape:circle"], (60, 60)),
        (["extend,width:500,height:500"], (500, 500)),
        (["extend,width:500"], (500, 200)),
        (["extend,width:10,height:10"], (400, 200)),
        (["rotate,angle:90"], (200, 400)),
        (["rotate,angle:360"], (400, 200)),
        (["flip"], (400, 200)),
        (["mirror"], (400, 200)),
        (["background,color:fff"], (400, 200)),
        (["CROP,WIDTH:50,height:40"], (50, 40)),
        (["fill,width:100,height:100", "extend,width:120,height:120"], (120, 120)),
        (["extend,width:400,height:400", "fit,width:100,height:100"], (100, 100)),
    ],
)
def test_operations_give_the_size_they_ask_for_and_never_enlarge(media, operations, size):
    assert picture(media, *operations).size == size


@pytest.mark.parametrize(
    ("query", "kind", "content_type"),
    [
        ({}, "WEBP", "image/webp"),
        ({"format": "jpg"}, "JPEG", "image/jpeg"),
        ({"format": "png"}, "PNG", "image/png"),
        ({"format": "webp", "quality": "10"}, "WEBP", "image/webp"),
    ],
)
def test_the_answer_is_webp_unless_another_format_is_asked_for(media, query, kind, content_type):
    response = get(media, "fit,width:100", **query)
    assert (response["Content-Type"], pictures.read(response.content).format) == (content_type, kind)


@pytest.mark.parametrize(
    ("operation", "place", "colour"),
    [
        ("mirror", (10, 10), BLUE),
        ("rotate,angle:90", (10, 10), RED),
        ("rotate,angle:90", (10, 390), BLUE),
        ("rotate,angle:180", (10, 10), BLUE),
        ("rotate,angle:45,background:yellow", (1, 1), YELLOW),
        ("crop,width:50,height:50,gravity:left", (25, 25), RED),
        ("crop,width:50,height:50,gravity:bottomright", (25, 25), BLUE),
        ("crop,width:50,height:50,x:300", (25, 25), BLUE),
        ("crop,shape:circle,background:ff0", (1, 1), YELLOW),
        ("fill,width:50,height:100,gravity:topleft", (25, 50), RED),
        ("fill,width:50,height:100,gravity:right", (25, 50), BLUE),
        ("extend,width:400,height:400,background:#ffff00", (200, 10), YELLOW),
        ("extend,width:400,height:400,background:yellow", (10, 200), RED),
    ],
)
def test_operations_move_pixels_where_they_should(media, operation, place, colour):
    assert near(picture(media, operation, format="png").convert("RGB").getpixel(place), colour)


def test_top_and_bottom_change_places():
    media = MediaFactory(content=pictures.halves((100, 100)))
    turned = picture(media, "rotate,angle:90", "flip", format="png").convert("RGB")
    assert near(turned.getpixel((50, 5)), BLUE)


def test_a_picture_that_is_turned_again_and_again_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr("assets.reading.LARGEST_SIDE", 100)
    turned = Image.new("RGB", (100, 100))
    for _ in range(10):
        turned = Rotate(angle=45).apply(turned, (0.5, 0.5))
    assert turned.width < 150


@pytest.mark.parametrize("operation", ["crop,shape:circle", "rotate,angle:45", "extend,height:400"])
def test_what_is_left_over_is_transparent_or_white_where_that_cannot_be(media, operation):
    assert picture(media, operation).convert("RGBA").getpixel((1, 1))[3] == 0
    assert near(picture(media, operation, format="jpg").getpixel((1, 1)), WHITE)


def test_a_colour_takes_the_place_of_transparency():
    media = MediaFactory(content=pictures.image((40, 40), (0, 0, 0, 0), mode="RGBA"))
    assert near(picture(media, "background,color:yellow").convert("RGB").getpixel((5, 5)), YELLOW)


def test_the_edge_of_a_shape_can_be_soft(media):
    alphas = picture(media, "crop,shape:circle,blur:40", format="png").getchannel("A").get_flattened_data()
    assert len(set(alphas)) > 50


@pytest.mark.parametrize(("focuspoint", "colour"), [("0,0.5", RED), ("1,0.5", BLUE)])
@pytest.mark.parametrize("operation", ["crop,width:50,height:50", "fill,width:50,height:100"])
def test_what_is_kept_lies_around_the_focus_point(media, operation, focuspoint, colour):
    made = picture(media, operation, format="png", focuspoint=focuspoint)
    assert near(made.convert("RGB").getpixel((25, 25)), colour)


def test_an_asset_has_a_focus_point_of_its_own(media):
    media.focus_x, media.focus_y = 390, 100
    media.save()
    assert near(picture(media, "crop,width:50,height:50").convert("RGB").getpixel((25, 25)), BLUE)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"io": "transform:explode"}, "io"),
        ({"io": "filter:sepia"}, "io"),
        ({"io": "fit,width:100"}, "io"),
        ({"io": "transform:"}, "io"),
        ({"io": "transform:fit"}, "io"),
        ({"io": "transform:fit,width:0"}, "io"),
        ({"io": "transform:fit,width:-5"}, "io"),
        ({"io": "transform:fit,width:4001"}, "io"),
        ({"io": "transform:fit,width:1e3"}, "io"),
        ({"io": "transform:fit,width:²"}, "io"),
        ({"io": "transform:fit,width"}, "io"),
        ({"io": "transform:fit,depth:5"}, "io"),
        ({"io": "transform:rotate"}, "io"),
        ({"io": "transform:rotate,angle:361"}, "io"),
        ({"io": "transform:background,color:blurple"}, "io"),
        ({"io": "transform:background,color:rgb(1)"}, "io"),
        ({"io": "transform:crop,gravity:middle"}, "io"),
        ({"io": "transform:crop,shape:star"}, "io"),
        ({"io": "transform:fill,aspectratio:16:9"}, "io"),
        ({"io": "transform:fill,aspectratio:0x9"}, "io"),
        ({"io": ["transform:flip"] * 3}, "io"),
        ({"io": ["transform:flip"] * 11}, "io"),
        ({"focuspoint": "2,2"}, "focuspoint"),
        ({"focuspoint": "nan,0"}, "focuspoint"),
        ({"focuspoint": "1"}, "focuspoint"),
        ({"format": "gif"}, "format"),
        ({"quality": "0"}, "quality"),
        ({"quality": "101"}, "quality"),
    ],
)
def test_what_is_not_supported_is_explained(media, query, field):
    response = Client().get(f"/transform/{media.rfc_id}/Picture", query)
    assert response.status_code == 400
    assert response.json()["statuscode"] == 400
    assert list(response.json()["fields"]) == [field]


@pytest.mark.parametrize("identifier", ["nobody", "7c9e6679-7425-40de-944b-e07fc1f90ae7"])
def test_an_unknown_asset_is_not_found(identifier):
    response = Client().get(f"/transform/{identifier}/Picture?io=transform:flip")
    assert (response.status_code, response.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize("spelled", ["rfc_id", "api_id"])
def test_both_spellings_of_an_id_are_known(media, spelled):
    assert Client().get(f"/transform/{getattr(media, spelled)}/Picture").status_code == 200


@pytest.mark.parametrize(
    "details",
    [
        {"is_archived": True},
        {"is_limited": True},
        {"awaits_approval": True},
        {"published_at": timezone.now() + timezone.timedelta(days=1)},
    ],
)
def test_what_not_everybody_may_see_is_shown_to_signed_in_people_who_may(details, admin_client):
    media = MediaFactory(content=pictures.image(), **details)
    assert get(media).status_code == 404
    response = get(media, client=admin_client)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")


def test_a_session_of_somebody_who_may_not_see_it_does_not_help():
    media = MediaFactory(content=pictures.image(), is_archived=True)
    client = browser(UserFactory(profile="Light user"))
    assert get(media, client=client).status_code == 404


def test_nobody_sees_what_is_in_the_trash(admin_client):
    media = MediaFactory(content=pictures.image(), removed_at=timezone.now())
    assert get(media, client=admin_client).status_code == 404


def test_a_picture_that_a_client_has_is_not_drawn_again(media, django_assert_num_queries):
    etag = get(media, "flip")["ETag"]
    with django_assert_num_queries(1):
        response = Client(headers={"if-none-match": etag}).get(
            f"/transform/{media.rfc_id}/Picture", {"io": "transform:flip"}
        )
    assert (response.status_code, response.content) == (304, b"")


def test_a_new_focus_point_makes_another_picture(media):
    before = get(media, "flip")["ETag"]
    media.focus_x, media.focus_y = 1, 1
    media.save()
    assert get(media, "flip")["ETag"] != before


def test_one_address_may_not_have_everything_drawn(media, settings):
    settings.RATE_LIMIT_REQUESTS = 2
    statuses = [get(media, f"fit,width:{width}").status_code for width in (10, 20, 30)]
    assert statuses == [200, 200, 429]


def test_a_file_that_cannot_be_read_is_told_as_such(media):
    MediaItem.objects.update(file="originals/gone.png")
    response = get(media)
    assert (response.status_code, response.json()["error"]) == (503, "unavailable")
    assert response["Retry-After"]


def test_whoever_comes_while_too_many_are_drawn_is_asked_to_try_again(media, monkeypatch):
    monkeypatch.setattr(posters, "PATIENCE", 0)
    with posters.turn_of(media), posters.turn_of(media):
        response = get(media, "flip")
    assert (response.status_code, response.json()["error"]) == (503, "unavailable")
    assert "Too many pictures" in response.json()["message"]
    assert response["Retry-After"]
    assert get(media, "flip").status_code == 200


def test_a_transformation_changes_nothing(media):
    assert Client().post(f"/transform/{media.rfc_id}/Picture").status_code == 405
