"""Smartfilters, wire-compatible with the vendor's v4 API."""

from django.db.models import Prefetch

from accounts.requests import ApiRequest
from assets.api.shapes.metaproperties import SMARTFILTER
from assets.models import Metaproperty, Smartfilter
from portal.api.access import any_token
from portal.api.documentation import documented, listed
from portal.api.endpoint import Endpoint
from portal.api.rendering import Response


class Smartfilters(Endpoint):
    access = {"GET": any_token("The vendor documents no scope for smartfilters.")}

    @documented(listed(SMARTFILTER))
    def get(self, request: ApiRequest) -> Response:
        """Retrieve smartfilters.

        Metaproperties hidden from the token's user are left out.
        """
        visible = Metaproperty.objects.visible_to(request.user).only("uuid")
        rows = Smartfilter.objects.prefetch_related(Prefetch("metaproperties", visible))
        return Response(
            [
                {
                    "id": entry.api_id,
                    "icon": entry.icon,
                    "labels": entry.labels,
                    "zindex": entry.position,
                    "metaproperties": [found.api_id for found in entry.metaproperties.all()],
                }
                for entry in rows
            ]
        )
