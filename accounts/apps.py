from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may do what."""

    name = "accounts"

    def ready(self) -> None:
        """Have sign-ins recorded."""
        from . import sign_ins

        sign_ins.connect()
