from django.apps import AppConfig


class TokensConfig(AppConfig):
    """Permanent tokens."""

    name = "tokens"

    def ready(self) -> None:
        """Answer accounts' question what a change to people would break."""
        from accounts import consequences

        from . import consequences as of_tokens
        from . import openapi  # noqa: F401

        consequences.register(of_tokens.of_change)
