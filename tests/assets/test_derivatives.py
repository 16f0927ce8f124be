"""Derivatives of an asset's current file: made in the background, on demand, again when something changes."""

import pytest
from django.core.cache import cache
from django.http import Http404

from assets import derivatives, posters, presets
from assets.media import change
from assets.models import Derivative, DerivativePreset, MediaItem
from assets.models.media import new_id_hash
from assets.storage import files
from portal.api.errors import Unavailable
from portal.audit.record import COMMAND
from tests.assets import pictures
from tests.assets.factories import MediaFactory
from tests.assets.pictures import near

pytestmark = pytest.mark.django_db


@pytest.fixture
def rendered(django_capture_on_commit_callbacks):
    """Has all derivatives of an asset made, as after a commit."""

    def render(media):
        with django_capture_on_commit_callbacks(execute=True):
            derivatives.enqueue(media)
        return media

    return render


def asset(content=None, **details):
    return MediaFactory(content=content or pictures.image((2000, 1000)), **details)


def preset(**details):
    details = {"name": "banner", "width": 100, "height": 100, **details}
    return DerivativePreset.objects.create(**details)


def picture(media, name):
    with derivatives.make(media, name).file.open() as file:
        return pictures.read(file.read())


def states(media):
    return set(media.derivatives.values_list("state", "attempts"))


def stored(media):
    return sorted(files().listdir(f"derivatives/{media.id_hash}")[1])


def test_a_new_asset_gets_every_derivative(rendered):
    media = rendered(asset())
    sizes = {d.preset.name: (d.width, d.height) for d in media.derivatives.all()}
    assert sizes == {"mini": (80, 40), "thul": (250, 125), "webimage": (800, 400)}
    assert states(media) == {("done", 0)}


def test_what_is_told_of_a_derivative_is_true_of_its_file(rendered):
    derivative = rendered(asset()).derivatives.get(preset__name="webimage")
    with derivative.file.open() as file:
        content = file.read()
    assert len(content) == derivative.size
    assert pictures.read(content).size == (derivative.width, derivative.height)


def test_making_them_takes_few_queries(django_assert_num_queries):
    media = asset()
    derivatives.enqueue(media)
    with django_assert_num_queries(5):  # what waits, the file, and one for each of the three
        derivatives.render.call(media.pk)


def test_while_too_many_are_drawn_they_are_left_to_whoever_asks_for_one(rendered, monkeypatch):
    monkeypatch.setattr(posters, "PATIENCE", 0)
    media = asset()
    with posters.turn_of(media), posters.turn_of(media):
        rendered(media)
        with pytest.raises(Unavailable):
            derivatives.make(media, "mini")
    assert states(media) == {("waiting", 0)}
    assert picture(media, "mini").size == (80, 40)


def test_a_task_that_runs_twice_makes_nothing_twice(rendered):
    media = rendered(asset())
    before = stored(media)
    derivatives.render.call(media.pk)
    assert stored(media) == before


@pytest.mark.parametrize(
    ("extension", "kind"), [("jpg", "JPEG"), ("jpeg", "JPEG"), ("png", "PNG"), ("tif", "PNG")]
)
def test_the_extension_of_a_derivative_is_that_of_its_content(extension, kind):
    media = asset(extension=extension)
    assert picture(media, "mini").format == kind
    assert derivatives.make(media, "mini").file.name.endswith(".jpg" if kind == "JPEG" else ".png")


def test_a_jpeg_loads_from_coarse_to_fine_and_lies_on_white():
    media = asset(pictures.image((100, 100), (0, 0, 0, 0), mode="RGBA"), extension="jpg")
    made = picture(media, "mini")
    assert made.info["progressive"]
    assert near(made.getpixel((40, 40)), (255, 255, 255))


def test_what_is_transparent_stays_so_in_a_png():
    media = asset(pictures.image((100, 100), (0, 0, 0, 0), mode="RGBA"))
    assert picture(media, "mini").getpixel((40, 40))[3] == 0


@pytest.mark.parametrize(
    ("original", "details", "size"),
    [
        ((2000, 1000), {}, (100, 50)),
        ((1000, 2000), {}, (50, 100)),
        ((40, 30), {}, (40, 30)),
        ((1, 1), {}, (1, 1)),
        ((4000, 1), {}, (100, 1)),
        ((2000, 1000), {"is_crop": True}, (100, 100)),
        ((2000, 1000), {"is_crop": True, "height": 20}, (100, 20)),
        ((40, 30), {"is_crop": True}, (30, 30)),
        ((1, 1), {"is_crop": True}, (1, 1)),
        ((2000, 1000), {"is_extent": True}, (100, 100)),
        ((40, 30), {"is_extent": True}, (100, 100)),
    ],
)
def test_a_picture_is_fitted_and_never_enlarged(original, details, size):
    preset(**details)
    assert picture(asset(pictures.image(original)), "banner").size == size


def test_the_margin_of_a_box_is_white():
    preset(is_extent=True)
    made = picture(asset(), "banner")
    assert made.convert("RGB").getpixel((50, 5)) == (255, 255, 255)
    assert made.convert("RGB").getpixel((50, 50)) == (0, 128, 128)


@pytest.mark.parametrize(("focus_x", "colour"), [(0, (255, 0, 0)), (2000, (0, 0, 255))])
def test_what_is_cut_off_is_far_from_the_focus_point(focus_x, colour):
    preset(is_crop=True, width=50)
    content = pictures.halves((2000, 1000))
    media = asset(content, width=2000, height=1000, focus_x=focus_x, focus_y=500)
    assert near(picture(media, "banner").getpixel((25, 50)), colour)


def test_another_focus_point_has_anew_what_is_cut_around_it(admin):
    preset(is_crop=True, width=50)
    media = asset(pictures.halves((2000, 1000)), width=2000, height=1000, focus_x=0, focus_y=500)
    derivatives.make(media, "banner")
    derivatives.make(media, "mini")
    media = change(media, by=admin, door=COMMAND, details={"focus_x": 2000})
    assert states(media) == {("done", 0), ("waiting", 0)}
    assert near(picture(media, "banner").getpixel((25, 50)), (0, 0, 255))


def test_a_resolution_is_written_into_the_file():
    preset(dpi=300)
    assert round(picture(asset(extension="jpg"), "banner").info["dpi"][0]) == 300


def test_an_asset_without_a_picture_has_its_derivatives_too(rendered):
    media = rendered(asset(b"PK", extension="zip", type="document"))
    assert states(media) == {("done", 0)}
    assert picture(media, "thul").size == (250, 250)


def test_what_fails_is_tried_three_times(rendered):
    media = asset()
    MediaItem.objects.update(file="originals/gone.png")
    assert states(rendered(media)) == {("failed", 3)}


def test_a_request_tries_again_what_has_failed_but_not_at_once(rendered):
    media = asset()
    name = media.items.get().file.name
    MediaItem.objects.update(file="originals/gone.png")
    rendered(media)
    with pytest.raises(Http404):
        derivatives.make(media, "mini")
    MediaItem.objects.update(file=name)
    with pytest.raises(Http404):
        derivatives.make(media, "mini")
    cache.clear()
    assert derivatives.make(media, "mini").state == "done"


def test_without_a_cache_what_has_failed_is_not_found(dead_cache, rendered):
    media = asset()
    MediaItem.objects.update(file="originals/gone.png")
    with pytest.raises(Http404):
        derivatives.make(rendered(media), "mini")


def test_a_new_version_replaces_the_derivatives_and_their_files(rendered):
    media = rendered(asset())
    old = stored(media)
    before, media.id_hash = media.id_hash, new_id_hash()
    media.save()
    rendered(media)
    assert len(old) == len(stored(media)) == 3
    assert files().listdir(f"derivatives/{before}")[1] == []
    assert derivatives.find(before, "mini") is None
    assert derivatives.find(media.id_hash, "mini").id_hash == media.id_hash


def test_a_derivative_of_the_file_before_is_not_found_for_the_new_one(rendered):
    media = rendered(asset())
    media.id_hash = new_id_hash()
    media.save()
    assert derivatives.find(media.id_hash, "mini") is None


def test_of_two_that_make_the_same_one_is_kept(rendered):
    media = asset()
    derivatives.enqueue(media)
    late = list(Derivative.objects.select_related("media", "preset"))
    derivatives.render.call(media.pk)
    before = stored(media)
    derivatives._draw(late)
    assert stored(media) == before


def test_a_preset_that_changed_meanwhile_keeps_no_picture_of_what_it_was(admin):
    media = asset()
    derivatives.enqueue(media)
    late = list(Derivative.objects.filter(preset__name="mini").select_related("media", "preset"))
    mini = DerivativePreset.objects.get(name="mini")
    presets.change(mini, by=admin, door=COMMAND, details={"width": 60})
    derivatives._draw(late)
    assert media.derivatives.get(preset=mini).state == "waiting"


def test_what_is_made_on_the_fly_is_made_on_demand_only(rendered):
    preset(is_on_the_fly=True)
    media = rendered(asset())
    assert derivatives.find(media.id_hash, "banner") is None
    assert derivatives.make(media, "banner").state == "done"


def test_what_was_made_on_the_fly_follows_a_new_version():
    preset(is_on_the_fly=True)
    media = asset()
    derivatives.make(media, "banner")
    media.id_hash = new_id_hash()
    media.save()
    assert derivatives.make(media, "banner").id_hash == media.id_hash


@pytest.mark.parametrize("name", ["nothing", "secret"])
def test_only_derivatives_of_public_presets_are_made_on_demand(name):
    preset(name="secret", is_public=False)
    with pytest.raises(Http404):
        derivatives.make(asset(), name)


def test_a_derivative_that_is_public_no_more_is_not_found():
    added, media = preset(), asset()
    derivatives.make(media, "banner")
    added.is_public = False
    added.save()
    assert derivatives.find(media.id_hash, "banner") is None
