"""Which products words mean."""

from __future__ import annotations

import pytest

from actions.commerce.shapes import Product
from actions.goods.products import find


def product(sku: str, **names: str) -> Product:
    return Product.model_validate({"sku": sku, "name": names, "price": "10", "currency": "EUR", "category": "fashion"})


SHELF = [
    product("DRESS", en="Summer dress", ru="Летнее платье", es="Vestido de verano"),
    product("SCARF", en="Scarf", ru="Шарф", es="Bufanda"),
    product("CAMERA", en="Camera", ru="Камера", es="Cámara"),
]


@pytest.mark.parametrize(
    ("said", "skus"),
    [
        ("летнего платья", ["DRESS"]),
        ("платья", ["DRESS"]),
        ("шарфа", ["SCARF"]),
        ("vestidos", ["DRESS"]),
        ("Summer dress", ["DRESS"]),
        ("зимнего платья", []),
        ("camel", []),
        ("", []),
    ],
)
def test_a_name_is_known_with_another_ending(said: str, skus: list[str]) -> None:
    assert [found.sku for found in find(SHELF, said)] == skus
