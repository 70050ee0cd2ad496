from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from order_parts import an_order

from actions.commerce.files import ShopFileError, read_shop, write_shop
from actions.commerce.shapes import Order

CUSTOMER = {"id": "cust-1", "name": "Anna", "email": "a@example.com", "phone": None, "locale": "de", "market": "DE"}
PRODUCT = {"sku": "MUG", "name": {"en": "Mug"}, "price": 14.9, "currency": "EUR", "category": "home", "stock": 3}


def lines(path: Path, *rows: dict[str, Any] | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8"
    )


def test_the_contracts_shapes_are_read_and_written_without_loss(tmp_path: Path) -> None:
    order = an_order().document() | {"gift_wrap": True, "items": [{**an_order().document()["items"][0], "weight": 0.3}]}
    lines(tmp_path / "one" / "orders.jsonl", order)
    lines(tmp_path / "one" / "customers.jsonl", CUSTOMER)
    lines(tmp_path / "one" / "products.jsonl", PRODUCT)
    lines(
        tmp_path / "one" / "coupons.jsonl", {"code": "TEN", "kind": "percent", "value": 10, "valid_until": "2026-12-31"}
    )
    first = read_shop(tmp_path / "one", complete=True)
    write_shop(tmp_path / "two", first)
    assert read_shop(tmp_path / "two", complete=True) == first
    assert first.orders[0]["gift_wrap"] is True and first.orders[0]["items"][0]["weight"] == 0.3
    assert first.customers[0]["tier"] == "standard"


def test_amounts_of_the_file_are_taken_as_they_are_written() -> None:
    text = json.dumps(an_order().document() | {"payments": [{"method": "card", "amount": 0.1, "status": "paid"}] * 3})
    assert str(Order.model_validate(json.loads(text)).paid) == "0.30"


def test_times_without_a_zone_are_utc() -> None:
    naive = Order.model_validate(an_order().document() | {"placed_at": "2026-11-01T12:00:00"})
    assert naive.placed_at.isoformat() == "2026-11-01T12:00:00+00:00"


def test_a_missing_file_is_an_empty_one_but_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    lines(tmp_path / "products.jsonl", PRODUCT, "")
    assert (len(read_shop(tmp_path).products), read_shop(tmp_path).orders) == (1, [])
    with pytest.raises(ShopFileError, match="no shop data"):
        read_shop(tmp_path / "nothing")


def test_names_may_hold_any_separator_of_unicode(tmp_path: Path) -> None:
    lines(tmp_path / "customers.jsonl", json.dumps(CUSTOMER | {"name": "Anna\u2028Maria\u0085"}, ensure_ascii=False))
    assert read_shop(tmp_path).customers[0]["name"] == "Anna\u2028Maria\u0085"


ORDER = an_order().document()


@pytest.mark.parametrize(
    ("kind", "row", "names"),
    [
        ("orders", ORDER | {"status": "sent"}, "status: Input should be 'pending', 'paid'"),
        ("orders", ORDER | {"currency": "euro"}, "currency"),
        ("orders", ORDER | {"items": []}, "items"),
        ("orders", ORDER | {"items": [{**ORDER["items"][0], "quantity": 0}]}, "items.0.quantity"),
        ("orders", ORDER | {"placed_at": "yesterday"}, "placed_at"),
        ("orders", {key: value for key, value in ORDER.items() if key != "customer_id"}, "customer_id: Field required"),
        ("orders", ORDER | {"customer_id": "cust-9"}, "customer_id: 'cust-9' is not in customers.jsonl"),
        ("customers", CUSTOMER | {"id": "cust-2", "tier": "diamond"}, "tier"),
        ("products", PRODUCT | {"price": "cheap"}, 'price: Input should be a valid decimal, not "cheap"'),
        ("products", "{", "not valid JSON"),
        ("products", "[]", "one JSON object a line"),
    ],
)
def test_a_wrong_line_is_named_with_file_line_and_field(
    tmp_path: Path, kind: str, row: dict[str, Any] | str, names: str
) -> None:
    good = {"orders": ORDER | {"id": "PA-1"}, "customers": CUSTOMER, "products": PRODUCT | {"sku": "CUP"}}
    for name, document in good.items():
        lines(tmp_path / f"{name}.jsonl", document)
    lines(tmp_path / f"{kind}.jsonl", good[kind], row)
    with pytest.raises(ShopFileError) as refused:
        read_shop(tmp_path, complete=True)
    assert f"{kind}.jsonl:2: " in str(refused.value)
    assert names in str(refused.value)


def test_an_id_occurs_once(tmp_path: Path) -> None:
    lines(tmp_path / "products.jsonl", PRODUCT, PRODUCT)
    with pytest.raises(ShopFileError, match=r"products\.jsonl:2: sku: 'MUG' occurs twice"):
        read_shop(tmp_path)
