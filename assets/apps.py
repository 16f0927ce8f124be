from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """What scopes guard: the asset bank."""

    name = "assets"

    def ready(self) -> None:
        """Have access rights go with whoever they were given to."""
        from . import access_rights

        access_rights.connect()
