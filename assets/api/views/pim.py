"""Metaproperties as the vendor's product layer (PIM) sees them. Ids are in the RFC form here."""

from accounts.requests import ApiRequest
from assets import dependencies
from assets.api import metadata
from assets.api.metadata import READ, READ_AS_MANAGER, WRITE
from assets.api.payloads import Payload
from assets.api.serializers import pim as serializers
from assets.api.shapes import pim as shapes
from assets.models import Metaproperty
from portal.api.documentation import PAGE, documented, limit_of, listed
from portal.api.endpoint import Endpoint
from portal.api.errors import InvalidField
from portal.api.pagination import page
from portal.api.parsing import Parameters
from portal.api.rendering import Response
from portal.audit.record import Door


class Metaproperties(Endpoint):
    access = {"GET": READ}

    @documented(shapes.IDS)
    def get(self, request: ApiRequest) -> Response:
        """Retrieve metaproperties (PIM).

        Their ids.
        """
        rows = Metaproperty.objects.visible_to(request.user)
        return Response([str(key) for key in rows.values_list("uuid", flat=True)])


class SpecificMetaproperty(Endpoint):
    access = {"GET": READ_AS_MANAGER}

    @documented(shapes.METAPROPERTY)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve specific metaproperty (PIM).

        With its options, and as `relations` those that depend on each outside of groups.
        """
        found = metadata.metaproperty(request.user, identifier)
        return Response(serializers.metaproperty(found))


class Options(Endpoint):
    access = {"GET": READ_AS_MANAGER}

    @documented(listed(shapes.OPTION), parameters=(shapes.ORDER, limit_of(50), PAGE), is_paged=True)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve metaproperty options (PIM).

        By name, 50 a page unless `limit` says otherwise.
        """
        parameters = Parameters(request)
        of = metadata.metaproperty(request.user, identifier)
        order = parameters.text("order", "asc").lower()
        if order not in ("asc", "desc"):
            raise InvalidField("order", "Send asc or desc.")
        rows = of.options.order_by("-name" if order == "desc" else "name")
        found, headers = page(rows, parameters, default_limit=50)
        return Response(serializers.options(found, "product_options"), headers=headers)


class SpecificOption(Endpoint):
    access = {"PUT": WRITE}
    wire_names = {"dependencies": "children"}

    @documented(status=204, body=shapes.CHILDREN)
    def put(self, request: ApiRequest, identifier: str) -> Response:
        """Modify metaproperty option (PIM).

        Its children are the options of other metaproperties that depend on it outside of groups; it has
        exactly those that are sent.
        """
        option = metadata.option(request.user, identifier)
        payload = Payload.of(request)
        if "children" not in payload:
            raise InvalidField("children", "Send a list of ids of options.")
        ids = [str(text) for text in payload.list("children")]
        children = metadata.options(request.user, ids)
        if children is None:
            raise InvalidField("children", "One of these options doesn't exist.")
        dependencies.set_dependents(option, children, by=request.user, door=Door.api(request))
        return Response(status=204)
