from django.apps import AppConfig


class ApiConfig(AppConfig):
    """How any endpoint behaves."""

    name = "portal.api"
    label = "api"

    def ready(self) -> None:
        """Register the check that refuses endpoints without a declaration."""
        from . import checks  # noqa: F401
