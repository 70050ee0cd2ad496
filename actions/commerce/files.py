"""Shop data as a folder of JSON Lines: reading with the file, line and field of every mistake, and writing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from actions.commerce.shapes import Coupon, Customer, Order, Product, Shape

_KINDS: dict[str, type[Shape]] = {"products": Product, "customers": Customer, "orders": Order, "coupons": Coupon}


class ShopFileError(ValueError):
    """A wrong line of shop data: `file:line: field: what is wrong`."""


@dataclass(frozen=True, slots=True)
class ShopData:
    """Documents that fit the contract."""

    products: list[dict[str, Any]]
    customers: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    coupons: list[dict[str, Any]]


def read_shop(folder: Path, *, complete: bool = False) -> ShopData:
    """Reads products, customers, orders and coupons; a missing file counts as empty, but not all four.

    complete: the folder is the whole shop, so every order's customer must be in it.
    Raises ShopFileError for the first wrong line.
    """
    if not any((folder / f"{kind}.jsonl").is_file() for kind in _KINDS):
        raise ShopFileError(f"{folder}: no shop data; expected {', '.join(f'{kind}.jsonl' for kind in _KINDS)}")
    found = {kind: _read(folder / f"{kind}.jsonl", shape) for kind, shape in _KINDS.items()}
    if complete:
        known = {document["id"] for _, document in found["customers"]}
        for number, order in found["orders"]:
            if order["customer_id"] not in known:
                where = f"{folder / 'orders.jsonl'}:{number}"
                raise ShopFileError(f"{where}: customer_id: {order['customer_id']!r} is not in customers.jsonl")
    return ShopData(**{kind: [document for _, document in rows] for kind, rows in found.items()})


def write_shop(folder: Path, data: ShopData) -> None:
    """Writes the four files, one document a line; makes the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in _KINDS:
        documents: Iterable[dict[str, Any]] = getattr(data, kind)
        lines = (json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
        (folder / f"{kind}.jsonl").write_text("".join(lines), encoding="utf-8")


def _read(path: Path, shape: type[Shape]) -> list[tuple[int, dict[str, Any]]]:
    """Line numbers and documents."""
    if not path.is_file():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ShopFileError(f"{path}: not UTF-8 text (byte {error.start})") from error
    documents: list[tuple[int, dict[str, Any]]] = []
    seen: set[str] = set()
    key = next(iter(shape.model_fields))
    # Not splitlines: a name may hold other line separators of Unicode.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        checked = _check(f"{path}:{number}", line, shape)
        identity = str(getattr(checked, key))
        if identity in seen:
            raise ShopFileError(f"{path}:{number}: {key}: {identity!r} occurs twice")
        seen.add(identity)
        documents.append((number, checked.model_dump(mode="json")))
    return documents


def _check(where: str, line: str, shape: type[Shape]) -> Shape:
    try:
        content = json.loads(line)
    except json.JSONDecodeError as error:
        raise ShopFileError(f"{where}: not valid JSON: {error.msg} (column {error.colno})") from error
    if not isinstance(content, dict):
        raise ShopFileError(f"{where}: expected one JSON object a line")
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "line"
        given = (
            ""
            if first["type"] == "missing"
            else f", not {json.dumps(first['input'], ensure_ascii=False, default=str)[:80]}"
        )
        raise ShopFileError(f"{where}: {field}: {first['msg']}{given}") from error
