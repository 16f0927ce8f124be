import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.journeys.server import Server, database, make_demo

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Refusals that a test asks for, and requests of htmx that a click on a link or a newer request cut short.
HARMLESS = ("Failed to load resource", "htmx:afterRequest", "htmx:sendError", "htmx:sendAbort")

expect.set_options(timeout=30_000)  # as long as other waits: test processes share few cores


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo's files, for `database`; one for all test processes of a run."""
    base = tmp_path_factory.getbasetemp()
    return make_demo(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def server(tmp_path_factory, demo):
    """A portal with demo content, shared by the journeys of one test process."""
    directory = tmp_path_factory.mktemp("server")
    with database(directory, demo) as url, Server(directory, url).running() as server:
        yield server


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium; without one the journeys are skipped, but never where it is required."""
    if BROWSER is None and os.environ.get("NOTHING_SKIPPED") != "true":
        pytest.skip("There is no Chromium on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(browser, server):
    """The cookies of the admin's session: one sign-in for all journeys."""
    context = browser.new_context(ignore_https_errors=True, base_url=server.url)
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("Username or e-mail address").fill("admin")
    page.get_by_label("Password").fill(server.admin_password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Welcome").wait_for()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page(browser, server, signed_in):
    """The browser of the admin, signed in; it fails the test on any error in the console."""
    context = browser.new_context(ignore_https_errors=True, base_url=server.url, storage_state=signed_in)
    page = context.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    found = [text for text in errors if not text.startswith(HARMLESS)]
    context.close()  # which cuts off what is still being fetched
    assert found == []
