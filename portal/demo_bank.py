"""Fills the demo's asset bank, through the rules that pages and API use."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from accounts.models import User
from assets import (
    assembly,
    brands,
    collections,
    dependencies,
    metaproperties,
    options,
    presets,
    saving,
    smartfilters,
    uploads,
    usage,
)
from assets.models import Brand, Media, Metaproperty, Option, SubBrand
from assets.values import Values
from portal import demo_assets as content
from portal.audit.operator import Operator
from portal.audit.record import COMMAND

# Who uploads what everybody may see, and what waits for approval; the rest is the administrator's.
UPLOADERS = ("sofia.almeida", "jens.lindqvist", "tomas.novak", "stock-service")
AGENCY = ("chiara.conti", "malik.johnson", "wei.zhang")


def fill(*, operator: Operator, chance: random.Random) -> int:
    """Brands, metaproperties, assets, collections and usage; how many assets."""
    admin = User.objects.select_related("profile").get(username="admin")
    _add_brands(operator)
    _add_metaproperties(operator)
    bank = _Bank(operator, admin, chance)
    for example in content.examples(chance):
        bank.add(example)
    _add_collections(admin)
    _add_derivatives(operator)
    return len(bank.made)


def _add_brands(operator: Operator) -> None:
    brand = Brand.objects.earliest("pk")
    brands.change(brand, by=operator, door=COMMAND, name=content.BRAND, description="Things for outside")
    for name in content.SUB_BRANDS:
        brands.create_sub_brand(brand, by=operator, door=COMMAND, name=name)


def _add_metaproperties(operator: Operator) -> None:
    made: dict[tuple[str, str], Option] = {}
    for position, entry in enumerate(content.PROPERTIES, start=1):
        details = {
            "name": entry.name, "label": entry.label, "type": entry.type, "position": position,
            "is_multiselect": entry.is_multiselect, "is_filterable": entry.is_filterable,
            "is_main_filter": entry.is_filterable,
        }  # fmt: skip
        metaproperty = metaproperties.create(by=operator, door=COMMAND, details=details)
        for label in entry.options:
            option_details = {"name": option_name(label), "label": label}
            made[entry.name, label] = options.create(
                metaproperty, by=operator, door=COMMAND, details=option_details
            )
    for one, other in content.DEPENDENCIES:
        dependencies.add(made[one], [made[other]], by=operator, door=COMMAND)
    for label, (icon, names) in content.SMARTFILTERS.items():
        chosen = Metaproperty.objects.filter(name__in=names)
        smartfilters.create(by=operator, door=COMMAND, label=label, icon=icon, metaproperties=chosen)


def _add_derivatives(operator: Operator) -> None:
    """After the assets, so that pictures of them are drawn when somebody asks for one."""
    for name, side in content.DERIVATIVES.items():
        presets.create(by=operator, door=COMMAND, details={"name": name, "width": side, "height": side})


class _Bank:
    """Adds assets one by one, with all that there is to know of brands and options looked up once."""

    def __init__(self, operator: Operator, admin: User, chance: random.Random) -> None:
        self.admin, self.chance = admin, chance
        self.brand = Brand.objects.earliest("pk")
        self.sub_brands = {sub.name: sub for sub in SubBrand.objects.all()}
        self.properties = {m.name: m for m in Metaproperty.objects.all()}
        self.options = {
            (o.metaproperty.name, o.label): o for o in Option.objects.select_related("metaproperty")
        }
        people = User.objects.select_related("profile").order_by("username")
        self.uploaders = list(people.filter(username__in=UPLOADERS))
        self.agency = list(people.filter(username__in=AGENCY))
        self.integrations = {
            name: str(uuid.UUID(int=chance.getrandbits(128), version=4))
            for name in (content.WEBSITE, content.SHOP)
        }
        self.made: list[Media] = []

    def add(self, example: content.Example) -> None:
        """Upload the file, save it as an asset, and say where it is used."""
        is_special = example.is_public or example.is_archived or example.is_limited
        people = self.agency if example.awaits_approval else self.uploaders
        by = self.admin if is_special else self.chance.choice(people)
        moment = timezone.now() - timedelta(days=example.days_old, minutes=len(self.made))
        door = replace(COMMAND, at=moment)
        upload = uploads.begin(by=by, door=door, file_name=example.file_name)
        uploads.receive(upload, 1, [example.content()], is_registered=True)
        uploads.finalise(upload, chunks=1, in_background=False)
        assembly.assemble.call(upload.pk)
        details = {
            "name": example.name, "description": example.description, "is_public": example.is_public,
            "is_archived": example.is_archived, "is_limited": example.is_limited,
            "sub_brand": self.sub_brands.get(example.sub_brand), "copyright": f"© {content.BRAND}",
        }  # fmt: skip
        media = saving.save_new(
            upload, by=by, door=door, brand=self.brand, details=details, tag_names=example.tags,
            property_values=self._values(example),
        )  # fmt: skip
        _date_back(media, moment)
        for name in example.used_at:
            report = usage.Report(
                media.api_id, f"/{'blog' if name == content.WEBSITE else 'shop'}/{media.pk}"
            )
            integration_id = self.integrations[name]
            usage.record(report, by=self.admin, integration_id=integration_id, called=partial(str, name))
        self.made.append(media)

    def _values(self, example: content.Example) -> Values:
        return {
            self.properties[name]: answer
            if isinstance(answer, str)
            else [self.options[name, a] for a in answer]
            for name, answer in example.answers.items()
        }


def _add_collections(admin: User) -> None:
    for position, (name, (description, tag)) in enumerate(content.COLLECTIONS.items()):
        collection = collections.create(by=admin, door=COMMAND, name=name, description=description)
        media = Media.objects.visible_to(admin).filter(tags__name=tag).order_by("pk")[:24]
        collections.add(collection, media, by=admin, door=COMMAND)
        if position < 2:
            collections.change(collection, by=admin, door=COMMAND, details={"is_public": True})


def _date_back(media: Media, moment: datetime) -> None:
    """Have the asset look as old as it is meant to be; a rule would say that it was changed now."""
    Media.objects.filter(pk=media.pk).update(created_at=moment, modified_at=moment, published_at=moment)
    media.items.update(created_at=moment)


def option_name(label: str) -> str:
    """A label as a name: lower case, with underscores."""
    return "_".join(label.lower().replace(":", "").split())
