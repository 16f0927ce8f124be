"""The two machines that tokens exist for, run as programs of their own against the real server."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bynder_sdk import BynderClient

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PIM = ("asset:read", "asset:write", "meta.assetbank:read", "meta.assetbank:write")
STOCK = (
    "asset:read", "asset:write", "meta.assetbank:read", "collection:read", "collection:write",
    "asset.usage:read", "asset.usage:write",
)  # fmt: skip


@pytest.fixture
def run(server):
    """Runs an example with a token of these scopes; what it reported, by what it counts."""

    def run_example(name, *arguments, scopes):
        environment = {
            **os.environ, "PORTAL_TOKEN": server.create_token(*scopes, description=name),
            "REQUESTS_CA_BUNDLE": str(server.ca),
        }  # fmt: skip
        result = subprocess.run(
            [sys.executable, EXAMPLES / name, *arguments, "--domain", server.domain],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        lines = [line.strip().partition(" ") for line in result.stdout.splitlines()]
        return {what: int(number) for number, _, what in lines}

    return run_example


@pytest.fixture
def bank(server, monkeypatch):
    """The SDK's client of the asset bank, to look at what the examples have done."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.ca))
    secret = server.create_token(*STOCK, description="Looking")
    return BynderClient(domain=server.domain, permanent_token=secret).asset_bank_client


@pytest.fixture
def products(tmp_path):
    """An export that the portal knows nothing of yet, but for the assets of one product."""
    path = tmp_path / "products.csv"
    path.write_text(
        "sku,range,size,shop\nRDG500,Drinking,Half a litre,Berlin|Lyon\nNOSUCH,Drinking,Two litres,Lyon\n"
    )
    return path


def test_a_pim_keeps_metaproperties_in_step_and_changes_nothing_the_second_time(run, bank, products):
    first = run("pim_sync.py", products, scopes=PIM)
    assert first["metaproperties created"] == 3
    assert first["options created"] == 5
    assert first["products without an asset"] == 1
    assert first["assets changed"] > 0
    found = bank.media_list({"property_size": "half_a_litre", "limit": 100})
    assert len(found) == first["assets changed"]
    assert sorted(found[0]["property_shop"]) == ["berlin", "lyon"]
    second = run("pim_sync.py", products, scopes=PIM)
    assert second == {"assets left as they were": first["assets changed"], "products without an asset": 1}


def test_a_pim_offers_products_under_their_line(run, bank, tmp_path):
    path = tmp_path / "products.csv"
    path.write_text("sku,product_line,product\nNEW1,Stoves,Glow\nNEW2,Stoves,Blaze\n")
    assert run("pim_sync.py", path, scopes=PIM)["dependencies added"] == 2
    stoves = next(o for o in bank.meta_properties()["product_line"]["options"] if o["label"] == "Stoves")
    products = {o["id"]: o["name"] for o in bank.meta_properties()["product"]["options"]}
    assert {products[one] for one in stoves["linkedOptionIds"]} == {"glow", "blaze"}


@pytest.fixture
def stock(tmp_path):
    """Two purchased images with their licences, of which this portal has none."""
    for number, image in enumerate(sorted((EXAMPLES / "stock").glob("*.jpg"))[:2]):
        shutil.copy(image, tmp_path)
        licence = json.loads(image.with_name(f"{image.name}.licence.json").read_text())
        licence["number"] = f"TEST-{number}-{os.getpid()}"
        (tmp_path / f"{image.name}.licence.json").write_text(json.dumps(licence))
    return tmp_path


def test_purchased_images_arrive_once_however_often_the_job_is_started(run, bank, stock):
    first = run("stock_upload.py", stock, "--collection", "Bought", scopes=STOCK)
    assert first == {"put into the collection": 2, "uploaded": 2, "usages registered": 2}
    second = run("stock_upload.py", stock, "--collection", "Bought", scopes=STOCK)
    assert second == {"there already": 2}
    (asset,) = bank.media_list({"tags": f"TEST-0-{os.getpid()}"})
    assert (asset["type"], asset["width"], "stock" in asset["tags"]) == ("image", 1200, True)
