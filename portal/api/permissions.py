"""The one permission class of the API: what the endpoint declares, held against the credential."""

from typing import Any

from django.core.exceptions import PermissionDenied
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from .access import Access, Requirement
from .errors import InsufficientScope, NotAuthenticated, PermissionMissing


class DeclaredAccess(BasePermission):
    """Refuses whatever isn't declared, and whoever doesn't meet the declaration."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """True, or the refusal with its reason as an exception."""
        method = request._request.method
        access: Access | None = view.access.get("GET" if method == "HEAD" else method)
        if access is None:
            if method not in view.allowed_methods:
                raise MethodNotAllowed(method or "")
            message = "This operation declares no access, so nobody may use it."
            raise PermissionDenied(message)
        if request.auth is None and not access.anonymous:
            raise NotAuthenticated
        if access.requirements:
            view.used_scope = demand(request, access)
        return True


def demand(request: Request, access: Access) -> str:
    """The scope under which `request` may go on; raises the refusal that is nearest to being met."""
    credential: Any = request.auth
    user: Any = request.user
    scopes, permissions = credential.scopes, user.permissions
    for requirement in access.requirements:
        if requirement.is_met_by(scopes, permissions):
            return requirement.scope
    raise _refusal(access.requirements, scopes)


def _refusal(
    requirements: tuple[Requirement, ...], scopes: frozenset[str]
) -> InsufficientScope | PermissionMissing:
    for requirement in requirements:
        if requirement.permission is not None and (not requirement.scope or requirement.scope in scopes):
            label = getattr(requirement.permission, "label", requirement.permission)
            return PermissionMissing(requirement.permission, label)
    return InsufficientScope(requirements[0].scope, scopes)
