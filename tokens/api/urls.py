from portal.api.routing import endpoint

from .views import CurrentToken

urlpatterns = [*endpoint("api/v4/currentToken/", CurrentToken, "api-current-token")]
