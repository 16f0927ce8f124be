"""`/api/media/options`: putting options on assets and taking them off, beside those that they have."""

import json
import uuid

import pytest

from assets.values import history_name
from tests.assets.factories import MediaFactory, MetapropertyFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v4/media/"
OPTIONS = "/api/media/options"


@pytest.fixture
def harbour(admin):
    return MediaFactory(name="Harbour")


def change(api, media, **fields):
    return api.post(f"{PATH}{media.api_id}/", fields)


def names_of(media):
    return sorted(media.options.values_list("name", flat=True))


def ids(metaproperty, *names):
    return [o.api_id for o in metaproperty.options.filter(name__in=names)]


def send(api, method, media, metaproperty, options, *, form="api_id"):
    body = {
        "asset_id": getattr(media, form), "metaproperty_id": getattr(metaproperty, form),
        "metaproperty_option_ids": options,
    }  # fmt: skip
    return getattr(api, method)(OPTIONS, json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("form", ["api_id", "rfc_id"])
def test_options_are_attached_beside_the_others(api, harbour, colours, form):
    harbour.options.add(colours.options.get(name="red"))
    response = send(api, "post", harbour, colours, ids(colours, "green", "red"), form=form)
    assert (response.status_code, response.json()) == (201, {"message": "Created", "statuscode": 201})
    assert names_of(harbour) == ["green", "red"]
    assert harbour.history.get().details == {history_name(colours): [["red"], ["green", "red"]]}


def test_options_are_detached_from_the_others(api, harbour, colours):
    harbour.options.add(*colours.options.all())
    colours.options.update(is_selectable=False)
    assert send(api, "delete", harbour, colours, [*ids(colours, "red"), "nonsense"]).status_code == 204
    assert names_of(harbour) == ["blue", "green"]


def test_a_second_option_of_a_single_choice_is_refused(api, harbour):
    season = MetapropertyFactory(options=["spring", "autumn"])
    assert send(api, "post", harbour, season, ids(season, "spring")).status_code == 201
    response = send(api, "post", harbour, season, ids(season, "autumn"))
    assert (response.status_code, list(response.json()["fields"])) == (400, ["metaproperty_option_ids"])
    assert names_of(harbour) == ["spring"]


@pytest.mark.parametrize("options", [[], ["nonsense"], [str(uuid.UUID(int=7))], "", None])
def test_options_that_are_none_are_named(api, harbour, colours, options):
    response = send(api, "post", harbour, colours, options)
    assert (response.status_code, list(response.json()["fields"])) == (400, ["metaproperty_option_ids"])


@pytest.mark.parametrize("options", [{"a": 1}, [["a"]], [{}], 7, True])
def test_options_of_another_form_are_refused(api, harbour, colours, options):
    assert send(api, "post", harbour, colours, options).status_code == 400


def test_a_metaproperty_without_options_takes_none(api, harbour, colours):
    text = MetapropertyFactory(type="text")
    for method in ("post", "delete"):
        assert send(api, method, harbour, text, ids(colours, "red")).status_code == 400


@pytest.mark.parametrize("method", ["post", "delete"])
def test_an_unknown_asset_or_metaproperty_is_not_found(api, harbour, colours, method):
    message = send(api, method, colours, colours, ids(colours, "red")).json()["message"]
    assert message == "File not found"
    response = send(api, method, harbour, harbour, ids(colours, "red"))
    assert (response.status_code, response.json()["message"]) == (404, "Metaproperty not found")


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '"x"', "null"])
def test_a_body_that_is_none_is_refused(api, body):
    response = api.post(OPTIONS, body, content_type="application/json")
    assert response.status_code in (400, 404)


def test_a_required_answer_can_be_changed_but_not_taken(api, harbour):
    season = MetapropertyFactory(options=["spring", "autumn"], is_required=True)
    assert change(api, harbour, **{f"metaproperty.{season.api_id}": "spring"}).status_code == 202
    assert change(api, harbour, **{f"metaproperty.{season.api_id}": ""}).status_code == 400
    assert send(api, "delete", harbour, season, ids(season, "spring")).status_code == 400
    assert names_of(harbour) == ["spring"]
