from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.scopes import Scope
from integrations.models import Integration
from tests.accounts.factories import LIGHT, UserFactory
from tests.tokens.factories import TokenFactory
from tokens.models import PermanentToken

pytestmark = pytest.mark.django_db
URL = "/settings/portal-settings/permanent-tokens/"


def shown(client, **query):
    """The descriptions of the tokens that the overview lists, in its order."""
    return [token.description for token in client.get(URL, query).context["page_obj"]]


def used(token, *, days_ago=0):
    PermanentToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now() - timedelta(days=days_ago))
    return token


@pytest.fixture
def pim(admin_client):
    """A token in daily use, of a user with every permission."""
    akeneo = Integration.objects.get(name="Akeneo")
    return used(TokenFactory(description="PIM sync", integration=akeneo, user__profile="Administrator"))


@pytest.fixture
def export(pim):
    """A newer, unused token with scopes that its user's profile gives no effect."""
    lena = UserFactory(first_name="Lena", last_name="Light", username="lena", profile=LIGHT)
    return TokenFactory(description="User export", user=lena, scopes=[Scope.ADMIN_USER_READ])


def test_the_newest_token_stands_first(admin_client, pim, export):
    assert shown(admin_client) == ["User export", "PIM sync"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("description", "PIM sync"),
        ("-description", "User export"),
        ("used", "User export"),
        ("-used", "PIM sync"),
    ],
)
def test_the_columns_sort(admin_client, pim, export, sort, first):
    assert shown(admin_client, sort=sort)[0] == first


def test_an_unknown_order_is_ignored(admin_client, pim, export):
    assert len(shown(admin_client, sort="digest")) == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "pim"}, ["PIM sync"]),
        ({"search": "nothing like it"}, []),
        ({"search": "p_m"}, []),
        ({"user": "lena"}, ["User export"]),
        ({"scope": "admin.user:read"}, ["User export", "PIM sync"]),
        ({"scope": "asset:read"}, ["PIM sync"]),
        ({"state": "never-used"}, ["User export"]),
        ({"state": "without-effect"}, ["User export"]),
        ({"state": "active"}, ["PIM sync"]),
        ({"state": "user-inactive"}, []),
        ({"state": "exposed"}, []),
    ],
)
def test_the_list_is_narrowed(admin_client, pim, export, query, found):
    assert shown(admin_client, **query) == found


@pytest.mark.parametrize(
    "spell",
    [
        lambda token: token.key_id,
        lambda token: token.key_id[:8],
        lambda token: f"{token.key_id}_…",
        lambda token: token.masked_key,
        lambda token: token.masked_key.rstrip("…"),
        lambda token: f"portal_{token.key_id[:8]}",
        lambda token: f"portal_{token.key_id[:8]}…_…",
        lambda token: token.secret,
    ],
)
def test_a_token_is_found_by_its_key_however_it_was_copied(admin_client, pim, export, spell):
    assert shown(admin_client, search=spell(pim)) == ["PIM sync"]


def test_a_search_for_what_all_keys_begin_with_finds_no_token_by_its_key(admin_client, pim, export):
    assert shown(admin_client, search="portal_") == []


def test_a_token_is_found_by_its_integration(admin_client, pim, export):
    assert shown(admin_client, integration=pim.integration_id) == ["PIM sync"]


def test_tokens_of_inactive_users_are_found(admin_client, pim, export):
    export.user.is_active = False
    export.user.save()
    assert shown(admin_client, state="user-inactive") == ["User export"]


@pytest.mark.parametrize("query", [{"state": "odd"}, {"integration": "x"}, {"page": "x"}, {"page": "99"}])
def test_a_wrong_query_narrows_nothing(admin_client, pim, export, query):
    assert len(shown(admin_client, **query)) == 2


@pytest.mark.parametrize("path", [URL, "/settings/users/", "/settings/audit-log/"])
def test_a_wrong_filter_can_be_cleared(admin_client, pim, path):
    name = {"/settings/audit-log/": "since"}.get(path, "state")
    assert ">Clear</a>" in admin_client.get(path, {name: "odd"}).text


def test_the_list_has_pages(admin_client):
    TokenFactory.create_batch(26, user=UserFactory())
    assert len(shown(admin_client, page=2)) == 1


@pytest.mark.parametrize("number", [1, 25])
def test_the_overview_takes_seven_queries_whatever_its_length(
    admin_client, django_assert_num_queries, number
):
    for _ in range(number):
        TokenFactory()
    with django_assert_num_queries(7):
        admin_client.get(URL)


def test_the_secret_is_not_on_the_page(admin_client, pim):
    assert pim.secret not in admin_client.get(URL).text
    assert pim.masked_key in admin_client.get(URL).text


def test_scopes_are_shown_on_demand_with_those_without_effect(admin_client, export):
    page = admin_client.get(f"{URL}{export.key_id}/scopes/").text
    assert "admin.user:read" in page
    assert "no effect" in page


def test_an_empty_portal_says_what_to_do(admin_client):
    assert "There are no tokens yet." in admin_client.get(URL).text


def test_a_long_list_says_that_there_is_more_than_it_counts(admin_client, short_lists):
    TokenFactory.create_batch(3)
    assert "of more than 2 tokens" in admin_client.get(URL).content.decode()


def test_a_list_as_long_as_it_counts_is_complete(admin_client, short_lists):
    TokenFactory.create_batch(2)
    assert "<p>2 tokens</p>" in admin_client.get(URL).text


@pytest.mark.parametrize(("number", "words"), [(1, "1 token"), (25, "25 tokens"), (26, "1–25 of 26 tokens")])
def test_a_list_says_where_one_is_only_when_it_has_several_pages(admin_client, number, words):
    TokenFactory.create_batch(number)
    assert f"<p>{words}</p>" in admin_client.get(URL).text


def test_tokens_are_found_by_a_word_that_many_users_share(admin_client, short_lists):
    people = UserFactory.create_batch(3, first_name="Frequent")
    TokenFactory(description="found", user=people[2])
    TokenFactory(description="other")
    assert shown(admin_client, user="frequent") == ["found"]


def test_home_counts_no_further_than_the_overview(admin_client, short_lists):
    TokenFactory.create_batch(3)
    assert "2+" in admin_client.get("/").content.decode()


def test_a_user_search_without_a_word_narrows_nothing(admin_client, short_lists):
    TokenFactory.create_batch(3)
    assert len(shown(admin_client, user=",")) == 2
