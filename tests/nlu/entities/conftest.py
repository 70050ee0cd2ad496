"""A shop with three products, and what a message says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.nlu.entities import Catalogue, EntityExtractor, Product
from bot.nlu.understanding import Entity

WEDNESDAY = date(2026, 11, 25)
SHOP = Catalogue(
    (
        Product(
            "FA-1001",
            {"en": "Linen shirt", "de": "Leinenhemd", "es": "Camisa de lino", "ja": "リネンシャツ"},
            ("button-down",),
        ),
        Product("EL-2003", {"en": "Robot vacuum", "ru": "Робот-пылесос", "zh": "扫地机器人"}, ("roomie x2",)),
        Product("HO-3002", {"en": "Mug", "ru": "Кружка"}),
        Product("HO-3007", {"en": "Luna lamp", "fr": "Lampe Luna", "ko": "루나 램프"}),
    )
)

Said = Callable[..., dict[str, str | int | float]]


@pytest.fixture(scope="session")
def extractor() -> EntityExtractor:
    return EntityExtractor(SHOP)


@pytest.fixture(scope="session")
def find(extractor: EntityExtractor) -> Callable[..., tuple[Entity, ...]]:
    def find_in(language: str, text: str, **context: str) -> tuple[Entity, ...]:
        return extractor.extract(text, language, today=WEDNESDAY, **context)

    return find_in


@pytest.fixture(scope="session")
def said(find: Callable[..., tuple[Entity, ...]]) -> Said:
    """Entity to value (the last one of a kind)."""
    return lambda language, text, **context: {e.entity: e.value for e in find(language, text, **context)}
