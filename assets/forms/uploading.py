"""What new assets are given when their files are uploaded."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from assets.models.metaproperties import FIELD_PREFIX
from portal.pages.forms import RefusableForm

from . import answers
from .details import TagsField, brand_choices


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; none when they come in chunks."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """All of them. What is wrong with a file is for the rules to say."""
        return [file for file in data or [] if file]


class FilesForm(RefusableForm):
    """Files and nothing else: what is kept beside an asset."""

    new_files = FilesField(label="Drop files here, or choose them", required=False)


class VersionForm(FilesForm):
    """The one file of a new version, and whether it may be of another type than the asset is so far."""

    new_files = FilesField(
        label="Drop a file here, or choose it", required=False, widget=FilesInput(attrs={"multiple": False})
    )
    may_change_type = forms.BooleanField(
        label="The file may be of another type than the present one",
        required=False,
        help_text="A video for an image, say. Places that use the asset may not be able to show it then.",
    )


class UploadForm(FilesForm):
    """Files, and what each is given: brand or sub-brand, tags, and answers that every new asset needs."""

    brand = forms.ChoiceField()
    tags = TagsField(required=False, help_text="For the files that you choose next, separated by commas.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand"].choices = brand_choices()  # type: ignore[attr-defined]
        self.fields |= answers.fields_for_new(user)

    @property
    def properties(self) -> list[forms.BoundField]:
        """The fields of metaproperties."""
        return [self[name] for name in self.fields if name.startswith(FIELD_PREFIX)]

    def answered(self) -> dict[str, list[str]]:
        """The answers, as `values.parsed` reads them."""
        given = {name: self.cleaned_data[name] for name in self.fields if name.startswith(FIELD_PREFIX)}
        return {
            name.removeprefix(FIELD_PREFIX): value if isinstance(value, list) else [value]
            for name, value in given.items()
            if value
        }
