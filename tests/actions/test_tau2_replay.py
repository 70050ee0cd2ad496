"""The replay of a benchmark's shop: equal where rules agree, and it tells when they do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.measures import tau2 as measure
from benchmarks.tau2.forbidden import Call, forbidden
from benchmarks.tau2.rules import Tau2

ADDRESS = {"address1": "1 Elm St", "address2": "", "city": "Reno", "state": "NV", "country": "USA", "zip": "89501"}


def variant(item_id: str, colour: str, price: float, available: bool = True) -> dict[str, Any]:
    return {"item_id": item_id, "options": {"colour": colour}, "price": price, "available": available}


def order(order_id: str, status: str, user_id: str = "ann") -> dict[str, Any]:
    line = {"name": "Mug", "product_id": "P1", "item_id": "1", "price": 10.1, "options": {"colour": "red"}}
    return {
        "order_id": order_id,
        "user_id": user_id,
        "address": ADDRESS,
        "items": [line, dict(line)],
        "status": status,
        "fulfillments": [{"tracking_id": ["T1"], "item_ids": ["1"]}] if status == "delivered" else [],
        "payment_history": [{"transaction_type": "payment", "amount": 20.2, "payment_method_id": f"gift_{user_id}"}],
    }


def user(user_id: str, *orders: str) -> dict[str, Any]:
    gift = {"source": "gift_card", "id": f"gift_{user_id}", "balance": 5.0}
    card = {"source": "credit_card", "id": f"card_{user_id}"}
    return {
        "user_id": user_id,
        "name": {"first_name": user_id, "last_name": "Lee"},
        "address": ADDRESS,
        "email": f"{user_id}@example.com",
        "payment_methods": {gift["id"]: gift, card["id"]: card},
        "orders": list(orders),
    }


def a_shop() -> Tau2:
    orders = {
        one["order_id"]: one for one in (order("#1", "pending"), order("#2", "delivered"), order("#3", "processed"))
    }
    mugs = {
        one["item_id"]: one
        for one in (variant("1", "red", 10.1), variant("2", "blue", 12.35), variant("3", "x", 9.0, False))
    }
    hats = {"9": variant("9", "red", 10.1)}
    products = {
        "P1": {"name": "Mug", "product_id": "P1", "variants": mugs},
        "P2": {"name": "Hat", "product_id": "P2", "variants": hats},
    }
    return Tau2(orders, {"ann": user("ann", "#1", "#2", "#3"), "bob": user("bob")}, products)


GOLD: list[Call] = [
    (
        "modify_pending_order_items",
        {"order_id": "#1", "item_ids": ["1"], "new_item_ids": ["2"], "payment_method_id": "gift_ann"},
    ),
    (
        "exchange_delivered_order_items",
        {"order_id": "#2", "item_ids": ["1", "1"], "new_item_ids": ["2", "2"], "payment_method_id": "card_ann"},
    ),
    ("modify_user_address", {"user_id": "ann", **ADDRESS, "city": "Elko"}),
    ("cancel_pending_order", {"order_id": "#3", "reason": "no longer needed"}),
]


async def test_gold_calls_end_equal_and_both_refuse_the_same(tmp_path: Path) -> None:
    theirs = a_shop()
    imported = await measure._import(theirs, tmp_path)
    assert await measure._replay(theirs, imported, "task", GOLD, "ann") == []


async def test_all_that_is_forbidden_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    theirs = a_shop()
    imported = await measure._import(theirs, tmp_path)
    probes = forbidden(theirs)
    assert len({probe.kind for probe in probes}) > 15
    for number, probe in enumerate(probes):
        assert await measure._probe(theirs, imported, f"probe-{number}", probe) == []


async def test_a_difference_is_found_and_named(tmp_path: Path) -> None:
    imported = await measure._import(a_shop(), tmp_path)
    other = a_shop()
    other.products["P1"]["variants"]["2"]["price"] = 12.36
    wrong = await measure._replay(other, imported, "task", GOLD[:1], "ann")
    assert any(reason.startswith("order, booked") for reason in wrong)
    assert any(reason.startswith("gift cards") for reason in wrong)


async def test_the_measure_reads_the_folder(tmp_path: Path) -> None:
    theirs = a_shop()
    for name in ("orders", "users", "products"):
        (tmp_path / f"{name}.json").write_text(json.dumps(getattr(theirs, name)), encoding="utf-8")
    gold: list[dict[str, Any]] = [{"name": "find_user_id_by_email", "arguments": {"email": "ann@example.com"}}]
    gold += [{"name": name, "arguments": arguments} for name, arguments in GOLD]
    (tmp_path / "tasks.jsonl").write_text(json.dumps({"id": "t1", "gold_actions": gold}) + "\n", encoding="utf-8")
    outcome = await measure._measure(tmp_path, tmp_path / "work")
    assert [claim.value for claim in outcome.claims] == [1.0, 1.0]
