import pytest

from tests.accounts.factories import UserFactory


@pytest.fixture
def rita(db):
    """Rita is a regular user."""
    return UserFactory(first_name="Rita", last_name="Regular", username="rita", email="rita@acme.example")
