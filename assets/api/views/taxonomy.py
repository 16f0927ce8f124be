"""Options as the vendor's taxonomy service lists them: by name, with cursors. Ids are in the RFC form."""

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.requests import ApiRequest
from assets.api.metadata import READ
from assets.api.shapes import taxonomy as shapes
from assets.models import Metaproperty, Option
from portal.api.documentation import documented, limit_of
from portal.api.endpoint import Endpoint
from portal.api.errors import Problem
from portal.api.identifiers import parse
from portal.api.parsing import Parameters
from portal.api.rendering import Response


class MetapropertyNotExisting(Problem):
    """The service's own words for an unknown metaproperty."""

    status_code = 404
    error = "not_found"

    def __init__(self) -> None:
        super().__init__("Metaproperty does not exist", errorCode="metaproperty-not-existing")


@dataclass(frozen=True)
class Cursor:
    """A place in the order by name and id."""

    name: str
    id: uuid.UUID

    @classmethod
    def of(cls, option: Option) -> "Cursor":
        """Where the option is."""
        return cls(option.name, option.uuid)

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """The place that a client sends back; a Problem when it is none."""
        name, _, identifier = text.rpartition("_")
        key = parse(identifier)
        if text and (not name or key is None):
            message = "Invalid cursor format, expected 'name_optionId'"
            raise Problem(message, errorCode="option-list-cursor-format-invalid")
        return cls(name, key) if key else None

    def __str__(self) -> str:
        return f"{self.name}_{self.id}"

    @property
    def following(self) -> Q:
        """What comes after it."""
        return Q(name__gt=self.name) | Q(name=self.name, uuid__gt=self.id)

    @property
    def preceding(self) -> Q:
        """What comes before it."""
        return Q(name__lt=self.name) | Q(name=self.name, uuid__lt=self.id)


class Options(Endpoint):
    access = {"GET": READ}

    @documented(
        shapes.OPTIONS,
        parameters=(shapes.START, shapes.BEFORE, limit_of(20), shapes.EXTERNAL_REFERENCE, shapes.IDS),
    )
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve options of a metaproperty (taxonomy).

        By name. A cursor is empty when nothing is there to go to.
        """
        parameters = Parameters(request)
        of = Metaproperty.objects.visible_to(request.user).with_id(identifier).first()
        if of is None:
            raise MetapropertyNotExisting
        rows = Option.objects.visible_to(request.user).filter(metaproperty=of)
        if reference := parameters.text("externalReference"):
            rows = rows.filter(external_reference=reference)
        if ids := parameters.list("ids"):
            rows = rows.with_ids(ids)
        start, before = _cursors(parameters)
        limit = parameters.number("limit", 20, maximum=1000)
        found, has_previous, has_next = _around(rows, start, before, limit)
        links = {
            "prevPage": str(Cursor.of(found[0])) if found and has_previous else "",
            "nextPage": str(Cursor.of(found[-1])) if found and has_next else "",
        }
        return Response({"options": [_option(of, option) for option in found], "metadata": links})


def _cursors(parameters: Parameters) -> tuple[Cursor | None, Cursor | None]:
    start, before = Cursor.parse(parameters.text("start")), Cursor.parse(parameters.text("before"))
    if start and before:
        message = (
            "Invalid parameters provided for listing options with cursor pagination, "
            "'start' and 'before' cannot be used together"
        )
        raise Problem(message, errorCode="option-list-cursor-parameter-invalid")
    return start, before


def _around(
    rows: QuerySet[Option], start: Cursor | None, before: Cursor | None, limit: int
) -> tuple[list[Option], bool, bool]:
    """The page that the cursors name, and whether something precedes and follows it."""
    if before:
        found = list(rows.filter(before.preceding).order_by("-name", "-uuid")[: limit + 1])
        return found[:limit][::-1], len(found) > limit, True
    following = rows.filter(start.following) if start else rows
    found = list(following.order_by("name", "uuid")[: limit + 1])
    return found[:limit], start is not None, len(found) > limit


def _option(of: Metaproperty, option: Option) -> dict[str, str]:
    return {
        "id": option.rfc_id,
        "name": option.name,
        "externalReference": option.external_reference,
        "icon": "",
        "metapropertyId": of.rfc_id,
    }
