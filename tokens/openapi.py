"""How the API's schema describes permanent tokens."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The security scheme of BearerAuthentication, under the vendor's name."""

    target_class = "tokens.authentication.BearerAuthentication"
    name = "permanentToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token in the Authorization header."""
        return {"type": "http", "scheme": "bearer"}
