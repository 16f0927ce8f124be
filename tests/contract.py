"""Holds every API answer of the tests to what its operation promises: the status, and each member's type."""

from http import HTTPStatus

from django.urls import Resolver404, resolve
from jsonschema import Draft202012Validator

from portal.api import documentation
from portal.api.endpoint import Endpoint
from portal.api.schema import ERROR

# What any endpoint may answer, beside what its operation promises.
REFUSALS = {400, 401, 403, 404, 405, 409, 413, 415, 429, 500, 503}


def hold(response, method: str) -> None:
    """AssertionError unless the answer to `method` is one that its operation promises."""
    try:
        view = getattr(resolve(response.request["PATH_INFO"]).func, "cls", object)
    except Resolver404:
        return
    if not issubclass(view, Endpoint) or method in ("HEAD", "OPTIONS") or not hasattr(view, method.lower()):
        return
    promised = documentation.of(view, method)
    if response.status_code >= HTTPStatus.BAD_REQUEST or response.status_code in promised.problems:
        assert response.status_code in REFUSALS | set(promised.problems), response.status_code
        compare(response.json(), ERROR)
        return
    assert response.status_code == promised.status, f"{method}: {response.status_code}, not {promised.status}"
    if promised.answer is None:
        assert response.content == b"", "an operation without an answer has no body"
        assert response.headers["Content-Type"] == "text/html", "the vendor's PHP SDK reads it all the same"
    else:
        assert response.headers["Content-Type"].startswith("application/json")
        compare(response.json(), promised.answer)


def compare(value, shape) -> None:
    problems = Draft202012Validator(shape).iter_errors(value)
    found = [f"{'/'.join(map(str, problem.path)) or 'answer'}: {problem.message}" for problem in problems]
    assert found == [], found
