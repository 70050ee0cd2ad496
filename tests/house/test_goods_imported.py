"""A shop that is imported while the house serves: its goods are known at once, in answers and in understanding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.house.house import House, eventually, running

TEAPOT = {
    "sku": "TP-77",
    "name": {"en": "Zibelline teapot", "de": "Zibelline Teekanne"},
    "price": 48.5,
    "currency": "EUR",
    "category": "kitchen",
    "attributes": {"material": "cast iron"},
    "stock": 12,
    "returnable": True,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Shop data with one product, and nobody who bought it."""
    for name, rows in {"products": [TEAPOT], "customers": [], "orders": [], "coupons": []}.items():
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Any:
    yield from running(House(tmp_path_factory.mktemp("goods")))


def test_goods_are_known_without_a_restart(house: House, folder: Path) -> None:
    shopper = house.shopper(None, "en-US")
    assert "cast iron" not in shopper.says("what is the Zibelline teapot made of?")

    def known() -> bool:
        found = house.client.post("/model/parse", json={"text": "is the Zibelline teapot in stock?"}).json()
        return any(one["value"] == "TP-77" for one in found["entities"])

    assert not known()
    house.command("shop", "import", str(folder), "--replace")
    eventually(known)
    assert "cast iron" in shopper.says("what is the Zibelline teapot made of?")
    assert "FA-1001" not in json.dumps(house.client.post("/model/parse", json={"text": "FA-1001?"}).json()["entities"])
