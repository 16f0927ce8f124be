from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """What scopes guard: the asset bank."""

    name = "assets"
