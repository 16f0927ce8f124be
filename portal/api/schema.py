"""The OpenAPI definition of what is served, drawn from the endpoints' declarations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework.permissions import SAFE_METHODS

from .access import Access, Requirement
from .documentation import TEXT, Shape, listed, some
from .operations import Operation, all_operations

ERROR = some(
    *("message", "statuscode", "error", "request_id"),
    message={**TEXT, "description": "For people."},
    statuscode={"type": "integer"},
    error={**TEXT, "description": "For programs: a code to branch on."},
    request_id={**TEXT, "description": "Names the request in the portal's logs and audit."},
    fields={
        "type": "object",
        "additionalProperties": listed(TEXT),
        "description": "What is wrong, by field.",
    },
    required_scope=TEXT,
    granted_scopes=listed(TEXT),
    required_permission=TEXT,
)
PROBLEMS = {
    303: "The file is still being examined; poll.",
    400: "The request is wrong, or a token stands in its URL or body.",
    401: "No valid token: none, a wrong or deleted one, or its user or the feature is switched off.",
    403: "The token lacks the scope, or its user the permission.",
    404: "There is no such thing.",
    409: "Another request changed the same thing at the same moment; try again.",
    413: "The request is too large.",
    415: "The body is of another kind than those listed.",
    429: "Too many requests; `Retry-After` says when to try again.",
    500: "Something that must come first hasn't arrived; try again.",
    503: "The storage or the database doesn't answer; try again later.",
}
_PAGINATION = {
    "X-Pagination-TotalRecords": "How many there are.",
    "X-Pagination-TotalPages": "On how many pages.",
    "X-Pagination-Page": "This page.",
    "X-Pagination-Limit": "How many a page has at most.",
}


@lru_cache(maxsize=1)
def definition() -> dict[str, Any]:
    """The definition of the whole API. It changes only with the code."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


def only_registered(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """drf-spectacular's hook: keep one form of each path, and only what is registered."""
    known = {(operation.method, operation.path) for operation in all_operations()}
    return [endpoint for endpoint in endpoints if (endpoint[2], endpoint[0]) in known]


class OperationSchema(AutoSchema):
    """One operation, as the registry and its method's documentation have it."""

    @cached_property
    def operation(self) -> Operation:
        """The registry's entry."""
        return next(o for o in all_operations() if (o.method, o.path) == (self.method, self.path))

    @property
    def access(self) -> Access:
        """What the endpoint declares."""
        return self.operation.access or Access()

    def get_operation_id(self) -> str:
        """The vendor's name as one word."""
        return self.operation.label.lower().replace(" ", "-")

    def get_summary(self) -> str:
        """The vendor's name."""
        return self.operation.label

    def get_description(self) -> str:  # type: ignore[override]
        """The rest of the method's docstring, and who may call."""
        return "\n\n".join(filter(None, [self.operation.explanation, _who_may_call(self.access)]))

    def get_tags(self) -> list[str]:
        """The app that answers."""
        return [self.operation.app]

    def get_auth(self) -> list[dict[str, Any]]:
        """The token's scheme, and none at all for what is public."""
        return [*super().get_auth(), *([{}] if self.access.anonymous else [])]

    def get_extensions(self) -> dict[str, Any]:
        """`x-access`, for programs: the ways in, each a scope, a permission or both; any one is enough."""
        ways = [{"scope": way.scope, "permission": way.permission} for way in self.access.requirements]
        named = [{kind: str(word) for kind, word in way.items() if word} for way in ways]
        return {"x-access": named} if named else {}

    def _get_parameters(self) -> list[Shape]:
        in_path = [
            {"name": name, "in": "path", "required": True, "schema": TEXT}
            for name in (part[1:-1] for part in self.path.split("/") if part.startswith("{"))
        ]
        in_query = [
            {"name": p.name, "in": "query", "schema": p.shape, "description": p.description}
            for p in self.operation.documentation.parameters
        ]
        return in_path + in_query

    def _get_request_body(self, direction: str = "request") -> Shape | None:
        shape = self.operation.documentation.body
        if shape is None:
            return None
        return {
            "required": True,
            "content": {kind: {"schema": shape} for kind in self.operation.documentation.takes},
        }

    def _get_response_bodies(self, direction: str = "response") -> Shape:
        known = self.operation.documentation
        success: Shape = {"description": self.operation.label}
        if known.answer is not None:
            success["content"] = {known.gives: {"schema": known.answer}}
        success["headers"] = {
            **_headers(known.headers, TEXT),
            **(_headers(_PAGINATION, {"type": "integer"}) if known.is_paged else {}),
        }
        content = {"application/json": {"schema": self._error().ref}}
        refusals = {
            str(status): {"description": text, "content": content}
            for status, text in PROBLEMS.items()
            if status in self._refusals()
        }
        return {str(known.status): success, **refusals}

    def _refusals(self) -> set[int]:
        by_access = {403} if self.access.requirements else set()
        by_path = {404} if "{" in self.path else set()
        by_method = {409} if self.method not in SAFE_METHODS else set()
        by_body = {413, 415} if self.operation.documentation.body else set()
        always = {400, 401, 429, 503}
        return {*always, *by_access, *by_path, *by_method, *by_body, *self.operation.documentation.problems}

    def _error(self) -> ResolvedComponent:
        kind = ResolvedComponent.SCHEMA
        component = ResolvedComponent("Error", kind, ERROR, "Error")  # type: ignore[no-untyped-call]
        self.registry.register_on_missing(component)
        return component


def _headers(texts: Mapping[str, str], shape: Shape) -> Shape:
    return {name: {"description": text, "schema": shape} for name, text in texts.items()}


def _who_may_call(access: Access) -> str:
    if access.requirements:
        ways = " Or: ".join(map(_way, access.requirements))
        return f"Needs {ways}{f' {access.why}' if access.why else ''}"
    return f"{'No credential is needed' if access.anonymous else 'Any valid token will do'}. {access.why}"


def _way(requirement: Requirement) -> str:
    label = getattr(requirement.permission, "label", requirement.permission)
    parts = [
        f"the scope `{requirement.scope}`" if requirement.scope else "",
        f"the permission “{label}” (`{requirement.permission}`)" if requirement.permission else "",
    ]
    return " and ".join(filter(None, parts)) + "."
