"""Finding, filtering, collecting, bringing in and describing assets, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.assets.factories import png

LIST = "/assets/"
DROP = """
([name, bytes]) => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(bytes)], name));
  const send = (type) => document.dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true }));
  send("dragover");
  send("drop");
}
"""


def drop(page, name, content):
    """Drop a file on the page, as from a folder of the person's computer."""
    page.evaluate(DROP, [name, list(content)])


@pytest.fixture
def harbour(page):
    """The list, with a new asset on top that has the tag `quay`, and one that has the tag `hill`."""
    page.goto(LIST)
    page.get_by_role("link", name="Upload").first.click()
    panel = page.get_by_role("dialog", name="Upload assets")
    for number, (name, tag) in enumerate((("Seaside hill", "hill"), ("Seaside harbour", "quay")), start=1):
        panel.get_by_label("Tags").fill(tag)
        drop(page, f"{name}.png", png(320, 200))
        panel.get_by_text(f"{number} of {number} uploaded").wait_for()
    panel.get_by_role("button", name="Close").click()
    expect(names(page).first).to_have_text("Seaside harbour")  # the list behind the panel has caught up
    return page


def names(page):
    return page.locator(".asset-card__name")


def test_a_dropped_file_is_in_the_list_with_its_picture(harbour):
    expect(names(harbour).first).to_have_text("Seaside harbour")
    picture = harbour.locator(".asset-thumbnail__image").first
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.png", b"no image", "isn't what its extension"),
        ("empty.png", b"", "The file is empty."),
        ("noextension", b"text", "“noextension” has no name with an extension"),
    ],
)
def test_a_file_that_can_never_be_taken_says_why_and_is_not_tried_again(page, name, content, words):
    page.goto(LIST)
    drop(page, name, content)
    page.get_by_text(words).wait_for()
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()


def test_a_file_that_the_connection_has_lost_is_tried_again(page):
    page.goto(LIST)
    page.route("**/upload/begin/", lambda route: route.abort())
    drop(page, "Late.png", png())
    page.get_by_text("The connection failed.").wait_for()
    page.unroute("**/upload/begin/")
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="Late.png")).to_be_focused()
    page.get_by_text("1 of 1 uploaded").wait_for()


def test_the_list_follows_what_one_types(harbour):
    harbour.get_by_role("searchbox", name="Search assets").press_sequentially("seaside harb")
    expect(names(harbour).first).to_have_text("Seaside harbour")
    harbour.wait_for_url(re.compile("keyword=seaside"))
    harbour.get_by_role("searchbox", name="Search assets").fill("nothing like it")
    harbour.get_by_text("No asset matches").wait_for()
    harbour.go_back()
    expect(names(harbour).first).to_have_text("Seaside harbour")


def test_a_filter_narrows_the_list_and_its_chip_widens_it_again(harbour):
    harbour.goto(f"{LIST}?keyword=seaside")
    harbour.get_by_role("checkbox", name="quay").check()
    chip = harbour.get_by_role("link", name="Tags: quay")
    chip.wait_for()
    expect(names(harbour).filter(has_text="hill")).to_have_count(0)
    expect(harbour.get_by_role("checkbox", name="quay")).to_be_focused()
    chip.click()
    expect(chip).to_have_count(0)
    expect(names(harbour).filter(has_text="hill").first).to_be_visible()


def test_who_removes_chips_by_key_goes_on_with_what_comes_next(harbour):
    harbour.goto(f"{LIST}?type=image&tags=quay&tags=hill")
    chips, clear = harbour.locator(".chip"), harbour.get_by_role("link", name="Clear all")
    for left, focused in ((2, chips.nth(1)), (1, clear)):
        harbour.locator(".chip").nth(1).press("Enter")
        expect(chips).to_have_count(left)
        expect(focused).to_be_focused()
    chips.press("Enter")
    expect(harbour.get_by_role("searchbox", name="Search assets")).to_be_focused()


def test_a_panel_begins_with_its_first_field(harbour):
    harbour.get_by_role("checkbox", name="Select").first.check()
    harbour.get_by_role("button", name="Tag").first.click()
    expect(harbour.get_by_label("Tags to add")).to_be_focused()
    harbour.keyboard.press("Escape")
    harbour.get_by_role("link", name="Upload").first.press("Enter")
    expect(harbour.get_by_role("dialog").get_by_label("Brand")).to_be_focused()


@pytest.mark.parametrize("close", ["Escape", "Enter"])
def test_who_closes_the_upload_is_back_at_its_button(page, close):
    page.goto(LIST)
    upload = page.get_by_role("link", name="Upload").first
    upload.press("Enter")
    panel = page.get_by_role("dialog", name="Upload assets")
    (panel.get_by_role("button", name="Close") if close == "Enter" else page.locator(":focus")).press(close)
    expect(panel).to_be_hidden()
    expect(upload).to_be_focused()


def test_a_choice_under_two_headings_is_one_choice(page):
    page.goto("/settings/smartfilters/add/")
    page.get_by_label("Label").fill("Where it is for")
    page.get_by_role("checkbox", name="Market").check()
    page.get_by_role("button", name="Add smartfilter").click()
    page.goto(LIST)
    boxes, chip = page.get_by_role("checkbox", name="Europe"), page.get_by_role("link", name="Market: Europe")
    boxes.first.check()
    chip.wait_for()
    expect(boxes.last).to_be_checked()
    assert page.url.count("property_market") == 1
    boxes.last.uncheck()
    expect(chip).to_have_count(0)


def test_selected_assets_go_into_a_new_collection(harbour):
    harbour.goto(f"{LIST}?tags=quay")
    harbour.get_by_role("checkbox", name="Select Seaside harbour").first.check()
    harbour.get_by_role("button", name="Add to collection").first.click()
    harbour.get_by_label("Name of the new collection").fill("Quays")
    harbour.keyboard.press("Enter")
    harbour.get_by_text("1 asset added to Quays.").wait_for()
    assert harbour.url.endswith("?tags=quay")
    expect(harbour.locator("[data-select-count][aria-live]")).to_have_text("1 selected")
    harbour.get_by_role("button", name="Tag").click()
    harbour.get_by_label("Tags to add").fill("next")
    harbour.keyboard.press("Enter")
    harbour.get_by_text("1 asset now has the tag next. It is still selected.").wait_for()


def test_the_panel_of_collections_outlives_searches_that_find_nothing(harbour):
    harbour.goto(f"{LIST}?keyword=nothing+like+it")
    expect(harbour.get_by_label("Select all on this page")).to_be_hidden()
    for keyword in ("seaside", "nothing at all", "seaside harbour"):
        harbour.get_by_role("searchbox", name="Search assets").fill(keyword)
        expect(harbour.locator(".gallery")).to_have_count(0 if "nothing" in keyword else 1)
    harbour.get_by_role("checkbox", name="Select Seaside harbour").first.check()
    harbour.get_by_role("button", name="Add to collection").first.click()
    harbour.get_by_label("Name of the new collection").fill("Found again")
    harbour.keyboard.press("Enter")
    harbour.get_by_text("1 asset added to Found again.").wait_for()
    assert "keyword=seaside+harbour" in harbour.url


def test_what_is_wrong_stands_in_the_panel_and_is_mended_there(harbour):
    harbour.goto(f"{LIST}?tags=quay")
    harbour.get_by_role("checkbox", name="Select all on this page").check()
    number = harbour.locator(".gallery :checked").count()
    harbour.get_by_role("button", name="Add to collection").first.click()
    harbour.locator(":popover-open").get_by_role("button", name="Add to collection").click()
    name = harbour.locator(":popover-open").get_by_label("Name of the new collection")
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description("Collection name can't be empty")
    name.press_sequentially("Mended")
    name.press("Enter")
    harbour.get_by_text(f"{number} asset{'s' if number > 1 else ''} added to Mended.").wait_for()
    assert harbour.url.endswith("?tags=quay")


def test_what_was_wrong_is_forgotten_with_the_panel_that_is_closed(harbour):
    harbour.get_by_role("checkbox", name="Select Seaside harbour").first.check()
    harbour.get_by_role("button", name="Add to collection").first.click()
    panel = harbour.locator(":popover-open")
    panel.get_by_role("button", name="Add to collection").click()
    panel.get_by_text("Collection name can't be empty").wait_for()
    harbour.keyboard.press("Escape")
    harbour.get_by_role("searchbox", name="Search assets").fill("seaside harbour")
    harbour.wait_for_url(re.compile("keyword=seaside"))
    harbour.get_by_role("checkbox", name="Select Seaside harbour").first.check()
    harbour.get_by_role("button", name="Add to collection").first.click()
    expect(panel.get_by_label("Name of the new collection")).to_have_accessible_description("")
    expect(panel.get_by_label("Name of the new collection")).not_to_have_attribute("aria-invalid", "true")
    expect(panel.locator(".field--wrong")).to_have_count(0)


def test_what_is_wrong_is_mended_without_javascript(browser, server, signed_in):
    context = browser.new_context(
        ignore_https_errors=True, base_url=server.url, storage_state=signed_in, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(LIST)
    page.locator('.gallery input[name="assets"]').first.check()
    page.get_by_role("button", name="Tag").first.click()
    page.get_by_role("button", name="Add tags").click()
    page.get_by_text("Type at least one tag.").wait_for()
    page.get_by_label("Tags to add").fill("scriptless")
    page.get_by_role("button", name="Add tags").click()
    page.get_by_text("1 asset now has the tag scriptless.").wait_for()
    context.close()


def test_everything_on_the_page_is_selected_with_one_key(harbour):
    harbour.get_by_role("checkbox", name="Select all on this page").focus()
    harbour.keyboard.press("Space")
    number = harbour.locator('.gallery input[name="assets"]').count()
    expect(harbour.get_by_text(f"{number} selected")).to_be_visible()


def test_everything_in_the_waiting_room_is_selected_with_one_key(page):
    page.goto("/waiting-room/")
    number = page.get_by_role("button", name="Approve").count() - 1  # one of them is for all
    page.get_by_role("checkbox", name="Select all on this page").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text(f"{number} selected")).to_be_visible()
    expect(page.locator("tbody :checked")).to_have_count(number)


def test_a_description_is_saved_and_found(harbour):
    names(harbour).first.click()
    harbour.get_by_label("Description").fill("Fishermen mend their nets")
    harbour.get_by_role("button", name="Save").click()
    harbour.get_by_text("Saved.").wait_for()
    harbour.goto(f"{LIST}?keyword=fishermen")
    expect(names(harbour).first).to_have_text("Seaside harbour")


def test_filters_are_a_drawer_on_a_phone(harbour):
    harbour.set_viewport_size({"width": 390, "height": 800})
    expect(harbour.get_by_role("group", name="Type")).to_be_hidden()
    harbour.get_by_role("button", name="Filters").click()
    expect(harbour.get_by_role("heading", name="Filters")).to_be_visible()
    harbour.keyboard.press("Escape")
    expect(harbour.get_by_role("heading", name="Filters")).to_be_hidden()
