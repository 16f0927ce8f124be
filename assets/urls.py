from django.urls import URLPattern, path

from .views import metaproperties, options

_ONE = "settings/metaproperties/<str:metaproperty_id>/"
_OPTION = f"{_ONE}options/<str:option_id>/"
_METAPROPERTIES: list[URLPattern] = [
    path("settings/metaproperties/", metaproperties.Metaproperties.as_view(), name="metaproperties"),
    path("settings/metaproperties/add/", metaproperties.AddMetaproperty.as_view(), name="metaproperty-add"),
    path(_ONE, metaproperties.EditMetaproperty.as_view(), name="metaproperty-edit"),
    path(
        f"{_ONE}dependencies/",
        metaproperties.MetapropertyDependencies.as_view(),
        name="metaproperty-dependencies",
    ),
    path(f"{_ONE}access/", metaproperties.MetapropertyAccess.as_view(), name="metaproperty-access"),
    path(f"{_ONE}delete/", metaproperties.DeleteMetaproperty.as_view(), name="metaproperty-delete"),
    path(f"{_ONE}options/", options.Options.as_view(), name="options"),
    path(f"{_ONE}options/add/", options.AddOption.as_view(), name="option-add"),
    path(_OPTION, options.EditOption.as_view(), name="option-edit"),
    path(f"{_OPTION}access/", options.OptionAccess.as_view(), name="option-access"),
    path(f"{_OPTION}move/", options.MoveOption.as_view(), name="option-move"),
    path(f"{_OPTION}delete/", options.DeleteOption.as_view(), name="option-delete"),
]

urlpatterns: list[URLPattern] = [*_METAPROPERTIES]
