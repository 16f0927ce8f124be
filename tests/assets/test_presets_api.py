"""`/api/v4/account/derivatives/` and `/api/1/derivative-presets/`: which derivatives there are."""

import pytest

from accounts.scopes import Scope
from assets.models import DerivativePreset
from tests.accounts.factories import LIGHT, UserFactory
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db
ACCOUNT, PRESETS = "/api/v4/account/derivatives/", "/api/1/derivative-presets/"
WEBIMAGE = {
    "prefix": "webimage", "width": 800, "height": 800, "dpi": -1, "isPublic": 1, "isCrop": 0,
    "isExtent": 0, "isOnTheFly": 0, "allowedTypes": "",
}  # fmt: skip


def webimage():
    return DerivativePreset.objects.get(name="webimage")


def test_the_account_tells_its_derivatives_the_smallest_first(api):
    listed = api.get(ACCOUNT).json()
    assert [derivative["prefix"] for derivative in listed] == ["mini", "thul", "webimage"]
    assert listed[2] == WEBIMAGE


def test_the_presets_are_the_same_with_their_ids(api):
    assert api.get(PRESETS).json()[2] == {"id": webimage().rfc_id, **WEBIMAGE}


@pytest.mark.parametrize("spelled", ["rfc_id", "api_id"])
def test_one_preset_is_found_by_its_id(api, spelled):
    assert api.get(f"{PRESETS}{getattr(webimage(), spelled)}").json()["prefix"] == "webimage"


@pytest.mark.parametrize("identifier", ["webimage", "7c9e6679-7425-40de-944b-e07fc1f90ae7"])
def test_an_unknown_preset_is_not_found(api, identifier):
    assert api.get(f"{PRESETS}{identifier}").status_code == 404


def test_one_that_was_added_is_told_at_once(api):
    DerivativePreset.objects.create(
        name="print", width=3000, height=3000, dpi=300, is_crop=True, is_public=False
    )
    added = api.get(ACCOUNT).json()[-1]
    assert (added["dpi"], added["isCrop"], added["isPublic"]) == (300, 1, 0)


@pytest.mark.parametrize("path", [ACCOUNT, PRESETS])
def test_any_token_may_read_them(feature_on, path):
    token = TokenFactory(user=UserFactory(profile=LIGHT), scopes=[Scope.ASSET_READ])
    assert ApiClient(token.secret).get(path).status_code == 200


@pytest.mark.parametrize("path", [ACCOUNT, PRESETS])
def test_the_list_takes_few_queries(api, django_assert_num_queries, path):
    api.get(path)
    with django_assert_num_queries(2):
        api.get(path)
