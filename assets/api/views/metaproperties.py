"""Metaproperties, wire-compatible with the vendor's v4 API."""

from django.http import Http404

from accounts.requests import ApiRequest
from assets import dependencies, metaproperties
from assets.api import metadata
from assets.api.metadata import READ, WRITE
from assets.api.payloads import Payload
from assets.api.serializers import metaproperties as serializers
from assets.api.shapes import metaproperties as shapes
from assets.models import Metaproperty
from portal.api.documentation import CREATED, STATUS, documented
from portal.api.endpoint import Endpoint
from portal.api.identifiers import coldfusion
from portal.api.parsing import Parameters
from portal.api.rendering import Response, created
from portal.audit.record import Door


class Metaproperties(Endpoint):
    access = {"GET": READ, "POST": WRITE}
    wire_names = serializers.WIRE_NAMES

    @documented(
        shapes.METAPROPERTIES,
        parameters=(shapes.COUNTED, shapes.TYPE, shapes.OPTIONS, shapes.METAPROPERTY_IDS),
    )
    def get(self, request: ApiRequest) -> Response:
        """Retrieve metaproperties.

        An object with each under its name; those hidden from the token's user, and restricted options
        that they have no right to, are left out.
        """
        parameters = Parameters(request)
        rows = Metaproperty.objects.visible_to(request.user)
        if "ids" in parameters:
            rows = rows.with_ids(parameters.list("ids"))
        return Response(serializers.by_name(rows, parameters, request.user))

    @documented(CREATED, status=201, body=shapes.NEW_METAPROPERTY)
    def post(self, request: ApiRequest) -> Response:
        """Create metaproperty."""
        details = serializers.details(Payload.of(request))
        made = metaproperties.create(by=request.user, door=Door.api(request), details=details)
        return created(made.api_id)


class SpecificMetaproperty(Endpoint):
    access = {"GET": READ, "POST": WRITE, "DELETE": WRITE}
    wire_names = serializers.WIRE_NAMES

    @documented(shapes.METAPROPERTY, parameters=(shapes.COUNTED, shapes.TYPE, shapes.OPTIONS))
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve specific metaproperty."""
        rows = Metaproperty.objects.visible_to(request.user).with_id(identifier)
        found = serializers.by_name(rows, Parameters(request), request.user)
        if not found:
            raise Http404(metadata.NO_METAPROPERTY)
        return Response(*found.values())

    @documented(STATUS, status=201, body=shapes.CHANGED_METAPROPERTY)
    def post(self, request: ApiRequest, identifier: str) -> Response:
        """Modify metaproperty.

        What isn't sent stays as it is. A change by which assets would lose answers is refused.
        """
        found = metadata.metaproperty(request.user, identifier)
        details = serializers.details(Payload.of(request))
        metaproperties.change(found, by=request.user, door=Door.api(request), details=details)
        return created()

    @documented(status=204)
    def delete(self, request: ApiRequest, identifier: str) -> Response:
        """Delete metaproperty.

        With its options, and with every asset's answers to it; the assets' histories say what they lost.
        """
        found = metadata.metaproperty(request.user, identifier)
        metaproperties.delete(found, by=request.user, door=Door.api(request))
        return Response(status=204)


class Dependencies(Endpoint):
    access = {"GET": READ}

    @documented(shapes.IDS)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve metaproperty dependencies.

        The ids of the metaproperties that this one depends on.
        """
        found = metadata.metaproperty(request.user, identifier)
        rows = Metaproperty.objects.visible_to(request.user).filter(dependents=found)
        return Response([coldfusion(key) for key in rows.values_list("uuid", flat=True)])


class Dependency(Endpoint):
    access = {"POST": WRITE, "DELETE": WRITE}

    @documented(STATUS, status=201)
    def post(self, request: ApiRequest, identifier: str, dependency: str) -> Response:
        """Create dependency.

        Refused when the other one depends on this one, in however many steps.
        """
        self._change(request, identifier, dependency, wanted=True)
        return created()

    @documented(status=204)
    def delete(self, request: ApiRequest, identifier: str, dependency: str) -> Response:
        """Delete dependency."""
        self._change(request, identifier, dependency, wanted=False)
        return Response(status=204)

    def _change(self, request: ApiRequest, identifier: str, dependency: str, *, wanted: bool) -> None:
        found = metadata.metaproperty(request.user, identifier)
        other = metadata.metaproperty(request.user, dependency, "Unknown dependency")
        change = dependencies.add_to_metaproperty if wanted else dependencies.remove_from_metaproperty
        change(found, other, by=request.user, door=Door.api(request))
