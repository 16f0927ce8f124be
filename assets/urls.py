from django.urls import URLPattern, path

from .views import downloads

urlpatterns: list[URLPattern] = [
    path("dl/<str:token>/<str:file_name>", downloads.SignedDownload.as_view(), name="download"),
    path(
        "m/<slug:id_hash>/original/<str:file_name>",
        downloads.PublicOriginal.as_view(),
        name="public-original",
    ),
]
