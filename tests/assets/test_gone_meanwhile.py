"""What somebody works on may go at any moment: then it isn't found, and nothing else is changed."""

import pytest
from django.http import Http404

from assets import editing, presets, saving, smartfilters, uploads
from assets import media as rules
from assets.models import DerivativePreset, MediaItem, Upload
from portal.audit.record import COMMAND
from tests.assets.factories import MediaFactory, MetapropertyFactory, SmartfilterFactory
from tests.assets.uploading import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(admin):
    return {"by": admin, "door": COMMAND}


@pytest.fixture
def finished(api):
    """An upload that can be saved."""
    return Upload.objects.with_id(upload(api)).get()


@pytest.mark.parametrize("save", [saving.save_version, saving.save_additional])
def test_an_asset_that_went_to_the_trash_gets_no_file(finished, who, save):
    media = MediaFactory()
    rules.delete([media], **who)
    with pytest.raises(Http404):
        save(finished, media, **who)
    assert not MediaItem.objects.exists()


def test_an_upload_that_was_swept_becomes_nothing(finished, who):
    Upload.objects.all().delete()
    with pytest.raises(Http404):
        saving.save_version(finished, MediaFactory(), **who)
    with pytest.raises(Http404):
        uploads.finalise(finished, chunks=1)


def test_a_form_about_an_asset_in_the_trash_is_not_saved(who):
    media = MediaFactory()
    seen = editing.state(media)
    rules.delete([media], **who)
    with pytest.raises(Http404):
        editing.change(media, **who, seen=seen, typed={**seen, "name": "Quay"})


def test_a_preset_or_smartfilter_that_was_deleted_is_not_changed(who):
    preset = DerivativePreset.objects.create(name="small", width=9, height=9)
    smartfilter = SmartfilterFactory(metaproperties=[MetapropertyFactory()])
    chosen = list(smartfilter.metaproperties.all())
    presets.delete(DerivativePreset.objects.get(pk=preset.pk), **who)
    smartfilters.delete(smartfilter, **who)
    with pytest.raises(Http404):
        presets.change(preset, **who, details={"width": 8})
    with pytest.raises(Http404):
        smartfilters.change(smartfilter, **who, label="New", metaproperties=chosen, icon="")
