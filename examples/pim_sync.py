#!/usr/bin/env python3
"""Keep a portal's product metaproperties in step with a PIM's export. A second run changes nothing.

    pip install bynder-sdk
    export PORTAL_TOKEN=…  REQUESTS_CA_BUNDLE=var/ca.pem
    python examples/pim_sync.py examples/products.csv --domain localhost:8443

The token needs the scopes asset:read, asset:write, meta.assetbank:read and meta.assetbank:write. Each row
of the CSV is a product. Its `sku` finds the product's assets: those that have the SKU as a word of their
name or file name. Every other column is a metaproperty; several values in a cell are separated by `|`.
"""

import argparse
import csv
import json
import os
import re
import sys
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

from bynder_sdk import BynderClient
from progress import progress

MATCH = "sku"
SEPARATOR = "|"
# A column whose options depend on those of another: a product belongs to a line.
DEPENDS_ON = {"product": "product_line"}
PAGE = 100
Row = dict[str, str]


class Sync:
    """One run: what the portal has, and what was changed."""

    def __init__(self, client: BynderClient) -> None:
        self.bank = client.asset_bank_client
        self.session = client.session
        self.done: Counter[str] = Counter()
        self.properties: dict[str, Any] = self.bank.meta_properties()

    def run(self, rows: list[Row]) -> None:
        """Metaproperties first, then their options, then what depends on what, then the assets."""
        columns = [column for column in rows[0] if column != MATCH]
        for column in columns:
            several = any(SEPARATOR in row[column] for row in rows)
            self.ensure_property(column, several=several)
        for column in columns:
            self.ensure_options(column, sorted({value for row in rows for value in values(row[column])}))
        self.properties = self.bank.meta_properties()
        for column, other in DEPENDS_ON.items():
            if {column, other} <= set(columns):
                self.ensure_dependencies(rows, column, other)
        for row in progress(rows, "Products"):
            self.update_assets(row, columns)

    def ensure_property(self, name: str, *, several: bool) -> None:
        """Create the metaproperty unless the portal has it."""
        if name in self.properties:
            return
        label = name.replace("_", " ").capitalize()
        data = {
            "name": name, "label": label, "type": "select",
            "isMultiselect": several, "isFilterable": True,
        }  # fmt: skip
        created = self.session.post("/v4/metaproperties/", data={"data": json.dumps(data)})
        self.properties[name] = {"id": created["id"], "options": []}
        self.done["metaproperties created"] += 1

    def ensure_options(self, name: str, labels: list[str]) -> None:
        """Create the options that the metaproperty lacks."""
        known = {option["name"] for option in self.properties[name]["options"]}
        path = f"/v4/metaproperties/{self.properties[name]['id']}/options/"
        for label in labels:
            if option_name(label) not in known:
                data = {"name": option_name(label), "label": label, "externalReference": label}
                self.session.post(path, data={"data": json.dumps(data)})
                self.done["options created"] += 1

    def ensure_dependencies(self, rows: list[Row], name: str, other: str) -> None:
        """Offer each product with its line only."""
        path = f"/v4/metaproperties/{self.properties[name]['id']}/options/"
        known: dict[str, Any] = self.session.get(f"{path}dependencies/")
        pairs = {(self.option(name, row[name]), self.option(other, row[other])) for row in rows}
        for option, needed in sorted(pairs):
            if needed not in [one for group in known.get(option, {}).values() for one in group]:
                self.session.post(f"{path}{option}/dependencies/{needed}/")
                self.done["dependencies added"] += 1

    def update_assets(self, row: Row, columns: list[str]) -> None:
        """Give the product's assets the answers that they lack."""
        assets = self.assets(row[MATCH])
        self.done["products without an asset"] += not assets
        for asset in assets:
            changes = {
                f"metaproperty.{self.properties[column]['id']}": ",".join(
                    self.option(column, value) for value in values(row[column])
                )
                for column in columns
                if set(asset.get(f"property_{column}", [])) != set(map(option_name, values(row[column])))
            }
            if changes:
                self.bank.set_media_properties(asset["id"], changes)
            self.done["assets changed" if changes else "assets left as they were"] += 1

    def assets(self, sku: str) -> list[dict[str, Any]]:
        """Every asset that the SKU finds."""
        found: list[dict[str, Any]] = []
        for number in count(1):
            page = self.bank.media_list({"keyword": sku, "limit": PAGE, "page": number})
            found += page
            if len(page) < PAGE:
                break
        return found

    def option(self, name: str, label: str) -> str:
        """The id of an option."""
        options = self.properties[name]["options"]
        return next(o["id"] for o in options if o["name"] == option_name(label))


def values(cell: str) -> list[str]:
    """What a cell lists."""
    return [value.strip() for value in cell.split(SEPARATOR) if value.strip()]


def option_name(label: str) -> str:
    """A label as a name: lower case, with underscores."""
    return re.sub(r"\W+", "_", label.lower()).strip("_")


def main() -> None:
    """Read the arguments, run, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("products", type=Path, help="the CSV file")
    parser.add_argument("--domain", default="localhost:8443", help="host and port of the portal")
    arguments = parser.parse_args()
    with arguments.products.open(encoding="utf-8", newline="") as file:
        rows: list[Row] = list(csv.DictReader(file))
    if not rows or MATCH not in rows[0]:
        sys.exit(f"{arguments.products} has no rows, or no column named {MATCH}.")
    sync = Sync(BynderClient(domain=arguments.domain, permanent_token=os.environ["PORTAL_TOKEN"]))
    sync.run(rows)
    for what, number in sorted(sync.done.items()):
        if number:
            print(f"{number:5} {what}")


if __name__ == "__main__":
    main()
