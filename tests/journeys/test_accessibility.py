"""axe finds nothing on any page, in light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

SETTINGS = "/settings/portal-settings/permanent-tokens/"
PAGES = [
    "/",
    "/settings/",
    SETTINGS,
    SETTINGS + "?search=nothing+like+it",
    SETTINGS + "add/",
    "/settings/metaproperties/",
    "/settings/metaproperties/add/",
    "/settings/users/",
    "/settings/users/add/",
    "/settings/profiles/",
    "/settings/profiles/add/",
    "/settings/audit-log/",
    "/password/",
    "/confirm-password/",
    "/nothing-here/",
    "/api-docs/",
]


def violations(page):
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in Axe().run(page).response["violations"]]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(page, path, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_never_wider_than_a_phone(page, path):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("link", ["Details", "Delete token"])
def test_the_pages_of_a_token_are_accessible(page, link):
    page.goto(SETTINGS)
    page.get_by_role("button", name="Settings of").first.click()
    page.get_by_role("link", name=link).first.click()
    assert violations(page) == []


def test_signing_in_is_accessible(browser, server):
    context = browser.new_context(ignore_https_errors=True, base_url=server.url)
    page = context.new_page()
    page.goto("/sign-in/")
    assert violations(page) == []
    context.close()
