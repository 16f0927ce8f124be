"""An asset gets an option only beside those that it depends on."""

import pytest

from accounts.permissions import Permission
from assets import access_rights
from assets.models import Option, OptionDependency
from portal.audit.record import COMMAND
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(db):
    return MetapropertyFactory(name="line", label="Line", options=["tents", "stoves"])


@pytest.fixture
def year(db):
    return MetapropertyFactory(name="year", label="Year", options=["now"])


@pytest.fixture
def product(db):
    return MetapropertyFactory(
        name="product", label="Product", options=["fjell", "glow"], is_multiselect=True
    )


def depends(option, dependency, group=None):
    found = {o.name: o for o in Option.objects.all()}
    return OptionDependency.objects.create(option=found[option], dependency=found[dependency], group=group)


def give(api, media, **answers):
    """What the portal says when the asset is given these options."""
    known = {o.name: o for o in Option.objects.select_related("metaproperty")}
    sent = {
        f"metaproperty.{known[names[0]].metaproperty.api_id}": ",".join(known[name].api_id for name in names)
        for names in answers.values()
    }
    return api.post(f"/api/v4/media/{media.api_id}/", sent)


def names(media):
    return sorted(option.name for option in media.options.all())


def test_an_option_is_refused_without_the_one_that_it_depends_on(api, line, product):
    depends("fjell", "tents")
    media = MediaFactory()
    response = give(api, media, product=["fjell"])
    assert (response.status_code, response.json()["fields"]) == (
        400, {f"metaproperty.{product.api_id}": ["Fjell can be chosen only with Tents."]},
    )  # fmt: skip
    assert names(media) == []


def test_both_are_taken_in_one_call_or_one_after_the_other(api, line, product):
    depends("fjell", "tents")
    for calls in ([{"line": ["tents"], "product": ["fjell"]}], [{"line": ["tents"]}, {"product": ["fjell"]}]):
        media = MediaFactory()
        for answers in calls:
            assert give(api, media, **answers).status_code == 202
        assert names(media) == ["fjell", "tents"]


def test_one_of_several_dependencies_is_enough(api, line, product):
    depends("fjell", "tents")
    depends("fjell", "stoves")
    media = MediaFactory()
    assert "with Tents or Stoves." in give(api, media, product=["fjell"]).text
    assert give(api, media, line=["stoves"], product=["fjell"]).status_code == 202


def test_all_of_a_group_are_needed(api, line, year, product):
    group = depends("fjell", "tents").option.dependency_groups.create()
    OptionDependency.objects.update(group=group)
    depends("fjell", "now", group)
    media = MediaFactory()
    assert "with Tents and Now." in give(api, media, line=["tents"], product=["fjell"]).text
    assert give(api, media, line=["tents"], year=["now"], product=["fjell"]).status_code == 202


def test_a_group_of_which_something_is_hidden_is_not_offered_by_halves(feature_on, line, year, product):
    editor = UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS, Permission.EDIT_ASSETS]))
    group = depends("fjell", "tents").option.dependency_groups.create()
    OptionDependency.objects.update(group=group)
    depends("fjell", "now", group)
    Option.objects.filter(name="now").update(is_restricted=True)
    client = client_of(editor)
    response = give(client, MediaFactory(), line=["tents"], product=["fjell"])
    assert "Fjell can be chosen only with options that you don't see." in response.text


def test_what_an_asset_has_already_stays(api, line, product):
    media = MediaFactory(answers=[product.options.get(name="fjell")])
    depends("fjell", "tents")
    assert give(api, media, product=["fjell", "glow"]).status_code == 202
    assert names(media) == ["fjell", "glow"]


def test_what_is_hidden_is_not_told(feature_on, line, product, admin):
    editor = UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS, Permission.EDIT_ASSETS]))
    depends("fjell", "tents")
    tents = line.options.get(name="tents")
    access_rights.set_visibility(tents, (), is_restricted=True, by=admin, door=COMMAND)
    response = give(client_of(editor), MediaFactory(), product=["fjell"])
    assert "Fjell can be chosen only with options that you don't see." in response.text
