"""The API's reference as a page, open to everybody."""


def test_everybody_can_read_what_an_operation_needs(page):
    page.context.clear_cookies()
    page.goto("/api-docs/")
    page.get_by_text("Create user").click()
    operation = page.locator("details[open]")
    operation.get_by_text("Needs the scope admin.user:write and the permission “Manage users”.").wait_for()
    operation.get_by_text("profileId").wait_for()
