"""Deleting more options than a query takes keys: PostgreSQL's take 65,535."""

import pytest
from django.db import connection

from assets import metaproperties, options
from assets.models import DependencyGroup, MediaOption, Metaproperty, Option, OptionDependency
from portal.audit.models import AuditEntry
from portal.audit.record import COMMAND
from tests.assets.factories import MediaFactory, OptionFactory

pytestmark = pytest.mark.django_db
MANY = 1200


@pytest.fixture
def queries():
    """How many keys and other values each query takes."""
    taken: list[int] = []

    def take(execute, sql, values, many, context):
        taken.append(len(values or ()))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(take):
        yield taken


@pytest.fixture
def branch(colour, red):
    """Red, with many options below it and one below the last; an asset has the lowest."""
    below = [Option(metaproperty=colour, parent=red, name=f"red{n}", label=f"Red {n}") for n in range(MANY)]
    last = Option.objects.bulk_create(below, batch_size=100)[-1]
    MediaFactory(answers=[OptionFactory(metaproperty=colour, parent=last, name="crimson")])
    return red


@pytest.fixture
def dependents(branch):
    """As many groups of dependencies, each of one option below."""
    tin = OptionFactory(name="tin")
    groups = DependencyGroup.objects.bulk_create(DependencyGroup(option=tin) for _ in range(MANY))
    pairs = zip(groups, Option.objects.filter(parent=branch), strict=True)
    OptionDependency.objects.bulk_create(
        [OptionDependency(option=tin, dependency=below, group=group) for group, below in pairs],
        batch_size=100,
    )


def test_no_query_takes_them_all_when_the_one_above_is_deleted(admin, colour, branch, dependents, queries):
    options.delete(branch, by=admin, door=COMMAND)
    assert max(queries) < MANY
    assert [option.name for option in colour.options.all()] == ["blue"]
    assert not MediaOption.objects.exists()
    assert not DependencyGroup.objects.exists()
    details = AuditEntry.objects.get(action="option.deleted").details
    assert (details["assets"], len(details["options_below"])) == (1, 100)


def test_no_query_takes_them_all_when_the_metaproperty_is_deleted(admin, colour, branch, dependents, queries):
    metaproperties.delete(colour, by=admin, door=COMMAND)
    assert max(queries) < MANY
    assert not Metaproperty.objects.filter(pk=colour.pk).exists()
    assert not DependencyGroup.objects.exists()


def test_the_page_that_asks_counts_them_all(admin_client, colour, branch, queries):
    page = admin_client.get(f"/settings/metaproperties/{colour.api_id}/options/{branch.api_id}/delete/")
    assert f"{MANY + 1} options below it go too" in page.text
    assert "It is on 1 asset" in page.text
    assert max(queries) < MANY
