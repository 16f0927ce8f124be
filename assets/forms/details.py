"""What the page of an asset parses; it decides nothing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.permissions import Permission, refusal
from assets.editing import SWITCHES, State
from assets.models import Brand, Media
from assets.models.metaproperties import FIELD_PREFIX
from portal.pages.forms import RefusableForm, longest

from . import answers


class TagsField(forms.CharField):
    """Tags, separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        """The names as one types them."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Their names, in order."""
        return sorted({name.strip() for name in super().clean(value).split(",") if name.strip()})


def brand_choices() -> list[tuple[str, str]]:
    """Every brand and its parts, by id; two queries."""
    return [
        (one.api_id, one.name if isinstance(one, Brand) else f"{brand.name} › {one.name}")
        for brand in Brand.objects.prefetch_related("sub_brands")
        for one in (brand, *brand.sub_brands.all())
    ]


class AssetForm(RefusableForm):
    """Everything about an asset that `editing.change` wants to know.

    `state` is what the asset is, and what the form shows unless it is to show something else.
    """

    name = forms.CharField(max_length=longest(Media, "name"), required=False)
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    copyright = forms.CharField(required=False)
    brand = forms.ChoiceField()
    tags = TagsField(required=False, help_text="Separated by commas.")
    is_archived = forms.BooleanField(
        label="Archived", required=False,
        help_text="Kept, but seen only by those who may view archived assets.",
    )  # fmt: skip
    is_limited = forms.BooleanField(
        label="Limited use", required=False,
        help_text="Seen only by those who may view limited-use assets, for example because of rights.",
    )  # fmt: skip
    is_public = forms.BooleanField(
        label="Public", required=False,
        help_text="The original gets an address that everybody can open. This can't be undone.",
    )  # fmt: skip
    seen = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, state: State, user: User, shown: State | None = None) -> None:
        super().__init__(data, initial=dict(shown or state))
        self.fields["brand"].choices = brand_choices()  # type: ignore[attr-defined]
        self.fields |= answers.fields(user, dict(state))
        # The page has it in clear: answers that are hidden from the person must stay out.
        self.initial["seen"] = {name: value for name, value in state.items() if name in self.fields}
        if state["is_public"]:
            self.fields["is_public"].disabled = True
        elif not user.has_perm(Permission.MARK_PUBLIC):
            self.fields["is_public"].disabled = True
            self.fields["is_public"].help_text = refusal(Permission.MARK_PUBLIC)

    def clean_seen(self) -> State:
        """What the form showed, if it is something that a form could show."""
        seen: Any = self.cleaned_data["seen"]
        if not isinstance(seen, dict):
            raise ValidationError("This form can't be read. Reload the page.")
        return seen

    @property
    def properties(self) -> list[forms.BoundField]:
        """The fields of metaproperties."""
        return [self[name] for name in self.fields if name.startswith(FIELD_PREFIX)]

    @property
    def switches(self) -> list[forms.BoundField]:
        """Archived, limited, public."""
        return [self[name] for name in SWITCHES]

    @property
    def answered(self) -> list[tuple[str, str]]:
        """The metaproperties that have an answer, and the answer in words."""
        given = [(name, self.initial[name]) for name in self.fields if self.initial.get(name)]
        return [
            (str(self.fields[name].label), self.words(name, value))
            for name, value in given
            if name.startswith(FIELD_PREFIX)
        ]

    def typed(self) -> dict[str, Any]:
        """The cleaned fields as `editing` compares them."""
        return {name: _plain(value) for name, value in self.cleaned_data.items() if name != "seen"}

    def words(self, name: str, value: Any) -> str:
        """A state of a field as people read it."""
        field = self.fields[name]
        if isinstance(value, bool):
            return "yes" if value else "no"
        labels = getattr(field, "labels", None) or dict(getattr(field, "choices", ()))
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(one, one) for one in values if one) or "nothing"


def _plain(value: Any) -> Any:
    """As an asset has it: options in the order of their ids, lines ended as everywhere but in browsers."""
    if isinstance(value, list):
        return sorted(value)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
