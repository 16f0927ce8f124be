from django.urls import URLPattern

from portal.api.routing import endpoint

from .views.collections import CollectionAssets, Collections, CollectionSharing, SpecificCollection
from .views.usage import AssetUsage, AssetUsageSync

# Fixed words come before ids: `/media/save/` is no asset, `/metaproperties/options/` no metaproperty.

_MEDIA: list[URLPattern] = []

_UPLOADS: list[URLPattern] = []

_METAPROPERTIES: list[URLPattern] = []

_COLLECTIONS: list[URLPattern] = [
    *endpoint("api/v4/collections/", Collections, "api-collections"),
    *endpoint("api/v4/collections/<str:identifier>/", SpecificCollection, "api-collection"),
    *endpoint("api/v4/collections/<str:identifier>/media/", CollectionAssets, "api-collection-assets"),
    *endpoint("api/v4/collections/<str:identifier>/share/", CollectionSharing, "api-collection-sharing"),
    *endpoint("api/media/usage/", AssetUsage, "api-asset-usage"),
    *endpoint("api/media/usage/sync/", AssetUsageSync, "api-asset-usage-sync"),
]

_DERIVATIVES: list[URLPattern] = []

urlpatterns = [*_UPLOADS, *_MEDIA, *_METAPROPERTIES, *_COLLECTIONS, *_DERIVATIVES]
