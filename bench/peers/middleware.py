"""The portal pays for its own middleware, its peers for none."""

from portal.api.middleware import ApiMiddleware


def only_for_the_portal(get_response):
    portal = ApiMiddleware(get_response)
    return lambda request: (get_response if request.path_info.startswith("/bench/") else portal)(request)
