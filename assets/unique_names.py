"""Names that no other thing of their kind may have."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


def check(row: models.Model) -> None:
    """ValidationError by field; that another one has the name stands beside the name."""
    try:
        row.full_clean()
    except ValidationError as error:
        errors = dict(error.error_dict)
        if taken := errors.pop(NON_FIELD_ERRORS, None):
            errors["name"] = [*errors.get("name", []), *taken]
        raise ValidationError(errors) from error
