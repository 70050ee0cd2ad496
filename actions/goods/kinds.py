"""Kinds of goods that people name by one word, and which products are of a kind."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from actions.commerce.data_file import read_data
from actions.commerce.shapes import Product
from actions.goods.sizing import parts_of
from actions.said.words import key_named

Part = Literal["chest", "waist", "foot", "height"]
_TABLE = Path(__file__).parent / "kinds.yml"


class Kind(BaseModel):
    """words: in all languages. categories: of the products. measured: parts of which their size charts measure one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    words: tuple[str, ...]
    categories: frozenset[str]
    measured: frozenset[Part] = frozenset()

    def has(self, product: Product) -> bool:
        """Whether a product is of this kind."""
        if product.category not in self.categories:
            return False
        chart = product.attributes.get("size_chart") or {}
        if chart:
            return not self.measured or not self.measured.isdisjoint(parts_of(chart))
        return not self.measured or bool(product.attributes.get("sizes"))


class Kinds(BaseModel):
    """Kinds by key."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    kinds: dict[str, Kind]


@cache
def load_kinds(path: Path = _TABLE) -> Kinds:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, Kinds)


def kind_named(text: str) -> Kind | None:
    """The kind that words name, the longest word first; None when they name none."""
    kinds = load_kinds().kinds
    named = key_named(text, {name: kind.words for name, kind in kinds.items()})
    return kinds[named] if named else None
