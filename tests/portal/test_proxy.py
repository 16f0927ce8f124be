import pytest

from portal.proxy import trusting_proxies


def address_behind(count, forwarded):
    """REMOTE_ADDR as the application sees it, for a caller that says `forwarded`."""
    seen = {}

    def application(environ, start_response):
        seen.update(environ)
        return []

    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}
    trusting_proxies(application, count)(environ, None)
    return seen["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("count", "forwarded", "address"),
    [
        (0, "203.0.113.7", "10.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7", "198.51.100.1"),
        (2, "203.0.113.7", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "unknown", "10.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(count, forwarded, address):
    assert address_behind(count, forwarded) == address
