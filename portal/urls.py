"""Which app answers which path."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("settings/", views.SettingsIndex.as_view(), name="settings"),
    path("settings/audit-log/", views.AuditLog.as_view(), name="audit-log"),
    path("settings/audit-log.csv", views.AuditLogCsv.as_view(), name="audit-log-csv"),
    path("", include("accounts.urls")),
    path("settings/portal-settings/permanent-tokens/", include("tokens.urls")),
    path("", include("assets.urls")),
    path("", include("portal.api.urls")),
    path("", include("accounts.api.urls")),
    path("", include("tokens.api.urls")),
    path("", include("assets.api.urls")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error
