from django.urls import path

from .views import creating, deleting, overview

urlpatterns = [
    path("", overview.Overview.as_view(), name="tokens"),
    path("add/", creating.Create.as_view(), name="token-add"),
    path("add/users/", creating.FindUsers.as_view(), name="token-users"),
    path("add/preview/", creating.Preview.as_view(), name="token-preview"),
    path("<slug:key_id>/", overview.Detail.as_view(), name="token"),
    path("<slug:key_id>/scopes/", overview.Scopes.as_view(), name="token-scopes"),
    path("<slug:key_id>/delete/", deleting.Delete.as_view(), name="token-delete"),
]
