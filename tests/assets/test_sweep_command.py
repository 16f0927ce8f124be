"""`manage.py assets sweep`: nothing is left behind for good, and nothing that is needed goes."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from assets import leftovers, storage
from assets.models import Chunk, Derivative, DerivativeState, Upload, UploadState
from tests.assets.factories import MediaFactory, png
from tests.assets.uploading import begin, post_chunk, register, save, upload

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def a_week_later(monkeypatch):
    """What was done until now was done a week ago."""

    def happens():
        later = timezone.now() + timedelta(days=7)
        monkeypatch.setattr("assets.leftovers.timezone.now", lambda: later)
        monkeypatch.setattr("assets.leftovers.time.time", later.timestamp)

    return happens


def processing(api, **changes):
    """An upload whose process was killed before it was put together."""
    begun = begin(api)
    post_chunk(api, begun, png())
    register(api, begun)
    Upload.objects.update(state=UploadState.PROCESSING, chunk_count=1, **changes)
    return Upload.objects.get()


def test_abandoned_uploads_and_their_chunks_go(api, a_week_later):
    begun = begin(api)
    post_chunk(api, begun, b"x")
    a_week_later()
    assert leftovers.sweep(DAY) == leftovers.Report(resumed=0, drawn=0, uploads=1, files=0)
    assert (Upload.objects.count(), Chunk.objects.count(), list(storage.names())) == (0, 0, [])


def test_finished_uploads_that_nobody_saved_go_with_their_files(api, a_week_later):
    upload(api)
    a_week_later()
    assert leftovers.sweep(DAY).uploads == 1
    assert list(storage.names()) == []


def test_what_is_recent_stays(api):
    upload(api)
    post_chunk(api, begin(api), b"x")
    storage.files().save("originals/stray.png", ContentFile(b"x"))
    assert leftovers.sweep(DAY) == leftovers.Report(0, 0, 0, 0)
    assert len(list(storage.names())) == 3


def test_the_files_of_assets_stay_and_those_that_no_row_names_go(api, a_week_later):
    MediaFactory(content=png())
    save(api, upload(api))
    before = set(storage.names())
    storage.files().save("originals/ab/stray.png", ContentFile(b"x"))
    storage.files().save("stray.png", ContentFile(b"x"))
    a_week_later()
    assert leftovers.sweep(DAY).files == 2
    assert set(storage.names()) == before


def test_temporary_files_of_killed_processes_go(settings, db, a_week_later):
    settings.SCRATCH_DIR.mkdir()
    (settings.SCRATCH_DIR / "tmp1").write_bytes(b"x")
    a_week_later()
    leftovers.sweep(DAY)
    assert list(settings.SCRATCH_DIR.iterdir()) == []


def test_an_interrupted_upload_is_taken_up_again(api, a_week_later):
    processing(api)
    a_week_later()
    assert leftovers.sweep(timedelta(days=30)).resumed == 1
    assert Upload.objects.get().state == UploadState.DONE


def test_one_that_never_came_to_an_end_fails_at_last(api, a_week_later):
    processing(api, attempts=3)
    a_week_later()
    leftovers.sweep(timedelta(days=30))
    assert Upload.objects.get().state == UploadState.FAILED
    assert not Chunk.objects.exists()


def test_a_second_sweep_finds_nothing(api, a_week_later):
    upload(api)
    a_week_later()
    leftovers.sweep(DAY)
    assert leftovers.sweep(DAY) == leftovers.Report(0, 0, 0, 0)


def test_derivatives_that_were_never_made_are_taken_up_again(api, a_week_later):
    save(api, upload(api))
    Derivative.objects.update(state=DerivativeState.WAITING, file="")
    a_week_later()
    assert leftovers.sweep(DAY).drawn == 1
    assert set(Derivative.objects.values_list("state", flat=True)) == {DerivativeState.DONE}


def test_the_command_reports_what_it_did(api, a_week_later):
    upload(api)
    a_week_later()
    out = StringIO()
    call_command("assets", "sweep", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"resumed": 0, "drawn": 0, "uploads": 1, "files": 0}


def test_the_command_leaves_alone_what_may_be_in_use(db):
    with pytest.raises(CommandError, match="may still be in use"):
        call_command("assets", "sweep", "--hours", "0")
