"""What the pages of derivatives parse."""

from typing import Any

from django import forms

from assets import presets
from assets.models import DerivativePreset
from assets.models.derivatives import valid_prefix
from assets.presets import LARGEST_SIDE
from portal.pages.forms import RowForm, longest

_KEPT = -1  # how a preset says that it writes no resolution


class FittingForm(forms.Form):
    """What shows in the pictures of a derivative."""

    FIT, CROP, EXTENT = "fit", "crop", "extent"
    FITTINGS = (
        (FIT, "Show the whole picture"),
        (CROP, "Fill the size and cut what sticks out"),
        (EXTENT, "Show the whole picture with white margins"),
    )

    width = forms.IntegerField(min_value=1, max_value=LARGEST_SIDE, label="Width in pixels")
    height = forms.IntegerField(min_value=1, max_value=LARGEST_SIDE, label="Height in pixels")
    fitting = forms.ChoiceField(
        choices=FITTINGS, label="How pictures fit in", help_text="A small picture is never enlarged."
    )

    def details(self) -> dict[str, Any]:
        """The cleaned fields as the fields of a preset."""
        chosen = self.cleaned_data["fitting"]
        sides = {side: self.cleaned_data[side] for side in ("width", "height")}
        return {**sides, "is_crop": chosen == self.CROP, "is_extent": chosen == self.EXTENT}

    @classmethod
    def fitting_of(cls, preset: DerivativePreset) -> str:
        """Which of the fittings a preset has."""
        return cls.CROP if preset.is_crop else cls.EXTENT if preset.is_extent else cls.FIT


class PresetForm(FittingForm, RowForm):
    """Everything that `presets.create` and `presets.change` want to know."""

    name = forms.CharField(
        max_length=longest(DerivativePreset, "name"),
        validators=[valid_prefix],
        help_text="Letters, digits and underscores. Integrations find the derivative by it.",
    )
    dpi = forms.IntegerField(
        required=False,
        label="Resolution in dpi",
        help_text="Written into the file for printing; the pixels stay the same.",
    )
    is_public = forms.BooleanField(
        required=False,
        label="Public",
        initial=True,
        help_text="Everybody who knows the address of a picture sees it without signing in.",
    )
    is_on_the_fly = forms.BooleanField(
        required=False, label="Make pictures only when they are asked for, not with every upload"
    )

    def check(self, row: Any) -> None:
        """As `presets.create` and `presets.change` do."""
        presets.check(row)

    def details(self) -> dict[str, Any]:
        """The cleaned fields as the fields of a preset."""
        given = {name: self.cleaned_data[name] for name in ("name", "is_public", "is_on_the_fly")}
        dpi = self.cleaned_data["dpi"]
        return {**super().details(), **given, "dpi": _KEPT if dpi is None else dpi}

    @classmethod
    def initial_of(cls, preset: DerivativePreset) -> dict[str, Any]:
        """What the form shows for a preset."""
        shown = {
            name: getattr(preset, name) for name in ("name", "width", "height", "is_public", "is_on_the_fly")
        }
        dpi = None if preset.dpi == _KEPT else preset.dpi
        return {**shown, "dpi": dpi, "fitting": cls.fitting_of(preset)}
