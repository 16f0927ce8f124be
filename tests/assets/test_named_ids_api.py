"""Lists of ids that say what a request is about: without one it is about nothing, and refused alike."""

import json

import pytest

from portal.api.schema import definition
from tests.assets.factories import TagFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def paths(colour, harbour, spring):
    return {
        "collection": f"/api/v4/collections/{spring.api_id}/media/",
        "metaproperty": f"/api/content_access/metaproperties/{colour.api_id}",
        "options": f"/api/media/options?asset_id={harbour.api_id}&metaproperty_id={colour.api_id}",
        "tag": f"/api/v4/tags/{TagFactory().api_id}/media/",
    }


@pytest.mark.parametrize("sent", [None, "", ",", "[]", []])
@pytest.mark.parametrize(
    "call",
    [
        ("post", "collection", "data"),
        ("delete", "collection", "deleteIds"),
        ("delete", "metaproperty", "contentAccessIds"),
        ("post", "options", "metaproperty_option_ids"),
        ("delete", "options", "metaproperty_option_ids"),
        ("post", "tag", "data"),
        ("delete", "tag", "deleteIds"),
    ],
)
def test_a_request_that_names_no_id_is_refused_by_the_field(api, paths, call, sent):
    method, of, field = call
    response = getattr(api, method)(paths[of], json.dumps({field: sent}), content_type="application/json")
    words = ["Send at least one id; several as a JSON list, or separated by commas."]
    assert (response.status_code, response.json()["fields"]) == (400, {field: words})


@pytest.mark.parametrize(
    "path", ["/api/v4/collections/{identifier}/media/", "/api/v4/tags/{identifier}/media/"]
)
def test_the_definition_says_both_forms_of_a_list_of_ids(path):
    operations = definition()["paths"][path]
    body = operations["post"]["requestBody"]["content"]["application/json"]["schema"]
    (parameter,) = (one for one in operations["delete"]["parameters"] if one["in"] == "query")
    for description in (body["properties"]["data"]["description"], parameter["description"]):
        assert description == "Ids of assets, one at least: as a JSON list, or separated by commas."
