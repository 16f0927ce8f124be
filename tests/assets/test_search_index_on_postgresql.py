"""Two at a time write to PostgreSQL, and to nothing else: elsewhere this module isn't collected."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from assets import media as rules
from assets import search_index
from assets.models import Media
from portal.audit.record import COMMAND
from tests.accounts.factories import ADMINISTRATOR, UserFactory
from tests.assets.factories import MediaFactory


@pytest.fixture
def harbour(django_db_setup, django_db_blocker):
    """An asset that every connection sees."""
    with django_db_blocker.unblock():
        asset = MediaFactory(name="Harbour", created_by=UserFactory(profile=ADMINISTRATOR))
        yield asset
        asset.delete()
        asset.created_by.delete()


def refresh(asset):
    search_index.refresh([asset.pk])
    connection.close()


def is_anybody_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_an_asset_that_is_renamed_meanwhile_is_found_by_its_new_name(harbour):
    with ThreadPoolExecutor() as threads:
        with transaction.atomic():
            rules.change(harbour, by=harbour.created_by, door=COMMAND, details={"name": "Quay"})
            refreshing = threads.submit(refresh, harbour)
            while not is_anybody_waiting():
                assert not refreshing.done()
        refreshing.result()
    assert "quay" in Media.objects.get(pk=harbour.pk).search_words.split()
