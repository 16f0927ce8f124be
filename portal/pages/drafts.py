"""What somebody typed into a form before they had to sign in again: kept, so that nothing is lost.

One draft a session, only plain form fields, never a password.
"""

from django.http import HttpRequest, QueryDict

_KEY = "draft"
_LIMIT = 20_000  # characters
_NEVER = ("csrfmiddlewaretoken", "submission")


def keep(request: HttpRequest) -> None:
    """Remember the fields of a refused POST until the form is opened again."""
    if request.method != "POST" or any("password" in name for name in request.POST):
        return
    fields = request.POST.copy()
    for name in _NEVER:
        fields.pop(name, None)
    if fields and len(encoded := fields.urlencode()) <= _LIMIT:
        request.session[_KEY] = {"path": request.path, "fields": encoded}


def take(request: HttpRequest) -> QueryDict | None:
    """The fields kept for this page, once."""
    draft = request.session.get(_KEY)
    if draft is None or draft["path"] != request.path:
        return None
    del request.session[_KEY]
    return QueryDict(draft["fields"])
