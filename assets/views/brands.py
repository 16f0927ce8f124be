"""Settings: brands and their sub-brands."""

from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import ListView

from accounts.permissions import Permission
from accounts.requests import PageRequest
from assets import brands, ordering
from assets.forms.brands import BrandForm
from assets.models import Brand, Media, SubBrand
from portal.audit.record import Door
from portal.pages.form_page import FormPage
from portal.pages.outcome import told
from portal.pages.page import Page

_UNKNOWN = "There is no such brand."
_IS_USED = Exists(Media.objects.filter(brand=OuterRef("pk")))
_SUB_IS_USED = Exists(Media.objects.filter(sub_brand=OuterRef("pk")))


class BrandPage(Page):
    """What every page about brands declares."""

    permission_required = Permission.MANAGE_PORTAL_SETTINGS

    @cached_property
    def entry(self) -> Brand | SubBrand:
        """The brand or sub-brand that the address names, or 404."""
        found: Brand | SubBrand
        if "sub_brand_id" in self.kwargs:
            found = SubBrand.objects.get_or_404(self.kwargs["sub_brand_id"], _UNKNOWN)
        else:
            found = Brand.objects.get_or_404(self.kwargs["brand_id"], _UNKNOWN)
        return found


class Brands(BrandPage, ListView):
    """Every brand with its sub-brands, and whether any asset has it."""

    queryset = Brand.objects.annotate(is_used=_IS_USED).prefetch_related(
        Prefetch("sub_brands", SubBrand.objects.annotate(is_used=_SUB_IS_USED))
    )
    template_name = "assets/brands.html"
    context_object_name = "brands"


class BrandFormPage(BrandPage, FormPage):
    """A form for a name and a description, called `title`, with a `button` to save it."""

    form_class = BrandForm
    template_name = "assets/brand_form.html"
    success_url = reverse_lazy("brands")
    button: ClassVar[str]

    @property
    def title(self) -> str:
        """What the page is called."""
        raise NotImplementedError

    @property
    def row(self) -> Brand | SubBrand:
        """What the form is about."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        """About this row."""
        return {**super().get_form_kwargs(), "row": self.row}


class AddBrand(BrandFormPage):
    """A new brand."""

    title = button = "Add brand"

    @property
    def row(self) -> Brand:
        """A new one."""
        return Brand()

    def save(self, form: BrandForm, **who: Any) -> str:
        """After the others."""
        return f"{brands.create(**form.cleaned_data, **who).name} is added."


class AddSubBrand(BrandFormPage):
    """A new part of a brand."""

    button = "Add sub-brand"

    @property
    def title(self) -> str:
        """What the page does."""
        return f"Add sub-brand of {self.entry.name}"

    @property
    def row(self) -> SubBrand:
        """A new one of the brand."""
        return SubBrand(brand=self.entry)

    def save(self, form: BrandForm, **who: Any) -> str:
        """After the others of the brand."""
        return f"{brands.create_sub_brand(self.row.brand, **form.cleaned_data, **who).name} is added."


class EditBrand(BrandFormPage):
    """What a brand or sub-brand is called."""

    button = "Save"

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.entry)

    @property
    def row(self) -> Brand | SubBrand:
        """This one."""
        return self.entry

    def get_initial(self) -> dict[str, Any]:
        """What it is called now."""
        return {"name": self.entry.name, "description": self.entry.description}

    def save(self, form: BrandForm, **who: Any) -> str:
        """With its new name."""
        return f"{brands.change(self.entry, **form.cleaned_data, **who).name} is changed."


class MoveBrand(BrandPage):
    """Up or down in the list, or to an end."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: PageRequest, **ids: str) -> HttpResponse:
        """To the list."""
        to = ordering.read(request.POST.get("direction", ""))
        brands.move(self.entry, by=request.user, door=Door.page(request), to=to)
        return redirect("brands")


class DeleteBrand(BrandPage):
    """Only what no asset has."""

    def get(self, request: PageRequest, **ids: str) -> HttpResponse:
        """What goes with it."""
        parts = [] if "sub_brand_id" in ids else SubBrand.objects.filter(brand=self.entry)
        context = {"brand": self.entry, "parts": [part.name for part in parts]}
        return render(request, "assets/brand_delete.html", context)

    def post(self, request: PageRequest, **ids: str) -> HttpResponse:
        """To the list, with the reason if it can't be."""
        with told(request, f"{self.entry.name} is deleted."):
            brands.delete(self.entry, by=request.user, door=Door.page(request))
        return redirect("brands")
