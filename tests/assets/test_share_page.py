"""The page to which the link of a shared collection leads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assets.models import CollectionShare
from tests.accounts.factories import UserFactory
from tests.assets.factories import MediaFactory, MetapropertyFactory
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/collections/"


@pytest.fixture
def rita(admin):
    return UserFactory(first_name="Rita", last_name="Regular", username="rita", email="Rita@acme.example")


def share(api, collection, **fields):
    return api.post(f"{PATH}{collection.api_id}/share/", fields)


def link(collection, **terms):
    """The address of a share that needs no sign-in, unless `terms` say otherwise."""
    made = CollectionShare.objects.create(
        collection=collection, recipient="press@acme.example", **{"login_required": False, **terms}
    )
    return f"/share/{made.link}/"


def test_the_owner_gets_the_link_and_others_the_page(api, spring, rita):
    address = link(spring)
    share(api, spring, recipients=rita.email)
    assert api.get(PATH).json()[0]["link"] == f"http://testserver{address}"
    assert client_of(rita).get(PATH).json()[0]["link"] == f"http://testserver/collections/{spring.api_id}/"


def test_the_page_of_a_link_shows_what_everybody_may_see_and_nothing_else(spring):
    restricted = MetapropertyFactory(options=["secret"]).options.get()
    restricted.is_restricted = True
    restricted.save()
    hidden = [
        MediaFactory(name="Old", is_archived=True), MediaFactory(name="Few", is_limited=True),
        MediaFactory(name="Later", published_at=timezone.now() + timedelta(days=1)),
        MediaFactory(name="Gone", removed_at=timezone.now()), MediaFactory(name="Waiting", awaits_approval=True),
        MediaFactory(name="Secret", answers=[restricted]),
    ]  # fmt: skip
    shown = set(spring.media.all())
    spring.media.add(*hidden)
    response = Client().get(link(spring))
    assert {inside.media for inside in response.context["page_obj"]} == shown
    assert not [media.name for media in hidden if media.name in response.text]


def test_the_page_of_a_link_is_not_for_search_engines(spring):
    response = Client().get(link(spring))
    assert (response.headers["X-Robots-Tag"], "no-store" in response.headers["Cache-Control"]) == (
        "noindex",
        True,
    )


def test_a_link_that_takes_a_sign_in_asks_for_it(spring, rita):
    address, client = link(spring, login_required=True), Client()
    assert client.get(address).url == f"/sign-in/?next={address}"
    client.force_login(rita, backend="accounts.backends.UsernameOrEmailBackend")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("terms", "words"),
    [({"ends_at": timezone.now() - timedelta(days=1)}, "It worked until"),
     ({"starts_at": timezone.now() + timedelta(days=1)}, "It works from")],
)  # fmt: skip
def test_a_link_outside_its_dates_says_so_and_shows_nothing(spring, terms, words):
    response = Client().get(link(spring, **terms))
    assert (response.status_code, words in response.text) == (404, True)
    assert "Spring launch" not in response.text


@pytest.mark.parametrize("word", ["nonsense", "x" * 500])
def test_a_link_that_never_was_leads_nowhere(db, word):
    assert Client().get(f"/share/{word}/").status_code == 404


def test_looking_through_a_link_is_counted(api, spring):
    address = link(spring)
    Client().get(address)
    Client().get(address)
    assert api.get(f"{PATH}{spring.api_id}/").json()["views"] == 2


def test_the_page_of_a_link_costs_the_same_however_much_it_shows(spring, django_assert_num_queries):
    spring.media.add(*MediaFactory.create_batch(10))
    address = link(spring)
    with django_assert_num_queries(5):
        Client().get(address)
