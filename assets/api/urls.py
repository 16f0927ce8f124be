from django.urls import URLPattern

from portal.api.routing import endpoint

from .views import (
    access_rights,
    dependencies,
    downloads,
    file_service,
    metaproperties,
    options,
    pim,
    saving,
    smartfilters,
    taxonomy,
    uploads,
)
from .views.brands import Brands, Categories
from .views.collections import CollectionAssets, Collections, CollectionSharing, SpecificCollection
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

_UPLOADS: list[URLPattern] = [
    *endpoint("api/upload/endpoint/", uploads.UploadEndpoint, "api-upload-endpoint"),
    *endpoint("api/upload/init/", uploads.UploadInit, "api-upload-init"),
    *endpoint("api/upload/chunk/", uploads.UploadChunk, "api-upload-chunk"),
    *endpoint("api/v4/upload/poll/", uploads.UploadPoll, "api-upload-poll"),
    *endpoint("api/v4/upload/<str:upload_id>/", uploads.UploadedFile, "api-upload"),
    *endpoint("api/v4/upload/", uploads.UploadedFile),
    *endpoint("v7/file_cmds/upload/prepare", file_service.PrepareFile, "api-file-prepare"),
    *endpoint(
        "v7/file_cmds/upload/<str:file_id>/chunk/<str:chunk_number>", file_service.FileChunk, "api-file-chunk"
    ),
    *endpoint(
        "v7/file_cmds/upload/<str:file_id>/finalise_api", file_service.FinaliseFile, "api-file-finalise"
    ),
    *endpoint("v7/file_cmds/upload/<str:file_id>/finalise", file_service.FinaliseFile),
    *endpoint("api/v4/media/save/<str:import_id>/", saving.SaveNew, "api-save-new"),
    *endpoint("api/v4/media/save/", saving.SaveNew),
    *endpoint("api/v4/media/<str:media_id>/save/additional/", saving.SaveAdditional),
    *endpoint(
        "api/v4/media/<str:media_id>/save/additional/<str:upload_id>/",
        saving.SaveAdditional,
        "api-save-additional",
    ),
    *endpoint("api/v4/media/<str:media_id>/save/<str:import_id>/", saving.SaveVersion, "api-save-version"),
    *endpoint("api/v4/media/<str:media_id>/save/", saving.SaveVersion),
    *endpoint("api/v4/media/<str:media_id>/download/", downloads.Download, "api-download"),
    *endpoint(
        "api/v4/media/<str:media_id>/download/<str:item_id>/", downloads.DownloadItem, "api-download-item"
    ),
    *endpoint(
        "api/v4/media/<str:media_id>/<str:version>/download/",
        downloads.DownloadVersion,
        "api-download-version",
    ),
]

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
    *endpoint("api/v4/collections/", Collections, "api-collections"),
    *endpoint("api/v4/collections/<str:identifier>/", SpecificCollection, "api-collection"),
    *endpoint("api/v4/collections/<str:identifier>/media/", CollectionAssets, "api-collection-assets"),
    *endpoint("api/v4/collections/<str:identifier>/share/", CollectionSharing, "api-collection-sharing"),
    *endpoint("api/media/usage/", AssetUsage, "api-asset-usage"),
    *endpoint("api/media/usage/sync/", AssetUsageSync, "api-asset-usage-sync"),
]

_DERIVATIVES: list[URLPattern] = [
    *endpoint("api/v4/account/derivatives/", Derivatives, "api-derivatives"),
    *endpoint("api/1/derivative-presets/", DerivativePresets, "api-derivative-presets"),
    *endpoint("api/1/derivative-presets/<str:identifier>", SpecificDerivativePreset, "api-derivative-preset"),
]

urlpatterns = [*_UPLOADS, *_MEDIA, *_METAPROPERTIES, *_COLLECTIONS, *_DERIVATIVES]
