"""Moving things among their siblings."""

import pytest

from assets import options
from assets.models import Option
from assets.ordering import Move
from portal.audit.record import COMMAND
from tests.assets.factories import MetapropertyFactory

pytestmark = pytest.mark.django_db


def test_a_move_writes_no_more_rows_than_change_places(admin, django_assert_num_queries):
    season = MetapropertyFactory(options=["spring", "summer", "autumn"])
    Option.objects.bulk_create(
        Option(metaproperty=season, name=f"o{number}", label="O", position=number)
        for number in range(3, 2003)
    )
    spring = season.options.get(name="spring")
    with django_assert_num_queries(7):
        options.move(spring, by=admin, door=COMMAND, to=Move.DOWN)
