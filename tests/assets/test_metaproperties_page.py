"""Settings > Metaproperties, their options, what they depend on and who sees them."""

import pytest

from accounts.models import Group, PermissionProfile
from assets.models import AccessRight, HistoryEntry, Metaproperty, Option
from portal.audit.models import AuditEntry
from tests.accounts.factories import REGULAR, UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory, OptionFactory
from tests.browsers import browser

pytestmark = pytest.mark.django_db
PATH = "/settings/metaproperties/"
FORM = {"label": "Season", "name": "season", "type": "select", "is_filterable": "on", "is_editable": "on"}


@pytest.fixture
def season(db):
    return MetapropertyFactory(name="season", label="Season", options=["spring", "summer", "autumn"])


@pytest.fixture
def spring(season):
    return season.options.get(name="spring")


def of(metaproperty, tail=""):
    return f"{PATH}{metaproperty.api_id}/{tail}"


def of_option(option, tail=""):
    return of(option.metaproperty, f"options/{option.api_id}/{tail}")


def names(response):
    return [row.name for row in response.context["page_obj"]]


# The list


def test_the_list_has_the_order_in_which_they_are_asked(admin_client):
    for position, name in ((2, "place"), (1, "season"), (3, "alpha")):
        MetapropertyFactory(name=name, position=position)
    assert names(admin_client.get(PATH)) == ["season", "place", "alpha"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("search=SEAS", ["season"]),
        ("search=colours", ["colour"]),
        ("type=text", ["notes"]),
        ("sort=label", ["colour", "notes", "season"]),
        ("sort=-label", ["season", "notes", "colour"]),
        ("sort=nonsense", ["notes", "colour", "season"]),
        ("search=nothing", []),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(admin_client, season, query, expected):
    MetapropertyFactory(name="colour", label="Colours", position=-1)
    MetapropertyFactory(name="notes", label="Notes", type="text", position=-2)
    assert names(admin_client.get(f"{PATH}?{query}")) == expected


def test_the_list_costs_the_same_whatever_its_length(admin_client, season, django_assert_num_queries):
    with django_assert_num_queries(6):
        admin_client.get(PATH)
    MetapropertyFactory.create_batch(20, options=["a", "b"])
    with django_assert_num_queries(6):
        admin_client.get(PATH)


def test_the_settings_tree_leads_there_for_those_who_may_manage(admin_client):
    assert f'href="{PATH}"' in admin_client.get("/settings/").text
    client = browser(UserFactory())
    assert PATH not in client.get("/settings/").text


# Adding and changing


def test_a_metaproperty_is_added_and_audited(admin_client, admin):
    response = admin_client.post(f"{PATH}add/", FORM)
    made = Metaproperty.objects.get()
    assert (response.status_code, response.url) == (302, PATH)
    assert (made.label, made.is_filterable, made.is_required, made.is_api_field) == (
        "Season",
        True,
        False,
        False,
    )
    assert AuditEntry.objects.get(action="metaproperty.created").door == "page"


def test_a_new_one_is_offered_with_what_is_usual(admin_client):
    form = admin_client.get(f"{PATH}add/").context["form"]
    assert (form.initial["is_api_field"], form.initial["is_required"]) == (True, False)


@pytest.mark.parametrize(
    ("name", "value"), [("name", "two words"), ("name", "SEASON"), ("label", ""), ("type", "linked")]
)
def test_what_is_wrong_is_said_beside_the_field(admin_client, season, name, value):
    response = admin_client.post(f"{PATH}add/", {**FORM, "name": "other", name: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [name]
    assert Metaproperty.objects.count() == 1


def test_a_metaproperty_is_changed(admin_client, season):
    admin_client.post(of(season), {**FORM, "label": "Time of year", "position": "7"})
    season.refresh_from_db()
    assert (season.label, season.position, season.show_in_list_view) == ("Time of year", 7, False)


def test_a_type_that_would_lose_answers_is_refused(admin_client, season):
    response = admin_client.post(of(season), {**FORM, "type": "text"})
    assert "would lose 3 options" in response.context["form"].errors["type"][0]


def test_deleting_warns_with_the_number_of_assets(admin_client, season, spring):
    MediaFactory.create_batch(2, answers=[spring])
    assert "2 assets lose their answer" in admin_client.get(of(season, "delete/")).text
    admin_client.post(of(season, "delete/"))
    assert not Metaproperty.objects.exists()
    assert HistoryEntry.objects.filter(door="page").count() == 2


@pytest.mark.parametrize("tail", ["", "delete/", "dependencies/", "access/", "options/", "options/add/"])
def test_an_unknown_one_is_not_found(admin_client, tail):
    assert admin_client.get(f"{PATH}7C9E6679-7425-40DE-944BE07FC1F90AE7/{tail}").status_code == 404


# Dependencies and who sees it


def test_dependencies_are_ticked(admin_client, season):
    month = MetapropertyFactory(name="month", label="Month")
    admin_client.post(of(month, "dependencies/"), {"dependencies": [season.uuid]})
    assert list(month.dependencies.all()) == [season]
    response = admin_client.post(of(season, "dependencies/"), {"dependencies": [month.uuid]})
    assert response.context["form"].errors["dependencies"] == ["Season would depend on itself."]


def test_a_metaproperty_is_hidden_from_profiles_groups_and_users(admin_client, season):
    rita, group = UserFactory(username="rita"), Group.objects.create(name="Editors")
    profile = PermissionProfile.objects.get(name=REGULAR)
    fields = {"profiles": [profile.pk], "groups": [group.pk], "users": "RITA"}
    admin_client.post(of(season, "access/"), fields)
    assert set(AccessRight.objects.values_list("principal_id", "level")) == {
        (found.pk, "metaproperty.hide") for found in (rita, group, profile)
    }
    admin_client.post(of(season, "access/"), {"users": rita.email})
    assert AccessRight.objects.get().principal_id == rita.pk
    assert rita.email in admin_client.get(of(season, "access/")).text


def test_somebody_who_does_not_exist_is_named(admin_client, season):
    response = admin_client.post(of(season, "access/"), {"users": "nobody"})
    assert response.status_code == 422
    assert "nobody" in response.context["form"].errors["users"][0]


# Options


def test_options_are_listed_in_their_order_each_below_its_parent(admin_client, season, spring):
    OptionFactory(metaproperty=season, name="may", parent=spring, position=9)
    assert names(admin_client.get(of(season, "options/"))) == ["spring", "may", "summer", "autumn"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("search=SUM", ["summer"]),
        ("search=S-1", ["spring"]),
        ("state=active", ["spring", "autumn"]),
        ("state=inactive", ["summer"]),
        ("state=restricted", ["autumn"]),
        ("sort=-label", ["summer", "spring", "autumn"]),
        ("sort=assets", ["spring", "summer", "autumn"]),
        ("sort=-assets", ["autumn", "summer", "spring"]),
    ],
)
def test_options_are_searched_filtered_and_sorted(admin_client, season, query, expected):
    spring, summer, autumn = season.options.all()
    Option.objects.filter(pk=spring.pk).update(external_reference="S-1")
    Option.objects.filter(pk=summer.pk).update(is_active=False)
    Option.objects.filter(pk=autumn.pk).update(is_restricted=True)
    MediaFactory(answers=[summer, autumn])
    MediaFactory(answers=[autumn])
    assert names(admin_client.get(f"{of(season, 'options/')}?{query}")) == expected


def test_the_list_of_options_costs_the_same_whatever_its_length(
    admin_client, season, spring, django_assert_num_queries
):
    with django_assert_num_queries(7):
        admin_client.get(of(season, "options/"))
    OptionFactory.create_batch(30, metaproperty=season, parent=spring)
    with django_assert_num_queries(7):
        admin_client.get(of(season, "options/"))


@pytest.mark.parametrize("typed", ["UTUM", "harv"])
def test_options_to_be_below_are_offered_by_any_part_of_label_or_name(admin_client, season, typed):
    season.options.filter(name="autumn").update(name="harvest")
    page = admin_client.get(of(season, "options/add/"), {"parent": typed}).text
    assert '<option value="Autumn">harvest</option></datalist>' in page
    assert "Spring" not in page


def test_an_option_is_added_with_a_name_made_from_its_label(admin_client, season):
    fields = {"label": "Indian summer!", "parent": "AUTUMN", "external_reference": "I-1", "is_active": "on"}
    response = admin_client.post(of(season, "options/add/"), fields)
    made = Option.objects.get(name="indian_summer")
    assert (response.status_code, made.parent.name, made.is_selectable) == (302, "autumn", False)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"label": "Spring"}, "name"),
        ({"label": "New", "parent": "nothing"}, "parent"),
        ({"label": ""}, "label"),
        ({"label": "!"}, "name"),
    ],
)
def test_what_is_wrong_with_an_option_is_said_beside_the_field(admin_client, season, fields, name):
    response = admin_client.post(of(season, "options/add/"), fields)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [name]


def test_an_option_is_renamed_and_its_assets_are_findable_by_the_new_label(admin_client, spring):
    media = MediaFactory(answers=[spring])
    admin_client.post(of_option(spring), {"label": "Primavera", "external_reference": "P-1"})
    spring.refresh_from_db()
    media.refresh_from_db()
    assert (spring.label, spring.name, spring.external_reference) == ("Primavera", "spring", "P-1")
    assert (spring.is_active, "primavera" in media.search_words) == (False, True)


def test_options_are_moved_up_and_down_and_the_ends_stay_the_ends(admin_client, season, spring):
    def move(direction):
        return admin_client.post(of_option(spring, "move/"), {"direction": direction, "page": "1"})

    assert move("up").url == of(season, "options/?page=1")
    orders = []
    for direction in ("up", "down", "down", "down"):
        move(direction)
        orders.append([option.name for option in season.options.all()])
    assert orders == [
        ["spring", "summer", "autumn"], ["summer", "spring", "autumn"], ["summer", "autumn", "spring"],
        ["summer", "autumn", "spring"],
    ]  # fmt: skip


def test_options_are_moved_to_the_ends_of_long_lists(admin_client, season, spring):
    shown = [
        admin_client.post(of_option(spring, "move/"), {"direction": end}, follow=True).text
        for end in ("bottom", "top")
    ]
    assert "Spring is at the bottom now." in shown[0]
    assert "Spring is at the top now." in shown[1]
    assert [option.name for option in season.options.all()] == ["spring", "summer", "autumn"]
    moves = [entry.details["place"] for entry in AuditEntry.objects.filter(action="option.changed")]
    assert sorted(moves) == [[1, 3], [3, 1]]


def test_a_restricted_option_says_who_sees_it(admin_client, spring):
    rita = UserFactory(username="rita")
    admin_client.post(of_option(spring, "access/"), {"is_restricted": "on", "users": "rita"})
    spring.refresh_from_db()
    assert spring.is_restricted
    assert list(Option.objects.visible_to(rita).filter(pk=spring.pk)) == [spring]
    assert "checked" in admin_client.get(of_option(spring, "access/")).text


def test_deleting_an_option_warns_with_the_number_of_assets(admin_client, season, spring):
    may = OptionFactory(metaproperty=season, label="May", parent=spring)
    MediaFactory(answers=[may])
    text = admin_client.get(of_option(spring, "delete/")).text
    assert "It is on 1 asset, which loses it for good." in text
    assert "1 option below it goes too: May" in text
    assert admin_client.post(of_option(spring, "delete/")).url == of(season, "options/")
    assert season.options.count() == 2


def test_an_option_of_another_metaproperty_is_not_found(admin_client, season):
    other = OptionFactory()
    assert admin_client.get(of(season, f"options/{other.api_id}/")).status_code == 404
