"""From the browser to an unmodified SDK, and its refusal after deletion."""

import re
from contextlib import contextmanager

import pytest
import requests
from bynder_sdk import BynderClient
from playwright.sync_api import Error, expect

OVERVIEW = "/settings/portal-settings/permanent-tokens/"


def create(page, *, description, user="tanaka", integration="Akeneo", scopes=("current.user:read",)):
    """Fill in the form as an admin would, and return the token that is shown."""
    page.goto(OVERVIEW)
    page.get_by_role("link", name="Add new token").first.click()
    page.wait_for_url("**/add/")  # with its scripts, which make the fields
    page.get_by_label("Description").fill(description)
    page.get_by_role("combobox", name="Integration").fill(integration)
    page.get_by_role("option", name=integration).click()
    page.get_by_role("searchbox", name="Name or e-mail address").press_sequentially(user)
    page.get_by_role("radio", name=user).check()
    for scope in scopes:
        page.get_by_role("checkbox", name=scope).check()
    page.locator("#preview li").nth(len(scopes) - 1).wait_for()
    page.get_by_role("button", name="Create token").click()
    return page.get_by_label("Token", exact=True).input_value()


def delete(page, description):
    page.goto(OVERVIEW)
    row = page.get_by_role("row").filter(has_text=description)
    row.get_by_role("button", name="Settings of").click()
    row.get_by_role("link", name="Delete token").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_text("is deleted").wait_for()


@pytest.fixture
def sdk(server, monkeypatch):
    """Makes the official SDK's client for a token."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.ca))
    return lambda secret: BynderClient(domain=server.domain, permanent_token=secret)


def test_an_admin_creates_a_token_that_the_sdk_uses_until_it_is_deleted(page, sdk):
    client = sdk(create(page, description="SDK journey"))
    other = sdk(create(page, description="Another of the same user"))
    assert client.session.get("/v4/currentUser/")["username"] == "mei.tanaka"
    delete(page, "SDK journey")
    with pytest.raises(requests.HTTPError, match="401"):
        client.session.get("/v4/currentUser/")
    assert other.session.get("/v4/currentUser/")["username"] == "mei.tanaka"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v4/users/", list),
        ("/v4/users/mei.tanaka/", dict),
        ("/v4/profiles/", list),
        ("/v4/account/", dict),
        ("/groups/list/", list),
        ("/v4/currentToken/", dict),
    ],
)
def test_the_sdk_reaches_each_endpoint(server, sdk, path, expected):
    scopes = ("admin.user:read", "admin.profile:read", "current.user:read")
    client = sdk(server.create_token(*scopes, description=f"SDK {path}"))
    assert isinstance(client.session.get(path), expected)


def test_a_reload_does_not_show_the_token_again(page):
    secret = create(page, description="Reload")
    page.reload()
    page.get_by_role("heading", name="This token has been created already").wait_for()
    assert secret not in page.content()


def test_going_back_does_not_show_the_token_again(page):
    secret = create(page, description="Back")
    page.goto("/")
    with pytest.raises(Error, match="ERR_CACHE_MISS"):  # the browser would have to post the form again
        page.go_back()
    page.wait_for_url("chrome-error://**")
    assert secret not in page.content()


def test_a_double_click_makes_one_token(page, server):
    page.goto(OVERVIEW + "add/")
    page.get_by_label("Description").fill("Double click")
    page.get_by_role("combobox", name="Integration").fill("Other")
    page.keyboard.press("Enter")
    page.get_by_label("Name of the integration").fill("Night job")
    page.get_by_role("searchbox", name="Name or e-mail address").press_sequentially("noor")
    page.get_by_role("radio", name="noor").check()
    page.get_by_role("checkbox", name="current.user:read").check()
    page.get_by_role("button", name="Create token").dblclick()
    page.get_by_role("heading", name=re.compile("Copy your token now|created already")).wait_for()
    assert [token["description"] for token in server.tokens()].count("Double click") == 1


def test_the_preview_follows_what_is_ticked(page):
    page.goto(OVERVIEW + "add/")
    page.get_by_role("searchbox", name="Name or e-mail address").press_sequentially("demir")
    page.get_by_role("radio", name="demir").check()
    page.get_by_role("checkbox", name="admin.user:read").check()
    page.get_by_text("Yusuf Demir lacks “Manage users”").wait_for()


@contextmanager
def late(page, path):
    """The first request to `path` is answered only when the block has ended."""
    routes = []

    def hold(route):
        routes.append(route)

    page.route(f"**{OVERVIEW}add/{path}?*", hold, times=1)
    yield
    routes[0].continue_()
    routes[0].request.response()  # none, if the page no longer wants one


def test_a_late_search_leaves_the_chosen_user(page):
    page.goto(OVERVIEW + "add/")
    search = page.get_by_role("searchbox", name="Name or e-mail address")
    search.fill("demir")
    demir = page.get_by_role("radio", name="Yusuf Demir")
    demir.wait_for()
    with late(page, "users/"):
        with page.expect_request("**/users/?*"):
            search.fill("tanaka")
        demir.check()
    expect(demir).to_be_checked()


def test_a_late_preview_does_not_replace_a_newer_one(page):
    page.goto(OVERVIEW + "add/")
    page.get_by_role("searchbox", name="Name or e-mail address").fill("demir")
    effect = page.get_by_text("Yusuf Demir lacks “Manage users”")
    with late(page, "preview/"):
        with page.expect_request("**/preview/?*"):
            page.get_by_role("radio", name="demir").check()
        page.get_by_role("checkbox", name="admin.user:read").check()
        effect.wait_for()
    expect(effect).to_be_visible()


def test_the_copy_button_copies_the_token(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    secret = create(page, description="Copy")
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == secret


def test_the_copy_button_selects_the_token_when_the_browser_refuses_to_copy(page):
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    secret = create(page, description="No clipboard")
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Selected: press Ctrl+C").wait_for()
    selected = "document.activeElement.value.slice(...['Start', 'End'].map((e) => document.activeElement[`selection${e}`]))"
    assert page.evaluate(selected) == secret


def test_a_form_whose_sending_was_cancelled_can_be_sent_again(page):
    page.goto("/settings/profiles/add/")
    page.get_by_label("Name").fill("Sent twice")
    page.route("**/settings/profiles/add/", lambda route: route.abort("aborted"))
    page.get_by_role("button", name="Add profile").click()
    page.unroute("**/settings/profiles/add/")
    page.locator("form[data-sent]").wait_for(state="detached")
    page.get_by_role("button", name="Add profile").click()
    page.get_by_text("Sent twice is added.").wait_for()


def test_the_form_works_with_the_keyboard_alone(page):
    page.goto(OVERVIEW + "add/")
    page.get_by_label("Description").focus()
    page.keyboard.type("Keyboard")
    page.keyboard.press("Tab")
    page.keyboard.type("wag")
    page.keyboard.press("Enter")
    assert page.get_by_role("combobox", name="Integration").input_value() == "Wagtail"
    page.keyboard.press("Tab")
    page.keyboard.type("noor")
    expect(page.get_by_role("radio").first).to_have_accessible_name(re.compile("Noor Haddad"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_role("radio", name=re.compile("Noor Haddad")).is_checked()
