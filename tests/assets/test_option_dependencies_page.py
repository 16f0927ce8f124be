"""Settings > Metaproperties > an option > Dependencies."""

import pytest

from assets.models import OptionDependency
from portal.audit.models import AuditEntry
from tests.assets.factories import MetapropertyFactory, OptionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def spring(db):
    season = MetapropertyFactory(name="season", label="Season", options=["spring", "summer"])
    return season.options.get(name="spring")


@pytest.fixture
def tulip(db):
    return OptionFactory(label="Tulip", metaproperty=MetapropertyFactory(label="Flower"))


@pytest.fixture
def rose(tulip):
    return OptionFactory(label="Rose", metaproperty=tulip.metaproperty)


def page(option, tail=""):
    path = f"/settings/metaproperties/{option.metaproperty.api_id}/options/{option.api_id}/dependencies/"
    return path + tail


def add(client, option, dependency, group="alone"):
    return client.post(page(option), {"dependency": dependency, "group": group})


def test_a_dependency_is_added_by_the_words_that_are_offered(admin_client, admin, spring, tulip):
    assert '<option value="Flower: Tulip">' in admin_client.get(page(spring)).text
    assert add(admin_client, spring, "flower: tulip").url == page(spring)
    assert [row.dependency for row in spring.dependencies.all()] == [tulip]
    assert "On its own" in admin_client.get(page(spring)).text
    assert AuditEntry.objects.about("option", spring.rfc_id).get().actor_name == admin.audit_name


def test_options_are_offered_by_any_part_of_what_they_are_called(admin_client, spring, tulip, rose):
    offered = admin_client.get(page(spring), {"dependency": "r: tu"}).context["suggestions"]
    assert offered == [("Flower: Tulip", f"Flower: {tulip.name}")]


def test_options_are_offered_and_added_by_their_names_too(admin_client, spring, tulip, rose):
    typed = f"flower: {rose.name}"
    assert (
        f'<option value="Flower: Rose">Flower: {rose.name}<'
        in admin_client.get(page(spring), {"dependency": typed}).text
    )
    add(admin_client, spring, typed)
    assert [row.dependency for row in spring.dependencies.all()] == [rose]


def test_an_option_whose_label_is_anothers_name_is_offered_and_added_by_its_name(admin_client, spring, rose):
    OptionFactory(label="Wild rose", name="ROSE", metaproperty=rose.metaproperty)
    OptionFactory(label="Rose")
    offered = admin_client.get(page(spring), {"dependency": ": rose"}).context["suggestions"]
    assert (f"Flower: {rose.name}", "Flower: Rose") in offered
    for called, _ in offered:
        add(admin_client, spring, called)
    assert spring.dependencies.count() == len(offered) == 3


def test_a_name_goes_before_the_same_label(admin_client, spring, rose):
    wild = OptionFactory(label="Wild rose", name="rose", metaproperty=rose.metaproperty)
    add(admin_client, spring, "Flower: Rose")
    assert [row.dependency for row in spring.dependencies.all()] == [wild]


def test_the_options_that_depend_on_it_are_named(admin_client, spring, tulip):
    add(admin_client, spring, "Flower: Tulip")
    text = admin_client.get(page(tulip)).text
    assert "Options that depend on Tulip" in text
    assert page(spring) in text


def test_several_are_needed_together_in_a_group(admin_client, spring, tulip, rose):
    add(admin_client, spring, "Flower: Tulip", "new")
    group = spring.dependency_groups.get()
    assert "Together with Tulip" in admin_client.get(page(spring)).text
    add(admin_client, spring, "Flower: Rose", group.api_id)
    assert {row.group for row in spring.dependencies.all()} == {group}
    text = admin_client.get(page(spring)).text
    assert "Together with Rose" in text
    assert "Together with Tulip and Rose" in text


def test_a_dependency_is_removed_where_it_stands(admin_client, spring, tulip):
    add(admin_client, spring, "Flower: Tulip")
    add(admin_client, spring, "Flower: Tulip", "new")
    grouped = spring.dependencies.exclude(group=None).get()
    assert admin_client.post(page(spring, f"{grouped.pk}/remove/")).url == page(spring)
    assert [row.group for row in spring.dependencies.all()] == [None]


def test_a_dependency_of_another_option_is_not_removed(admin_client, spring, tulip, rose):
    other = OptionDependency.objects.create(option=tulip, dependency=spring)
    assert admin_client.post(page(rose, f"{other.pk}/remove/")).status_code == 404
    assert OptionDependency.objects.exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Flower: Nettle", "No option of another metaproperty is called Flower: Nettle."),
        ("Season: Summer", "No option of another metaproperty is called Season: Summer."),
        ("Flower: Rose", "Several options are called Flower: Rose."),
        ("", "This field is required."),
    ],
)
def test_what_names_no_single_option_is_refused(admin_client, spring, rose, typed, message):
    OptionFactory(label="Rose", metaproperty=rose.metaproperty)
    response = add(admin_client, spring, typed)
    assert (response.status_code, response.context["form"].errors["dependency"]) == (422, [message])


def test_a_circle_is_refused_with_what_was_typed(admin_client, spring, tulip):
    OptionDependency.objects.create(option=tulip, dependency=spring)
    response = add(admin_client, spring, "Flower: Tulip")
    assert "Spring would depend on itself." in response.text
    assert 'value="Flower: Tulip"' in response.text


def test_the_page_costs_the_same_whatever_its_length(admin_client, spring, tulip, django_assert_num_queries):
    add(admin_client, spring, "Flower: Tulip", "new")
    admin_client.get(page(spring))
    with django_assert_num_queries(13):
        admin_client.get(page(spring))
    for option in OptionFactory.create_batch(5):
        OptionDependency.objects.create(option=spring, dependency=option)
    with django_assert_num_queries(13):
        admin_client.get(page(spring))
