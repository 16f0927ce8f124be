"""`POST /api/v4/users/` as the vendor's clients call it."""

import uuid

import pytest
from django.db import connection

from accounts.models import Group, User
from tests.accounts.factories import REGULAR
from tests.accounts.users_on_the_wire import PATH, new_user, profile, send

pytestmark = pytest.mark.django_db


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
        "infix": "van", "language": "en_US", "phoneNumber": "+31 20", "companyName": "Acme", "department": "Brand",
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
        ("language", "nl_NL"),
        ("firstname", "No\u202era"),
        ("job", "Edi\u0007tor"),
        ("username", "no\u200bra"),
        ("department", "Brand\u2028"),
        ("username", ["nora", "norah"]),
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


def test_a_wrong_address_is_not_named_as_the_username_too(api, admin):
    body = api.post(PATH, new_user(username="", email="no\u202ea@acme.example")).json()
    assert list(body["fields"]) == ["email"]


def test_all_missing_fields_are_named_at_once(api, admin):
    body = api.post(PATH, {}).json()
    assert set(body["fields"]) == {"email", "firstname", "lastname", "profileId", "password"}


def test_a_value_that_comes_in_query_and_body_is_taken_once(api, admin):
    assert send(api, f"{PATH}?lastname=New", new_user(), "form").status_code == 201


def test_different_values_in_query_and_body_are_refused(api, admin):
    response = send(api, f"{PATH}?lastname=Old", new_user(), "form")
    assert (response.status_code, list(response.json()["fields"])) == (400, ["lastname"])


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


def test_a_refused_user_leaves_nothing_half_made(api, admin):
    send(api, PATH, new_user(email="x"), "json")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_searchterm WHERE word LIKE 'nor%'")
        assert cursor.fetchone() == (0,)
