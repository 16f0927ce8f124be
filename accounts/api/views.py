"""Users, permission profiles, groups and the account, wire-compatible with the vendor's v4 API."""

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import Http404

from accounts import people
from accounts.models import LANGUAGES, Group, PermissionProfile, User
from accounts.permissions import Permission
from accounts.requests import ApiRequest
from accounts.scopes import Scope, by_resource
from portal.api.access import any_token, public, requires
from portal.api.documentation import PAGE, documented, limit_of, listed
from portal.api.endpoint import Endpoint
from portal.api.errors import InvalidField
from portal.api.identifiers import parse
from portal.api.pagination import page
from portal.api.parsing import Parameters
from portal.api.permissions import demand
from portal.api.rendering import Response
from portal.audit.record import Door

from . import serializers, shapes

_READ_USERS = requires(Scope.ADMIN_USER_READ, Permission.MANAGE_USERS)
_WRITE_USERS = requires(Scope.ADMIN_USER_WRITE, Permission.MANAGE_USERS)
_READ_ANY_PROFILE = requires(Scope.ADMIN_PROFILE_READ, Permission.MANAGE_PROFILES)
_READ_OWN_PROFILE = requires(Scope.CURRENT_PROFILE_READ)


class CurrentUser(Endpoint):
    access = {"GET": requires(Scope.CURRENT_USER_READ)}

    @documented(shapes.CURRENT_USER)
    def get(self, request: ApiRequest) -> Response:
        """Retrieve current user."""
        return Response(serializers.current_user(request.user))


class Users(Endpoint):
    access = {"GET": _READ_USERS, "POST": _WRITE_USERS}
    wire_names = serializers.WIRE_NAMES

    @documented(
        listed(shapes.LISTED_USER),
        parameters=(shapes.INCLUDE_INACTIVE, limit_of("all"), PAGE),
        is_paged=True,
    )
    def get(self, request: ApiRequest) -> Response:
        """Retrieve users.

        Active ones by username, all of them without a `limit`.
        """
        parameters = Parameters(request)
        rows = User.objects.select_related("profile").prefetch_related("groups").order_by(Lower("username"))
        if not parameters.boolean("includeInActive"):
            rows = rows.active()
        found, headers = page(rows, parameters, default_limit=None)
        return Response([serializers.listed_user(person) for person in found], headers=headers)

    @documented(shapes.REFERENCE, status=201, body=shapes.NEW_USER)
    def post(self, request: ApiRequest) -> Response:
        """Create user."""
        arguments = serializers.changes(Parameters(request))
        door = Door.api(request)
        person = people.create(by=request.user, door=door, is_invited=False, **{"profile": None, **arguments})
        return Response({"id": person.api_id, "username": person.username}, status=201)


class SpecificUser(Endpoint):
    access = {"GET": _READ_USERS, "POST": _WRITE_USERS, "DELETE": _WRITE_USERS}
    wire_names = serializers.WIRE_NAMES

    @documented(shapes.USER)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve specific user.

        By id or username.
        """
        return Response(serializers.user(_user(identifier)))

    @documented(shapes.REFERENCE, status=202, body=shapes.CHANGED_USER)
    def post(self, request: ApiRequest, identifier: str) -> Response:
        """Modify user.

        What isn't sent stays as it is.
        """
        arguments = serializers.changes(Parameters(request))
        person = people.change(_user(identifier), by=request.user, door=Door.api(request), **arguments)
        return Response({"id": person.api_id, "username": person.username}, status=202)

    @documented(status=204)
    def delete(self, request: ApiRequest, identifier: str) -> Response:
        """Delete user.

        Users are deactivated, never removed: what they did stays attributed to them.
        """
        people.deactivate(_user(identifier), by=request.user, door=Door.api(request))
        return Response(status=204)


class Profiles(Endpoint):
    access = {"GET": _READ_ANY_PROFILE}

    @documented(listed(shapes.PROFILE))
    def get(self, request: ApiRequest) -> Response:
        """Retrieve security profiles."""
        rows = PermissionProfile.objects.order_by(Lower("name"))
        return Response([serializers.profile(entry) for entry in rows])


class SpecificProfile(Endpoint):
    access = {"GET": _READ_OWN_PROFILE | _READ_ANY_PROFILE}

    @documented(shapes.PROFILE)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve specific security profile.

        The user's own needs no permission.
        """
        if parse(identifier) != request.user.profile_id:
            self.used_scope = demand(request, _READ_ANY_PROFILE)
        entry = PermissionProfile.objects.filter(pk=parse(identifier)).first()
        if entry is None:
            raise Http404
        return Response(serializers.profile(entry))


class Account(Endpoint):
    access = {"GET": any_token("Clients read the portal's name and languages before anything else.")}

    @documented(shapes.ACCOUNT)
    def get(self, request: ApiRequest) -> Response:
        """Retrieve account information."""
        return Response(
            {
                "name": settings.PORTAL_NAME,
                "defaultLanguage": LANGUAGES[0],
                "availableLanguages": LANGUAGES,
                "timeZone": settings.TIME_ZONE,
                "isOpenImageBank": False,
            }
        )


class Groups(Endpoint):
    access = {
        "GET": any_token("The vendor documents no scope for groups.", Permission.MANAGE_GROUPS),
    }

    @documented(
        listed(shapes.GROUP),
        parameters=(shapes.SEARCH_TERM, shapes.SORT_ORDER, limit_of(20), PAGE),
        is_paged=True,
    )
    def get(self, request: ApiRequest) -> Response:
        """Retrieve groups.

        By name, 20 a page unless `limit` says otherwise.
        """
        parameters = Parameters(request)
        order = parameters.text("sort_order", "asc").lower()
        if order not in ("asc", "desc"):
            raise InvalidField("sort_order", "Send asc or desc.")
        name = Lower("name").desc() if order == "desc" else Lower("name")
        wanted = Q(name__icontains=parameters.text("search_term"))
        found, headers = page(Group.objects.filter(wanted).order_by(name), parameters, default_limit=20)
        return Response([serializers.group(entry) for entry in found], headers=headers)


class Scopes(Endpoint):
    access = {"GET": public("The vocabulary is documentation; a client reads it before it has a token.")}

    @documented(shapes.SCOPES)
    def get(self, request: ApiRequest) -> Response:
        """Retrieve scopes."""
        groups = [
            {
                "name": group.value,
                "scopes": [
                    {
                        "name": scope,
                        "description": scope.description,
                        "anyOfPermissions": [p for p in Permission if p in scope.any_of],
                    }
                    for scopes in resources.values()
                    for scope in scopes
                ],
            }
            for group, resources in by_resource().items()
        ]
        return Response({"groups": groups})


def _user(identifier: str) -> User:
    person: User | None = User.objects.select_related("profile").by_id_or_username(identifier).first()
    if person is None:
        raise Http404
    return person
