"""Settings: metaproperties."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import access_rights, dependencies, metaproperties
from assets.forms.access_rights import PrincipalsForm
from assets.forms.metaproperties import DependenciesForm, MetapropertyFilters, MetapropertyForm
from assets.models import AccessRight, Metaproperty
from portal.audit.record import Door
from portal.pages.form_page import FormPage
from portal.pages.listing import Listing
from portal.pages.page import Page


class MetapropertyPage(Page):
    """What every page about metaproperties and their options declares."""

    permission_required = Permission.MANAGE_METAPROPERTIES

    @cached_property
    def metaproperty(self) -> Metaproperty:
        """The metaproperty that the address names, or 404."""
        identifier = self.kwargs["metaproperty_id"]
        found: Metaproperty = Metaproperty.objects.get_or_404(identifier, "There is no such metaproperty.")
        return found


class Metaproperties(MetapropertyPage, Listing):
    """Every metaproperty, in the order in which they are asked."""

    queryset = Metaproperty.objects.with_uses_dependencies().annotate(
        options_count=Count("options"),
        is_hidden=Exists(AccessRight.objects.filter(metaproperty=OuterRef("pk"))),
    )
    template_name = "assets/metaproperties.html"
    filter_form = MetapropertyFilters
    default_sort = "order"
    sorts: ClassVar = {
        "order": ("position", "name"),
        "-order": ("-position", "-name"),
        "label": (Lower("label"), "pk"),
        "-label": (Lower("label").desc(), "-pk"),
        "type": ("type", "position", "name"),
        "-type": ("-type", "position", "name"),
    }

    def narrow(self, rows: Any, filters: dict[str, Any]) -> Any:
        """By a part of label or name, and by type."""
        if search := filters.get("search"):
            rows = rows.filter(Q(label__icontains=search) | Q(name__icontains=search))
        if type := filters.get("type"):
            rows = rows.filter(type=type)
        return rows


class AddMetaproperty(MetapropertyPage, FormPage):
    """A new metaproperty."""

    form_class = MetapropertyForm
    template_name = "assets/metaproperty_form.html"
    success_url = reverse_lazy("metaproperties")

    def get_form_kwargs(self) -> dict[str, Any]:
        """A new one."""
        return {**super().get_form_kwargs(), "row": Metaproperty()}

    def get_initial(self) -> dict[str, Any]:
        """What a new one is unless somebody says otherwise."""
        return MetapropertyForm.initial_of(Metaproperty(type="select")) | {"position": None}

    def save(self, form: MetapropertyForm, **who: Any) -> str:
        """After the others."""
        return f"{metaproperties.create(details=form.details(), **who)} is added."


class EditMetaproperty(MetapropertyPage, FormPage):
    """What a metaproperty is called, how it is answered and where it is shown."""

    form_class = MetapropertyForm
    template_name = "assets/metaproperty_form.html"
    success_url = reverse_lazy("metaproperties")

    def get_form_kwargs(self) -> dict[str, Any]:
        """This one."""
        return {**super().get_form_kwargs(), "row": self.metaproperty}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return MetapropertyForm.initial_of(self.metaproperty)

    def save(self, form: MetapropertyForm, **who: Any) -> str:
        """As it is to be."""
        return f"{metaproperties.change(self.metaproperty, details=form.details(), **who)} is changed."


class MetapropertyDependencies(MetapropertyPage, FormPage):
    """Which metaproperties must be answered before this one is asked."""

    form_class = DependenciesForm
    template_name = "assets/metaproperty_dependencies.html"
    success_url = reverse_lazy("metaproperties")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The others to choose from."""
        return {**super().get_form_kwargs(), "metaproperty": self.metaproperty}

    def get_initial(self) -> dict[str, Any]:
        """What it depends on."""
        return {"dependencies": self.metaproperty.dependencies.all()}

    def save(self, form: DependenciesForm, **who: Any) -> str:
        """Exactly the ticked ones."""
        chosen = form.cleaned_data["dependencies"]
        dependencies.set_for_metaproperty(self.metaproperty, chosen, **who)
        return f"The dependencies of {self.metaproperty} are changed."


class MetapropertyAccess(MetapropertyPage, FormPage):
    """From whom a metaproperty is hidden."""

    form_class = PrincipalsForm
    template_name = "assets/metaproperty_access.html"
    success_url = reverse_lazy("metaproperties")

    def get_initial(self) -> dict[str, Any]:
        """Those from whom it is hidden."""
        rights = self.metaproperty.access_rights.values_list("principal_type", "principal_id")
        return PrincipalsForm.initial_of(access_rights.find(list(rights)).values())

    def save(self, form: PrincipalsForm, **who: Any) -> str:
        """From exactly these."""
        access_rights.hide_from(self.metaproperty, form.principals(), **who)
        return f"Who sees {self.metaproperty} is changed."


class DeleteMetaproperty(MetapropertyPage):
    """What goes with it, and the button."""

    def get(self, request: PageRequest, metaproperty_id: str) -> HttpResponse:
        """How many assets lose an answer, and how many options go."""
        context = {
            "metaproperty": self.metaproperty,
            "assets": metaproperties.in_use(self.metaproperty),
            "options": self.metaproperty.options.count(),
        }
        return render(request, "assets/metaproperty_delete.html", context)

    def post(self, request: PageRequest, metaproperty_id: str) -> HttpResponse:
        """To the list."""
        metaproperties.delete(self.metaproperty, by=request.user, door=Door.page(request))
        messages.success(request, f"{self.metaproperty} is deleted.")
        return redirect("metaproperties")
