"""`/api/v4/smartfilters/` as the vendor's clients call it."""

import pytest

from accounts.scopes import Scope
from assets.models import AccessRight
from tests.accounts.factories import UserFactory
from tests.assets.factories import MetapropertyFactory, SmartfilterFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/smartfilters/"


def smartfilter(label, position=0):
    metaproperties = MetapropertyFactory.create_batch(2)
    return SmartfilterFactory(label=label, icon="tag", position=position, metaproperties=metaproperties)


def test_smartfilters_come_in_their_order(api):
    season, place = smartfilter("Season", 2), smartfilter("Place", 1)
    found = api.get(PATH).json()
    assert [entry["id"] for entry in found] == [place.api_id, season.api_id]
    assert found[0] == {
        "id": place.api_id, "icon": "tag", "labels": {"en_US": "Place"}, "zindex": 1,
        "metaproperties": [m.api_id for m in place.metaproperties.all()],
    }  # fmt: skip


def test_any_token_may_read_them(feature_on):
    smartfilter("Season")
    client = client_of(UserFactory(), scopes=[Scope.CURRENT_USER_READ])
    assert len(client.get(PATH).json()) == 1


def test_hidden_metaproperties_are_left_out(feature_on):
    made = smartfilter("Season")
    user = UserFactory()
    AccessRight.objects.create(
        metaproperty=made.metaproperties.first(), principal_type="user", principal_id=user.pk,
        level="metaproperty.hide",
    )  # fmt: skip
    (found,) = client_of(user).get(PATH).json()
    assert len(found["metaproperties"]) == 1


def test_the_list_costs_the_same_whatever_its_length(api, django_assert_num_queries):
    api.get(PATH)
    for number in range(5):
        smartfilter(f"Filter {number}")
    with django_assert_num_queries(3):
        assert len(api.get(PATH).json()) == 5
