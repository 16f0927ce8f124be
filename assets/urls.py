from django.urls import URLPattern, re_path

from .views import pictures

_PICTURES: list[URLPattern] = [
    re_path(r"^m/(?P<id_hash>[0-9a-f]{16})/(?P<preset>\w+)-[^/]*\Z", pictures.thumbnail, name="thumbnail"),
    re_path(
        r"^images/media/(?P<identifier>[^/]+)/derivatives/(?P<preset>\w+)/?\Z",
        pictures.derivative,
        name="media-derivative",
    ),
    re_path(r"^transform/(?P<identifier>[^/]+)(?:/[^/]*)?/?\Z", pictures.transform, name="transform"),
]

urlpatterns: list[URLPattern] = [*_PICTURES]
