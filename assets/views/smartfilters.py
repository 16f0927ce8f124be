"""Settings: smartfilters, the headings over filters of assets."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import ListView

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import ordering, smartfilters
from assets.forms.smartfilters import SmartfilterForm
from assets.models import Smartfilter
from portal.audit.record import Door
from portal.pages.form_page import FormPage
from portal.pages.page import Page


class SmartfilterPage(Page):
    """What every page about smartfilters declares."""

    permission_required = Permission.MANAGE_METAPROPERTIES

    @cached_property
    def smartfilter(self) -> Smartfilter:
        """The smartfilter that the address names, or 404."""
        identifier = self.kwargs["smartfilter_id"]
        found: Smartfilter = Smartfilter.objects.get_or_404(identifier, "There is no such smartfilter.")
        return found


class Smartfilters(SmartfilterPage, ListView):
    """Every smartfilter, in its order. There are few, so there are no pages."""

    queryset = Smartfilter.objects.prefetch_related("metaproperties")
    template_name = "assets/smartfilters.html"
    context_object_name = "smartfilters"
    icons: ClassVar = smartfilters.ICONS


class AddSmartfilter(SmartfilterPage, FormPage):
    """A new smartfilter."""

    form_class = SmartfilterForm
    template_name = "assets/smartfilter_form.html"
    success_url = reverse_lazy("smartfilters")

    def get_form_kwargs(self) -> dict[str, Any]:
        """There is none yet whose metaproperties could be kept."""
        return {**super().get_form_kwargs(), "smartfilter": None}

    def save(self, form: SmartfilterForm, **who: Any) -> str:
        """After the others."""
        return f"{smartfilters.create(**form.cleaned_data, **who)} is added."


class EditSmartfilter(AddSmartfilter):
    """What a smartfilter is called, and what is filtered by under it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """What it has can stay."""
        return {**super().get_form_kwargs(), "smartfilter": self.smartfilter}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return SmartfilterForm.initial_of(self.smartfilter)

    def save(self, form: SmartfilterForm, **who: Any) -> str:
        """As it is to be."""
        return f"{smartfilters.change(self.smartfilter, **form.cleaned_data, **who)} is changed."


class MoveSmartfilter(SmartfilterPage):
    """Up or down in the list, or to an end."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: PageRequest, smartfilter_id: str) -> HttpResponse:
        """To the list."""
        to = ordering.read(request.POST.get("direction", ""))
        smartfilters.move(self.smartfilter, by=request.user, door=Door.page(request), to=to)
        return redirect("smartfilters")


class DeleteSmartfilter(SmartfilterPage):
    """What goes with it, and the button."""

    def get(self, request: PageRequest, smartfilter_id: str) -> HttpResponse:
        """The warning."""
        return render(request, "assets/smartfilter_delete.html", {"smartfilter": self.smartfilter})

    def post(self, request: PageRequest, smartfilter_id: str) -> HttpResponse:
        """To the list."""
        smartfilters.delete(self.smartfilter, by=request.user, door=Door.page(request))
        messages.success(request, f"{self.smartfilter} is deleted.")
        return redirect("smartfilters")
