"""The API's definition as a page, in a browser that enforces the strict policy."""


def test_everybody_can_read_what_an_operation_needs(page):
    page.goto("/api-docs/")
    page.get_by_text("Create user").click()
    page.get_by_text("Needs the scope admin.user:write and the permission").wait_for()


def test_a_token_typed_into_the_page_is_used_by_it(page, server):
    secret = server.create_token("current.user:read", description="API page")
    page.goto("/api-docs/")
    page.get_by_role("button", name="Authorize").click()
    page.get_by_label("auth-bearer-value").fill(secret)
    page.get_by_role("button", name="Apply credentials").click()
    page.get_by_role("button", name="Close").click()
    page.get_by_text("Retrieve current user").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.locator(".live-responses-table").get_by_text('"username": "admin"').wait_for()
