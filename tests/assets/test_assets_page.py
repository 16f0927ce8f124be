"""The list of assets: searched, narrowed, sorted, paged; and the way to it."""

import re

import pytest
from django.utils import timezone

from accounts.permissions import Permission
from assets.models import AccessRight
from tests.accounts.factories import ProfileFactory, UserFactory
from tests.assets.factories import (
    BrandFactory,
    MediaFactory,
    MetapropertyFactory,
    OptionFactory,
    SmartfilterFactory,
)
from tests.browsers import browser, browser_with

pytestmark = pytest.mark.django_db
URL = "/assets/"


def shown(client, **query):
    return [media.name for media in client.get(URL, query).context["page_obj"]]


def facets(response):
    """What the page narrows by, wherever it stands."""
    return [facet for group in response.context["groups"] for facet in group.facets]


def headings(client, **query):
    """The headings over filters, each with what stands under it."""
    groups = client.get(URL, query).context["groups"]
    return [(group.label, [facet.label for facet in group.facets]) for group in groups]


def answered(label, *assets):
    """A metaproperty to which each of the assets has another answer."""
    made = MetapropertyFactory(label=label)
    for media in assets:
        media.options.add(OptionFactory(metaproperty=made))
    return made


def links(client, path="/"):
    """What the main navigation offers."""
    header = re.search(r'aria-label="Main">(.*?)</nav>', client.get(path).text, re.DOTALL)[1]
    return re.findall(r"</svg>\s*([A-Z][\w ]+)<", header)


@pytest.fixture
def season(db):
    return MetapropertyFactory(name="season", label="Season", options=["spring", "winter"])


@pytest.fixture
def harbour(season):
    spring = season.options.get(name="spring")
    return MediaFactory(name="Harbour", tagged=["sea", "dawn"], answers=[spring])


@pytest.fixture
def film(season):
    winter = season.options.get(name="winter")
    old = timezone.now() - timezone.timedelta(days=3)
    return MediaFactory(
        name="Alps", type="video", extension="mp4", brand=BrandFactory(name="Peaks"), tagged=["sea"],
        answers=[winter], created_at=old, modified_at=timezone.now() + timezone.timedelta(hours=1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Harbour", "Alps"]),
        ({"keyword": "harb"}, ["Harbour"]),
        ({"keyword": "daw sea"}, ["Harbour"]),
        ({"type": "video"}, ["Alps"]),
        ({"type": ["video", "image"]}, ["Harbour", "Alps"]),
        ({"tags": ["sea", "dawn"]}, ["Harbour"]),
        ({"property_season": "winter"}, ["Alps"]),
        ({"property_season": "winter", "type": "image"}, []),
        ({"sort": "name"}, ["Alps", "Harbour"]),
        ({"sort": "-changed"}, ["Alps", "Harbour"]),
        ({"sort": "nonsense", "type": "nonsense"}, []),
    ],
)
def test_assets_are_searched_narrowed_and_sorted(admin_client, harbour, film, query, names):
    assert shown(admin_client, **query) == names


def test_assets_are_narrowed_by_brand(admin_client, harbour, film):
    assert shown(admin_client, brandId=film.brand.api_id) == ["Alps"]


def test_each_filter_says_how_many_assets_it_leaves(admin_client, harbour, film):
    found = {facet.label: facet for facet in facets(admin_client.get(URL))}
    assert [(c.label, c.count) for c in found["Season"].choices] == [("Spring", 1), ("Winter", 1)]
    assert [(c.label, c.count) for c in found["Tags"].choices] == [("sea", 2), ("dawn", 1)]
    assert {c.label for c in found["Brand"].choices} == {harbour.brand.name, "Peaks"}


def test_filters_stand_under_the_smartfilters_that_they_are_in(admin_client, harbour, film, season):
    market, _ = answered("Market", harbour, film), answered("Colour", harbour, film)
    SmartfilterFactory(label="Time", position=2, metaproperties=[season, market])
    SmartfilterFactory(label="Place", position=1, metaproperties=[market])
    assert headings(admin_client) == [
        ("", ["Type", "Brand"]),
        ("Place", ["Market"]),
        ("Time", ["Market", "Season"]),
        ("More filters", ["Colour", "Tags"]),
    ]


def test_without_smartfilters_filters_have_no_headings(admin_client, harbour, film):
    assert headings(admin_client) == [("", ["Type", "Brand"]), ("", ["Season", "Tags"])]


def test_a_smartfilter_with_nothing_to_narrow_by_is_left_out(admin_client, harbour, film):
    SmartfilterFactory(label="Place", metaproperties=[MetapropertyFactory()])
    assert [label for label, _ in headings(admin_client)] == ["", ""]


def test_a_smartfilter_of_what_is_hidden_from_somebody_is_left_out(harbour, film, season):
    SmartfilterFactory(label="Time", metaproperties=[season])
    user = UserFactory(profile=ProfileFactory(permissions=[Permission.VIEW_ASSETS]))
    AccessRight.objects.create(
        metaproperty=season, principal_type="user", principal_id=user.pk, level="metaproperty.hide"
    )
    assert "Time" not in [label for label, _ in headings(browser(user))]


def test_a_choice_under_two_headings_narrows_once(admin_client, harbour, film, season):
    for label in ("Time", "Place"):
        SmartfilterFactory(label=label, metaproperties=[season])
    response = admin_client.get(URL, {"property_season": ["winter", "winter"]})
    assert [media.name for media in response.context["page_obj"]] == ["Alps"]
    assert list(response.context["chips"]) == [("Season: Winter", "/assets/?")]
    ids = re.findall(r'id="([^"]*property_season-winter)"', response.text)
    assert len(set(ids)) == len(ids) == 2


def test_a_filter_that_is_on_is_a_chip_that_takes_it_away(admin_client, harbour, film):
    response = admin_client.get(URL, {"type": "video", "property_season": "winter", "keyword": "alps"})
    chips = dict(response.context["chips"])
    assert chips["Season: Winter"] == "/assets/?type=video&keyword=alps"
    assert chips["Type: Video"] == "/assets/?property_season=winter&keyword=alps"


def test_a_choice_stays_on_when_nothing_has_it(admin_client, harbour):
    found = facets(admin_client.get(URL, {"property_season": "winter"}))
    assert [(f.label, f.choices[0].label, f.choices[0].count) for f in found] == [("Season", "Winter", 0)]


def test_to_choose_a_hidden_option_by_its_name_does_not_tell_its_label(harbour, season):
    OptionFactory(metaproperty=season, name="x1", label="Not announced yet", is_restricted=True)
    page = browser_with(Permission.VIEW_ASSETS).get("/assets/?property_season=x1")
    assert page.status_code == 200
    assert "Not announced yet" not in page.text


def test_a_metaproperty_that_is_not_filterable_narrows_nothing(admin_client, harbour):
    MetapropertyFactory(name="secret", is_filterable=False, options=["yes"])
    response = admin_client.get(URL, {"property_secret": "yes"})
    assert [media.name for media in response.context["page_obj"]] == ["Harbour"]


def test_somebody_who_may_not_see_archived_assets_sees_neither_them_nor_their_counts(film):
    MediaFactory(name="Old", is_archived=True, tagged=["sea"])
    response = browser_with(Permission.VIEW_ASSETS).get(URL)
    assert [media.name for media in response.context["page_obj"]] == ["Alps"]
    assert response.context["total"] == 1


def test_htmx_gets_the_list_and_the_filters_without_the_page(admin_client, harbour):
    page = admin_client.get(URL, {"keyword": "harbour"}, headers={"HX-Request": "true"})
    assert "<html" not in page.text
    assert 'id="facets" hx-swap-oob' in page.text
    assert "HX-Request" in page["Vary"]


def test_a_list_without_a_match_says_what_to_do(admin_client, harbour):
    page = admin_client.get(URL, {"keyword": "nothing like it"}).text
    assert "No asset matches. Try fewer words" in page
    assert "Show all assets" in page


def test_an_empty_portal_invites_to_upload_those_who_may(admin_client):
    assert "Drop your first files anywhere" in admin_client.get(URL).text
    page = browser_with(Permission.VIEW_ASSETS).get(URL).text
    assert "There are no assets that you may see" in page
    assert "Upload" not in page


@pytest.mark.parametrize("number", [1, 40])
def test_the_list_takes_few_queries_whatever_its_length(
    admin_client, season, django_assert_num_queries, number
):
    options = list(season.options.all())
    for position in range(number):
        MediaFactory(tagged=[f"tag {position}"], answers=options, brand=BrandFactory())
        SmartfilterFactory(metaproperties=[season])
    with django_assert_num_queries(QUERIES):
        admin_client.get(URL, {"keyword": "asset"})


def test_the_list_alone_looks_for_no_collections(admin_client, season, django_assert_num_queries):
    MediaFactory()
    with django_assert_num_queries(13) as queries:
        admin_client.get(URL, {"keyword": "asset"}, headers={"HX-Request": "true"})
    assert not any('FROM "assets_collection"' in query["sql"] for query in queries)


QUERIES = 23


def test_pages_lead_on_with_the_filters(admin_client):
    MediaFactory.create_batch(49, tagged=["sea"])
    page = admin_client.get(URL, {"tags": "sea", "page": 2})
    assert len(page.context["page_obj"]) == 1
    assert "?tags=sea&amp;page=1" in page.text


def test_a_name_with_markup_is_shown_as_it_is(admin_client):
    MediaFactory(name="<script>alert(1)</script>", tagged=["<b>"])
    page = admin_client.get(URL).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_everybody_who_may_is_led_to_the_assets_and_the_trash(admin_client):
    assert links(admin_client) == ["Assets", "Collections", "Waiting room", "Trash", "Settings"]


def test_the_main_navigation_has_only_what_somebody_may_open():
    assert links(browser_with(Permission.VIEW_ASSETS)) == ["Assets", "Collections", "Settings"]
    assert links(browser_with()) == ["Settings"]


def test_home_shows_the_newest_assets_to_those_who_may_see_them(admin_client, harbour, film):
    newest = admin_client.get("/").context["newest"]
    assert [media.name for media in newest] == ["Harbour", "Alps"]
    assert browser_with().get("/").context["newest"] is None


@pytest.mark.parametrize("name", ["type", "brandId", "tags", "property_season"])
def test_a_character_that_no_database_looks_for_narrows_nothing(admin_client, season, name):
    MediaFactory(name="Harbour")
    response = admin_client.post(f"{URL}tag/", {"back": f"{name}=sea%00"})
    assert list(response.context["filters"].errors) == [name]
    assert [media.name for media in response.context["page_obj"]] == ["Harbour"]


def test_the_search_bar_explains_how_words_are_combined(admin_client):
    page = admin_client.get("/assets/").text
    assert 'popovertarget="search-help"' in page
    assert "harbour OR bridge" in page
