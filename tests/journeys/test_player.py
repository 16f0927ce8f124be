"""A video plays on its asset's page, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.assets import pictures

FILM = pictures.video((160, 120), ["black", "blue"] * 4, kind="webm")


@pytest.fixture
def film(page):
    """The page of a video of eight seconds."""
    page.goto("/assets/upload/")
    page.locator("input[type=file]").set_input_files({"name": "Film.webm", "mimeType": "", "buffer": FILM})
    page.get_by_text("1 of 1 uploaded").wait_for()
    page.goto("/assets/")
    page.locator(".asset-card__link").first.click()
    page.get_by_role("heading", name="History").wait_for()
    return page


def test_a_video_plays_by_the_keyboard_and_from_where_one_wants(film):
    player = film.locator("video")
    expect(player).to_have_js_property("duration", 8)
    expect(player).to_have_js_property("paused", value=True)
    player.focus()
    film.keyboard.press("Space")
    expect(player).to_have_js_property("paused", value=False)
    player.evaluate("player => { player.currentTime = 7 }")
    expect(player).to_have_js_property("ended", value=True)


def test_the_page_of_a_video_is_accessible(film):
    violations = Axe().run(film).response["violations"]
    assert [f"{found['id']}: {found['nodes'][0]['html']}" for found in violations] == []
