"""The API about itself."""

from typing import Any

from django.views.generic import TemplateView
from rest_framework.request import Request

from .access import public
from .documentation import documented
from .endpoint import Endpoint
from .reference import reference
from .rendering import Response
from .schema import PROBLEMS, definition


class Schema(Endpoint):
    access = {"GET": public("Whoever writes a client reads it before there is a token.")}

    @documented({"type": "object"})
    def get(self, request: Request) -> Response:
        """Retrieve OpenAPI definition."""
        return Response(definition())


class ApiDocs(TemplateView):
    """The definition as a page, open to everybody as the definition is."""

    template_name = "portal/api_docs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`reference`: app → its operations."""
        return super().get_context_data(
            reference=reference(), host=self.request.get_host(), problems=PROBLEMS, **kwargs
        )
