#!/usr/bin/env python3
"""Upload purchased stock images with their licences. Interrupted and started again, nothing comes twice.

    pip install bynder-sdk
    export PORTAL_TOKEN=…  REQUESTS_CA_BUNDLE=var/ca.pem
    python examples/stock_upload.py examples/stock --domain localhost:8443

The token needs the scopes asset:read, asset:write, meta.assetbank:read, collection:read, collection:write,
asset.usage:read and asset.usage:write. Beside each image lies its licence, `<image>.licence.json`:

    {"number": "STK-20931", "photographer": "…", "rights_until": "2028-05-31", "tags": ["harbour"]}

The licence's number becomes a tag of the asset from its first moment, so that the next run finds it.
"""

import argparse
import json
import os
import sys
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from bynder_sdk import BynderClient
from progress import progress

LICENCE = ".licence.json"
# Where the images are used, as the portal knows this job: one id for all of its runs.
INTEGRATION = str(uuid.uuid5(uuid.NAMESPACE_URL, "https://stock.acme.example/upload"))


class StockUpload:
    """One run: what the portal has already, and what was added."""

    def __init__(self, client: BynderClient, *, brand: str, collection: str) -> None:
        self.bank = client.asset_bank_client
        self.collections = client.collection_client
        self.done: Counter[str] = Counter()
        self.brand_id = self.brand(brand)
        self.collection_id = self.ensure_collection(collection)
        self.collected = set(self.collections.collection_media_ids(self.collection_id))

    def add(self, image: Path) -> None:
        """Upload the image unless it is there, then see to its collection and its usage."""
        licence: dict[str, Any] = json.loads(image.with_name(image.name + LICENCE).read_text())
        asset_id = self.find(licence["number"]) or self.upload(image, licence)
        if asset_id not in self.collected:
            self.collections.add_media_to_collection(self.collection_id, [asset_id])
            self.done["put into the collection"] += 1
        uri = f"/licences/{licence['number']}"
        if not self.bank.usage({"asset_id": asset_id, "integration_id": INTEGRATION, "uri": uri}):
            self.bank.create_usage(INTEGRATION, asset_id, {"uri": uri, "additional": "Licence"})
            self.done["usages registered"] += 1

    def find(self, number: str) -> str | None:
        """The id of the asset with this licence."""
        found = self.bank.media_list({"tags": number, "limit": 1})
        self.done["there already"] += bool(found)
        return found[0]["id"] if found else None

    def upload(self, image: Path, licence: dict[str, Any]) -> str:
        """The id of the new asset. The SDK sends chunks, registers them and waits for the portal."""
        details = {
            "name": image.stem.replace("-", " ").capitalize(),
            "copyright": licence["photographer"],
            "description": f"Licence {licence['number']}, until {licence['rights_until']}",
            "tags": ",".join([*licence["tags"], "stock", licence["number"]]),
        }
        saved = self.bank.upload_file(str(image), self.brand_id, query=details)
        self.done["uploaded"] += 1
        return str(saved["mediaid"])

    def brand(self, name: str) -> str:
        """The id of the brand with this name, or of the first one."""
        brands = self.bank.brands()
        return str(next((brand["id"] for brand in brands if brand["name"] == name), brands[0]["id"]))

    def ensure_collection(self, name: str) -> str:
        """The id of the collection, which is made if there is none."""
        for _ in range(2):
            for found in self.collections.collections({"keyword": name}):
                if found["name"] == name:
                    return str(found["id"])
            self.collections.create_collection(name, {"description": "Purchased images"})
        sys.exit(f"The collection {name!r} can't be seen after it was made: the token needs collection:read.")


def main() -> None:
    """Read the arguments, run, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="images, each with its licence beside it")
    parser.add_argument("--domain", default="localhost:8443", help="host and port of the portal")
    parser.add_argument("--brand", default="", help="name of the brand (default: the first one)")
    parser.add_argument("--collection", default="Stock images", help="default: %(default)s")
    arguments = parser.parse_args()
    licences = sorted(arguments.folder.glob(f"*{LICENCE}"))
    images = [licence.with_name(licence.name.removesuffix(LICENCE)) for licence in licences]
    if missing := [image.name for image in images if not image.exists()]:
        sys.exit(f"There is a licence but no image: {', '.join(missing)}")
    client = BynderClient(domain=arguments.domain, permanent_token=os.environ["PORTAL_TOKEN"])
    job = StockUpload(client, brand=arguments.brand, collection=arguments.collection)
    for image in progress(images, "Images"):
        job.add(image)
    for what, number in sorted(job.done.items()):
        if number:
            print(f"{number:5} {what}")


if __name__ == "__main__":
    main()
