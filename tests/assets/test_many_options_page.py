"""Options that are too many to show: pages ask what one is called, and suggest some."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from accounts.permissions import Permission
from assets.models import Media, Option
from tests.assets.factories import BrandFactory, MediaFactory, MetapropertyFactory, OptionFactory, png
from tests.browsers import browser_with

pytestmark = pytest.mark.django_db
NAMES = ("oslo", "lima", "rome")


@pytest.fixture(autouse=True)
def few_shown(monkeypatch):
    """More than two options are many."""
    monkeypatch.setattr("assets.forms.answers.MANY", 2)


@pytest.fixture
def city(db):
    return MetapropertyFactory(label="City", options=NAMES)


@pytest.fixture
def plain(db):
    """An asset without options."""
    return MediaFactory()


def page_of(media):
    return f"/assets/{media.api_id}/"


def save(client, media, metaproperty, *texts):
    """The page after these texts were typed."""
    return post(client, media, shown(client.get(page_of(media))) | {metaproperty.field_name: texts})


def shown(page):
    """What the form of the page would send."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    return values | {"seen": json.dumps(form.initial["seen"])}


def post(client, media, values):
    return client.post(f"{page_of(media)}edit/", values, follow=True)


def labels(media):
    return sorted(media.options.values_list("label", flat=True))


def test_a_page_holds_none_of_many_options_and_takes_the_same_queries(
    admin_client, city, django_assert_num_queries
):
    media = MediaFactory(answers=[city.options.get(name="rome")])
    admin_client.get(page_of(media))
    for number in (0, 50):
        OptionFactory.create_batch(number, metaproperty=city)
        with django_assert_num_queries(20):
            page = admin_client.get(page_of(media))
    assert "Lima" not in page.text
    assert page.text.count("Rome") == 1


def test_options_are_suggested_as_one_types(admin_client, city):
    OptionFactory(metaproperty=city, label="Romeo", is_active=False)
    found = admin_client.get(f"/assets/options/{city.api_id}/", {city.field_name: "rom"})
    assert found.text == '<option value="Rome"></option>'


@pytest.mark.parametrize("typed", ["eternal", "CAPITAL_"])
def test_options_are_suggested_by_label_and_by_name_which_stands_beside_it(admin_client, city, typed):
    OptionFactory(metaproperty=city, name="capital_it", label="Eternal city")
    found = admin_client.get(f"/assets/options/{city.api_id}/", {city.field_name: typed})
    assert found.text == '<option value="Eternal city">capital_it</option>'


@pytest.mark.parametrize(
    "permission", [Permission.EDIT_ASSETS, Permission.UPLOAD_ASSETS, Permission.UPLOAD_FOR_APPROVAL]
)
def test_whoever_changes_or_uploads_assets_is_suggested_options(city, permission):
    browser = browser_with(Permission.VIEW_ASSETS, permission)
    assert "Rome" in browser.get(f"/assets/options/{city.api_id}/").text


def test_whoever_gives_assets_no_options_is_suggested_none(city):
    browser = browser_with(Permission.VIEW_ASSETS)
    assert browser.get(f"/assets/options/{city.api_id}/").status_code == 403


@pytest.mark.parametrize("text", ["Lima", "lima", " LIMA "])
def test_an_option_is_given_by_its_label(admin_client, plain, city, text):
    save(admin_client, plain, city, text)
    assert labels(plain) == ["Lima"]


def test_an_emptied_field_takes_the_option_away(admin_client, city):
    media = MediaFactory(answers=[city.options.get(name="rome")])
    save(admin_client, media, city, "")
    assert labels(media) == []


def test_several_options_are_given_one_in_each_input(admin_client, city):
    city.is_multiselect = True
    city.save()
    media = MediaFactory(answers=[city.options.get(name="rome")])
    assert admin_client.get(page_of(media)).text.count(f'name="{city.field_name}"') == 4
    save(admin_client, media, city, "Rome", "Oslo", "", "oslo")
    assert labels(media) == ["Oslo", "Rome"]


@pytest.mark.parametrize("text", ["Paris", "a\0"])
def test_what_no_option_is_called_is_explained_and_kept(admin_client, plain, city, text):
    page = save(admin_client, plain, city, text)
    assert (page.status_code, labels(plain)) == (422, [])
    assert f"No option is called {text}." in page.text
    assert page.context["form"][city.field_name].value() == [text]


def test_of_options_with_the_same_label_the_name_says_which(admin_client, plain, city):
    twins = [OptionFactory(metaproperty=city, name=f"york_{number}", label="York") for number in (1, 2)]
    page = save(admin_client, plain, city, "York")
    assert "Several options are called York. Type the name that integrations use." in page.text
    save(admin_client, plain, city, "york_2")
    assert list(plain.options.all()) == twins[1:]


@pytest.mark.parametrize("names", [("tables_other",), ("chairs_other", "tables_other")])
def test_an_asset_keeps_options_with_the_same_label_when_the_rest_is_saved(admin_client, city, names):
    city.is_multiselect = True
    city.save()
    twins = [
        OptionFactory(metaproperty=city, name=f"{of}_other", label="Other") for of in ("chairs", "tables")
    ]
    media = MediaFactory(answers=[twin for twin in twins if twin.name in names])
    page = admin_client.get(page_of(media))
    assert sorted(page.context["form"][city.field_name].value()) == list(names)
    post(admin_client, media, shown(page) | {"description": "Mine"})
    assert Media.objects.get().description == "Mine"
    assert set(media.options.values_list("name", flat=True)) == set(names)


def test_an_option_with_a_label_that_another_has_is_suggested_by_its_name(admin_client, city):
    OptionFactory(metaproperty=city, name="rome_2", label="ROME")
    OptionFactory(metaproperty=city, name="ville", label="City")
    OptionFactory(metaproperty=city, name="city", label="Town")
    OptionFactory(label="Oslo")  # of another metaproperty
    suggested = admin_client.get(f"/assets/options/{city.api_id}/").text
    for option in ('"rome_2">ROME<', '"rome"><', '"ville">City<', '"Town">city<', '"Oslo"><'):
        assert f"<option value={option}/option>" in suggested


def test_a_name_means_its_option_though_the_asset_has_another_with_that_label(admin_client, city):
    media = MediaFactory(answers=[OptionFactory(metaproperty=city, name="rome_2", label="Rome")])
    save(admin_client, media, city, "rome")
    assert list(media.options.all()) == [city.options.get(name="rome")]


def test_an_option_that_can_not_be_chosen_stays_but_is_not_given(admin_client, plain, city):
    Option.objects.filter(name="lima").update(is_active=False)
    page = save(admin_client, plain, city, "Lima")
    assert "The option Lima can&#x27;t be chosen." in page.text
    media = MediaFactory(answers=[city.options.get(name="lima")])
    save(admin_client, media, city, "Lima")
    assert labels(media) == ["Lima"]


def test_a_restricted_option_is_neither_suggested_nor_given(plain, city):
    Option.objects.filter(name="rome").update(is_restricted=True)
    browser = browser_with(Permission.VIEW_ASSETS, Permission.EDIT_ASSETS)
    found = browser.get(f"/assets/options/{city.api_id}/", {city.field_name: "rom"})
    assert "Rome" not in found.text
    assert "No option is called Rome." in save(browser, plain, city, "Rome").text


@pytest.mark.parametrize("is_multiselect", [False, True])
def test_an_option_stays_typed_though_somebody_changed_the_asset(admin_client, plain, city, is_multiselect):
    city.is_multiselect = is_multiselect
    city.save()
    typed = shown(admin_client.get(page_of(plain))) | {city.field_name: ["lima"]}
    Media.objects.update(description="Theirs")
    page = post(admin_client, plain, typed)
    field = page.context["form"][city.field_name]
    assert (page.status_code, field.value()) == (409, ["Lima"])
    assert str(field).count("<input") == (4 if is_multiselect else 1)
    post(admin_client, plain, shown(page))
    assert labels(plain) == ["Lima"]


def test_a_field_that_nobody_edits_shows_what_the_asset_has(admin_client, city):
    city.is_editable = False
    city.save()
    media = MediaFactory(answers=[city.options.get(name="rome")])
    save(admin_client, media, city, "Oslo")
    assert labels(media) == ["Rome"]


def test_a_new_asset_is_given_a_required_option(admin_client, city):
    city.is_required = True
    city.save()
    page = admin_client.get("/assets/upload/")
    assert f'list="options-{city.api_id}"' in page.text
    assert "Oslo" not in page.text
    fields = {"brand": BrandFactory().api_id, "new_files": SimpleUploadedFile("a.png", png())}
    with TestCase.captureOnCommitCallbacks(execute=True):
        admin_client.post("/assets/upload/", fields | {city.field_name: ["oslo"]})
    assert labels(Media.objects.get()) == ["Oslo"]
