from django.urls import URLPattern, path, re_path

from .views import asset, browsing, collections, pictures, selection, sharing, trash

_ASSETS: list[URLPattern] = [
    path("assets/", browsing.Assets.as_view(), name="assets"),
    path("assets/tag/", selection.Tag.as_view(), name="assets-tag"),
    path("assets/collect/", selection.Collect.as_view(), name="assets-collect"),
    path("assets/delete/", selection.Delete.as_view(), name="assets-delete"),
    path("assets/<str:asset_id>/", asset.Asset.as_view(), name="asset"),
    path("assets/<str:asset_id>/edit/", asset.EditAsset.as_view(), name="asset-edit"),
    path("trash/", trash.Trash.as_view(), name="trash"),
    path("trash/restore/", trash.Restore.as_view(), name="trash-restore"),
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

urlpatterns: list[URLPattern] = [*_ASSETS, *_COLLECTIONS, *_PICTURES]
