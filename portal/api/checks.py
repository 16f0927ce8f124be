"""System checks of the API."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .operations import all_operations


@register()
def every_operation_declares_its_access(**kwargs: Any) -> list[CheckMessage]:
    """An undeclared operation is refused to everybody; better to hear of it here."""
    return [
        Error(
            f"{operation.method} {operation.path} declares no access",
            hint=f'Add "{operation.method}": requires(…) to {operation.view.__name__}.access.',
            obj=operation.view,
            id="portal.api.E001",
        )
        for operation in all_operations()
        if operation.access is None
    ]
