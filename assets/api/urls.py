from django.urls import URLPattern

from portal.api.routing import endpoint

from .views.brands import Brands, Categories
from .views.derivatives import DerivativePresets, Derivatives, SpecificDerivativePreset
from .views.media import AssetOptions, Assets, SpecificAsset
from .views.tags import TagAssets, Tags
from .views.trash import Trash
from .views.usage import AssetUsage, AssetUsageSync

# Fixed words come before ids: `/media/save/` is no asset, `/metaproperties/options/` no metaproperty.

_MEDIA: list[URLPattern] = [
    *endpoint("api/v4/media/", Assets, "api-assets"),
    *endpoint("api/v4/media/<str:identifier>/", SpecificAsset, "api-asset"),
    *endpoint("api/media/options", AssetOptions, "api-asset-options"),
    *endpoint("api/v4/tags/", Tags, "api-tags"),
    *endpoint("api/v4/tags/<str:identifier>/media/", TagAssets, "api-tag-assets"),
    *endpoint("api/v4/brands/", Brands, "api-brands"),
    *endpoint("api/v4/categories/", Categories, "api-categories"),
    *endpoint("api/trash/media/", Trash, "api-trash"),
]

_UPLOADS: list[URLPattern] = []

_METAPROPERTIES: list[URLPattern] = []

_COLLECTIONS: list[URLPattern] = [
    *endpoint("api/media/usage/", AssetUsage, "api-asset-usage"),
    *endpoint("api/media/usage/sync/", AssetUsageSync, "api-asset-usage-sync"),
]

_DERIVATIVES: list[URLPattern] = [
    *endpoint("api/v4/account/derivatives/", Derivatives, "api-derivatives"),
    *endpoint("api/1/derivative-presets/", DerivativePresets, "api-derivative-presets"),
    *endpoint("api/1/derivative-presets/<str:identifier>", SpecificDerivativePreset, "api-derivative-preset"),
]

urlpatterns = [*_UPLOADS, *_MEDIA, *_METAPROPERTIES, *_COLLECTIONS, *_DERIVATIVES]
