import pytest

from assets import derivatives
from assets.models import Derivative, DerivativePreset
from assets.storage import files
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.assets import pictures
from tests.assets.factories import MediaFactory

pytestmark = pytest.mark.django_db
URL = "/settings/derivatives/"
BANNER = {"name": "banner", "width": "1200", "height": "300", "fitting": "crop", "is_public": "on"}


def named(name):
    return DerivativePreset.objects.get(name=name)


def post(client, preset, **changes):
    posted = {
        "name": preset.name, "width": preset.width, "height": preset.height, "fitting": "fit", "is_public": "on",
    }  # fmt: skip
    return client.post(f"{URL}{preset.api_id}/", {**posted, **changes}, follow=True)


@pytest.fixture
def banner():
    return DerivativePreset.objects.create(name="banner", width=1200, height=300)


def test_the_list_shows_every_derivative(admin_client, banner):
    page = admin_client.get(URL)
    assert [preset.name for preset in page.context["presets"]] == ["mini", "thul", "webimage", "banner"]
    assert "1200 × 300" in page.text


def test_the_list_takes_few_queries(admin_client, django_assert_num_queries):
    DerivativePreset.objects.bulk_create(
        DerivativePreset(name=f"size{n}", width=n, height=n) for n in range(1, 30)
    )
    with django_assert_num_queries(5):
        admin_client.get(URL)


def test_a_derivative_is_added_and_audited(admin_client):
    page = admin_client.post(f"{URL}add/", BANNER, follow=True)
    added = named("banner")
    assert (added.width, added.height, added.dpi) == (1200, 300, -1)
    assert (added.is_crop, added.is_extent, added.is_public, added.is_on_the_fly) == (
        True,
        False,
        True,
        False,
    )
    assert "banner is added." in page.text
    assert AuditEntry.objects.get(action=Action.DERIVATIVE_ADDED).target_name == "banner"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "MINI"}, "Another derivative has this name."),
        ({"name": "a-b"}, "Use letters, digits and underscores only."),
        ({"width": "0"}, "greater than or equal to 1"),
        ({"height": "5001"}, "less than or equal to 5000"),
        ({"width": "wide"}, "Enter a whole number."),
        ({"dpi": "0"}, "From 1 to 1200"),
        ({"fitting": "squeeze"}, "not one of the available choices"),
    ],
)
def test_bad_input_is_explained_and_adds_nothing(admin_client, changes, message):
    response = admin_client.post(f"{URL}add/", {**BANNER, **changes})
    assert (response.status_code, DerivativePreset.objects.count()) == (422, 3)
    assert message in response.text


def test_the_form_shows_what_a_derivative_is(admin_client, banner):
    banner.is_extent, banner.dpi = True, 300
    banner.save()
    shown = admin_client.get(f"{URL}{banner.api_id}/").context["form"]
    assert (shown["fitting"].value(), shown["dpi"].value(), shown["width"].value()) == ("extent", 300, 1200)


def test_the_form_shows_an_example_without_javascript_too(admin_client, banner):
    page = admin_client.get(f"{URL}{banner.api_id}/")
    assert "example.png?width=1200&amp;height=300&amp;fitting=fit" in page.text


def test_another_size_has_its_pictures_made_anew(admin_client, banner):
    media = MediaFactory(content=pictures.image((2000, 1000)))
    before = derivatives.make(media, "banner")
    post(admin_client, banner, width=100)
    after = derivatives.make(media, "banner")
    assert (before.width, after.width) == (600, 100)
    assert not files().exists(before.file.name)
    assert AuditEntry.objects.get(action=Action.DERIVATIVE_CHANGED).details == {"width": [1200, 100]}


def test_another_name_leaves_the_pictures_as_they_are(admin_client, banner):
    media = MediaFactory(content=pictures.image())
    derivatives.make(media, "banner")
    post(admin_client, banner, name="header")
    assert derivatives.find(media.id_hash, "header")


def test_saving_without_a_change_is_none(admin_client, banner):
    post(admin_client, banner)
    assert not AuditEntry.objects.filter(action=Action.DERIVATIVE_CHANGED).exists()


@pytest.mark.parametrize(
    ("changes", "message"), [({"name": "tiny"}, "can’t be renamed"), ({"is_public": ""}, "stays public")]
)
def test_what_integrations_rely_on_keeps_its_name_and_stays_public(admin_client, changes, message):
    page = post(admin_client, named("mini"), **changes)
    assert message.replace("’", "&#x27;") in page.text
    assert named("mini").is_public


def test_a_built_in_derivative_may_have_another_size(admin_client):
    post(admin_client, named("webimage"), width=1000, height=1000)
    assert named("webimage").width == 1000


def test_before_a_derivative_goes_the_page_says_what_goes_with_it(admin_client, banner):
    derivatives.make(MediaFactory(content=pictures.image()), "banner")
    page = admin_client.get(f"{URL}{banner.api_id}/delete/")
    assert "1 picture made so far is deleted." in page.text
    assert named("banner")


def test_a_derivative_goes_with_its_pictures(admin_client, banner, django_capture_on_commit_callbacks):
    name = derivatives.make(MediaFactory(content=pictures.image()), "banner").file.name
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{URL}{banner.api_id}/delete/")
    assert not DerivativePreset.objects.filter(name="banner").exists()
    assert not Derivative.objects.exists()
    assert not files().exists(name)
    assert AuditEntry.objects.get(action=Action.DERIVATIVE_DELETED).target_name == "banner"


def test_a_built_in_derivative_stays(admin_client):
    page = admin_client.post(f"{URL}{named('mini').api_id}/delete/", follow=True)
    assert "mini is built in" in page.text
    assert named("mini")


@pytest.mark.parametrize(
    ("fitting", "size"), [("fit", (150, 100)), ("crop", (300, 100)), ("extent", (300, 100))]
)
def test_an_example_shows_what_settings_make_of_a_picture(admin_client, fitting, size):
    query = {"width": 300, "height": 100, "fitting": fitting}
    assert "example.png?width=300" in admin_client.get(f"{URL}example/", query).text
    response = admin_client.get(f"{URL}example.png", query)
    assert pictures.read(response.content).size == size


@pytest.mark.parametrize(
    "query",
    [{}, {"width": 0, "height": 9, "fitting": "fit"}, {"width": 10**6, "height": 9, "fitting": "fit"}],
)
def test_settings_that_cannot_be_have_no_example(admin_client, query):
    assert "Fill in a width and a height" in admin_client.get(f"{URL}example/", query).text
    assert admin_client.get(f"{URL}example.png", query).status_code == 404


def test_an_unknown_derivative_is_not_found(admin_client):
    assert admin_client.get(f"{URL}nobody/").status_code == 404
