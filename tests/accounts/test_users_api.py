"""`/api/v4/users/` as the vendor's clients call it."""

import json
import uuid

import pytest
from django.db import connection

from accounts.models import Group, PermissionProfile, User
from accounts.permissions import Permission
from portal.audit.models import AuditEntry
from tests.accounts.factories import ADMINISTRATOR, LIGHT, REGULAR, ProfileFactory, UserFactory
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v4/users/"
FORM = "application/x-www-form-urlencoded"


def profile(name=REGULAR):
    return PermissionProfile.objects.get(name=name)


def new_user(**changes):
    details = {
        "username": "nora", "password": "correct horse battery", "email": "nora@acme.example",
        "profileId": profile().api_id, "firstname": "Nora", "lastname": "New",
    }  # fmt: skip
    return {**details, **changes}


def send(api, path, fields, kind):
    if kind == "form":
        return api.post(path, fields)
    if kind == "json":
        return api.post(path, json.dumps(fields), content_type="application/json")
    text = "&".join(f"{name}={value}" for name, value in fields.items())
    return api.post(path, text, content_type=FORM)


@pytest.fixture
def rita(admin):
    return UserFactory(username="rita", first_name="Rita", last_name="Regular", email="rita@acme.example")


def address(user, form="coldfusion"):
    return f"{PATH}{user.api_id if form == 'coldfusion' else user.id}/"


# Listing


def test_the_list_is_a_bare_array_of_active_users_by_username(api, admin, rita):
    UserFactory(username="ina", is_active=False)
    assert [entry["username"] for entry in api.get(PATH).json()] == ["ada", "rita"]


@pytest.mark.parametrize(
    ("value", "names"), [("true", ["ada", "ina"]), ("1", ["ada", "ina"]), ("0", ["ada"]), ("", ["ada"])]
)
def test_inactive_users_are_listed_on_demand(api, admin, value, names):
    UserFactory(username="ina", is_active=False)
    assert [u["username"] for u in api.get(PATH, {"includeInActive": value}).json()] == names


def test_an_entry_has_the_fields_and_flags_of_the_list(api, rita):
    rita.groups.add(group := Group.objects.create(name="Editors"))
    assert api.get(PATH).json()[-1] == {
        "id": rita.api_id, "username": "rita", "name": "Rita Regular", "email": "rita@acme.example", "email2": "",
        "profileId": rita.profile.api_id, "active": 1, "isSSOOnly": False, "employeeNumber": "", "salesrepId": "",
        "timeZone": "UTC", "website": "", "country": "", "groups": [{"id": group.api_id, "name": "Editors"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "count", "headers"),
    [
        ("", 5, ("5", "1", "1", "5")),
        ("limit=2", 2, ("5", "3", "1", "2")),
        ("limit=2&page=3", 1, ("5", "3", "3", "2")),
        ("limit=2&page=4", 0, ("5", "3", "4", "2")),
        ("page=2", 0, ("5", "1", "2", "100")),
        ("limit=5000", 5, ("5", "1", "1", "1000")),
        ("LIMIT=2", 2, ("5", "3", "1", "2")),
        ("limit=1&limit=2", 2, ("5", "3", "1", "2")),
    ],
)
def test_pages_have_headers(api, query, count, headers):
    UserFactory.create_batch(4)
    response = api.get(f"{PATH}?{query}")
    names = ("TotalRecords", "TotalPages", "Page", "Limit")
    assert len(response.json()) == count
    assert tuple(response.headers[f"X-Pagination-{name}"] for name in names) == headers


@pytest.mark.parametrize("name", ["limit", "page"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "9" * 10, "9" * 400, "²", "%00", "%ff"])
def test_a_number_that_is_none_is_named(api, name, value):
    response = api.get(f"{PATH}?{name}={value}")
    assert (response.status_code, list(response.json()["fields"])) == (400, [name])


def test_a_flag_that_is_none_is_named(api):
    response = api.get(PATH, {"includeInActive": "perhaps"})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["includeInActive"])


def test_the_list_costs_the_same_whatever_its_length(api, django_assert_num_queries):
    api.get(PATH)
    UserFactory.create_batch(10)
    with django_assert_num_queries(4):
        assert len(api.get(PATH).json()) == 11


# One user


@pytest.mark.parametrize(
    "spell",
    [
        lambda u: u.api_id,
        lambda u: str(u.id),
        lambda u: u.id.hex,
        lambda u: u.api_id.lower(),
        lambda u: u.username,
        lambda u: u.username.upper(),
    ],
)
def test_a_user_is_found_by_id_in_any_form_and_by_username(api, rita, spell):
    assert api.get(f"{PATH}{spell(rita)}/").json()["id"] == rita.api_id


def test_a_user_is_described_in_the_vendors_words(api, rita):
    found = api.get(address(rita)).json()
    assert (found["firstname"], found["lastname"], found["infix"]) == ("Rita", "Regular", "")
    assert (found["active"], found["persisted"], found["isSSOOnly"], found["gender"]) == (
        True,
        True,
        False,
        "U",
    )
    assert (found["lastLogin"], found["language"], found["groups"]) == ("", "en_US", [])


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize(
    "identifier", ["nobody", str(uuid.UUID(int=7)), "%00", "%ff%fe", "7C9E6679", "a" * 3000, "None"]
)
def test_a_user_who_does_not_exist_is_not_found(api, method, identifier):
    assert getattr(api, method)(f"{PATH}{identifier}/").status_code == 404


# Creating


@pytest.mark.parametrize("kind", ["form", "json", "multipart"])
def test_a_user_is_created(api, admin, kind):
    fields = new_user()
    response = api.post(PATH, fields) if kind == "multipart" else send(api, PATH, fields, kind)
    person = User.objects.get(username="nora")
    assert (response.status_code, response.json()) == (201, {"id": person.api_id, "username": "nora"})
    assert (person.first_name, person.last_name, person.profile.name) == ("Nora", "New", REGULAR)
    assert person.check_password("correct horse battery")


def test_everything_that_is_sent_is_kept(api, admin):
    group = Group.objects.create(name="Editors")
    sent = {
        "infix": "van", "language": "nl_NL", "phoneNumber": "+31 20", "companyName": "Acme", "department": "Brand",
        "job": "Editor", "costCenter": "42",
    }  # fmt: skip
    send(api, PATH, new_user(**sent, isSSOOnly="true", active="0", groupIds=str(group.id)), "form")
    kept = api.get(f"{PATH}nora/").json()
    assert {name: kept[name] for name in sent} == sent
    assert (kept["isSSOOnly"], kept["active"], kept["groups"][0]["name"]) == (True, False, "Editors")


def test_the_username_is_the_e_mail_address_unless_given(api, admin):
    response = send(api, PATH, new_user(username=""), "json")
    assert response.json()["username"] == "nora@acme.example"


@pytest.mark.parametrize("spell", [lambda p: p.api_id, lambda p: str(p.id), lambda p: p.id.hex])
def test_a_profile_may_be_named_in_either_form_of_its_id(api, admin, spell):
    assert send(api, PATH, new_user(profileId=spell(profile())), "form").status_code == 201


def test_groups_may_be_repeated_or_separated_by_commas(api, admin):
    one, two, three = (Group.objects.create(name=name) for name in "abc")
    send(api, PATH, new_user(groupIds=[f"{one.api_id},{two.id}", three.api_id]), "json")
    assert User.objects.get(username="nora").groups.count() == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "not-an-address"),
        ("email", ""),
        ("email", "ADA@acme.example"),
        ("username", "ADA"),
        ("username", "n" * 151),
        ("firstname", ""),
        ("lastname", ""),
        ("lastname", "x" * 81),
        ("lastname", "N\0"),
        ("lastname", {"nested": "object"}),
        ("companyName", "x" * 81),
        ("costCenter", "x" * 41),
        ("phoneNumber", "x" * 41),
        ("language", "klingon"),
        ("job", ["a", {"b": 1}]),
        ("password", ""),
        ("password", "short"),
        ("password", "1234567890"),
        ("profileId", ""),
        ("profileId", "nonsense"),
        ("profileId", 10**40),
        ("profileId", str(uuid.UUID(int=0))),
        ("groupIds", "nonsense"),
        ("groupIds", str(uuid.UUID(int=0))),
        ("isSSOOnly", "perhaps"),
        ("active", 2),
        ("active", 10**40),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_as_the_client_named_it(api, admin, name, value):
    response = send(api, PATH, new_user(**{name: value}), "json")
    body = response.json()
    assert (response.status_code, list(body["fields"])) == (400, [name])
    assert (body["error"], body["statuscode"]) == ("invalid_request", 400)
    assert body["message"].startswith(f"{name}: ")
    assert not User.objects.exclude(pk=admin.pk).exists()


def test_all_wrong_fields_are_named_at_once(api, admin):
    body = send(api, PATH, new_user(email="x", lastname="", firstname=""), "json").json()
    assert set(body["fields"]) == {"email", "lastname", "firstname"}


def test_unknown_parameters_are_ignored(api, admin):
    assert send(api, PATH, new_user(**{"0": "x", "junk": {"a": [None]}}), "json").status_code == 201


def test_values_may_travel_in_the_query_of_a_post(api, admin):
    fields = new_user()
    department = fields.pop("profileId")
    assert send(api, f"{PATH}?profileId={department}", fields, "form").status_code == 201


def test_a_file_is_no_text(api, admin, tmp_path):
    (tmp_path / "name.txt").write_text("Nora")
    with (tmp_path / "name.txt").open() as file:
        response = api.post(PATH, new_user(lastname=file))
    assert (response.status_code, list(response.json()["fields"])) == (400, ["lastname"])


# Changing


@pytest.mark.parametrize("kind", ["form", "json"])
def test_what_is_sent_is_changed_and_the_rest_stays(api, rita, kind):
    response = send(api, address(rita, "rfc"), {"lastname": "Renamed", "job": ""}, kind)
    rita.refresh_from_db()
    assert (response.status_code, response.json()) == (202, {"id": rita.api_id, "username": "rita"})
    assert (rita.first_name, rita.last_name) == ("Rita", "Renamed")


def test_a_user_is_deactivated_and_reactivated_by_a_flag(api, rita):
    states = []
    for flag in ("0", "1"):
        api.post(address(rita), {"active": flag})
        rita.refresh_from_db()
        states.append(rita.is_active)
    assert states == [False, True]


def test_an_address_that_is_taken_is_named(api, admin, rita):
    response = api.post(address(rita), {"email": admin.email})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["email"])


def test_the_last_administrator_stays_one(api, admin):
    response = api.post(address(admin), {"profileId": profile(LIGHT).api_id})
    admin.refresh_from_db()
    assert (response.status_code, admin.profile.name) == (400, ADMINISTRATOR)
    assert "nobody who can manage users" in response.json()["message"]


@pytest.mark.parametrize("path", [PATH, "{rita}"])
def test_nobody_gives_a_profile_that_may_do_more_than_they(rita, feature_on, path):
    manager = UserFactory(profile=ProfileFactory(permissions=[Permission.MANAGE_USERS]))
    client = ApiClient(TokenFactory(user=manager).secret)
    fields = new_user(profileId=profile(ADMINISTRATOR).api_id)
    response = client.post(path.format(rita=address(rita)), fields)
    assert (response.status_code, response.json()["error"]) == (403, "permission_denied")
    assert User.objects.filter(profile__name=ADMINISTRATOR).count() == 1


# Deleting


def test_deleting_a_user_deactivates_them(api, rita):
    response = api.delete(address(rita))
    rita.refresh_from_db()
    assert (response.status_code, response.content, rita.is_active) == (204, b"", False)


def test_the_last_administrator_is_not_deleted(api, admin):
    assert api.delete(address(admin)).status_code == 400
    admin.refresh_from_db()
    assert admin.is_active


def test_deleting_a_user_stops_their_tokens(api, rita):
    theirs = TokenFactory(user=rita)
    api.delete(address(rita))
    assert ApiClient(theirs.secret).get("/api/v4/currentUser/").json()["error"] == "user_inactive"


def test_a_change_through_the_api_is_audited_with_its_request(api, admin, rita):
    response = api.delete(address(rita))
    entry = AuditEntry.objects.about("user", str(rita.pk)).get()
    assert (entry.actor_name, entry.door) == (admin.audit_name, "api")
    assert entry.request_id == response.headers["X-Request-ID"]


def test_a_refused_user_leaves_nothing_half_made(api, admin):
    send(api, PATH, new_user(email="x"), "json")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_searchterm WHERE word LIKE 'nor%'")
        assert cursor.fetchone() == (0,)
