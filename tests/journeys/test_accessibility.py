"""axe finds nothing on any page, in light and dark, wide and narrow."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.assets.factories import png

SETTINGS = "/settings/portal-settings/permanent-tokens/"
PAGES = [
    "/",
    "/assets/",
    "/assets/?keyword=nothing+like+it",
    "/assets/upload/",
    "/waiting-room/",
    "/trash/",
    "/collections/",
    "/collections/?search=nothing+like+it",
    "/collections/add/",
    "/settings/",
    SETTINGS,
    SETTINGS + "?search=nothing+like+it",
    SETTINGS + "add/",
    "/settings/metaproperties/",
    "/settings/metaproperties/add/",
    "/settings/smartfilters/",
    "/settings/smartfilters/add/",
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


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(page, path):
    page.goto(path)
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []


def test_a_field_with_a_mistake_has_another_border(page):
    page.goto("/settings/brands/add/")
    fine = "getComputedStyle(document.getElementById('id_name')).borderColor"
    before = page.evaluate(fine)
    page.get_by_label("Name").evaluate("field => field.form.noValidate = true")
    page.get_by_role("button", name="Add brand").click()
    page.get_by_text("This field is required.").wait_for()
    assert page.evaluate(fine) != before


def test_the_first_field_with_a_mistake_has_the_focus(page):
    page.goto(SETTINGS + "add/")
    page.get_by_label("Description").fill("Shop")
    page.get_by_role("button", name="Create token").last.click()
    page.get_by_text("Choose an integration, or Other.").wait_for()
    expect(page.get_by_role("combobox", name="Integration")).to_be_focused()


def test_a_hint_that_is_a_list_is_read_with_its_field(page):
    page.goto("/password/")
    described_by = page.get_by_label("New password", exact=True).get_attribute("aria-describedby")
    assert "at least" in page.locator(f"#{described_by}").text_content()


def test_how_many_collections_are_found_is_read_out_while_one_types(page):
    page.goto("/collections/")
    found = page.get_by_role("status")
    found.evaluate("region => (region.isTheSame = true)")  # one that is put in anew is not read
    page.get_by_label("Name or description").fill("press kit")
    expect(found).to_have_text("1 collection")
    assert found.evaluate("region => region.isTheSame")


WIDTHS = (1280, 390, 320)
STICKING_OUT = """
() => [...document.querySelectorAll(".badge, .field > :is(input, select, textarea)")]
  .filter((part) => part.getBoundingClientRect().right > part.parentElement.getBoundingClientRect().right + 1)
  .map((part) => part.outerHTML)
"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_windows_of_every_width(page, path):
    page.goto(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(STICKING_OUT) == []


def test_the_dates_of_a_share_stay_in_their_form(page):
    page.goto("/collections/")
    page.locator(".collection-card__link").first.click()
    page.get_by_role("button", name="Share").click()
    page.get_by_label("Until").scroll_into_view_if_needed()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(STICKING_OUT) == []


def test_the_search_for_a_user_says_whole_what_it_takes(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(SETTINGS + "add/")
    search = page.get_by_role("searchbox", name="Name or e-mail address")
    search.fill(search.get_attribute("placeholder"))
    assert search.evaluate("field => field.scrollWidth <= field.clientWidth")


@pytest.mark.parametrize("link", ["Details", "Delete token"])
def test_the_pages_of_a_token_are_accessible(page, link):
    page.goto(SETTINGS)
    page.get_by_role("button", name="Settings of").first.click()
    page.get_by_role("link", name=link).first.click()
    assert violations(page) == []


@pytest.fixture
def asset(page):
    """The list, with an asset on top."""
    page.goto("/assets/upload/")
    page.locator("input[type=file]").set_input_files({"name": "Harbour.png", "mimeType": "", "buffer": png()})
    page.get_by_text("1 of 1 uploaded").wait_for()
    page.goto("/assets/")
    return page


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_page_of_an_asset_is_accessible(asset, width, scheme):
    asset.set_viewport_size({"width": width, "height": 800})
    asset.emulate_media(color_scheme=scheme)
    asset.locator(".asset-card__link").first.click()
    asset.wait_for_url(re.compile("/assets/[^/]+/$"))
    assert violations(asset) == []
    assert asset.evaluate("document.documentElement.scrollWidth") <= width


FOCUS_IS_ABOVE = """
button => {
  const focused = document.activeElement;
  return focused === button || focused.getBoundingClientRect().bottom <= button.getBoundingClientRect().top;
}
"""


def test_a_field_with_the_focus_is_not_beneath_the_button_that_saves(asset):
    asset.set_viewport_size({"width": 390, "height": 800})
    asset.locator(".asset-card__link").first.click()
    asset.wait_for_url(re.compile("/assets/[^/]+/$"))
    asset.locator("#id_name").focus()
    button = asset.get_by_role("button", name="Save").element_handle()
    for _ in range(20):
        asset.keyboard.press("Tab")
        asset.wait_for_function(FOCUS_IS_ABOVE, arg=button)  # once it has scrolled there


@pytest.mark.parametrize("button", ["Tag", "Add to collection", "Delete", "Upload"])
def test_what_opens_above_the_list_is_accessible(asset, button):
    asset.get_by_role("checkbox", name="Select Harbour").first.check()
    asset.get_by_role("button" if button != "Upload" else "link", name=button, exact=True).first.click()
    asset.locator(":popover-open").wait_for()
    assert violations(asset) == []


def test_what_is_wrong_with_an_action_is_accessible(asset):
    asset.get_by_role("checkbox", name="Select Harbour").first.check()
    asset.get_by_role("button", name="Tag").first.click()
    asset.get_by_role("button", name="Add tags").click()
    asset.get_by_text("Type at least one tag.").wait_for()
    assert violations(asset) == []


def test_the_warning_before_deleting_for_good_is_accessible(asset):
    asset.get_by_role("checkbox", name="Select Harbour").first.check()
    asset.get_by_role("button", name="Delete", exact=True).first.click()
    asset.locator(":popover-open").get_by_role("button", name="Delete").click()
    asset.goto("/trash/")
    asset.get_by_role("button", name="Delete Harbour for good").first.click()
    asset.get_by_role("heading", name="Delete “Harbour” for good?").wait_for()
    assert violations(asset) == []


def test_filters_in_a_drawer_are_accessible(asset):
    asset.set_viewport_size({"width": 390, "height": 800})
    asset.get_by_role("button", name="Filters").click()
    assert violations(asset) == []


def test_signing_in_is_accessible(browser, server):
    context = browser.new_context(ignore_https_errors=True, base_url=server.url)
    page = context.new_page()
    page.goto("/sign-in/")
    assert violations(page) == []
    context.close()
