from django.urls import path

from .routing import endpoint
from .views import ApiDocs, Schema

urlpatterns = [
    *endpoint("api/schema/", Schema, "api-schema"),
    path("api-docs/", ApiDocs.as_view(), name="api-docs"),
]
