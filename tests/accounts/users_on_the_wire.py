"""What clients of `/api/v4/users/` send."""

import json

from accounts.models import PermissionProfile
from tests.accounts.factories import REGULAR

PATH = "/api/v4/users/"
FORM = "application/x-www-form-urlencoded"


def profile(name=REGULAR):
    return PermissionProfile.objects.get(name=name)


def new_user(**changes):
    details = {
        "username": "nora", "password": "correct horse battery", "email": "nora@acme.example",
        "profileId": profile().api_id, "firstname": "Nora", "lastname": "New",
    }  # fmt: skip
    return {**details, **changes}


def send(api, path, fields, kind):
    if kind == "form":
        return api.post(path, fields)
    if kind == "json":
        return api.post(path, json.dumps(fields), content_type="application/json")
    text = "&".join(f"{name}={value}" for name, value in fields.items())
    return api.post(path, text, content_type=FORM)


def address(user, form="coldfusion"):
    return f"{PATH}{user.api_id if form == 'coldfusion' else user.id}/"
