"""What people type may have no blanks, or run from right to left; pages keep their form all the same."""

import pytest

from tests.journeys.test_accessibility import SETTINGS, WIDTHS

LONG = "W" * 80
ADDRESS = f"{'w' * 60}@{'subdomain' * 4}.{'company' * 4}.example"
ARABIC = "صور الحملة الصيفية"


def fits(page):
    page.wait_for_load_state()  # with its style sheets
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            return False
    return True


@pytest.fixture(scope="module", autouse=True)
def _long(server):
    names = ("--first-name", LONG, "--last-name", LONG)
    server.manage("users", "create", "--email", ADDRESS, *names, "--by", ADDRESS)
    server.create_token("asset:read", description=LONG)
    named = ("--user", ADDRESS, "--description", "Of somebody with a long name", "--other", "Tests")
    server.manage("tokens", "create", *named, "--scope", "asset:read", "--by", ADDRESS)


@pytest.mark.parametrize("link", ["Details", "Replace token", "Delete token"])
def test_a_token_with_a_long_word_fits_windows_of_every_width(page, link):
    page.goto(f"{SETTINGS}?search={LONG}")
    page.get_by_role("button", name="Settings of").first.click()
    page.get_by_role("link", name=link).first.click()
    page.wait_for_url(lambda url: LONG not in url)
    assert fits(page)


@pytest.mark.parametrize(
    "path", [f"{SETTINGS}?search=somebody", "/settings/users/?search=www", "/settings/audit-log/?search=www"]
)
def test_a_list_with_a_long_address_fits_windows_of_every_width(page, path):
    page.goto(path)
    page.locator("table").get_by_text("WWWWWWW").first.wait_for()
    assert fits(page)


def test_the_token_of_somebody_with_a_long_address_fits_windows_of_every_width(page):
    page.goto(f"{SETTINGS}?search=somebody")
    page.get_by_role("link", name="Of somebody with a long name").first.click()
    page.get_by_text(f"by {ADDRESS}").first.wait_for()
    assert fits(page)


def test_a_long_word_in_a_table_leaves_the_other_columns_in_sight(page):
    page.goto(f"{SETTINGS}?search={LONG}")
    assert page.locator(".table-scroll").evaluate("region => region.scrollWidth <= region.clientWidth")


def test_a_collection_with_a_long_word_fits_windows_of_every_width(page):
    page.goto("/collections/add/")
    page.get_by_label("Name").fill(LONG)
    page.get_by_role("button", name="Add collection").click()
    page.get_by_role("heading", name=LONG).wait_for()
    assert fits(page)


def test_what_runs_from_right_to_left_begins_on_the_right(page):
    page.goto("/collections/add/")
    name = page.get_by_label("Name")
    name.fill(ARABIC)
    assert name.evaluate("field => getComputedStyle(field).unicodeBidi") == "plaintext"


def test_a_menu_whose_button_stands_on_the_left_opens_to_the_right(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/assets/")
    page.locator(".asset-card__link").first.click()
    button = page.get_by_role("button", name="Download").first
    button.click()
    menu = page.locator("#downloads").bounding_box()
    assert menu["x"] >= button.bounding_box()["x"]
    assert menu["x"] + menu["width"] <= 390
