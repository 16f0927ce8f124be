"""The OpenAPI schema of what is served, drawn from the endpoints' declarations."""

from drf_spectacular.openapi import AutoSchema


class OperationSchema(AutoSchema):
    """One operation."""
