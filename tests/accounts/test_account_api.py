"""`/api/v4/account/`: what clients read before anything else."""

import pytest

from accounts.scopes import Scope
from tests.accounts.factories import LIGHT, UserFactory
from tests.conftest import ApiClient
from tests.tokens.factories import TokenFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v4/account/"


def test_the_account_has_the_portals_name_and_languages(api):
    assert api.get(PATH).json() == {
        "name": "Acme brand portal",
        "defaultLanguage": "en_US",
        "availableLanguages": ["en_US"],
        "timeZone": "UTC",
        "isOpenImageBank": False,
    }


def test_any_token_may_read_it(feature_on):
    token = TokenFactory(user=UserFactory(profile=LIGHT), scopes=[Scope.ASSET_READ])
    assert ApiClient(token.secret).get(PATH).status_code == 200
