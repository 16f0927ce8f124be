"""Settings: the options of a metaproperty."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.requests import PageRequest
from assets import access_rights, options, ordering
from assets.forms.access_rights import OptionAccessForm
from assets.forms.named_options import suggestions
from assets.forms.options import OptionFilters, OptionForm
from assets.models import MediaOption, Option
from assets.ordering import Move
from portal.audit.record import Door
from portal.pages.form_page import FormPage
from portal.pages.listing import Listing

from .metaproperties import MetapropertyPage

_USES = MediaOption.objects.filter(option=OuterRef("pk")).order_by().values("option")


class Options(MetapropertyPage, Listing):
    """A metaproperty's options, each under the one that it is below."""

    template_name = "assets/options.html"
    filter_form = OptionFilters
    paginate_by = 50
    default_sort = "order"
    sorts: ClassVar = {
        "order": (
            Coalesce("parent__position", "position"), Coalesce("parent__name", "name"),
            F("parent").asc(nulls_first=True), "position", "name",
        ),
        "label": (Lower("label"), "pk"),
        "-label": (Lower("label").desc(), "-pk"),
        "assets": ("assets", "pk"),
        "-assets": ("-assets", "pk"),
    }  # fmt: skip

    def get_queryset(self) -> Any:
        """The options, with how many `assets` have each."""
        number = Subquery(_USES.annotate(number=Count("pk")).values("number"))
        self.queryset = self.metaproperty.options.select_related("parent").annotate(
            assets=Coalesce(number, 0)
        )
        return super().get_queryset()

    def narrow(self, rows: Any, filters: dict[str, Any]) -> Any:
        """By a part of label, name or reference, and by state."""
        if search := filters.get("search"):
            rows = rows.filter(
                Q(label__icontains=search)
                | Q(name__icontains=search)
                | Q(external_reference__icontains=search)
            )
        match filters.get("state"):
            case "active":
                rows = rows.filter(is_active=True)
            case "inactive":
                rows = rows.filter(is_active=False)
            case "restricted":
                rows = rows.filter(is_restricted=True)
        return rows


class OptionPage(MetapropertyPage):
    """What every page about one option declares."""

    @cached_property
    def option(self) -> Option:
        """The option that the address names, or 404."""
        rows = Option.objects.filter(metaproperty=self.metaproperty).select_related("metaproperty", "parent")
        found: Option = rows.get_or_404(self.kwargs["option_id"], "There is no such option.")
        return found

    @property
    def list_url(self) -> str:
        """The options of the metaproperty."""
        return reverse("options", args=[self.metaproperty.api_id])

    def typed(self, field: str) -> str:
        """What stands in the field while the page is asked for options to suggest for it."""
        return self.request.GET.get(field, "")


class OptionFormPage(OptionPage, FormPage):
    """A form about an option; afterwards, the list of options."""

    def get_success_url(self) -> str:
        """The list."""
        return self.list_url

    def suggestions(self) -> list[tuple[str, str]]:
        """For the field that names another option, with what is typed there."""
        return suggestions(self.metaproperty.options.with_called().known_by(self.typed("parent")))


class AddOption(OptionFormPage):
    """A new option."""

    form_class = OptionForm
    template_name = "assets/option_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """For this metaproperty."""
        return {**super().get_form_kwargs(), "metaproperty": self.metaproperty}

    def get_initial(self) -> dict[str, Any]:
        """What a new one is unless somebody says otherwise."""
        return {"is_active": True, "is_selectable": True}

    def save(self, form: OptionForm, **who: Any) -> str:
        """After the others."""
        return f"{options.create(self.metaproperty, details=form.cleaned_data, **who)} is added."


class EditOption(OptionFormPage):
    """What an option is called, and whether it can be chosen."""

    form_class = OptionForm
    template_name = "assets/option_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """For this option."""
        kwargs = {"metaproperty": self.metaproperty, "option": self.option}
        return {**super().get_form_kwargs(), **kwargs}

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        return OptionForm.initial_of(self.option)

    def save(self, form: OptionForm, **who: Any) -> str:
        """As it is to be."""
        return f"{options.change(self.option, details=form.cleaned_data, **who)} is changed."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`option`."""
        return super().get_context_data(option=self.option, **kwargs)


class OptionAccess(OptionFormPage):
    """Whether an option is restricted, and who sees it then."""

    form_class = OptionAccessForm
    template_name = "assets/option_access.html"

    def get_initial(self) -> dict[str, Any]:
        """As it is."""
        rights = self.option.access_rights.values_list("principal_type", "principal_id")
        principals = access_rights.find(list(rights)).values()
        return {
            **OptionAccessForm.initial_of(principals),
            "is_restricted": self.option.is_restricted,
        }

    def save(self, form: OptionAccessForm, **who: Any) -> str:
        """As it is to be."""
        is_restricted = form.cleaned_data["is_restricted"]
        access_rights.set_visibility(self.option, form.principals(), is_restricted=is_restricted, **who)
        return f"Who sees {self.option} is changed."


class MoveOption(OptionPage):
    """Up or down among its siblings, or to an end."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To the page of the list that it was on."""
        to = ordering.read(request.POST.get("direction", ""))
        options.move(self.option, by=request.user, door=Door.page(request), to=to)
        if to in (Move.TOP, Move.BOTTOM):  # which may be on another page
            messages.success(request, f"{self.option} is at the {to} now.")
        page = request.POST.get("page", "")
        return redirect(f"{self.list_url}?page={page}" if page.isdecimal() else self.list_url)


class DeleteOption(OptionPage):
    """What goes with it, and the button."""

    def get(self, request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """How many assets lose it, and which options go too."""
        below = options.with_those_below(self.option).exclude(pk=self.option.pk)
        context = {"option": self.option, "assets": options.in_use(self.option), "below": below}
        return render(request, "assets/option_delete.html", context)

    def post(self, request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To the list."""
        options.delete(self.option, by=request.user, door=Door.page(request))
        messages.success(request, f"{self.option} is deleted.")
        return redirect(self.list_url)
