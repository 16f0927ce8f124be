"""What the demo's asset bank holds: the pictures, papers and sounds of an invented maker of outdoor goods."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import NamedTuple

from portal import demo_drawings as draw

BRAND, SUB_BRANDS = "Acme Outdoor", ("Acme Basecamp", "Acme Kids", "Acme Studio")


class Property(NamedTuple):
    """A metaproperty: name, label, type and labels of its options."""

    name: str
    label: str
    type: str
    options: tuple[str, ...] = ()
    is_multiselect: bool = False
    is_filterable: bool = True


class Product(NamedTuple):
    """Something that is sold: its number, name, line, and the picture that shows it."""

    sku: str
    name: str
    line: str
    painter: str


PRODUCTS = (
    Product("RDG500", "Ridge 500", "Bottles", "bottle"),
    Product("RDG750", "Ridge 750", "Bottles", "bottle"),
    Product("TRNKID", "Tern Kids", "Bottles", "bottle"),
    Product("EMBR33", "Ember", "Mugs", "mug"),
    Product("COVE40", "Cove", "Mugs", "mug"),
    Product("HALO20", "Halo", "Lanterns", "lamp"),
    Product("PICO10", "Pico", "Lanterns", "lamp"),
    Product("FJLL20", "Fjell 2", "Tents", "tent"),
    Product("FJLL40", "Fjell 4", "Tents", "tent"),
)
LINES = tuple(dict.fromkeys(item.line for item in PRODUCTS))
COLOURS = ("Coral", "Slate", "Moss", "Plum", "Sand")
SEASONS = ("All year", "Winter 2026", "Spring 2027", "Summer 2027")
MARKETS = ("Europe", "North America", "Asia")
PLACES = ("Lofoten", "Dolomites", "Highlands", "Pyrenees", "Tatra", "Cascades")
PHOTOGRAPHERS = ("Sofia Almeida", "Jens Lindqvist", "Agency: Nordlicht", "Agency: Kilometer 9")

PROPERTIES = (
    Property("asset_type", "Asset type", "select",
             ("Packshot", "Lifestyle", "Campaign", "Logo", "Pattern", "Leaflet", "Sound", "Film")),
    Property("product_line", "Product line", "select", LINES),
    Property("product", "Product", "autocomplete", tuple(item.name for item in PRODUCTS)),
    Property("colour", "Colour", "select2", COLOURS, is_multiselect=True),
    Property("season", "Season", "select", SEASONS),
    Property("market", "Market", "select2", MARKETS, is_multiselect=True),
    Property("channel", "Channel", "button", ("Print", "Web", "Social", "Retail"), is_multiselect=True),
    Property("sku", "SKU", "text", is_filterable=False),
    Property("photographer", "Photographer", "text", is_filterable=False),
    Property("rights_until", "Rights until", "date", is_filterable=False),
)  # fmt: skip
DEPENDENCIES = tuple((("product", item.name), ("product_line", item.line)) for item in PRODUCTS)
SMARTFILTERS = {  # label → icon, and names of metaproperties
    "Products": ("package", ("product_line", "product", "colour")),
    "Use": ("megaphone", ("asset_type", "season", "market", "channel")),
}
COLLECTIONS = {
    "Summer 2027 launch": ("Everything for the summer campaign", "summer 2027"),
    "Press kit": ("Logos and campaign pictures, free to use", "press"),
    "Retail packshots": ("For shops and their catalogues", "packshot"),
    "Mood: high places": ("Where our things belong", "mountains"),
}
DERIVATIVES = {"WagtailSource": 1600}  # the connector of the demo's website looks for it by default
WEBSITE, SHOP = "Acme website", "Acme shop"


@dataclass(frozen=True)
class Example:
    """An asset to be made. `answers` maps names of metaproperties to labels of options, or to a text."""

    name: str
    file_name: str
    content: Callable[[], bytes]
    tags: tuple[str, ...]
    answers: dict[str, tuple[str, ...] | str]
    description: str = ""
    sub_brand: str = ""
    days_old: int = 0
    is_public: bool = False
    is_archived: bool = False
    is_limited: bool = False
    awaits_approval: bool = False  # an agency's
    used_at: tuple[str, ...] = field(default=())


def examples(chance: random.Random) -> Iterator[Example]:
    """200 assets, oldest first."""
    made = [
        *_packshots(chance), *_lifestyle(chance), *_campaign(chance), *_marks(), *_leaflets(chance), *_sounds(),
    ]  # fmt: skip
    chance.shuffle(made)
    yield from made


def _packshots(chance: random.Random) -> Iterator[Example]:
    views = ("front", "angle", "top", "detail", "group", "scale", "open", "packed")
    for item, (number, view) in product(PRODUCTS, enumerate(views)):
        colour = COLOURS[(number + len(item.name)) % len(COLOURS)]
        seed = hash_of(item.sku) + number
        yield Example(
            name=f"{item.name}, {colour.lower()}, {view}",
            file_name=f"{item.sku}_{colour.lower()}_{view}.jpg",
            content=partial(draw.jpeg, item.painter, 1200, 1200 if number % 2 else 900, seed),
            tags=("packshot", item.line.lower(), colour.lower()),
            answers={
                **_of_product(item),
                "asset_type": ("Packshot",),
                "colour": (colour,),
                "season": (chance.choice(SEASONS),),
                "market": tuple(chance.sample(MARKETS, chance.randint(1, 3))),
                "channel": ("Web", "Retail"),
            },
            sub_brand="Acme Kids" if "Kids" in item.name else "Acme Basecamp",
            days_old=chance.randint(5, 700),
            is_archived=view == "packed",
            used_at=(SHOP,) if view == "front" else (),
        )


def _lifestyle(chance: random.Random) -> Iterator[Example]:
    for item, (number, place) in product(PRODUCTS, enumerate(PLACES)):
        waits = (item.line, place) == ("Bottles", "Cascades")
        painter = item.painter if item.line in ("Tents", "Lanterns") and number % 2 else "landscape"
        yield Example(
            name=f"{item.name} in the {place}",
            file_name=f"{item.sku}_{place.lower()}.jpg",
            content=partial(draw.jpeg, painter, 1500, 1000, hash_of(item.sku + place)),
            tags=("lifestyle", "outdoor", place.lower(), "mountains"),
            answers={
                **_of_product(item),
                "asset_type": ("Lifestyle",),
                "season": (chance.choice(SEASONS[1:]),),
                "market": tuple(chance.sample(MARKETS, 2)),
                "channel": tuple(chance.sample(("Web", "Social", "Print"), 2)),
                "photographer": chance.choice(PHOTOGRAPHERS),
                "rights_until": f"{chance.choice((2027, 2028))}-{chance.randint(1, 12):02}-28",
            },
            sub_brand="Acme Basecamp",
            days_old=chance.randint(1, 9 if waits else 400),
            awaits_approval=waits,
            used_at=(WEBSITE,) if number == 0 else (),
        )


def _campaign(chance: random.Random) -> Iterator[Example]:
    for number in range(30):
        place, season = PLACES[number % len(PLACES)], SEASONS[2 + number % 2]
        height = (900, 1600, 1200)[number % 3]
        yield Example(
            name=f"{season} key visual {number + 1}: {place}",
            file_name=f"campaign-{season.lower().replace(' ', '-')}-{number + 1:02}.jpg",
            content=partial(draw.jpeg, "tent" if number % 4 == 0 else "landscape", 1600 if height < 1600 else 1100,
                            height, 4000 + number),
            tags=("campaign", "press" if number % 5 == 0 else "internal", season.lower(), place.lower()),
            answers={
                "asset_type": ("Campaign",),
                "season": (season,),
                "market": MARKETS,
                "channel": ("Print", "Web", "Social"),
                "photographer": PHOTOGRAPHERS[number % len(PHOTOGRAPHERS)],
            },
            description=f"Key visual of the {season} campaign, photographed in the {place}.",
            days_old=chance.randint(0, 90),
            is_public=number % 5 == 0,
            is_limited=number % 7 == 3,
            used_at=(WEBSITE, SHOP) if number % 6 == 0 else (),
        )  # fmt: skip


def _marks() -> Iterator[Example]:
    for number in range(12):
        yield Example(
            f"Acme mark {number + 1}", f"acme-mark-{number + 1:02}.png", partial(draw.png, "logo", 1000, 1000, 600 + number),
            ("logo", "press", "brand"), {"asset_type": ("Logo",), "channel": ("Print", "Web", "Social", "Retail")},
            sub_brand="Acme Studio", days_old=800 - number, is_public=True,
        )  # fmt: skip
    for number in range(16):
        yield Example(
            f"Acme pattern {number + 1}", f"acme-pattern-{number + 1:02}.png",
            partial(draw.png, "pattern", 1200, 900, 700 + number), ("pattern", "brand"),
            {"asset_type": ("Pattern",), "channel": ("Print",)}, sub_brand="Acme Studio", days_old=500 + number,
        )  # fmt: skip


def _leaflets(chance: random.Random) -> Iterator[Example]:
    for item in PRODUCTS:
        yield Example(
            f"{item.name} leaflet", f"{item.sku}_leaflet.pdf", partial(draw.pdf, 794, 1123, hash_of(item.sku)),
            ("leaflet", item.line.lower()), {**_of_product(item), "asset_type": ("Leaflet",), "channel": ("Print", "Retail")},
            days_old=chance.randint(30, 300),
        )  # fmt: skip


def _sounds() -> Iterator[Example]:
    for number in range(7):
        yield Example(
            f"Acme jingle {number + 1}", f"acme-jingle-{number + 1}.wav", partial(draw.sound, 4, 80 + number),
            ("jingle", "audio"), {"asset_type": ("Sound",), "channel": ("Social",)}, sub_brand="Acme Studio",
            days_old=60 + number,
        )  # fmt: skip


def _of_product(item: Product) -> dict[str, tuple[str, ...] | str]:
    return {"product_line": (item.line,), "product": (item.name,), "sku": item.sku}


def hash_of(text: str) -> int:
    """A number that depends on the text only, unlike `hash`."""
    return sum(position * ord(letter) for position, letter in enumerate(text, start=1))
