"""Entries of lists are remembered as they were made, and yet say what is true now."""

import orjson
import pytest
from django.utils import timezone

from accounts import people
from accounts.permissions import Permission
from assets import access_rights, due, metaproperties, options, presets, tags
from assets import media as rules
from assets.access_rights import Principal
from assets.api.serializers import media as serializers
from assets.api.serializers import remembered
from assets.search import Filters
from portal.audit.record import COMMAND
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import BrandFactory, MediaFactory, png
from tests.assets.uploading import upload
from tests.conftest import client_of

pytestmark = pytest.mark.django_db
PATH = "/api/v4/media/"


@pytest.fixture
def viewer(feature_on):
    """Somebody who sees assets and manages nothing."""
    return UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS]))


@pytest.fixture
def reader(viewer):
    return client_of(viewer)


@pytest.fixture
def film(season):
    """A public asset that is due to be watermarked."""
    return MediaFactory(
        name="Film", is_public=True, watermark_at=timezone.now(), content=png(), tagged=["sea"],
        answers=[season.options.get(name="winter")], created_by=UserFactory(last_name="Lee"),
    )  # fmt: skip


class Changes:
    """What can happen to what an entry shows."""

    def __init__(self, by, film, viewer, api):
        self.film, self.viewer, self.api = film, viewer, api
        self.answer = film.options.get()
        self.season = self.answer.metaproperty
        self.who = {"by": by, "door": COMMAND}

    def a_new_name(self):
        rules.change(self.film, **self.who, details={"name": "Movie"})

    def another_brand(self):
        rules.change(self.film, **self.who, details={"brand": BrandFactory()})

    def another_tag(self):
        rules.retag([self.film], **self.who, added=tags.named(["fog"]))

    def another_answer(self):
        spring = self.season.options.get(name="spring")
        rules.change(self.film, **self.who, details={}, property_values={self.season: [spring]})

    def a_new_version(self):
        import_id = upload(self.api, png(90, 60))
        assert self.api.post(f"{PATH}{self.film.api_id}/save/{import_id}/").status_code == 201

    def a_date_that_comes(self):
        due.apply(**self.who)

    def an_option_that_goes(self):
        options.delete(self.answer, **self.who)

    def a_metaproperty_that_goes(self):
        metaproperties.delete(self.season, **self.who)

    def a_metaproperty_with_another_name(self):
        metaproperties.change(self.season, **self.who, details={"name": "time_of_year"})

    def a_metaproperty_that_is_hidden(self):
        access_rights.hide(self.season, [Principal("user", self.viewer.pk)], **self.who)

    def a_metaproperty_that_leaves_the_api(self):
        metaproperties.change(self.season, **self.who, details={"is_api_field": False})

    def a_derivative_that_comes(self):
        presets.create(**self.who, details={"name": "banner", "width": 100, "height": 50})

    def a_person_with_another_name(self):
        people.change(self.film.created_by, **self.who, details={"last_name": "Li"})


@pytest.fixture
def changes(admin, film, viewer, api):
    return Changes(admin, film, viewer, api)


@pytest.mark.parametrize("change", [name for name in vars(Changes) if name.startswith("a")])
def test_an_entry_says_at_once_what_has_changed(reader, changes, change):
    before = reader.get(PATH).json()
    getattr(changes, change)()
    after = reader.get(PATH).json()
    remembered.forget()
    assert after == reader.get(PATH).json()
    assert after != before


def test_an_original_is_named_for_as_long_as_everybody_may_have_it(api, admin, film):
    option = film.options.get()
    for is_restricted in (False, True, False):
        access_rights.restrict(option, by=admin, door=COMMAND, is_restricted=is_restricted)
        assert ("original" in api.get(PATH).json()[0]) is not is_restricted


def test_an_entry_is_remembered_as_what_it_was_when_it_was_read(api, admin, film, monkeypatch):
    def restrict(is_restricted):
        option = film.options.get()
        access_rights.restrict(option, by=admin, door=COMMAND, is_restricted=is_restricted)

    def read_later(keys, read=serializers._rows.of):
        restrict(False)
        return read(keys)

    restrict(True)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(serializers._rows, "of", read_later)
        assert "original" in api.get(PATH).json()[0]
    restrict(True)
    assert "original" not in api.get(PATH).json()[0]


def test_entries_that_are_known_take_fewer_queries_and_are_the_same(api, film, django_assert_num_queries):
    first = api.get(PATH).content
    with django_assert_num_queries(5):
        assert api.get(PATH).content == first


def test_the_driver_says_what_djangos_cursor_says(film, viewer, asked_at_once, monkeypatch):
    monkeypatch.setattr("assets.paging.FEW", 0)

    def listed():
        stamps, *_ = serializers.STAMPS.page(Filters(), viewer, start=0, limit=5)
        return orjson.dumps(serializers.listed(stamps, viewer, "https://portal.example"))

    expected = listed()
    remembered.forget()
    with asked_at_once():
        assert listed() == expected


def test_more_entries_than_there_is_room_for_are_all_shown(api, monkeypatch):
    monkeypatch.setattr(remembered, "ROOM", 2)
    MediaFactory.create_batch(5)
    for limit in (1, 5, 5):
        assert len(api.get(f"{PATH}?limit={limit}").json()) == limit
