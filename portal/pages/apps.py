from django.apps import AppConfig


class PagesConfig(AppConfig):
    """How any settings page behaves."""

    name = "portal.pages"
    label = "pages"

    def ready(self) -> None:
        """Register the check that refuses pages without a declaration."""
        from . import checks  # noqa: F401
