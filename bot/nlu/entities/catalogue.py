"""The products that messages may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Product:
    """A product as shoppers may write it.

    names: language code to name. aliases: other names in any language, brand and model numbers.
    colours, sizes: the variants it is sold in, as the shop writes them.
    """

    sku: str
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All products that are recognised by name."""

    products: tuple[Product, ...] = ()
