"""A list whose query is compiled already says what is true now, and costs little."""

import pytest

from accounts.models import Group
from accounts.permissions import Permission
from assets.models import AccessRight, Media
from assets.paging import Pages
from assets.search import Filters
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[0, 1000], ids=["many", "few"])
def found(request, monkeypatch):
    """The names on the first page of all that somebody finds, whose query is compiled once."""
    monkeypatch.setattr("assets.paging.FEW", request.param)
    pages = Pages(["pk", "name"])

    def names(user):
        page, *_ = pages.page(Filters(), user, start=0, limit=Media.objects.count())  # full if all is seen
        return "".join(name for _, name in page)

    return names


@pytest.fixture
def viewer():
    return UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS]))


def test_what_is_added_is_found_at_once(found, viewer):
    for name in "abc":
        MediaFactory(name=name)
        assert found(viewer)[0] == name
    Media.objects.filter(name="b").update(is_archived=True)
    assert found(viewer) == "ca"


def test_a_later_page_follows_the_first(monkeypatch, viewer, django_assert_num_queries):
    monkeypatch.setattr("assets.paging.FEW", 2)
    for name in "abcde":
        MediaFactory(name=name)
    pages = Pages(["pk", "name"])
    pages.page(Filters(), viewer, start=0, limit=2)
    with django_assert_num_queries(3 + 3 + 2):  # what is hidden each time; later ones find their keys first
        found = [pages.page(Filters(), viewer, start=start, limit=2) for start in (0, 2, 4)]
    assert [[name for _, name in page] for page, *_ in found] == [["e", "d"], ["c", "b"], ["a"]]


def test_a_permission_counts_from_when_it_is_granted(found, viewer):
    MediaFactory(name="a")
    MediaFactory(name="b", is_archived=True)
    assert found(viewer) == "a"
    viewer.profile.permission_codes += f"\n{Permission.VIEW_ARCHIVED}"
    viewer.profile.save()
    assert found(viewer) == "ba"


def test_another_profile_shows_something_else(found, viewer):
    MediaFactory(name="a", is_limited=True)
    assert found(viewer) == ""
    viewer.profile = ProfileFactory(permissions=[Permission.VIEW_ASSETS, Permission.VIEW_LIMITED])
    assert found(viewer) == "a"


def test_an_option_hides_assets_from_when_it_is_restricted(found, viewer):
    season = MetapropertyFactory(name="season", options=["winter"])
    MediaFactory(name="a")
    MediaFactory(name="b", answers=season.options.all())
    assert found(viewer) == "ba"
    season.options.update(is_restricted=True)
    assert found(viewer) == "a"


def test_whoever_joins_a_group_sees_what_it_may(found, viewer):
    option = MetapropertyFactory(name="season", options=["winter"]).options.get()
    MediaFactory(name="a", answers=[option])
    group = Group.objects.create(name="Skiers")
    AccessRight.objects.create(option=option, principal_type="group", principal_id=group.pk)
    option.is_restricted = True
    option.save()
    assert found(viewer) == ""
    viewer.groups.add(group)
    assert found(viewer) == "a"
    viewer.groups.remove(group)
    assert found(viewer) == ""


def test_whoever_may_see_nothing_finds_nothing(found):
    MediaFactory()
    assert found(UserFactory(profile=ProfileFactory())) == ""


def test_a_first_page_of_known_entries_takes_a_query_beside_what_surrounds_them(
    feature_on, viewer, monkeypatch, django_assert_num_queries
):
    """The token, the restricted options, the page, and the names of metaproperties and derivatives."""
    monkeypatch.setattr("assets.paging.FEW", 2)
    monkeypatch.setattr("assets.paging.monotonic", lambda: 0.0)
    MediaFactory.create_batch(5)
    client = client_of(viewer)
    client.get("/api/v4/media/?limit=3")
    with django_assert_num_queries(4):
        assert len(client.get("/api/v4/media/?limit=3").json()) == 3
