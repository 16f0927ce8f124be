from django.urls import URLPattern, path, re_path

from .views import brands, derivatives, downloads, pictures

_FILES: list[URLPattern] = [
    path("dl/<str:token>/<str:file_name>", downloads.SignedDownload.as_view(), name="download"),
    path(
        "m/<slug:id_hash>/original/<str:file_name>",
        downloads.PublicOriginal.as_view(),
        name="public-original",
    ),
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

urlpatterns: list[URLPattern] = [*_FILES, *_PICTURES, *_DERIVATIVES, *_BRANDS]
