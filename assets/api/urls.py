from django.urls import URLPattern

from portal.api.routing import endpoint

from .views.derivatives import DerivativePresets, Derivatives, SpecificDerivativePreset

# Fixed words come before ids: `/media/save/` is no asset, `/metaproperties/options/` no metaproperty.

_MEDIA: list[URLPattern] = []

_UPLOADS: list[URLPattern] = []

_METAPROPERTIES: list[URLPattern] = []

_COLLECTIONS: list[URLPattern] = []

_DERIVATIVES: list[URLPattern] = [
    *endpoint("api/v4/account/derivatives/", Derivatives, "api-derivatives"),
    *endpoint("api/1/derivative-presets/", DerivativePresets, "api-derivative-presets"),
    *endpoint("api/1/derivative-presets/<str:identifier>", SpecificDerivativePreset, "api-derivative-preset"),
]

urlpatterns = [*_UPLOADS, *_MEDIA, *_METAPROPERTIES, *_COLLECTIONS, *_DERIVATIVES]
