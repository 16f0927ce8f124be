"""Who sees metaproperties and options, wire-compatible with the vendor's content access services."""

from accounts.permissions import Permission
from accounts.requests import ApiRequest
from assets import access_rights
from assets.api import metadata
from assets.api.metadata import WRITE_AS_MANAGER
from assets.api.payloads import Payload
from assets.api.serializers import access_rights as serializers
from assets.api.shapes import access_rights as shapes
from assets.models import AccessRight, Option
from portal.api.access import any_token
from portal.api.documentation import documented, limit_of
from portal.api.endpoint import Endpoint
from portal.api.errors import InvalidField
from portal.api.identifiers import parse
from portal.api.parsing import Parameters
from portal.api.rendering import Response
from portal.audit.record import Door

_READ = any_token("The vendor documents no scope for access rights.", Permission.MANAGE_METAPROPERTIES)
VISIBLE, HIDDEN = "visible", "hidden"


class MetapropertyAccess(Endpoint):
    """Changes ask for the scope of metaproperties: a token without it must not show or hide anything."""

    access = {"GET": _READ, "POST": WRITE_AS_MANAGER, "DELETE": WRITE_AS_MANAGER}

    @documented(shapes.RIGHTS)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve metaproperty access.

        From whom the metaproperty is hidden.
        """
        found = metadata.metaproperty(request.user, identifier)
        return Response(serializers.rights(found.access_rights.order_by("pk"), found))

    @documented(shapes.PRINCIPALS, status=201, body=shapes.NEW)
    def post(self, request: ApiRequest, identifier: str) -> Response:
        """Create metaproperty access.

        Hide the metaproperty from these users, groups and profiles too.
        """
        found = metadata.metaproperty(request.user, identifier)
        payload = Payload.of(request)
        serializers.check_level(payload, "hide")
        principals = serializers.sent_principals(payload)
        access_rights.hide(found, principals, by=request.user, door=Door.api(request))
        return Response(serializers.keys(principals), status=201)

    @documented(status=204, body=shapes.IDS)
    def delete(self, request: ApiRequest, identifier: str) -> Response:
        """Delete metaproperty access.

        The rights with these ids; unknown ones are passed over.
        """
        found = metadata.metaproperty(request.user, identifier)
        rights = found.access_rights.with_ids(Parameters(request).required_ids("contentAccessIds"))
        access_rights.show_again(found, rights, by=request.user, door=Door.api(request))
        return Response(status=204)


class OptionAccess(Endpoint):
    access = {"GET": _READ, "PUT": WRITE_AS_MANAGER}

    @documented(shapes.RIGHTS, parameters=(shapes.PRINCIPAL_ID, limit_of(20), shapes.START, shapes.BEFORE))
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve Option Access Rights.

        Who sees the option while it is restricted.
        """
        option = metadata.option(request.user, identifier)
        found = _page(option, Parameters(request))
        return Response(serializers.rights(found, option))

    @documented(shapes.PRINCIPALS, body=shapes.NEW)
    def put(self, request: ApiRequest, identifier: str) -> Response:
        """Modify Option Access Rights.

        Exactly these users, groups and profiles see the option while it is restricted.
        """
        option = metadata.option(request.user, identifier)
        payload = Payload.of(request)
        serializers.check_level(payload, "view")
        principals = serializers.sent_principals(payload)
        access_rights.show_option_to(option, principals, by=request.user, door=Door.api(request))
        return Response(serializers.keys(principals))


class OptionVisibility(Endpoint):
    """The vendor documents no values; `visible` means to everybody, `hidden` to those with a right only."""

    access = {"GET": _READ, "PUT": WRITE_AS_MANAGER}

    @documented(shapes.VISIBILITY)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve Option Default Visibility."""
        option = metadata.option(request.user, identifier)
        return Response({"defaultVisibility": HIDDEN if option.is_restricted else VISIBLE})

    @documented(shapes.VISIBILITY, body=shapes.VISIBILITY)
    def put(self, request: ApiRequest, identifier: str) -> Response:
        """Modify Option Default Visibility."""
        option = metadata.option(request.user, identifier)
        wanted = Parameters(request).text("defaultVisibility").lower()
        if wanted not in (VISIBLE, HIDDEN):
            raise InvalidField("defaultVisibility", f"Send {VISIBLE} or {HIDDEN}.")
        door = Door.api(request)
        access_rights.restrict(option, by=request.user, door=door, is_restricted=wanted == HIDDEN)
        return Response({"defaultVisibility": wanted})


def _page(option: Option, parameters: Parameters) -> list[AccessRight]:
    """The rights that the cursors, which are ids of rights, and the limit name."""
    rows = AccessRight.objects.filter(option=option)
    if "principalId" in parameters:
        rows = rows.filter(principal_id=parse(parameters.text("principalId")))
    limit = parameters.number("limit", 20, maximum=1000)
    if "before" in parameters:
        last = rows.get_or_404(parameters.text("before"), "There is no such right.")
        return list(rows.filter(pk__lt=last.pk).order_by("-pk")[:limit])[::-1]
    if "start" in parameters:
        first = rows.get_or_404(parameters.text("start"), "There is no such right.")
        rows = rows.filter(pk__gt=first.pk)
    return list(rows.order_by("pk")[:limit])
