"""The portal's API, and endpoints that send the first 50 assets as bytes that were prepared once."""

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from accounts.permissions import Permission
from accounts.scopes import Scope
from assets.api import filters
from assets.api.serializers.media import STAMPS
from assets.api.views.media import Assets
from portal.api.access import requires
from portal.api.endpoint import Endpoint
from portal.api.parsing import Parameters


class Prepared(Endpoint):
    access = {"GET": requires(Scope.ASSET_READ, Permission.VIEW_ASSETS)}
    body = None

    def get(self, request):
        if Prepared.body is None:
            http_request = RequestFactory().get("/", headers=dict(request.headers))
            Prepared.body = Assets.as_view()(http_request).content
        response = HttpResponse(Prepared.body, content_type="application/json")
        response.headers["Content-Length"] = str(len(Prepared.body))
        return response


class Found(Prepared):
    """Looks for the assets all the same: what is left of a list without its JSON."""

    def get(self, request):
        STAMPS.page(filters.parse(Parameters(request)), request.user, 0, 50)
        return super().get(request)


urlpatterns = [
    path("api/bench/prepared/", Prepared.as_view()),
    path("api/bench/found/", Found.as_view()),
    path("", include("assets.api.urls")),
]
