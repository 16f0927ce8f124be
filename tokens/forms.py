"""What the token pages parse; they decide nothing."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.scopes import Scope
from integrations.models import Integration
from portal.api.identifiers import parse
from portal.pages.forms import RefusableForm, longest

from .models import PermanentToken, State

OTHER = "other"


class AssignedUserField(forms.CharField):
    """The id of a user, as the search results post it; cleans to the user."""

    def clean(self, value: Any) -> User:
        """The user, active or not: the rule says what is wrong with an inactive one."""
        text: str = super().clean(value)
        identifier = parse(text)
        found = User.objects.select_related("profile").filter(pk=identifier)
        user: User | None = found.first() if identifier else None
        if user is None:
            message = "There is no such user. Search again and click a result."
            raise ValidationError(message)
        return user


class IntegrationField(forms.ChoiceField):
    """The catalog's active entries, then Other; cleans to the Integration, or to the text OTHER."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._choices, **kwargs)

    @staticmethod
    def _choices() -> list[tuple[str, str]]:
        catalog = [(str(entry.pk), entry.name) for entry in Integration.objects.choices()]
        return [("", "Choose an integration"), *catalog, (OTHER, "Other")]

    def clean(self, value: Any) -> Integration | str:
        """The entry, even if it was retired since the page was made: the rule says what is wrong."""
        if value in ("", None, OTHER):
            return super().clean(value)  # type: ignore[no-any-return]
        entry: Integration = forms.ModelChoiceField(Integration.objects.all()).clean(value)
        return entry


def _scope(name: str) -> Scope:
    return Scope(name)


class TokenForm(RefusableForm):
    """Everything that `creation.create` wants to know."""

    description = forms.CharField(
        max_length=longest(PermanentToken, "description"),
        help_text="What the token is for. Others read this before they delete it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Describe what the token is for."},
    )
    integration = IntegrationField(
        widget=forms.Select(attrs={"data-combobox": ""}),
        error_messages={"required": "Choose an integration, or Other."},
    )
    other_integration = forms.CharField(
        label="Name of the integration",
        max_length=longest(PermanentToken, "other_integration"),
        required=False,
    )
    user = AssignedUserField(
        label="Assigned user",
        error_messages={"required": "Search for a user and click a result."},
    )
    scopes = forms.TypedMultipleChoiceField(
        choices=[(scope.value, scope.description) for scope in Scope],
        coerce=_scope,
        error_messages={
            "required": "Tick at least one scope: a token without scopes can do nothing.",
            "invalid_choice": "There is no scope called %(value)s.",
        },
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    replaces = forms.CharField(widget=forms.HiddenInput, required=False)

    def arguments(self) -> dict[str, Any]:
        """The cleaned fields as arguments of `creation.create`."""
        cleaned = dict(self.cleaned_data)
        other, cleaned["for_user"] = cleaned.pop("other_integration"), cleaned.pop("user")
        if cleaned["integration"] == OTHER:
            cleaned["integration"] = other
        return cleaned


class TokenFilters(forms.Form):
    """How to narrow the overview."""

    search = forms.CharField(max_length=100, required=False, label="Description or key")
    user = forms.CharField(max_length=100, required=False, label="Assigned user")
    integration = forms.ChoiceField(required=False)
    state = forms.ChoiceField(choices=[("", "Any state"), *State.choices], required=False)
    scope = forms.ChoiceField(
        choices=[("", "Any scope"), *((scope.value, scope.value) for scope in Scope)], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Retired ones too: their tokens go on.
        catalog = Integration.objects.order_by("name").values_list("pk", "name")
        self.fields["integration"].choices = [("", "Any integration"), *catalog, (OTHER, "Other")]  # type: ignore[attr-defined]
