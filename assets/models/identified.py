"""What every thing with an id on the wire shares: a short key inside, 128 bits outside."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.http import Http404

from portal.api.identifiers import coldfusion, parse

Row = TypeVar("Row", bound=models.Model)


class IdentifiedQuerySet(models.QuerySet[Row]):
    """Finds rows by the ids that clients send, in either form and any case."""

    def with_id(self, text: str) -> Self:
        """The row with this id; none for what is no id."""
        return self.filter(uuid=parse(text)) if parse(text) else self.none()

    def with_ids(self, texts: Iterable[str]) -> Self:
        """The rows with these ids; unknown ones and what is no id are passed over."""
        return self.filter(uuid__in=[found for found in map(parse, texts) if found])

    def get_or_404(self, text: str, message: str) -> Any:
        """The row with this id, or Http404 with the vendor's words."""
        row = self.with_id(text).first()
        if row is None:
            raise Http404(message)
        return row

    def locked(self, row: Row, message: str = "") -> Any:
        """The row as it is now, kept from other writers for the transaction; Http404 if it is gone."""
        found = self.select_for_update(of=("self",)).filter(pk=row.pk).first()
        if found is None:
            raise Http404(message)
        return found


class IdentifiedManager(models.Manager.from_queryset(IdentifiedQuerySet)):
    """The manager of whatever has no questions of its own."""


class Identified(models.Model):
    """Joins and indexes use the short primary key; `uuid` is what the API shows."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = IdentifiedManager()

    class Meta:
        abstract = True

    @property
    def api_id(self) -> str:
        """The id as `/api/v4` shows it."""
        return coldfusion(self.uuid)

    @property
    def rfc_id(self) -> str:
        """The id as the newer surfaces show it."""
        return str(self.uuid)
