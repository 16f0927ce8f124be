from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The composition root: the commands that touch every app."""

    name = "portal"
    label = "portal"
