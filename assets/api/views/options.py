"""Options of metaproperties, wire-compatible with the vendor's v4 API."""

from typing import Any

from django.db.models import Value
from django.db.models.functions import Lower

from accounts.models import User
from accounts.requests import ApiRequest
from assets import options
from assets.api import metadata
from assets.api.metadata import READ, WRITE
from assets.api.payloads import Payload
from assets.api.serializers import options as serializers
from assets.api.shapes import metaproperties as shapes
from assets.models import Metaproperty, Option
from portal.api.documentation import CREATED, PAGE, STATUS, documented, limit_of, listed
from portal.api.endpoint import Endpoint
from portal.api.errors import InvalidField, Problem
from portal.api.identifiers import parse
from portal.api.pagination import page
from portal.api.parsing import Parameters
from portal.api.rendering import Response, created
from portal.audit.record import Door


class OptionsById(Endpoint):
    access = {"GET": READ}

    @documented(listed(shapes.OPTION), parameters=(shapes.OPTION_IDS,))
    def get(self, request: ApiRequest) -> Response:
        """Retrieve metaproperty options by ids.

        Of any metaproperties. Unknown ids are passed over; what is no id at all is refused.
        """
        ids = Parameters(request).list("ids")
        if not ids:
            message = "No data sent"
            raise Problem(message, fields={"ids": [message]})
        if not all(map(parse, ids)):
            message = "Invalid metaproperty option id sent"
            raise Problem(message, fields={"ids": [message]})
        rows = Option.objects.visible_to(request.user).with_ids(ids)
        return Response(serializers.flat(rows, request.user))


class Options(Endpoint):
    access = {"GET": READ, "POST": WRITE}
    wire_names = serializers.WIRE_NAMES

    @documented(
        listed(shapes.OPTION),
        parameters=(shapes.NAME, shapes.EXTERNAL_REFERENCE, limit_of(50), PAGE),
        is_paged=True,
    )
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve metaproperty options.

        Each option once, in their order, 50 a page unless `limit` says otherwise; `parentId` tells which
        are below others.
        """
        parameters = Parameters(request)
        of = metadata.metaproperty(request.user, identifier)
        rows = Option.objects.visible_to(request.user).filter(metaproperty=of)
        if name := parameters.text("name"):
            rows = rows.alias(folded=Lower("name")).filter(folded=Lower(Value(name)))
        if reference := parameters.text("externalReference"):
            rows = rows.filter(external_reference=reference)
        found, headers = page(rows, parameters, default_limit=50)
        return Response(serializers.flat(found, request.user), headers=headers)

    @documented(CREATED, status=201, body=shapes.NEW_OPTION)
    def post(self, request: ApiRequest, identifier: str) -> Response:
        """Create metaproperty option.

        `options` are made below it. A name that is taken is refused with the `existingUUID`.
        """
        of = metadata.metaproperty(request.user, identifier)
        payload = Payload.of(request)
        details = serializers.details(payload, of, request.user)
        children = _children(payload, of, request.user)
        door = Door.api(request)
        try:
            made = options.create(of, by=request.user, door=door, details=details, children=children)
        except options.NameTakenError as error:
            message = "Meta property option with this name already exists"
            fields = error.message_dict
            raise Problem(message, existingUUID=error.option.api_id, fields=fields) from error
        return created(made.api_id)


class SpecificOption(Endpoint):
    access = {"POST": WRITE, "DELETE": WRITE}
    wire_names = serializers.WIRE_NAMES

    @documented(STATUS, status=201, body=shapes.CHANGED_OPTION)
    def post(self, request: ApiRequest, identifier: str, option_identifier: str) -> Response:
        """Modify metaproperty option.

        What isn't sent stays as it is. The name may be sent, but not another one.
        """
        of = metadata.metaproperty(request.user, identifier)
        option = metadata.option(request.user, option_identifier, of=of)
        details = serializers.details(Payload.of(request), of, request.user)
        options.change(option, by=request.user, door=Door.api(request), details=details)
        return created()

    @documented(status=204)
    def delete(self, request: ApiRequest, identifier: str, option_identifier: str) -> Response:
        """Delete metaproperty option.

        With the options below it. Assets that have one lose it; their histories say so.
        """
        of = metadata.metaproperty(request.user, identifier)
        option = metadata.option(request.user, option_identifier, of=of)
        options.delete(option, by=request.user, door=Door.api(request))
        return Response(status=204)


def _children(
    payload: Payload, of: Metaproperty, user: User, levels: int = options.DEEPEST
) -> list[dict[str, Any]]:
    """The options to make below the one that is sent, each with its own `children`."""
    sent = payload.list("options")
    if not all(isinstance(child, dict) for child in sent) or (sent and not levels):
        raise InvalidField("options", f"Send a list of options, at most {options.DEEPEST} levels deep.")
    inner = [Payload({k: v for k, v in child.items() if k.lower() != "parentid"}) for child in sent]
    return [
        {**serializers.details(child, of, user), "children": _children(child, of, user, levels - 1)}
        for child in inner
    ]
