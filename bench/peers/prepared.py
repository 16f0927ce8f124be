"""The portal's API, and an endpoint that sends the first 50 assets as bytes that were prepared once."""

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from accounts.permissions import Permission
from accounts.scopes import Scope
from assets.api.views.media import Assets
from portal.api.access import requires
from portal.api.endpoint import Endpoint


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


urlpatterns = [path("api/bench/prepared/", Prepared.as_view()), path("", include("assets.api.urls"))]
