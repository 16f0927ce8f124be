"""What was kept before some characters were refused is in nobody's way until it is changed."""

import json

import pytest

from tests.assets.factories import (
    BrandFactory,
    CollectionFactory,
    MetapropertyFactory,
    OptionFactory,
    SmartfilterFactory,
    SubBrandFactory,
)

pytestmark = pytest.mark.django_db
OLD = "safe\u202egnp.exe"
NEW = "other\u202egnp.exe"


def send(api, path, **fields):
    return api.post(f"/api/v4/{path}/", {"data": json.dumps(fields), **fields}).status_code


def test_an_option(api):
    option = OptionFactory(name=OLD, label=OLD)
    path = f"metaproperties/{option.metaproperty.api_id}/options/{option.api_id}"
    assert send(api, path, externalReference="A 1", label=OLD) == 201
    assert send(api, path, label=NEW) == 400
    option.refresh_from_db()
    assert (option.label, option.external_reference) == (OLD, "A 1")


def test_a_metaproperty(api):
    metaproperty = MetapropertyFactory(label=OLD)
    path = f"metaproperties/{metaproperty.api_id}"
    assert (send(api, path, isRequired=True), send(api, path, label=NEW)) == (201, 400)


def test_a_collection(api, admin):
    collection = CollectionFactory(name=OLD, owner=admin)
    path = f"collections/{collection.api_id}"
    assert (send(api, path, description="For March"), send(api, path, name=NEW)) == (201, 400)


@pytest.mark.parametrize(("kind", "factory"), [("brands", BrandFactory), ("sub-brands", SubBrandFactory)])
def test_a_brand(admin_client, kind, factory):
    path = f"/settings/{kind}/{factory(name=OLD).api_id}/"
    assert admin_client.post(path, {"name": OLD, "description": "The first"}).status_code == 302
    assert admin_client.post(path, {"name": NEW}).status_code == 422


def test_a_sub_brand_whose_brand_stays_gets_no_name_that_another_one_has(admin_client):
    taken = SubBrandFactory(name="Tents")
    path = f"/settings/sub-brands/{SubBrandFactory(brand=taken.brand).api_id}/"
    assert admin_client.post(path, {"name": "tents"}).status_code == 422


def test_a_smartfilter(admin_client):
    kept = MetapropertyFactory()
    path = f"/settings/smartfilters/{SmartfilterFactory(label=OLD, metaproperties=[kept]).api_id}/"
    form = {"icon": "tag", "metaproperties": [str(kept.uuid)]}
    assert admin_client.post(path, {**form, "label": OLD}).status_code == 302
    assert admin_client.post(path, {**form, "label": NEW}).status_code == 422
