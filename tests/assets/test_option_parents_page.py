"""Settings > Metaproperties > an option: below which other one it stands."""

import pytest

from tests.assets.factories import MetapropertyFactory, OptionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def flower(db):
    return MetapropertyFactory(name="flower")


@pytest.fixture
def rose(flower):
    return OptionFactory(metaproperty=flower, label="Rose", name="r1")


@pytest.fixture
def wild_rose(flower):
    return OptionFactory(metaproperty=flower, label="Wild rose", name="rose")


def page(option, tail):
    return f"/settings/metaproperties/{option.metaproperty.api_id}/options/{tail}"


def test_a_name_goes_before_the_same_label(admin_client, flower, rose, wild_rose):
    admin_client.post(page(rose, "add/"), {"label": "Dog rose", "parent": "Rose"})
    assert flower.options.get(label="Dog rose").parent == wild_rose


def test_an_option_stays_below_one_whose_label_is_anothers_name(admin_client, flower, rose, wild_rose):
    dog_rose = OptionFactory(metaproperty=flower, label="Dog rose", parent=rose)
    path = page(rose, f"{dog_rose.api_id}/")
    shown = admin_client.get(path).context["form"].initial
    assert admin_client.post(path, {"label": "Dog rose", "parent": shown["parent"]}).status_code == 302
    dog_rose.refresh_from_db()
    assert dog_rose.parent == rose
