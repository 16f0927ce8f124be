"""Settings: what an option depends on."""

from collections import defaultdict
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.requests import PageRequest
from assets import dependencies
from assets.forms.options import DependencyForm
from assets.models import Option, OptionDependency
from portal.audit.record import Door
from portal.pages.form_page import FormPage

from .options import OptionPage

SHOWN = 100  # dependents


class DependenciesPage(OptionPage):
    """What every page about an option's dependencies knows."""

    @property
    def url(self) -> str:
        """The page that shows them."""
        return reverse("option-dependencies", args=[self.metaproperty.api_id, self.option.api_id])

    def dependencies(self) -> QuerySet[OptionDependency]:
        """Those on their own, then group by group."""
        rows = OptionDependency.objects.filter(option=self.option)
        return rows.select_related("dependency__metaproperty", "group").order_by(
            F("group").asc(nulls_first=True), "pk"
        )


class OptionDependencies(DependenciesPage, FormPage):
    """Which options one needs beside it, and one more."""

    form_class = DependencyForm
    template_name = "assets/option_dependencies.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """For this option."""
        return {**super().get_form_kwargs(), "option": self.option}

    def get_success_url(self) -> str:
        """Here again, for the next one."""
        return self.url

    def save(self, form: DependencyForm, **who: Any) -> str:
        """Alone, in a group that there is, or in a new one."""
        dependency, place = form.cleaned_data["dependency"], form.cleaned_data["group"]
        if place == form.NEW:
            dependencies.create_group(self.option, [dependency], **who)
        else:
            dependencies.add(self.option, [dependency], group=form.groups.get(place), **who)
        return f"{self.option} now depends on {dependency}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`dependencies`, each with the others of its group; `dependents`, some of them; `suggestions`."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        members: dict[int | None, list[OptionDependency]] = defaultdict(list)
        for row in self.dependencies():
            members[row.group_id].append(row)
        found = [
            (row, [other.dependency for other in rows if group and other != row])
            for group, rows in members.items()
            for row in rows
        ]
        dependents = Option.objects.filter(dependencies__dependency=self.option).distinct()
        return {
            **context,
            "dependencies": found,
            "dependents": dependents.select_related("metaproperty")[:SHOWN],
            "more_dependents": max(0, dependents.count() - SHOWN),
            "suggestions": context["form"].suggestions(self.typed("dependency")),
        }


class RemoveOptionDependency(DependenciesPage):
    """One less."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back to the others."""
        row = get_object_or_404(self.dependencies(), pk=self.kwargs["number"])
        door = Door.page(request)
        dependencies.remove(self.option, [row.dependency], by=request.user, door=door, group=row.group)
        messages.success(request, f"{self.option} no longer depends on {row.dependency}.")
        return redirect(self.url)
