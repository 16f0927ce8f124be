"""`/api/media/usage/` as the vendor's clients call it."""

import json
import uuid

import pytest

from accounts.permissions import Permission
from assets.models import Usage, UsageIntegration
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/media/usage/"
WEBSITE = "0191a303-9d99-433e-ada4-d244d37e1d6d"
SHOP = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


@pytest.fixture
def media(db):
    return MediaFactory()


def use(api, media, uri="/blog/1", integration=WEBSITE, **fields):
    return api.post(PATH, {"integration_id": integration, "asset_id": media.api_id, "uri": uri, **fields})


def found(api, **query):
    return [usage["uri"] for usage in api.get(PATH, query).json()]


def sync(api, usages, uris=(), integration=WEBSITE):
    content = {"integration_id": integration, "uris": list(uris), "usages": usages}
    return api.post(f"{PATH}sync", json.dumps(content), content_type="application/json")


def test_a_use_is_answered_with_the_ids_of_both_forms(api, media):
    response = use(api, media, timestamp="2026-05-06T09:08:09+0200", additional="Header")
    content = response.json()
    assert response.status_code == 200
    assert content.pop("id") == Usage.objects.get().rfc_id
    assert content == {
        "asset_id": media.api_id, "timestamp": "2026-05-06T07:08:09Z", "uri": "/blog/1", "additional": "Header",
        "integration": {"id": WEBSITE, "description": "Sync job"},
    }  # fmt: skip


def test_an_integration_is_known_from_its_first_use(api, media):
    use(api, media)
    use(api, media, uri="/blog/2", integration=WEBSITE.upper())
    assert [integration.rfc_id for integration in UsageIntegration.objects.all()] == [WEBSITE]


def test_an_integration_that_syncs_first_is_called_like_that_of_the_token(api):
    sync(api, [])
    assert UsageIntegration.objects.get().description == "Sync job"


def test_the_same_use_said_again_is_one_use_with_the_new_words(api, media):
    first = use(api, media, additional="Header").json()
    second = use(api, media, additional="Footer", timestamp="2026-05-06T07:08:09Z").json()
    assert second == {**first, "additional": "Footer", "timestamp": "2026-05-06T07:08:09Z"}
    assert Usage.objects.count() == 1


def test_blanks_are_as_good_as_nothing(api, media):
    response = api.post(
        f"{PATH}?additional&timestamp&uri", {"integration_id": WEBSITE, "asset_id": media.rfc_id}
    )
    assert (response.json()["uri"], response.json()["additional"]) == ("", "")


@pytest.mark.parametrize("asset_id", ["", "nonsense", "00000000-0000-0000-0000000000000000"])
def test_an_unknown_asset_is_named_at_the_top_of_the_error(api, asset_id):
    response = api.post(PATH, {"integration_id": WEBSITE, "asset_id": asset_id})
    assert (response.status_code, isinstance(response.json()["asset_id"], str)) == (400, True)
    assert list(response.json()["fields"]) == ["asset_id"]
    assert not UsageIntegration.objects.exists()


@pytest.mark.parametrize("integration", ["", "nonsense", "12"])
def test_an_integration_without_a_real_id_is_named_at_the_top_of_the_error(api, media, integration):
    response = use(api, media, integration=integration)
    assert (response.status_code, isinstance(response.json()["integration_id"], str)) == (400, True)


@pytest.mark.parametrize(
    ("field", "value"), [("timestamp", "yesterday"), ("uri", "x" * 1001), ("additional", "x" * 5001)]
)
def test_a_field_that_is_wrong_is_named(api, media, field, value):
    response = use(api, media, **{field: value})
    assert (response.status_code, list(response.json()["fields"])) == (400, [field])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["/3", "/2", "/1"]),
        ({"uri": "/2"}, ["/2"]),
        ({"integration_id": SHOP}, ["/3"]),
        ({"integration_id": str(uuid.uuid4())}, []),
        ({"limit": 2, "page": 2}, ["/1"]),
        ({"page": 10**30}, []),
    ],
)
def test_uses_are_listed_newest_first_and_narrowed(api, media, query, expected):
    use(api, media, uri="/1", timestamp="2026-05-01")
    use(api, media, uri="/2", timestamp="2026-05-02")
    use(api, MediaFactory(), uri="/3", timestamp="2026-05-03", integration=SHOP)
    assert found(api, **query) == expected


def test_one_answer_lists_no_more_than_the_most_and_the_headers_tell_of_others(api, media, monkeypatch):
    monkeypatch.setattr("assets.usage.MOST_LISTED", 2)
    for number in range(3):
        use(api, media, uri=f"/{number}", timestamp=f"2026-05-0{number + 1}")
    assert [found(api), found(api, page=2), found(api, limit=7)] == [["/2", "/1"], ["/0"], ["/2", "/1"]]
    headers = api.get(PATH).headers
    assert (headers["X-Pagination-Limit"], headers["X-Pagination-TotalRecords"]) == ("2", "3")


def test_uses_of_one_asset_are_listed_by_its_id_in_either_form(api, media):
    use(api, media)
    use(api, MediaFactory(), uri="/other")
    assert found(api, asset_id=media.api_id) == found(api, asset_id=media.rfc_id) == ["/blog/1"]


def test_the_list_costs_the_same_whatever_its_length(api, media, django_assert_num_queries):
    for number in range(10):
        use(api, media, uri=f"/{number}")
    with django_assert_num_queries(3):
        assert len(found(api)) == 10


def test_the_use_of_an_asset_is_hidden_with_the_asset(feature_on, api, media):
    use(api, media)
    media.is_archived = True
    media.save()
    profile = ProfileFactory(permissions=[Permission.VIEW_ASSETS, Permission.VIEW_STATISTICS])
    client = client_of(UserFactory(profile=profile))
    assert (found(api), found(client)) == (["/blog/1"], [])
    assert client.get(PATH, {"asset_id": media.api_id}).status_code == use(client, media).status_code == 400


@pytest.mark.parametrize(("uri", "left"), [("/1", ["/2"]), ("", [])])
def test_a_use_ends_at_one_address_or_everywhere(api, media, uri, left):
    use(api, media, uri="/1")
    use(api, media, uri="/2")
    use(api, media, uri="/shop", integration=SHOP)
    target = f"{PATH}?integration_id={WEBSITE}&asset_id={media.api_id}&uri={uri}"
    assert api.delete(target).status_code == 204
    assert sorted(found(api)) == [*left, "/shop"]


def test_a_use_of_an_asset_in_the_trash_can_still_end(api, media):
    use(api, media)
    media.removed_at = "2026-01-01T00:00:00Z"
    media.save()
    assert api.delete(f"{PATH}?integration_id={WEBSITE}&asset_id={media.api_id}").status_code == 204
    assert not Usage.objects.exists()


def test_the_end_of_a_use_does_not_tell_of_an_asset_that_cannot_be_seen(feature_on):
    hidden = MediaFactory(is_archived=True)
    profile = ProfileFactory(permissions=[Permission.VIEW_ASSETS, Permission.VIEW_STATISTICS])
    client = client_of(UserFactory(profile=profile))
    response = client.delete(f"{PATH}?integration_id={WEBSITE}&asset_id={hidden.api_id}")
    assert (response.status_code, "asset_id" in response.json()) == (400, True)


@pytest.mark.parametrize(
    ("query", "named"),
    [(f"integration_id={WEBSITE}", "asset_id"), (f"integration_id={WEBSITE}&asset_id=nonsense", "asset_id")],
)
def test_the_end_of_a_use_needs_an_asset(api, query, named):
    response = api.delete(f"{PATH}?{query}")
    assert (response.status_code, named in response.json()) == (400, True)


def test_the_end_of_a_use_needs_an_integration(api, media):
    response = api.delete(f"{PATH}?asset_id={media.api_id}")
    assert (response.status_code, "integration_id" in response.json()) == (400, True)


# Sync


def test_a_sync_adds_updates_removes_and_rejects(api, media):
    gone = MediaFactory()
    use(api, media, uri="/1")
    use(api, gone, uri="/1")
    use(api, gone, uri="/untouched")
    content = sync(
        api,
        [
            {"asset_id": media.api_id, "uri": "/1", "additional": "Header"},
            {"asset_id": media.rfc_id, "uri": "/2"},
            {"asset_id": "nonsense", "uri": "/2"},
        ],
        uris=["/1", "/2"],
    ).json()
    assert content["accepted"] == [{"asset_id": media.api_id, "uri": "/1", "additional": "Header"}]
    assert [(usage["asset_id"], usage["uri"]) for usage in content["new"]] == [(media.api_id, "/2")]
    assert [(report["asset_id"], report["uri"]) for report in content["rejected"]] == [("nonsense", "/2")]
    assert content["removed"] == [{"asset_id": gone.api_id, "uri": "/1"}]
    assert sorted(found(api)) == ["/1", "/2", "/untouched"]


def test_a_second_sync_changes_nothing(api, media):
    usages = [{"asset_id": media.api_id, "uri": "/1", "additional": "Header"}]
    sync(api, usages, ["/1"])
    content = sync(api, [{"asset_id": media.api_id, "uri": "/1"}], ["/1"]).json()
    assert (content["new"], content["removed"], content["rejected"]) == ([], [], [])
    assert Usage.objects.get().additional == "Header"


def test_a_use_that_is_rejected_is_not_taken_for_ended(api, media):
    use(api, media, uri="/1")
    media.removed_at = "2026-01-01T00:00:00Z"
    media.save()
    content = sync(api, [{"asset_id": media.api_id, "uri": "/1"}], ["/1"]).json()
    assert (len(content["rejected"]), content["removed"]) == (1, [])


def test_a_sync_leaves_other_integrations_alone(api, media):
    use(api, media, uri="/1", integration=SHOP)
    assert sync(api, [], ["/1"]).json()["removed"] == []


def test_a_sync_does_not_tell_of_assets_that_the_user_may_not_see(api):
    use(api, MediaFactory(is_limited=True), uri="/1")
    statistics = ProfileFactory(permissions=(Permission.VIEW_ASSETS, Permission.VIEW_STATISTICS))
    content = sync(client_of(UserFactory(profile=statistics)), [], ["/1"]).json()
    assert (content["removed"], Usage.objects.count()) == ([], 0)


def test_a_sync_costs_the_same_however_much_it_says(api, django_assert_num_queries):
    usages = [{"asset_id": media.api_id, "uri": "/1"} for media in MediaFactory.create_batch(10)]
    sync(api, [])
    with django_assert_num_queries(8):
        assert len(sync(api, usages).json()["new"]) == 10


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({}, "integration_id"),
        ([], "usages"),
        ("text", "usages"),
        ({"integration_id": 12}, "integration_id"),
        ({"integration_id": WEBSITE, "usages": {}}, "usages"),
        ({"integration_id": WEBSITE, "usages": ["x"]}, "usages"),
        ({"integration_id": WEBSITE, "usages": [{"asset_id": 1}]}, "asset_id"),
        ({"integration_id": WEBSITE, "uris": "x"}, "uris"),
        ({"integration_id": WEBSITE, "uris": [None, {}]}, "uris"),
        ({"integration_id": WEBSITE, "uris": ["x\0"]}, "uris"),
    ],
)
def test_a_sync_of_another_shape_is_refused(api, content, named):
    response = api.post(f"{PATH}sync/", json.dumps(content), content_type="application/json")
    assert (response.status_code, named in response.json()) == (400, True)


def test_there_is_a_most_that_one_sync_may_say(api, monkeypatch):
    monkeypatch.setattr("assets.usage.AT_ONCE", 1)
    assert sync(api, [], ["/1", "/2"]).status_code == 400


def test_statistics_are_what_usage_takes(feature_on, media):
    client = client_of(UserFactory())
    assert client.get(PATH).json()["required_permission"] == Permission.VIEW_STATISTICS
