"""Lists: searched, filtered, sorted and paged in the database."""

from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.views.generic import ListView

from .page import Page

COUNTED = 1000


def capped(rows: QuerySet[Any], most: int) -> str:
    """How many rows there are, as pages show it: `12`, `99+` with 99 as the `most`, or nothing for none."""
    found = rows.order_by()[: most + 1].count()
    return f"{most}+" if found > most else str(found or "")


class CappedPaginator(Paginator):
    """Stops counting and paging at `COUNTED` rows: to count a million takes longer than the page."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, or `COUNTED` when `has_more`."""
        return min(self._found, COUNTED)

    @property
    def has_more(self) -> bool:
        """Whether there are rows that aren't counted."""
        return self._found > COUNTED

    def _get_page(self, *args: Any, **kwargs: Any) -> Any:
        """With many rows, find the keys of the page first: sorting whole rows takes longer."""
        rows, *others = args
        if self.has_more:
            everything: Any = self.object_list
            rows = everything.filter(pk__in=rows.values("pk"))
        return super()._get_page(rows, *others, **kwargs)

    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        keys = list(rows.order_by().values_list("pk", flat=True)[: COUNTED + 1])
        if len(keys) <= COUNTED:
            self.object_list = rows.filter(pk__in=keys)  # so that the page doesn't search again
        return len(keys)


class Listing(Page, ListView):
    """A list page. `filter_form` cleans the query string, `narrow` applies it, `sorts` names the orders.

    A wrong filter is shown beside its field and narrows nothing.
    """

    filter_form: ClassVar[type[forms.Form]]
    sorts: ClassVar[dict[str, tuple[Any, ...]]]
    default_sort: ClassVar[str]
    paginate_by = 25

    def narrow(self, rows: Any, filters: dict[str, Any]) -> Any:
        """The rows that the cleaned filters leave."""
        return rows

    def get_queryset(self) -> Any:
        """The narrowed and sorted rows."""
        self.filters = self.filter_form(self.request.GET)
        self.filters.is_valid()
        rows = self.narrow(super().get_queryset(), self.filters.cleaned_data)
        return rows.order_by(*self.sorts[self.sort])

    @property
    def sort(self) -> str:
        """The requested order, if it is one; a leading minus means descending."""
        requested = self.request.GET.get("sort", "")
        return requested if requested in self.sorts else self.default_sort

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """The requested page, or the nearest there is."""
        paginator = CappedPaginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`page_obj`, the `filters` form, the current `sort`, and whether it `is_filtered` or tries to be."""
        is_filtered = bool(self.filters.errors) or any(self.filters.cleaned_data.values())
        return super().get_context_data(
            filters=self.filters, sort=self.sort, is_filtered=is_filtered, **kwargs
        )
