"""The shop's products as understanding knows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.nlu.entities import Catalogue, Product


def nlu_catalogue(products: Iterable[dict[str, Any]]) -> Catalogue:
    """Products by name. products: their documents, as the shop has them."""
    found = []
    for document in products:
        attributes = document.get("attributes") or {}
        name = document["name"]
        found.append(
            Product(
                sku=str(document["sku"]),
                names=dict(name) if isinstance(name, dict) else {"en": str(name)},
                aliases=tuple(str(alias) for alias in attributes.get("aliases") or ()),
                colours=_texts(attributes, "colour", "color"),
                sizes=_texts(attributes, "size"),
            )
        )
    return Catalogue(tuple(found))


def _texts(attributes: dict[str, Any], *names: str) -> tuple[str, ...]:
    for name in names:
        value = attributes.get(name)
        if isinstance(value, list):
            return tuple(str(one) for one in value)
        if isinstance(value, str):
            return (value,)
    return ()
