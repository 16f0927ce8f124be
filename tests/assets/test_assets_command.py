"""`manage.py assets`: what is due, what is purged, what is indexed again."""

import json
import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from assets import due, leftovers, storage
from assets.models import Derivative, DerivativePreset, Media, Tag
from assets.search import Filters, find
from portal.audit.actions import Action
from portal.audit.models import AuditEntry, DoorKind
from portal.audit.record import COMMAND
from tests.accounts.factories import UserFactory
from tests.assets.factories import CollectionFactory, MediaFactory

pytestmark = pytest.mark.django_db


def run(*arguments):
    """What the command says; what follows the commit has run."""
    out = StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("assets", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def in_trash(days):
    return MediaFactory(
        removed_at=timezone.now() - timedelta(days=days), removed_by=UserFactory(), content=b"original"
    )


def files():
    found = []
    for folder in storage.files().listdir("")[0]:
        found += [f"{folder}/{name}" for name in storage.files().listdir(folder)[1]]
    return found


def refuse(*args):
    raise OSError


# Purging


def test_purge_removes_what_nobody_can_restore_with_its_files():
    media = in_trash(days=31)
    derivative = Derivative(media=media, preset=DerivativePreset.objects.first(), id_hash=media.id_hash)
    derivative.file.save("derivatives/a.png", ContentFile(b"small"))
    CollectionFactory(assets=[media], thumbnail=media)
    assert json.loads(run("purge", "--json")) == {"assets": 1, "files": 2}
    assert (Media.objects.count(), files()) == (0, [])


def test_purge_leaves_everything_else():
    in_trash(days=29)
    MediaFactory(content=b"original")
    assert run("purge") == "Removed for ever: 0 assets with 0 files.\n"
    assert (Media.objects.count(), len(files())) == (2, 2)


def test_purge_goes_on_to_the_end(monkeypatch):
    monkeypatch.setattr("assets.trash.BATCH", 2)
    for _ in range(5):
        in_trash(days=31)
    assert json.loads(run("purge", "--json")) == {"assets": 5, "files": 5}
    assert files() == []


def test_a_purge_that_fails_can_be_repeated(monkeypatch):
    in_trash(days=31)
    with monkeypatch.context() as broken:
        broken.setattr("django.db.models.query.QuerySet.delete", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run("purge")
    assert (Media.objects.count(), len(files()), AuditEntry.objects.count()) == (1, 1, 0)
    run("purge")
    assert (Media.objects.count(), files()) == (0, [])


def test_files_that_cannot_be_deleted_now_are_swept_later(monkeypatch):
    in_trash(days=31)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.files.storage.FileSystemStorage.delete", refuse)
        assert json.loads(run("purge", "--json")) == {"assets": 1, "files": 1}
    assert (Media.objects.count(), len(files())) == (0, 1)
    assert leftovers.sweep(timedelta(hours=1)).files == 0
    for name in files():
        past = time.time() - 7200
        os.utime(storage.files().path(name), (past, past))
    assert leftovers.sweep(timedelta(hours=1)).files == 1


def test_purging_is_audited_asset_by_asset():
    media, other = in_trash(days=31), in_trash(days=32)
    gone = media.api_id
    run("purge", "--by", "Olga")
    entries = AuditEntry.objects.filter(action=Action.ASSET_PURGED)
    assert {entry.target_name for entry in entries} == {media.name, other.name}
    entry = entries.get(target_id=gone)
    assert (entry.actor_name, entry.door, entry.target_type) == ("Olga", DoorKind.COMMAND, "asset")
    assert entry.details == {
        "file_name": media.file_name, "files": 1, "deleted_by": media.removed_by.audit_name,
        "deleted_at": media.removed_at.isoformat(timespec="seconds"),
    }  # fmt: skip


# What is due


@pytest.mark.parametrize(
    ("date", "flag"),
    [("archive_at", "is_archived"), ("limit_at", "is_limited"), ("watermark_at", "is_watermarked")],
)
def test_a_date_that_has_come_sets_its_flag(date, flag):
    now = timezone.now()
    past, future = (MediaFactory(**{date: now + timedelta(seconds=s), "modified_at": now}) for s in (-1, 60))
    counts = json.loads(run("due", "--by", "Olga", "--json"))
    past.refresh_from_db()
    future.refresh_from_db()
    assert (getattr(past, flag), getattr(past, date), getattr(future, flag)) == (True, None, False)
    assert counts == {"archived": 0, "limited": 0, "watermarked": 0} | {flag.removeprefix("is_"): 1}
    assert past.modified_at > now
    assert past.history.get().user_name == "Olga"


def test_what_is_taken_back_is_not_due_again():
    media = MediaFactory(archive_at=timezone.now())
    run("due")
    Media.objects.update(is_archived=False)
    assert run("due") == "Now archived: 0, limited: 0, watermarked: 0.\n"
    media.refresh_from_db()
    assert not media.is_archived


def test_all_that_is_due_is_done(monkeypatch):
    monkeypatch.setattr("assets.due.BATCH", 2)
    MediaFactory.create_batch(5, limit_at=timezone.now())
    assert json.loads(run("due", "--json"))["limited"] == 5


def test_what_is_due_takes_few_queries_however_much_it_is(django_assert_num_queries, operator):
    for number in (1, 9):
        MediaFactory.create_batch(number, limit_at=timezone.now())
        with django_assert_num_queries(14):
            due.apply(by=operator, door=COMMAND)


# Indexing


def test_reindex_makes_everything_findable_and_counts_tags(admin, monkeypatch):
    monkeypatch.setattr("assets.search_index.BATCH", 2)
    media = MediaFactory.create_batch(3, name="Harbour", tagged=["sea"])
    Media.objects.update(search_words="")
    Tag.objects.update(media_count=7)
    assert run("reindex") == "Indexed 3 assets.\n"
    assert find(Filters(keyword="harbour"), admin).count() == len(media)
    assert Tag.objects.get().media_count == 3


def test_an_action_must_be_named():
    with pytest.raises(CommandError):
        run()
