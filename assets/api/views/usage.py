"""Where assets are used, wire-compatible with the vendor's API."""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.requests import ApiRequest
from accounts.scopes import Scope
from assets import usage
from assets.api.serializers import usage as serializers
from assets.api.shapes import usage as shapes
from assets.usage import Report
from portal.api.access import requires
from portal.api.documentation import PAGE, documented, limit_of
from portal.api.endpoint import Endpoint
from portal.api.pagination import page
from portal.api.parsing import Parameters
from portal.api.rendering import Response

_READ = requires(Scope.ASSET_USAGE_READ, usage.PERMISSION)
_WRITE = requires(Scope.ASSET_USAGE_WRITE, usage.PERMISSION)


class UsageEndpoint(Endpoint):
    """What rules refuse is said as the vendor says it for usage."""

    def handle_exception(self, exc: Exception) -> Any:
        """The response to `exc`."""
        if isinstance(exc, ValidationError):
            exc = serializers.wrong(exc.message_dict)
        return super().handle_exception(exc)


class AssetUsage(UsageEndpoint):
    access = {"GET": _READ, "POST": _WRITE, "DELETE": _WRITE}

    @documented(
        shapes.USAGES,
        parameters=(
            shapes.ASSET,
            shapes.INTEGRATION,
            shapes.URI,
            limit_of(usage.MOST_LISTED, usage.MOST_LISTED),
            PAGE,
        ),
        is_paged=True,
    )
    def get(self, request: ApiRequest) -> Response:
        """Retrieve asset usage.

        Of assets that the user may see, newest first. The headers tell how many there are.
        """
        parameters = Parameters(request)
        rows = usage.of(by=request.user, **_named(parameters))
        found, headers = page(rows, parameters, default_limit=usage.MOST_LISTED, maximum=usage.MOST_LISTED)
        return Response([serializers.usage(row) for row in found], headers=headers)

    @documented(shapes.USAGE, body=shapes.NEW)
    def post(self, request: ApiRequest) -> Response:
        """Create asset usage.

        An integration is known from its first use, by an id of its own choice and the name of the
        token's integration. Said again, a usage has the new time and words.
        """
        parameters = Parameters(request)
        asset_id, integration_id, uri = _named(parameters).values()
        row = usage.record(
            Report(asset_id, uri, parameters.text("additional")),
            by=request.user,
            integration_id=integration_id,
            called=request.auth.integration_name,
            used_at=parameters.moment("timestamp"),
        )
        return Response(serializers.usage(row))

    @documented(status=204, parameters=(shapes.ASSET, shapes.INTEGRATION, shapes.URI))
    def delete(self, request: ApiRequest) -> Response:
        """Delete asset usage.

        Without `uri`, every usage of the asset by the integration.
        """
        usage.remove(by=request.user, **_named(Parameters(request)))
        return Response(status=204)


class AssetUsageSync(UsageEndpoint):
    access = {"POST": _WRITE}

    @documented(shapes.SYNCED, body=shapes.SYNC)
    def post(self, request: ApiRequest) -> Response:
        """Sync asset usage.

        What `usages` has and wasn't known is new; what was known of one of the `uris` and isn't in
        `usages` is removed. Unknown assets are rejected, the others go on.
        """
        arguments = serializers.sync_request(request.data)
        called = request.auth.integration_name
        return Response(serializers.synced(usage.sync(by=request.user, called=called, **arguments)))


def _named(parameters: Parameters) -> dict[str, str]:
    return {name: parameters.text(name) for name in ("asset_id", "integration_id", "uri")}
