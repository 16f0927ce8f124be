"""What tests of several files begin with. A file that needs something else under such a name has its own."""

from datetime import UTC, datetime

import pytest

from tests.accounts.factories import UserFactory
from tests.assets.factories import CollectionFactory, MediaFactory, MetapropertyFactory, png
from tests.assets.uploading import begin
from tests.conftest import client_of


@pytest.fixture
def rita(feature_on):
    """Rita may look at assets and metaproperties, and no more; the client is hers."""
    user = UserFactory(username="rita")
    client = client_of(user)
    client.user = user
    return client


@pytest.fixture
def season(db):
    return MetapropertyFactory(name="season", label="Season", options=["spring", "winter"])


@pytest.fixture
def harbour(season, admin):
    spring = season.options.get(name="spring")
    return MediaFactory(
        name="Harbour",
        description="At dawn",
        tagged=["sea"],
        answers=[spring],
        content=png(),
        created_by=admin,
    )


@pytest.fixture
def colour(db):
    return MetapropertyFactory(name="colour", label="Colour", options=["red", "blue"])


@pytest.fixture
def colours(db):
    """A metaproperty of which an asset may have several options."""
    return MetapropertyFactory(name="colour", options=["red", "green", "blue"], is_multiselect=True)


@pytest.fixture
def line(db):
    return MetapropertyFactory(name="line", label="Line", options=["tents", "stoves"])


@pytest.fixture
def tents(line):
    """An option for others to depend on, or to depend on others."""
    return line.options.get(name="tents")


@pytest.fixture
def red(colour):
    return colour.options.get(name="red")


@pytest.fixture
def spring(admin):
    """Ada's collection with two assets."""
    return CollectionFactory(
        name="Spring launch", description="For March", owner=admin, assets=MediaFactory.create_batch(2),
        created_at=datetime(2026, 3, 2, 16, 3, 45, tzinfo=UTC), modified_at=datetime(2026, 3, 5, 9, 21, 10, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture
def begun(api):
    return begin(api)
