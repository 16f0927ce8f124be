"""Forms about one row of the database."""

from copy import copy
from typing import Any

from django.db.models import Model

from accounts.forms import RefusableForm
from portal import validation


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
