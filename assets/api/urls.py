from django.urls import URLPattern

# Fixed words come before ids: `/media/save/` is no asset, `/metaproperties/options/` no metaproperty.

_MEDIA: list[URLPattern] = []

_UPLOADS: list[URLPattern] = []

_METAPROPERTIES: list[URLPattern] = []

_COLLECTIONS: list[URLPattern] = []

_DERIVATIVES: list[URLPattern] = []

urlpatterns = [*_UPLOADS, *_MEDIA, *_METAPROPERTIES, *_COLLECTIONS, *_DERIVATIVES]
