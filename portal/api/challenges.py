"""`WWW-Authenticate` headers (RFC 6750 §3)."""

REALM = 'Bearer realm="api"'


def challenge(error: str = "", *, description: str = "", scope: str = "") -> str:
    """The header's value. A request without credentials gets no error code (RFC 6750 §3.1)."""
    parts = {"error": error, "error_description": description, "scope": scope}
    return ", ".join([REALM, *(f'{name}="{value}"' for name, value in parts.items() if value)])
