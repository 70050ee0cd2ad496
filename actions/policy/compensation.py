"""Vouchers for trouble: what the articles promise, grown by the table's row, under a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.commerce.money import Amount, rounded
from actions.policy.facts import Rules

_TABLE = Path(__file__).parent / "compensation.yml"
Cause = Literal["customs_hold", "delay", "lost", "damaged"]
Tier = Literal["standard", "silver", "gold", "vip"]
Emotion = Literal["satisfied", "neutral", "confused", "anxious", "disappointed", "frustrated", "angry"]


class Row(BaseModel):
    """One line of the table; what it does not name fits all."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    causes: frozenset[Cause] | None = None
    tiers: frozenset[Tier] | None = None
    emotions: frozenset[Emotion] | None = None
    from_hours: float = Field(default=0, ge=0)
    factor: Amount = Field(gt=0)

    def fits(self, cause: str, tier: str, emotion: str, lasted: timedelta) -> bool:
        """Whether the row is about this trouble."""
        named: tuple[tuple[frozenset[Any] | None, str], ...] = (
            (self.causes, cause),
            (self.tiers, tier),
            (self.emotions, emotion),
        )
        return all(wanted is None or value in wanted for wanted, value in named) and lasted >= timedelta(
            hours=self.from_hours
        )


class CompensationTable(BaseModel):
    """How a voucher grows, how long it is good (days), and above which value a person decides."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    valid_days: int = Field(ge=1)
    rows: tuple[Row, ...]
    limits: dict[str, Amount]

    def factor(self, cause: str, tier: str, emotion: str, lasted: timedelta) -> Decimal:
        """By what the article's value is multiplied: the first row that fits, else 1."""
        return next((row.factor for row in self.rows if row.fits(cause, tier, emotion, lasted)), Decimal(1))

    def in_currency(self, value: Decimal, said: str, wanted: str) -> tuple[Decimal, str]:
        """What is worth the value in the wanted currency, to two figures: the limits are worth the same in all of
        them. The value as it was said, where a currency has no limit."""
        here, there = self.limits.get(said), self.limits.get(wanted)
        if said == wanted or not here or not there:
            return value, said
        exact = value * there / here
        step = Decimal(1).scaleb(exact.adjusted() - 1)
        return (exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step, wanted


def load_table(path: Path = _TABLE) -> CompensationTable:
    """Reads the table; raises DataFileError with file, line and what was expected."""
    return read_data(path, CompensationTable)


@dataclass(frozen=True, slots=True)
class Voucher:
    """What may be given. `review` when it is above what the bot may decide."""

    cause: str
    value: Decimal
    currency: str
    review: bool
    valid_days: int
    basis: dict[str, Any]


def decide_voucher(
    rules: Rules,
    table: CompensationTable,
    *,
    cause: str,
    since: datetime,
    now: datetime,
    tier: str,
    emotion: str,
    currency: str,
    granted: Mapping[str, Decimal] | None = None,
) -> Voucher | None:
    """The voucher for a cause that has lasted since `since`, or None when the facts give none.

    currency: of the order, in which the voucher is given; what the article says in another one is worth as much in it
    as the table's limits are. granted: what this shopper was given before, by currency; together with the new one it
    must stay under the limit, else a person decides (`review`).
    """
    spec = _spec(rules.get("voucher"), cause)
    if spec is None or now - since < timedelta(hours=float(spec.get("after_hours", 0))):
        return None
    promised, money = table.in_currency(Decimal(str(spec["value"])), str(spec.get("currency") or currency), currency)
    value = rounded(promised * table.factor(cause, tier, emotion, now - since), money)
    if value <= 0:
        return None
    limit = table.limits.get(money)
    review = limit is None or (granted or {}).get(money, Decimal(0)) + value > limit
    return Voucher(cause, value, money, review, table.valid_days, rules.basis("voucher"))


def _spec(value: Any, cause: str) -> Mapping[str, Any] | None:
    candidates = value if isinstance(value, list) else [value]
    return next((spec for spec in candidates if isinstance(spec, Mapping) and spec.get("cause") == cause), None)
