"""Reading metaproperties, as the vendor's clients do, and who sees which."""

import pytest

from assets.models import AccessRight, Metaproperty, Option
from tests.assets.factories import MediaFactory, MetapropertyFactory, OptionFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v4/metaproperties/"


def address(metaproperty, form="api_id"):
    return f"{PATH}{getattr(metaproperty, form)}/"


@pytest.fixture
def season(db):
    return MetapropertyFactory(name="season", label="Season", position=16, options=["spring", "summer"])


# Reading


def test_the_list_is_an_object_by_name(api, season):
    MetapropertyFactory(name="colour", label="Colours!", position=1)
    found = api.get(PATH).json()
    assert list(found) == ["colour", "season"]
    assert all(entry["name"] == key for key, entry in found.items())


def test_a_metaproperty_has_the_vendors_fields_and_flags_as_integers(api, season):
    Metaproperty.objects.filter(pk=season.pk).update(labels={"nl_NL": "Seizoen"})
    entry = api.get(PATH).json()["season"]
    del entry["options"]
    assert entry == {
        "id": season.api_id, "name": "season", "label": "Season", "type": "select", "zindex": 16,
        "labels": {"nl_NL": "Seizoen", "en_US": "Season"},
        "isMultiselect": 0, "isMultifilter": 0, "isRequired": 0, "isMainfilter": 0, "isFilterable": 1,
        "isApiField": 1, "isDisplayField": 1, "isDrilldown": 0, "isEditable": 1, "showInListView": 1,
        "showInGridView": 0, "showInDuplicateView": 0, "useDependencies": 0,
    }  # fmt: skip


def test_its_options_have_the_vendors_fields(api, season):
    spring = season.options.get(name="spring")
    Option.objects.filter(pk=spring.pk).update(created_at="2026-02-03T07:30:00Z", labels={"nl_NL": "Lente"})
    assert api.get(PATH).json()["season"]["options"][0] == {
        "id": spring.api_id, "name": "spring", "label": "Spring", "displayLabel": "Spring",
        "labels": {"nl_NL": "Lente", "en_US": "Spring"}, "description": "", "descriptions": {},
        "date": "February, 03 2026 07:30:00 +0000", "zindex": 0, "active": 1, "isSelectable": 1,
        "hideByDefault": 0, "linkedOptionIds": [], "externalReference": "", "metapropertyId": season.api_id,
        "product_suffix": "", "pregeneratedZipFileSize": 0, "image": "", "options": [],
    }  # fmt: skip


def test_options_below_others_are_nested(api, season):
    spring = season.options.get(name="spring")
    may = OptionFactory(metaproperty=season, name="may", parent=spring)
    OptionFactory(metaproperty=season, name="first_of_may", parent=may, position=-1)
    first, second = api.get(PATH).json()["season"]["options"]
    assert (first["name"], second["name"]) == ("spring", "summer")
    assert first["options"][0]["parentId"] == spring.api_id
    assert first["options"][0]["options"][0]["name"] == "first_of_may"


@pytest.mark.parametrize(("query", "has_options"), [("", True), ("options=0", False), ("options=true", True)])
def test_options_are_left_out_on_demand(api, season, query, has_options):
    assert ("options" in api.get(f"{PATH}?{query}").json()["season"]) == has_options


def test_ids_choose_metaproperties(api, season):
    other = MetapropertyFactory(name="colour")
    MetapropertyFactory(name="size")
    found = api.get(PATH, {"ids": f"{season.api_id},{other.rfc_id},nonsense", "options": "0"}).json()
    assert list(found) == ["colour", "season"]


@pytest.mark.parametrize("form", ["api_id", "rfc_id"])
def test_one_is_found_by_its_id_in_either_form(api, season, form):
    found = api.get(address(season, form)).json()
    assert (found["name"], len(found["options"])) == ("season", 2)


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_one_is_not_found(api, method):
    response = getattr(api, method)(f"{PATH}7C9E6679-7425-40DE-944BE07FC1F90AE7/")
    assert (response.status_code, response.json()["message"]) == (404, "Metaproperty not found")


def test_media_are_counted_on_demand(api, season):
    spring = season.options.get(name="spring")
    MediaFactory.create_batch(2, answers=[spring])
    MediaFactory(type="video", answers=[spring])
    MediaFactory(answers=[spring], removed_at="2026-01-01T00:00:00Z")

    def counts(query):
        return [option.get("mediaCount") for option in api.get(f"{PATH}?{query}").json()["season"]["options"]]

    assert counts("") == [None, None]
    assert counts("count=1") == [3, 0]
    assert counts("count=true&type=video,audio") == [1, 0]
    assert counts("count=true&type=Video,other") == [1, 0]
    assert counts("type=other") == [None, None]


def test_only_assets_that_the_user_sees_are_counted(rita, season):
    spring = season.options.get(name="spring")
    MediaFactory(answers=[spring])
    MediaFactory(answers=[spring], is_archived=True)
    MediaFactory(answers=[spring], awaits_approval=True, created_by=rita.user)
    found = rita.get(f"{PATH}?count=1").json()
    assert found["season"]["options"][0]["mediaCount"] == 2


@pytest.mark.parametrize("name", ["count", "options"])
def test_a_wrong_parameter_is_named(api, name):
    response = api.get(PATH, {name: "perhaps"})
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])


@pytest.mark.parametrize(("query", "number"), [("", 4), ("count=1", 8), ("options=0", 2)])
def test_the_list_costs_the_same_whatever_its_length(api, django_assert_num_queries, query, number):
    api.get(PATH)
    MetapropertyFactory(options=["one"])
    with django_assert_num_queries(number):
        api.get(f"{PATH}?{query}")
    more = MetapropertyFactory.create_batch(49)
    Option.objects.bulk_create(
        Option(metaproperty=m, name=f"o{n}", label="O") for m in more for n in range(40)
    )
    with django_assert_num_queries(number):
        assert len(api.get(f"{PATH}?{query}").json()) == 50


# What is hidden


def test_a_restricted_option_is_hidden_without_a_right_and_shown_to_managers(api, rita, season):
    season.options.filter(name="spring").update(is_restricted=True)
    assert [o["name"] for o in rita.get(PATH).json()["season"]["options"]] == ["summer"]
    assert len(api.get(PATH).json()["season"]["options"]) == 2


@pytest.mark.parametrize("kind", ["user", "profile", "group"])
def test_a_restricted_option_is_shown_to_those_with_a_right(rita, season, kind):
    spring = season.options.get(name="spring")
    Option.objects.filter(pk=spring.pk).update(is_restricted=True)
    group = rita.user.groups.create(name="Editors")
    principal = {"user": rita.user.pk, "profile": rita.user.profile_id, "group": group.pk}[kind]
    AccessRight.objects.create(option=spring, principal_type=kind, principal_id=principal)
    assert len(rita.get(PATH).json()["season"]["options"]) == 2


def test_an_option_below_a_hidden_one_stands_at_the_top(rita, season):
    spring = season.options.get(name="spring")
    OptionFactory(metaproperty=season, name="may", parent=spring)
    Option.objects.filter(pk=spring.pk).update(is_restricted=True)
    found = rita.get(PATH).json()["season"]["options"]
    assert [(o["name"], "parentId" in o) for o in found] == [("may", False), ("summer", False)]


def test_a_metaproperty_that_is_hidden_from_somebody_is_not_there_for_them(api, rita, season):
    AccessRight.objects.create(
        metaproperty=season, principal_type="user", principal_id=rita.user.pk, level="metaproperty.hide"
    )
    assert rita.get(PATH).json() == {}
    assert rita.get(address(season)).status_code == 404
    assert list(api.get(PATH).json()) == ["season"]
