"""Shop data as a folder of JSON Lines: reading with the file, line and field of every mistake."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from actions.commerce.shapes import Coupon, Customer, Order, Product, Shape


class ShopFileError(ValueError):
    """A wrong line of shop data: `file:line: field: what is wrong`."""


@dataclass(frozen=True, slots=True)
class ShopData:
    """Documents that fit the contract."""

    products: list[dict[str, Any]]
    customers: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    coupons: list[dict[str, Any]]


def read_shop(folder: Path) -> ShopData:
    """Reads products, customers, orders and coupons; a missing file counts as empty, but not all four.

    Raises ShopFileError for the first wrong line.
    """
    kinds: dict[str, type[Shape]] = {"products": Product, "customers": Customer, "orders": Order, "coupons": Coupon}
    if not any((folder / f"{kind}.jsonl").is_file() for kind in kinds):
        raise ShopFileError(f"{folder}: no shop data; expected {', '.join(f'{kind}.jsonl' for kind in kinds)}")
    found = {kind: _read(folder / f"{kind}.jsonl", shape) for kind, shape in kinds.items()}
    return ShopData(**found)


def _read(path: Path, shape: type[Shape]) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    documents: list[dict[str, Any]] = []
    seen: set[str] = set()
    key = next(iter(shape.model_fields))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            checked = shape.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise ShopFileError(f"{path}:{number}: not valid JSON: {error.msg}") from error
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise ShopFileError(f"{path}:{number}: {field}: {first['msg']}") from error
        identity = str(getattr(checked, key))
        if identity in seen:
            raise ShopFileError(f"{path}:{number}: {key} {identity!r} occurs twice")
        seen.add(identity)
        documents.append(checked.model_dump(mode="json"))
    return documents
