"""Settings: the sizes in which every asset is offered."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.generic import ListView

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import example, pictures, presets
from assets.forms.derivatives import FittingForm, PresetForm
from assets.models import Derivative, DerivativePreset
from portal.audit.record import Door
from portal.pages import drafts
from portal.pages.page import Page


class DerivativePage(Page):
    """What every page about derivatives declares."""

    permission_required = Permission.MANAGE_PORTAL_SETTINGS

    @cached_property
    def preset(self) -> DerivativePreset:
        """The preset that the address names, or 404."""
        found: DerivativePreset = DerivativePreset.objects.get_or_404(
            self.kwargs["preset_id"], "There is no such derivative."
        )
        return found


class Derivatives(DerivativePage, ListView):
    """Every preset. There are few, so there are no pages."""

    queryset = DerivativePreset.objects.all()
    template_name = "assets/derivatives.html"
    context_object_name = "presets"


class AddDerivative(DerivativePage):
    """A new preset."""

    done: ClassVar[str] = "added"

    @property
    def row(self) -> DerivativePreset:
        """What the form is about."""
        return DerivativePreset()

    def get(self, request: PageRequest) -> HttpResponse:
        """The form."""
        return self.form(request, PresetForm(drafts.take(request), row=self.row))

    def post(self, request: PageRequest) -> HttpResponse:
        """To the list, or back to the form with what is wrong."""
        form = PresetForm(request.POST, row=self.row)
        if form.is_valid():
            try:
                preset = self.save(request, form.details())
            except ValidationError as error:
                form.add_refusal(error)
            else:
                messages.success(request, f"{preset.name} is {self.done}.")
                return redirect("derivatives")
        return self.form(request, form, status=422)

    def save(self, request: PageRequest, details: dict[str, Any]) -> DerivativePreset:
        """The saved preset, or the rule's refusal."""
        return presets.create(by=request.user, door=Door.page(request), details=details)

    def form(self, request: PageRequest, form: PresetForm, *, status: int = 200) -> HttpResponse:
        """The page with the form."""
        context = {
            "form": form,
            "preset": self.preset if "preset_id" in self.kwargs else None,
            "settings": form.initial or None,
            "size": example.SIZE,
        }
        return render(request, "assets/derivative_form.html", context, status=status)


class EditDerivative(AddDerivative):
    """A preset's size and name. What that does to pictures is said beside it."""

    done = "changed"

    @property
    def row(self) -> DerivativePreset:
        """This one."""
        return self.preset

    def get(self, request: PageRequest, preset_id: str) -> HttpResponse:  # type: ignore[override]
        """The form, filled in."""
        initial = PresetForm.initial_of(self.preset)
        return self.form(request, PresetForm(drafts.take(request), initial=initial, row=self.row))

    def post(self, request: PageRequest, preset_id: str) -> HttpResponse:  # type: ignore[override]
        """To the list, or back to the form with what is wrong."""
        return super().post(request)

    def save(self, request: PageRequest, details: dict[str, Any]) -> DerivativePreset:
        """The changed preset, or the rule's refusal."""
        return presets.change(self.preset, by=request.user, door=Door.page(request), details=details)


class DeleteDerivative(DerivativePage):
    """What goes with a preset, and then it goes."""

    def get(self, request: PageRequest, preset_id: str) -> HttpResponse:
        """The warning."""
        made = Derivative.objects.filter(preset=self.preset).count()
        return render(request, "assets/derivative_delete.html", {"preset": self.preset, "made": made})

    def post(self, request: PageRequest, preset_id: str) -> HttpResponse:
        """To the list, with the reason if it can't be."""
        try:
            presets.delete(self.preset, by=request.user, door=Door.page(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"{self.preset.name} is deleted.")
        return redirect("derivatives")


class DerivativeExample(DerivativePage):
    """What the settings of a form make of a picture, as a part of the form's page."""

    def get(self, request: PageRequest) -> HttpResponse:
        """An image, or what to fill in first."""
        form = FittingForm(request.GET)
        context = {"settings": form.cleaned_data if form.is_valid() else None, "size": example.SIZE}
        return render(request, "assets/_derivative_example.html", context)


class DerivativeExampleImage(DerivativePage):
    """The example itself."""

    def get(self, request: PageRequest) -> HttpResponse:
        """A PNG; 404 for settings that can't be."""
        form = FittingForm(request.GET)
        if not form.is_valid():
            return HttpResponse(status=404)
        picture = pictures.fitted(example.drawn(), DerivativePreset(**form.details()))
        response = HttpResponse(pictures.encoded(picture, "png"), content_type="image/png")
        response.headers["Cache-Control"] = "private, max-age=3600"
        return response
