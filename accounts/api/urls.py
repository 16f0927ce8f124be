from portal.api.routing import endpoint

from .views import Account, CurrentUser, Groups, Profiles, Scopes, SpecificProfile, SpecificUser, Users

urlpatterns = [
    *endpoint("api/v4/currentUser/", CurrentUser, "api-current-user"),
    *endpoint("api/v4/users/", Users, "api-users"),
    *endpoint("api/v4/users/<str:identifier>/", SpecificUser, "api-user"),
    *endpoint("api/v4/profiles/", Profiles, "api-profiles"),
    *endpoint("api/v4/profiles/<str:identifier>/", SpecificProfile, "api-profile"),
    *endpoint("api/v4/account/", Account, "api-account"),
    *endpoint("api/groups/list/", Groups, "api-groups"),
    *endpoint("v6/authentication/oauth2/scopes", Scopes, "api-scopes"),
]
