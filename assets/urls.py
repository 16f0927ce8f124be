from django.urls import URLPattern, path

from .views import asset, browsing, selection

_ASSETS: list[URLPattern] = [
    path("assets/", browsing.Assets.as_view(), name="assets"),
    path("assets/tag/", selection.Tag.as_view(), name="assets-tag"),
    path("assets/collect/", selection.Collect.as_view(), name="assets-collect"),
    path("assets/delete/", selection.Delete.as_view(), name="assets-delete"),
    path("assets/<str:asset_id>/", asset.Asset.as_view(), name="asset"),
    path("assets/<str:asset_id>/edit/", asset.EditAsset.as_view(), name="asset-edit"),
]

urlpatterns: list[URLPattern] = [*_ASSETS]
