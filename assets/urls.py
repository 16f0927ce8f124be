from django.urls import URLPattern, path, re_path

from .addresses import PREVIEWS
from .views import (
    approval,
    asset,
    brands,
    browsing,
    collections,
    derivatives,
    downloads,
    metaproperties,
    option_dependencies,
    options,
    pictures,
    selection,
    sharing,
    smartfilters,
    suggestions,
    trash,
    uploading,
)

_ASSETS: list[URLPattern] = [
    path("assets/", browsing.Assets.as_view(), name="assets"),
    path("assets/tag/", selection.Tag.as_view(), name="assets-tag"),
    path("assets/collect/", selection.Collect.as_view(), name="assets-collect"),
    path("assets/delete/", selection.Delete.as_view(), name="assets-delete"),
    path("assets/upload/", uploading.NewAssets.as_view(), name="asset-upload"),
    path("assets/upload/begin/", uploading.Begin.as_view(), name="upload-begin"),
    path("assets/upload/<str:upload_id>/<int:number>/", uploading.Chunk.as_view(), name="upload-chunk"),
    path(
        "assets/options/<str:metaproperty_id>/",
        suggestions.OptionSuggestions.as_view(),
        name="option-suggestions",
    ),
    path("assets/<str:asset_id>/", asset.Asset.as_view(), name="asset"),
    path("media/", asset.LinkedAsset.as_view(), name="asset-linked"),
    path("assets/<str:asset_id>/approve/", approval.ApproveAsset.as_view(), name="asset-approve"),
    path("assets/<str:asset_id>/edit/", asset.EditAsset.as_view(), name="asset-edit"),
    path("assets/<str:asset_id>/version/", uploading.NewVersion.as_view(), name="asset-version"),
    path("assets/<str:asset_id>/files/", uploading.AdditionalFiles.as_view(), name="asset-files"),
    path("assets/<str:asset_id>/files/<str:item_id>/", asset.Download.as_view(), name="asset-file"),
    path("waiting-room/", approval.WaitingRoom.as_view(), name="waiting-room"),
    path("waiting-room/approve/", approval.Approve.as_view(), name="waiting-room-approve"),
    path("waiting-room/delete/", approval.DeleteWaiting.as_view(), name="waiting-room-delete"),
    path("trash/", trash.Trash.as_view(), name="trash"),
    path("trash/restore/", trash.Restore.as_view(), name="trash-restore"),
    path("trash/purge/", trash.Purge.as_view(), name="trash-purge"),
]
_COLLECTIONS: list[URLPattern] = [
    path("collections/", collections.Collections.as_view(), name="collections"),
    path("collections/add/", collections.AddCollection.as_view(), name="collection-add"),
    path("collections/<str:collection_id>/", collections.OneCollection.as_view(), name="collection"),
    path(
        "collections/<str:collection_id>/edit/", collections.EditCollection.as_view(), name="collection-edit"
    ),
    path(
        "collections/<str:collection_id>/remove/",
        collections.RemoveAssets.as_view(),
        name="collection-remove",
    ),
    path(
        "collections/<str:collection_id>/delete/",
        collections.DeleteCollection.as_view(),
        name="collection-delete",
    ),
    path(
        "collections/<str:collection_id>/share/", sharing.ShareCollection.as_view(), name="collection-share"
    ),
    path(
        "collections/<str:collection_id>/share/<str:link>/end/", sharing.EndShare.as_view(), name="share-end"
    ),
    path("share/<str:link>/", sharing.SharedCollection.as_view(), name="share"),
]
_PICTURES: list[URLPattern] = [
    re_path(r"^m/(?P<id_hash>[0-9a-f]{16})/(?P<preset>\w+)-[^/]*\Z", pictures.thumbnail, name="thumbnail"),
    re_path(
        r"^images/media/(?P<identifier>[^/]+)/derivatives/(?P<preset>\w+)/?\Z",
        pictures.derivative,
        name="media-derivative",
    ),
    re_path(r"^transform/(?P<identifier>[^/]+)(?:/[^/]*)?/?\Z", pictures.transform, name="transform"),
]

_DERIVATIVES: list[URLPattern] = [
    path("settings/derivatives/", derivatives.Derivatives.as_view(), name="derivatives"),
    path("settings/derivatives/add/", derivatives.AddDerivative.as_view(), name="derivative-add"),
    path("settings/derivatives/example/", derivatives.DerivativeExample.as_view(), name="derivative-example"),
    path(
        "settings/derivatives/example.png",
        derivatives.DerivativeExampleImage.as_view(),
        name="derivative-example-image",
    ),
    path(
        "settings/derivatives/<str:preset_id>/", derivatives.EditDerivative.as_view(), name="derivative-edit"
    ),
    path(
        "settings/derivatives/<str:preset_id>/delete/",
        derivatives.DeleteDerivative.as_view(),
        name="derivative-delete",
    ),
]

_BRANDS: list[URLPattern] = [
    path("settings/brands/", brands.Brands.as_view(), name="brands"),
    path("settings/brands/add/", brands.AddBrand.as_view(), name="brand-add"),
    path("settings/brands/<str:brand_id>/", brands.EditBrand.as_view(), name="brand-edit"),
    path("settings/brands/<str:brand_id>/move/", brands.MoveBrand.as_view(), name="brand-move"),
    path("settings/brands/<str:brand_id>/delete/", brands.DeleteBrand.as_view(), name="brand-delete"),
    path("settings/brands/<str:brand_id>/add/", brands.AddSubBrand.as_view(), name="sub-brand-add"),
    path("settings/sub-brands/<str:sub_brand_id>/", brands.EditBrand.as_view(), name="sub-brand-edit"),
    path("settings/sub-brands/<str:sub_brand_id>/move/", brands.MoveBrand.as_view(), name="sub-brand-move"),
    path(
        "settings/sub-brands/<str:sub_brand_id>/delete/",
        brands.DeleteBrand.as_view(),
        name="sub-brand-delete",
    ),
]

_METAPROPERTY = "settings/metaproperties/<str:metaproperty_id>/"
_OPTION = f"{_METAPROPERTY}options/<str:option_id>/"
_METAPROPERTIES: list[URLPattern] = [
    path("settings/metaproperties/", metaproperties.Metaproperties.as_view(), name="metaproperties"),
    path("settings/metaproperties/add/", metaproperties.AddMetaproperty.as_view(), name="metaproperty-add"),
    path(_METAPROPERTY, metaproperties.EditMetaproperty.as_view(), name="metaproperty-edit"),
    path(
        f"{_METAPROPERTY}dependencies/",
        metaproperties.MetapropertyDependencies.as_view(),
        name="metaproperty-dependencies",
    ),
    path(f"{_METAPROPERTY}access/", metaproperties.MetapropertyAccess.as_view(), name="metaproperty-access"),
    path(f"{_METAPROPERTY}delete/", metaproperties.DeleteMetaproperty.as_view(), name="metaproperty-delete"),
    path(f"{_METAPROPERTY}options/", options.Options.as_view(), name="options"),
    path(f"{_METAPROPERTY}options/add/", options.AddOption.as_view(), name="option-add"),
    path(_OPTION, options.EditOption.as_view(), name="option-edit"),
    path(
        f"{_OPTION}dependencies/",
        option_dependencies.OptionDependencies.as_view(),
        name="option-dependencies",
    ),
    path(
        f"{_OPTION}dependencies/<int:number>/remove/",
        option_dependencies.RemoveOptionDependency.as_view(),
        name="option-dependency-remove",
    ),
    path(f"{_OPTION}access/", options.OptionAccess.as_view(), name="option-access"),
    path(f"{_OPTION}move/", options.MoveOption.as_view(), name="option-move"),
    path(f"{_OPTION}delete/", options.DeleteOption.as_view(), name="option-delete"),
]

_SMARTFILTER = "settings/smartfilters/<str:smartfilter_id>/"
_SMARTFILTERS: list[URLPattern] = [
    path("settings/smartfilters/", smartfilters.Smartfilters.as_view(), name="smartfilters"),
    path("settings/smartfilters/add/", smartfilters.AddSmartfilter.as_view(), name="smartfilter-add"),
    path(_SMARTFILTER, smartfilters.EditSmartfilter.as_view(), name="smartfilter-edit"),
    path(f"{_SMARTFILTER}move/", smartfilters.MoveSmartfilter.as_view(), name="smartfilter-move"),
    path(f"{_SMARTFILTER}delete/", smartfilters.DeleteSmartfilter.as_view(), name="smartfilter-delete"),
]

_DOWNLOADS: list[URLPattern] = [
    path("dl/<str:token>/<str:file_name>", downloads.SignedDownload.as_view(), name="download"),
    path("play/<str:token>/<str:file_name>", downloads.Played.as_view(), name="played"),
    path(
        "m/<slug:id_hash>/original/<str:file_name>",
        downloads.PublicOriginal.as_view(),
        name="public-original",
    ),
    *(
        path(
            f"asset/<uuid:uuid>/{preview}/<str:file_name>",
            downloads.PublicOriginal.as_view(),
            name="video-preview",
        )
        for preview in PREVIEWS
    ),
]

urlpatterns = [
    *_ASSETS, *_COLLECTIONS, *_DOWNLOADS, *_PICTURES,
    *_METAPROPERTIES, *_SMARTFILTERS, *_DERIVATIVES, *_BRANDS,
]  # fmt: skip
