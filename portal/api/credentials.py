"""What the API may know about the credential of a request, whatever kind it is."""

from typing import Protocol


class Credential(Protocol):
    """`request.auth` of an authenticated request."""

    @property
    def key_id(self) -> str:
        """Names the credential in logs and rate limits; public."""

    @property
    def scopes(self) -> frozenset[str]:
        """What it may be used for."""

    def integration_name(self) -> str:
        """What people call the integration that has it; one query."""

    def record_use(self, scope: str, address: str) -> None:
        """Note a successful call under `scope` (empty: none was needed) from `address`."""
