"""Facts as the knowledge base gives them, and reading them with care."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Fact:
    """A rule's value and the article version it comes from."""

    value: Any
    article_id: str
    version: int


class PolicyFacts(Protocol):
    """Resolves the facts that hold for a market, state (code, name or postcode), tier and category on a day."""

    def facts(
        self, market: str, on: date, *, state: str | None = None, tier: str | None = None, category: str | None = None
    ) -> Mapping[str, Fact]:
        """Facts by name."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Facts of one case, and the record of those that were used."""

    facts: Mapping[str, Fact]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a fact."""
        fact = self.facts.get(name)
        return default if fact is None else fact.value

    def days(self, name: str, default: int | None = None) -> int | None:
        """A number of days."""
        value = self.get(name, default)
        return None if value is None else int(value)

    def money(self, name: str) -> tuple[Decimal, str] | None:
        """An amount with its currency."""
        value = self.get(name)
        if not isinstance(value, Mapping):
            return None
        return Decimal(str(value["amount"])), str(value["currency"])

    def basis(self, *names: str) -> dict[str, Any]:
        """Which article versions the named facts come from, for the record of a decision."""
        used = {name: self.facts[name] for name in names if name in self.facts}
        return {name: {"article": fact.article_id, "version": fact.version} for name, fact in used.items()}
