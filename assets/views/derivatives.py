"""Settings: the sizes in which every asset is offered."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import ListView

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import example, pictures, presets
from assets.forms.derivatives import FittingForm, PresetForm
from assets.models import Derivative, DerivativePreset
from portal.audit.record import Door
from portal.pages.form_page import FormPage
from portal.pages.outcome import told
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


class PresetFormPage(DerivativePage, FormPage):
    """A preset's size and name, beside an example of what it makes."""

    form_class = PresetForm
    template_name = "assets/derivative_form.html"
    success_url = reverse_lazy("derivatives")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The `settings` of the example and its `size`."""
        context = super().get_context_data(**kwargs)
        return {**context, "settings": context["form"].initial or None, "size": example.SIZE}


class AddDerivative(PresetFormPage):
    """A new preset."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """A new one."""
        return {**super().get_form_kwargs(), "row": DerivativePreset()}

    def save(self, form: PresetForm, **who: Any) -> str:
        """One more."""
        return f"{presets.create(details=form.details(), **who)} is added."


class EditDerivative(PresetFormPage):
    """What a preset is. What a change does to pictures is said beside it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """This one."""
        return {**super().get_form_kwargs(), "row": self.preset}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return PresetForm.initial_of(self.preset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`preset`."""
        return super().get_context_data(preset=self.preset, **kwargs)

    def save(self, form: PresetForm, **who: Any) -> str:
        """As it is to be."""
        return f"{presets.change(self.preset, details=form.details(), **who)} is changed."


class DeleteDerivative(DerivativePage):
    """What goes with a preset, and then it goes."""

    def get(self, request: PageRequest, preset_id: str) -> HttpResponse:
        """The warning."""
        made = Derivative.objects.filter(preset=self.preset).count()
        return render(request, "assets/derivative_delete.html", {"preset": self.preset, "made": made})

    def post(self, request: PageRequest, preset_id: str) -> HttpResponse:
        """To the list, with the reason if it can't be."""
        with told(request, f"{self.preset.name} is deleted."):
            presets.delete(self.preset, by=request.user, door=Door.page(request))
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
