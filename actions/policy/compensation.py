"""Vouchers for trouble: by the facts' cause and delay, by the table's tier and emotion, under a cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from actions.commerce.money import Amount, rounded
from actions.policy.facts import Rules

_TABLE = Path(__file__).parent / "compensation.yml"


class CompensationTable(BaseModel):
    """How the voucher grows with tier and emotion, and above which value a person decides."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    tiers: dict[str, Amount]
    emotions: dict[str, Amount]
    limits: dict[str, Amount]
    valid_days: int


def load_table(path: Path = _TABLE) -> CompensationTable:
    """Reads the table; raises ValueError with file and field."""
    try:
        return CompensationTable.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


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
) -> Voucher | None:
    """The voucher for a cause that has lasted since `since`, or None when the facts give none."""
    spec = _spec(rules.get("voucher"), cause)
    if spec is None or now - since < timedelta(hours=float(spec.get("after_hours", 0))):
        return None
    money = str(spec.get("currency") or currency)
    factor = table.tiers.get(tier, Decimal(1)) * table.emotions.get(emotion, Decimal(1))
    value = rounded(Decimal(str(spec["value"])) * factor, money)
    limit = table.limits.get(money)
    return Voucher(cause, value, money, limit is not None and value > limit, table.valid_days, rules.basis("voucher"))


def _spec(value: Any, cause: str) -> Mapping[str, Any] | None:
    candidates = value if isinstance(value, list) else [value]
    return next((spec for spec in candidates if isinstance(spec, Mapping) and spec.get("cause") == cause), None)
