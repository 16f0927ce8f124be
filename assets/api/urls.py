from django.urls import URLPattern

from portal.api.routing import endpoint

from .views.brands import Brands, Categories
from .views.derivatives import DerivativePresets, Derivatives, SpecificDerivativePreset
from .views.media import AssetOptions, Assets, SpecificAsset
from .views.tags import TagAssets, Tags
from .views.trash import Trash
from .views.usage import AssetUsage, AssetUsageSync
from .views import access_rights, dependencies, metaproperties, options, pim, smartfilters, taxonomy

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

_ALL = "api/v4/metaproperties/"
_ONE = f"{_ALL}<str:identifier>/"
_OPTION = f"{_ONE}options/<str:option_identifier>/"
_GROUPS = f"{_OPTION}dependencies/group/"
_METAPROPERTIES = [
    *endpoint(_ALL, metaproperties.Metaproperties, "api-metaproperties"),
    *endpoint(f"{_ALL}options/", options.OptionsById, "api-options-by-id"),
    *endpoint(f"{_ALL}options/dependencies/", dependencies.OfEverything, "api-dependencies"),
    *endpoint(_ONE, metaproperties.SpecificMetaproperty, "api-metaproperty"),
    *endpoint(f"{_ONE}dependencies/", metaproperties.Dependencies, "api-metaproperty-dependencies"),
    *endpoint(
        f"{_ONE}dependencies/<str:dependency>/", metaproperties.Dependency, "api-metaproperty-dependency"
    ),
    *endpoint(f"{_ONE}options/", options.Options, "api-options"),
    *endpoint(f"{_ONE}options/dependencies/", dependencies.OfOptions, "api-options-dependencies"),
    *endpoint(_OPTION, options.SpecificOption, "api-option"),
    *endpoint(f"{_OPTION}dependencies/", dependencies.OfOption, "api-option-dependencies"),
    *endpoint(_GROUPS, dependencies.Groups, "api-dependency-groups"),
    *endpoint(f"{_GROUPS}<str:group>/", dependencies.SpecificGroup, "api-dependency-group"),
    *endpoint(f"{_GROUPS}<str:group>/<str:dependency>/", dependencies.InGroup, "api-dependency-in-group"),
    *endpoint(f"{_OPTION}dependencies/<str:dependency>/", dependencies.Ungrouped, "api-option-dependency"),
    *endpoint(
        "api/1/taxonomy/metaproperties/<str:identifier>/options", taxonomy.Options, "api-taxonomy-options"
    ),
    *endpoint("api/v4/smartfilters/", smartfilters.Smartfilters, "api-smartfilters"),
    *endpoint("api/pim/metaproperties/", pim.Metaproperties, "api-pim-metaproperties"),
    *endpoint("api/pim/metaproperties/<str:identifier>/", pim.SpecificMetaproperty, "api-pim-metaproperty"),
    *endpoint("api/pim/metaproperties/<str:identifier>/options/", pim.Options, "api-pim-options"),
    *endpoint("api/pim/metapropertyoptions/<str:identifier>/", pim.SpecificOption, "api-pim-option"),
    *endpoint(
        "api/content_access/metaproperties/<str:identifier>",
        access_rights.MetapropertyAccess,
        "api-metaproperty-access",
    ),
    *endpoint(
        "api/1/content-access/options/<str:identifier>", access_rights.OptionAccess, "api-option-access"
    ),
    *endpoint(
        "api/1/content-access/options/<str:identifier>/visibility",
        access_rights.OptionVisibility,
        "api-option-visibility",
    ),
]

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
