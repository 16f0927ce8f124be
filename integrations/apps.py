from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """What connects to the portal."""

    name = "integrations"
