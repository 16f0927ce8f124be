"""The same answer behind each peer's authentication, and behind none."""

from django.urls import include, path
from knox.auth import TokenAuthentication as KnoxAuthentication
from oauth2_provider.contrib.rest_framework import OAuth2Authentication, TokenHasScope
from rest_framework.authentication import TokenAuthentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from accounts.api.serializers import current_user
from accounts.models import User
from accounts.permissions import Permission


class HasPermission(BasePermission):
    """What every endpoint with a permission asks."""

    def has_permission(self, request, view):
        return request.user.has_perm(Permission.VIEW_ASSETS)


class Peer(APIView):
    """DRF as it comes."""

    renderer_classes = [JSONRenderer]
    parser_classes = [JSONParser]
    content_negotiation_class = DefaultContentNegotiation
    permission_classes = [IsAuthenticated, HasPermission]

    def get_exception_handler(self):
        return exception_handler

    def get(self, request):
        return Response(current_user(request.user))


class Nobody(Peer):
    authentication_classes = []
    permission_classes = [AllowAny]
    body = None

    def get(self, request):
        if Nobody.body is None:
            Nobody.body = current_user(User.objects.select_related("profile").first())
        return Response(Nobody.body)


class DrfToken(Peer):
    authentication_classes = [TokenAuthentication]


class Knox(Peer):
    authentication_classes = [KnoxAuthentication]


class OAuthToolkit(Peer):
    authentication_classes = [OAuth2Authentication]
    permission_classes = [TokenHasScope, HasPermission]
    required_scopes = ["current.user:read"]


urlpatterns = [
    path("bench/nobody/", Nobody.as_view()),
    path("bench/drf/", DrfToken.as_view()),
    path("bench/knox/", Knox.as_view()),
    path("bench/oauth/", OAuthToolkit.as_view()),
    path("", include("accounts.api.urls")),
]
