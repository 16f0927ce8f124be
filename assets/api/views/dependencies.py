"""What options depend on, wire-compatible with the vendor's v4 API."""

from typing import Any

from django.http import Http404

from accounts.requests import ApiRequest
from assets import dependencies
from assets.api import metadata, payloads
from assets.api.metadata import READ, WRITE
from assets.api.serializers.dependencies import nested
from assets.api.shapes import metaproperties as shapes
from assets.models import DependencyGroup, Option, OptionDependency
from portal.api.documentation import CREATED, STATUS, documented
from portal.api.endpoint import Endpoint
from portal.api.parsing import Parameters
from portal.api.rendering import Response, created
from portal.audit.record import Door

NO_METAPROPERTY = "Unknown metaproperty"
NO_OPTION = "Unknown metaproperty option"
NO_DEPENDENCY = "Unknown dependency option"
NO_GROUP = "Unknown group"


class OfEverything(Endpoint):
    access = {"GET": READ}

    @documented(shapes.ALL_DEPENDENCIES)
    def get(self, request: ApiRequest) -> Response:
        """Retrieve global option dependencies.

        Metaproperty → option → group, or `ungrouped` → options.
        """
        return Response(nested(OptionDependency.objects.all(), request.user))


class OfOptions(Endpoint):
    access = {"GET": READ}

    @documented(shapes.DEPENDENCIES_OF_METAPROPERTY)
    def get(self, request: ApiRequest, identifier: str) -> Response:
        """Retrieve metaproperty option dependencies.

        Option → group, or `ungrouped` → options.
        """
        of = metadata.metaproperty(request.user, identifier, NO_METAPROPERTY)
        rows = OptionDependency.objects.filter(option__metaproperty=of)
        return Response(nested(rows, request.user).get(of.api_id, {}))


class OfOption(Endpoint):
    access = {"GET": READ}

    @documented(shapes.DEPENDENCIES_OF_OPTION, parameters=(shapes.GROUPED_RESULTS,))
    def get(self, request: ApiRequest, identifier: str, option_identifier: str) -> Response:
        """Retrieve specific metaproperty option dependencies.

        Every option once, in groups or not; with `includeGroupedResults`, by group.
        """
        option = _option(request, identifier, option_identifier)
        rows = OptionDependency.objects.filter(option=option)
        found = nested(rows, request.user).get(option.metaproperty.api_id, {})
        groups = found.get(option.api_id, {})
        if Parameters(request).boolean("includeGroupedResults"):
            return Response(groups)
        return Response(list(dict.fromkeys(one for group in groups.values() for one in group)))


class Ungrouped(Endpoint):
    access = {"POST": WRITE, "DELETE": WRITE}

    @documented(STATUS, status=201)
    def post(self, request: ApiRequest, identifier: str, option_identifier: str, dependency: str) -> Response:
        """Add a dependency.

        On its own, in no group. Refused when it is of the same metaproperty or depends on the option.
        """
        option = _option(request, identifier, option_identifier)
        dependencies.add(option, [_dependency(request, dependency)], **_who(request))
        return created()

    @documented(status=204)
    def delete(
        self, request: ApiRequest, identifier: str, option_identifier: str, dependency: str
    ) -> Response:
        """Delete a dependency.

        What is in a group stays there.
        """
        option = _option(request, identifier, option_identifier)
        dependencies.remove(option, [_dependency(request, dependency)], **_who(request))
        return Response(status=204)


class Groups(Endpoint):
    access = {"POST": WRITE}

    @documented(CREATED, status=201, body=shapes.GROUP)
    def post(self, request: ApiRequest, identifier: str, option_identifier: str) -> Response:
        """Create dependency group."""
        option = _option(request, identifier, option_identifier)
        group = dependencies.create_group(option, _sent_dependencies(request), **_who(request))
        return created(group.api_id)


class SpecificGroup(Endpoint):
    access = {"POST": WRITE, "DELETE": WRITE}

    @documented(STATUS, status=201, body=shapes.GROUP)
    def post(self, request: ApiRequest, identifier: str, option_identifier: str, group: str) -> Response:
        """Modify dependency group.

        It has exactly the options that are sent.
        """
        found = _group(request, identifier, option_identifier, group)
        dependencies.replace(found, _sent_dependencies(request), **_who(request))
        return created()

    @documented(status=204)
    def delete(self, request: ApiRequest, identifier: str, option_identifier: str, group: str) -> Response:
        """Delete dependency group."""
        found = _group(request, identifier, option_identifier, group)
        dependencies.delete_group(found, **_who(request))
        return Response(status=204)


class InGroup(Endpoint):
    access = {"POST": WRITE, "DELETE": WRITE}

    @documented(STATUS, status=201)
    def post(
        self, request: ApiRequest, identifier: str, option_identifier: str, group: str, dependency: str
    ) -> Response:
        """Add a dependency option to a group."""
        found = _group(request, identifier, option_identifier, group)
        dependencies.add(found.option, [_dependency(request, dependency)], group=found, **_who(request))
        return created()

    @documented(status=204)
    def delete(
        self, request: ApiRequest, identifier: str, option_identifier: str, group: str, dependency: str
    ) -> Response:
        """Remove a dependency option from a group.

        The group is gone with its last one.
        """
        found = _group(request, identifier, option_identifier, group)
        dependencies.remove(found.option, [_dependency(request, dependency)], group=found, **_who(request))
        return Response(status=204)


def _who(request: ApiRequest) -> dict[str, Any]:
    return {"by": request.user, "door": Door.api(request)}


def _option(request: ApiRequest, identifier: str, option_identifier: str) -> Option:
    of = metadata.metaproperty(request.user, identifier, NO_METAPROPERTY)
    return metadata.option(request.user, option_identifier, NO_OPTION, of=of)


def _group(request: ApiRequest, identifier: str, option_identifier: str, group: str) -> DependencyGroup:
    option = _option(request, identifier, option_identifier)
    rows = DependencyGroup.objects.filter(option=option).select_related("option__metaproperty")
    found: DependencyGroup = rows.get_or_404(group, NO_GROUP)
    return found


def _dependency(request: ApiRequest, identifier: str) -> Option:
    return metadata.option(request.user, identifier, NO_DEPENDENCY)


def _sent_dependencies(request: ApiRequest) -> list[Option]:
    """The options that are sent as `data`; Http404 unless all are there."""
    found = metadata.options(request.user, payloads.ids(request))
    if found is None:
        raise Http404(NO_DEPENDENCY)
    return found
