from django.urls import URLPattern

from portal.api.routing import endpoint

from .views import downloads, file_service, saving, uploads
from .views.brands import Brands, Categories
from .views.derivatives import DerivativePresets, Derivatives, SpecificDerivativePreset
from .views.media import AssetOptions, Assets, SpecificAsset
from .views.tags import TagAssets, Tags
from .views.trash import Trash

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

_METAPROPERTIES: list[URLPattern] = []

_COLLECTIONS: list[URLPattern] = []

_DERIVATIVES: list[URLPattern] = [
    *endpoint("api/v4/account/derivatives/", Derivatives, "api-derivatives"),
    *endpoint("api/1/derivative-presets/", DerivativePresets, "api-derivative-presets"),
    *endpoint("api/1/derivative-presets/<str:identifier>", SpecificDerivativePreset, "api-derivative-preset"),
]

urlpatterns = [*_UPLOADS, *_MEDIA, *_METAPROPERTIES, *_COLLECTIONS, *_DERIVATIVES]
