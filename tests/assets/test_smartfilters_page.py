"""Settings: the headings over filters of assets."""

from uuid import UUID

import pytest

from accounts.permissions import Permission
from assets.models import Smartfilter
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.assets.factories import MetapropertyFactory, SmartfilterFactory
from tests.browsers import browser_with

pytestmark = pytest.mark.django_db
URL = "/settings/smartfilters/"


@pytest.fixture
def season(db):
    return MetapropertyFactory(label="Season")


@pytest.fixture
def market(db):
    return MetapropertyFactory(label="Market")


def address(smartfilter, action=""):
    return f"{URL}{smartfilter.api_id}/{action}"


def form(*metaproperties, label="Use", icon=""):
    return {"label": label, "icon": icon, "metaproperties": [str(one.uuid) for one in metaproperties]}


def labels(rows):
    return [row.label for row in rows]


def move(client, smartfilter, direction):
    client.post(address(smartfilter, "move/"), {"direction": direction})


def test_the_list_shows_smartfilters_in_their_order_with_what_is_in_them(admin_client, season):
    SmartfilterFactory(label="Second", position=2)
    SmartfilterFactory(label="First", position=1, metaproperties=[season])
    page = admin_client.get(URL)
    assert labels(page.context["smartfilters"]) == ["First", "Second"]
    assert "Season" in page.text


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_takes_few_queries_whatever_its_length(
    admin_client, season, market, django_assert_num_queries, number
):
    for _ in range(number):
        SmartfilterFactory(metaproperties=[season, market])
    with django_assert_num_queries(6):
        admin_client.get(URL)


def test_without_a_smartfilter_the_list_says_what_that_means(admin_client):
    assert "There are no smartfilters yet" in admin_client.get(URL).text


def test_a_smartfilter_is_added_after_the_others_and_audited(admin_client, admin, season, market):
    SmartfilterFactory(label="Place", position=3)
    page = admin_client.post(f"{URL}add/", form(season, market, label=" Use ", icon="tag"), follow=True)
    added = Smartfilter.objects.last()
    assert (added.labels, added.icon) == ({"en_US": "Use"}, "tag")
    assert set(added.metaproperties.all()) == {season, market}
    assert "Use is added." in page.text
    entry = AuditEntry.objects.get(action=Action.SMARTFILTER_CREATED)
    assert (entry.target_name, entry.target_id, entry.actor_name) == ("Use", added.api_id, admin.audit_name)


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"label": ""}, "This field is required."),
        ({"label": "x" * 121}, "at most 120 characters"),
        ({"label": "Us\u202ee"}, "Remove the invisible character U+202E."),
        ({"label": "PLACE"}, "Another smartfilter has this label."),
        ({"metaproperties": []}, "Choose at least one metaproperty."),
        ({"metaproperties": [UUID(int=0)]}, "is not one of the available choices."),
        ({"metaproperties": ["9" * 20]}, "is not a valid UUID."),
        ({"icon": "skull"}, "skull is not one of the available choices."),
    ],
)
def test_bad_input_is_explained_and_adds_nothing(admin_client, season, posted, message):
    SmartfilterFactory(label="Place")
    response = admin_client.post(f"{URL}add/", form(season) | posted)
    assert (response.status_code, Smartfilter.objects.count()) == (422, 1)
    assert message in response.text


def test_what_assets_cannot_be_filtered_by_is_not_offered(admin_client, season):
    secret = MetapropertyFactory(label="Secret", is_filterable=False)
    assert "Secret" not in admin_client.get(f"{URL}add/").text
    assert admin_client.post(f"{URL}add/", form(season, secret)).status_code == 422


def test_a_change_keeps_the_labels_in_other_languages(admin_client, season, market):
    made = SmartfilterFactory(label="Use", metaproperties=[season])
    made.labels = {"de_DE": "Verwendung", **made.labels}
    made.save()
    assert 'value="Use"' in admin_client.get(address(made)).text
    admin_client.post(address(made), form(market, label="Purpose"))
    made.refresh_from_db()
    assert made.labels == {"de_DE": "Verwendung", "en_US": "Purpose"}
    assert list(made.metaproperties.all()) == [market]


def test_a_change_is_audited_with_what_it_was(admin_client, season, market):
    made = SmartfilterFactory(label="Use", metaproperties=[season])
    admin_client.post(address(made), form(market, label="Purpose"))
    assert AuditEntry.objects.get(action=Action.SMARTFILTER_CHANGED).details == {
        "label": ["Use", "Purpose"], "metaproperties": [["Season"], ["Market"]],
    }  # fmt: skip


def test_saving_without_a_change_is_none(admin_client, season):
    made = SmartfilterFactory(label="Use", metaproperties=[season])
    admin_client.post(address(made), form(season))
    assert not AuditEntry.objects.filter(action=Action.SMARTFILTER_CHANGED).exists()


def test_a_metaproperty_that_is_no_filter_any_more_may_stay(admin_client, season):
    made = SmartfilterFactory(label="Use", metaproperties=[season])
    season.is_filterable = False
    season.save()
    assert "Season (no filter any more)" in admin_client.get(address(made)).text
    assert admin_client.post(address(made), form(season, label="Purpose")).status_code == 302
    assert "Season, no filter any more" in admin_client.get(URL).text


def test_smartfilters_change_places(admin_client):
    one, two, three = (SmartfilterFactory(label=label) for label in ("One", "Two", "Three"))
    move(admin_client, three, "up")
    assert labels(Smartfilter.objects.all()) == ["One", "Three", "Two"]
    move(admin_client, one, "up")
    move(admin_client, two, "down")
    assert labels(Smartfilter.objects.all()) == ["One", "Three", "Two"]
    assert AuditEntry.objects.get(action=Action.SMARTFILTER_CHANGED).details == {"position": [3, 2]}


def test_deleting_says_what_stays_and_then_removes_it(admin_client, season):
    made = SmartfilterFactory(label="Use", metaproperties=[season])
    assert "Metaproperties and what assets answer stay" in admin_client.get(address(made, "delete/")).text
    page = admin_client.post(address(made, "delete/"), follow=True)
    assert "Use is deleted." in page.text
    season.refresh_from_db()
    assert not Smartfilter.objects.exists()
    assert AuditEntry.objects.get(action=Action.SMARTFILTER_DELETED).target_name == "Use"


@pytest.mark.parametrize("path", [f"{URL}nobody/", f"{URL}nobody/delete/", f"{URL}nobody/move/"])
def test_an_unknown_smartfilter_is_not_found(admin_client, path):
    assert admin_client.post(path).status_code == 404


def test_smartfilters_are_for_those_who_manage_metaproperties():
    assert browser_with(Permission.VIEW_METAPROPERTIES).get(URL).status_code == 403
    assert browser_with(Permission.MANAGE_METAPROPERTIES).get(URL).status_code == 200
