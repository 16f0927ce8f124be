"""Forms that show beside their fields what a rule refuses."""

from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.db.models import Model

from portal import validation
from portal.wording import for_people


def longest(model: type[Model], name: str) -> int:
    """How many characters the model's field of this name takes."""
    field: Any = model._meta.get_field(name)
    return int(field.max_length)


class RefusableForm(forms.Form):
    """A form that can show what a rule refuses."""

    def clean(self) -> dict[str, Any]:
        """If a field is wrong by itself, ask the rule about the others, to show all that is wrong at once."""
        if self.errors:
            try:
                self.ask()
            except ValidationError as error:
                for field, errors in for_people(error).update_error_dict({}).items():
                    if self.cleaned_data.get(field) not in EMPTY_VALUES:
                        self.add_error(field, errors)
        return self.cleaned_data

    def ask(self) -> None:
        """Let the rule refuse the cleaned fields, changing nothing; for forms whose rule can be asked."""

    def add_refusal(self, error: ValidationError) -> None:
        """Show each message beside the field that the rule names, or above the form."""
        error = for_people(error)
        if hasattr(error, "error_dict"):
            for field, errors in error.error_dict.items():
                is_shown = field in self.fields and not self[field].is_hidden
                self.add_error(field if is_shown else None, errors)
        else:
            self.add_error(None, error)


class RowForm(RefusableForm):
    """A form about `row`, a new one or one that is there."""

    def __init__(self, *args: Any, row: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row

    def ask(self) -> None:
        """Check the row as it would be."""
        row = copy(self.row)
        for field in row._meta.fields:
            if field.name in self.cleaned_data:
                setattr(row, field.name, self.cleaned_data[field.name])
        self.check(row)

    def check(self, row: Any) -> None:
        """What the rule checks before it saves the row."""
        validation.check(row)
