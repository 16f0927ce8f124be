"""Rows whose name no other thing of their kind may have."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


def check(row: models.Model, also: Mapping[str, str] = MappingProxyType({})) -> None:
    """ValidationError names every field that is wrong, and what is wrong `also`.

    That another one has the name stands beside the name.
    """
    errors: dict[str, list[Any]] = {field: [message] for field, message in also.items()}
    try:
        row.full_clean()
    except ValidationError as error:
        error.update_error_dict(errors)
        if taken := errors.pop(NON_FIELD_ERRORS, None):
            errors.setdefault("name", []).extend(taken)
    if errors:
        raise ValidationError(errors)
