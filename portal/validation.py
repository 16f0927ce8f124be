"""What is checked of a row before it is saved."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


def check(row: models.Model, also: Mapping[str, str] = MappingProxyType({})) -> None:
    """ValidationError names every field that is wrong, and those that are `also` wrong, with the reason.

    That another row has the same name is an error of the field `name`.
    """
    errors: dict[str, list[Any]] = {field: [message] for field, message in also.items()}
    try:
        row.clean_fields(exclude=unchanged(row))
    except ValidationError as error:
        error.update_error_dict(errors)
    try:
        row.validate_constraints(exclude=set(errors))
    except ValidationError as error:
        error.update_error_dict(errors)
    if taken := errors.pop(NON_FIELD_ERRORS, None):
        errors.setdefault("name", []).extend(taken)
    if errors:
        raise ValidationError(errors)


def unchanged(row: models.Model) -> set[str]:
    """The fields that are as the database has them; a new row has none.

    What was saved before a rule existed is held to it only when it is changed.
    """
    kept = type(row)._base_manager.filter(pk=row.pk).values().first() or {}
    fields = {field.name: field.attname for field in row._meta.concrete_fields}
    return {name for name, key in fields.items() if key in kept and getattr(row, key) == kept[key]}
