import pytest

from accounts.models import Group, PermissionProfile, User
from accounts.permissions import Permission
from portal.audit.actions import Action
from portal.audit.models import AuditEntry
from tests.accounts.factories import LIGHT, ProfileFactory, UserFactory
from tests.browsers import browser
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db
URL = "/settings/users/"


def shown(client, **query):
    return [user.username for user in client.get(URL, query).context["page_obj"]]


def fields(profile=LIGHT, **changes):
    """What the form for a new user posts, with changes; no profile is chosen when it is empty."""
    chosen = str(PermissionProfile.objects.get(name=profile).pk) if profile else ""
    return {
        "first_name": "Lena", "last_name": "Light", "email": "lena@acme.example",
        "profile": chosen, **changes,
    }  # fmt: skip


def edit(client, user, **changes):
    details = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "username": user.username,
    }
    return client.post(f"{URL}{user.api_id}/", fields(**{**details, **changes}), follow=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["ada", "rita"]),
        ({"search": "rit"}, ["rita"]),
        ({"search": "acme ada"}, ["ada"]),
        ({"state": "inactive"}, []),
        ({"sort": "-name"}, ["rita", "ada"]),
    ],
)
def test_users_are_searched_filtered_and_sorted(admin_client, rita, query, found):
    assert shown(admin_client, **query) == found


def test_users_are_filtered_by_profile(admin_client, rita):
    assert shown(admin_client, profile=rita.profile.pk) == ["rita"]


def test_a_search_that_finds_too_many_says_so(admin_client, short_lists):
    UserFactory.create_batch(3, first_name="Frequent")
    assert "of more than 2 users" in admin_client.get(URL, {"search": "frequent"}).content.decode()


def test_a_filter_is_applied_before_a_search_stops(admin_client, short_lists):
    UserFactory.create_batch(20, first_name="Frequent")
    UserFactory(first_name="Frequent", username="away", is_active=False)
    page = admin_client.get(URL, {"search": "frequent", "state": "inactive"}).context["page_obj"]
    assert [person.username for person in page] == ["away"]


def test_a_frequent_word_and_a_rare_one_find_who_has_both(admin_client, short_lists):
    UserFactory.create_batch(3, first_name="Frequent")
    UserFactory(first_name="Frequent", username="rare")
    page = admin_client.get(URL, {"search": "frequent rare"}).context["page_obj"]
    assert [person.username for person in page] == ["rare"]


@pytest.mark.parametrize("number", [1, 25])
def test_the_list_takes_few_queries_whatever_its_length(admin_client, django_assert_num_queries, number):
    UserFactory.create_batch(number)
    with django_assert_num_queries(7):
        admin_client.get(URL)


def test_the_username_is_the_address_unless_given(admin_client):
    admin_client.post(f"{URL}add/", fields())
    assert User.objects.get(email="lena@acme.example").username == "lena@acme.example"


def test_adding_a_user_is_audited(admin_client, admin):
    admin_client.post(f"{URL}add/", fields())
    assert AuditEntry.objects.get(action=Action.USER_CREATED).actor_name == admin.audit_name


def test_the_default_profile_is_chosen_at_first(admin_client):
    default = PermissionProfile.objects.get(is_default=True)
    assert f'value="{default.pk}" selected' in admin_client.get(f"{URL}add/").text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "RITA@acme.example"}, "Another user signs in with this e-mail address."),
        ({"username": "Rita"}, "Another user signs in with this username."),
        ({"username": "Rita@acme.example"}, "Another user signs in with this username."),
        ({"email": "no address"}, "Enter a valid email address."),
        ({"first_name": ""}, "This field is required."),
        ({"first_name": "Le\u202ena"}, "Remove the invisible character U+202E."),
        ({"job": "Edi\u0007tor"}, "Remove the invisible character U+0007."),
        ({"profile": ""}, "This field is required."),
        ({"last_name": "x" * 81}, "at most 80 characters"),
    ],
)
def test_bad_input_is_explained_and_adds_nobody(admin_client, rita, changes, message):
    response = admin_client.post(f"{URL}add/", fields(**changes))
    assert (response.status_code, User.objects.count()) == (422, 2)
    assert message in response.text


def test_all_that_is_wrong_is_named_at_once_whether_a_field_or_a_rule_finds_it(admin_client, rita):
    wrong = {"first_name": "", "username": "ADA", "job": "Edi\u0007tor"}
    for path in ("add", rita.api_id):
        page = admin_client.post(f"{URL}{path}/", fields(**wrong))
        assert set(page.context["form"].errors) == set(wrong)


def test_a_change_is_saved_and_audited(admin_client, rita):
    edit(admin_client, rita, last_name="Rose", profile=rita.profile.name)
    assert User.objects.get(username="rita").full_name == "Rita Rose"
    assert AuditEntry.objects.get(action=Action.USER_CHANGED).details == {"last_name": "Rose"}


def test_a_change_of_groups_alone_is_audited(admin_client, rita):
    brand = Group.objects.create(name="Brand")
    edit(admin_client, rita, profile=rita.profile.name, groups=[brand.pk])
    assert AuditEntry.objects.get(action=Action.USER_CHANGED).details == {"groups": ["Brand"]}


def test_groups_that_stay_the_same_are_no_change(admin_client, rita):
    rita.groups.add(brand := Group.objects.create(name="Brand"))
    edit(admin_client, rita, profile=rita.profile.name, groups=[brand.pk])
    assert not AuditEntry.objects.filter(action=Action.USER_CHANGED).exists()


def test_a_renamed_user_is_found_by_the_new_name_only(admin_client, rita):
    edit(admin_client, rita, last_name="Rose", profile=rita.profile.name)
    assert shown(admin_client, search="rose") == ["rita"]
    assert shown(admin_client, search="regular") == []


def test_another_profile_shows_what_tokens_lose_before_it_is_saved(admin_client, rita):
    TokenFactory(user=rita, description="PIM sync")
    page = edit(admin_client, rita, profile=LIGHT)
    assert "Another profile changes what these tokens can do." in page.text
    assert "PIM sync" in page.text
    assert User.objects.get(username="rita").profile.name == "Regular user"


def test_another_profile_shows_what_tokens_gain(admin_client, rita):
    TokenFactory(user=rita)
    page = edit(admin_client, rita, profile="Administrator")
    assert "gains" in page.text


def test_confirmed_another_profile_is_saved(admin_client, rita):
    TokenFactory(user=rita)
    shown = edit(admin_client, rita, profile=LIGHT).context["effects"].fingerprint
    edit(admin_client, rita, profile=LIGHT, confirmed=shown)
    assert User.objects.get(username="rita").profile.name == LIGHT


def test_a_token_made_after_the_warning_is_shown_before_anything_is_saved(admin_client, rita):
    TokenFactory(user=rita)
    shown = edit(admin_client, rita, profile=LIGHT).context["effects"].fingerprint
    TokenFactory(user=rita, description="Made meanwhile")
    page = edit(admin_client, rita, profile=LIGHT, confirmed=shown)
    assert "Made meanwhile" in page.text
    assert User.objects.get(username="rita").profile.name == "Regular user"


def test_deactivating_shows_the_tokens_that_stop(admin_client, rita):
    TokenFactory(user=rita, description="PIM sync")
    page = admin_client.get(f"{URL}{rita.api_id}/deactivate/")
    assert "These tokens stop at once" in page.text
    assert "PIM sync" in page.text


def test_a_deactivated_user_is_signed_out_everywhere(admin_client, rita):
    client = browser(rita)
    admin_client.post(f"{URL}{rita.api_id}/deactivate/")
    assert client.get("/").url.startswith("/sign-in/")


def test_a_reactivated_user_is_active_again(admin_client):
    ina = UserFactory(is_active=False)
    admin_client.post(f"{URL}{ina.api_id}/reactivate/")
    assert User.objects.get(pk=ina.pk).is_active


def test_reactivating_shows_the_tokens_that_work_again(admin_client):
    ina = UserFactory(is_active=False)
    TokenFactory(user=ina, description="PIM sync")
    page = admin_client.get(f"{URL}{ina.api_id}/reactivate/")
    assert "These tokens work again at once" in page.text
    assert "PIM sync" in page.text


def test_the_last_administrator_cannot_be_deactivated(admin_client, admin):
    response = admin_client.post(f"{URL}{admin.api_id}/deactivate/")
    assert response.status_code == 422
    assert "nobody who can manage users" in response.text
    assert User.objects.get(pk=admin.pk).is_active


def test_the_last_administrator_cannot_be_given_a_lesser_profile(admin_client, admin):
    page = edit(admin_client, admin, profile=LIGHT, confirmed="true")
    assert "nobody who can manage users" in page.text
    assert User.objects.get(pk=admin.pk).profile.name == "Administrator"


@pytest.fixture
def user_manager(db):
    """Uma may manage users, but not permission profiles."""
    uma = UserFactory(profile=ProfileFactory(permissions=(Permission.MANAGE_USERS,)))
    return browser(uma)


def test_nobody_gives_a_profile_that_can_do_what_they_cannot(user_manager, admin):
    response = user_manager.post(f"{URL}add/", fields(profile="Administrator"))
    assert (response.status_code, User.objects.filter(first_name="Lena").count()) == (422, 0)
    assert "can do what you can&#x27;t" in response.text


@pytest.mark.parametrize(
    "changes", [{"email": "uma@acme.example"}, {"username": "uma2"}, {"is_sso_only": "on"}]
)
def test_nobody_changes_how_someone_more_powerful_signs_in(user_manager, admin, changes):
    page = edit(user_manager, admin, profile="Administrator", **changes)
    assert (
        "Ask someone who may manage permission profiles to change how they sign in, or their profile."
        in page.text
    )
    unchanged = User.objects.get(pk=admin.pk)
    assert (unchanged.email, unchanged.username, unchanged.is_sso_only) == (admin.email, "ada", False)


def test_nobody_takes_away_the_power_of_someone_more_powerful_to_sign_in_as_them_then(user_manager, admin):
    UserFactory(profile="Administrator")
    page = edit(user_manager, admin, profile=ProfileFactory().name)
    assert "Ask someone who may manage permission profiles" in page.text
    assert User.objects.get(pk=admin.pk).profile.name == "Administrator"


def test_an_unknown_user_is_not_found(admin_client):
    assert admin_client.get(f"{URL}nobody/").status_code == 404


def test_an_address_breaks_before_its_at_sign(admin_client):
    UserFactory(email="lena.lindqvist@acme.example")
    assert "lena.lindqvist<wbr>@acme.example" in admin_client.get("/settings/users/").text
