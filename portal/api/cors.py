"""Cross-origin headers: browser clients call every API path, and no cookie is ever used there."""

NEXT_CURSOR = "X-Bynder-NextCursor"
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "X-Request-ID, X-API-Correlation-ID, X-Pagination-TotalRecords, X-Pagination-TotalPages, "
        f"X-Pagination-Page, X-Pagination-Limit, {NEXT_CURSOR}, Next-Cursor, Next-Url, Location, "
        "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, WWW-Authenticate"
    ),
}
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
    # The vendor's JavaScript SDK sets User-Agent, which Firefox and Safari send. `*` is for what monitoring
    # adds; it doesn't mean Authorization, and older browsers take it for a name.
    "Access-Control-Allow-Headers": (
        "Authorization, Content-Type, Accept, User-Agent, X-Bynder-Integration, Content-SHA256, "
        "X-Requested-With, X-Request-ID, *"
    ),
    "Access-Control-Max-Age": "86400",
}
