"""`/v6/authentication/oauth2/scopes`: the vocabulary of scopes, for everybody."""

import pytest
from django.test import Client

from accounts.scopes import Scope

PATH = "/v6/authentication/oauth2/scopes"


@pytest.fixture
def groups():
    return Client().get(PATH).json()["groups"]


def test_everybody_may_read_every_scope(groups):
    assert {s["name"] for group in groups for s in group["scopes"]} == set(Scope)


def test_a_scope_says_what_it_allows_and_what_gives_it_effect(groups):
    scopes = {s["name"]: s for group in groups for s in group["scopes"]}
    assert scopes["asset:write"] == {
        "name": "asset:write",
        "description": "Upload, change, tag and delete assets",
        "anyOfPermissions": ["MEDIAUPLOAD", "MEDIAUPLOADFORAPPROVAL", "MEDIAEDIT", "MEDIAREMOVE"],
    }


def test_scopes_stand_under_their_headings(groups):
    assert [group["name"] for group in groups][:2] == ["Assets", "Collections"]


def test_no_scopes_name_is_a_part_of_anothers():
    assert [(one, other) for one in Scope for other in Scope if one != other and one in other] == []
