from django.apps import AppConfig


class FeaturesConfig(AppConfig):
    """What customer support has switched on."""

    name = "portal.features"
    label = "features"
