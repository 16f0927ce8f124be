"""Which derivatives there are, wire-compatible with the vendor's account and derivative presets APIs."""

from accounts.requests import ApiRequest
from assets.api.serializers import derivatives as serializers
from assets.api.shapes import derivatives as shapes
from assets.models import DerivativePreset
from portal.api.access import any_token
from portal.api.documentation import documented, listed
from portal.api.endpoint import Endpoint
from portal.api.rendering import Response

_READ = {"GET": any_token("Clients read the names of derivatives before they look for their addresses.")}


class Derivatives(Endpoint):
    access = _READ

    @documented(listed(shapes.DERIVATIVE))
    def get(self, request: ApiRequest) -> Response:
        """Retrieve derivatives.

        The smallest first.
        """
        return Response([serializers.derivative(preset) for preset in DerivativePreset.objects.all()])


class DerivativePresets(Endpoint):
    access = _READ

    @documented(listed(shapes.PRESET))
    def get(self, request: ApiRequest) -> Response:
        """Retrieve all configured derivative presets.

        The smallest first.
        """
        return Response([serializers.preset(preset) for preset in DerivativePreset.objects.all()])


class SpecificDerivativePreset(Endpoint):
    access = _READ

    @documented(shapes.PRESET)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve a specific configured derivative preset."""
        preset = DerivativePreset.objects.get_or_404(identifier, "Derivative preset not found")
        return Response(serializers.preset(preset))
