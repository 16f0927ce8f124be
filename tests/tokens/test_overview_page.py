import pytest
from django.urls import reverse

from tests.accounts.factories import LIGHT, UserFactory
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db


def test_the_overview_opens(admin_client, token):
    response = admin_client.get(reverse("tokens"))
    assert response.status_code == 200
    assert token.description in response.text
