"""What a page says when the database refuses what a rule couldn't see yet."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import include, path

from accounts.models import Group
from portal.pages import drafts
from portal.pages.page import SIGNED_IN, Page

pytestmark = pytest.mark.django_db


class AddGroup(Page):
    permission_required = SIGNED_IN

    def get(self, request):
        return HttpResponse(drafts.take(request).urlencode())

    def post(self, request):
        with transaction.atomic():
            Group.objects.create(name=request.POST["name"])
        return HttpResponse()


urlpatterns = [path("groups/add/", AddGroup.as_view(), name="group-add"), path("", include("portal.urls"))]


@pytest.fixture
def second(admin_client, settings):
    """The page's answer to whoever comes second with the same name."""
    settings.ROOT_URLCONF = __name__
    Group.objects.create(name="Editors")
    return admin_client.post("/groups/add/", {"name": "Editors"})


def test_whoever_comes_second_is_told_so(second):
    assert second.status_code == 409
    assert "Two people were at it at once" in second.text
    assert 'href="/groups/add/"' in second.text


def test_what_whoever_came_second_typed_is_kept(second, admin_client):
    assert admin_client.get("/groups/add/").text == "name=Editors"
