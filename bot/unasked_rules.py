"""`unasked.yml`: when shoppers are written to who have not asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.logistics.signing import SigningRules
from bot.answers.styles import Style

UPDATE_FLOW, ADDRESS_FLOW = "promised_update", "confirm_delivery_address"
"""Flows that the house begins by itself."""
_FILE = Path(__file__).parent / "content" / "unasked.yml"


class UpdateRules(BaseModel):
    """minutes_before: how long before the promised moment the update goes out. after: answers that promise one, by
    their variable `next_update`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    minutes_before: int = Field(ge=0)
    after: frozenset[str]


class UnaskedRules(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    signing: SigningRules
    updates: UpdateRules


@lru_cache(maxsize=4)
def read_unasked(path: Path = _FILE) -> UnaskedRules:
    """The rules. Raises DataFileError with file, line and what was expected."""
    return read_data(path, UnaskedRules)


def allowed_at(wanted: datetime, now: datetime, style: Style, zone: str) -> datetime:
    """When something may be sent unasked that should go out at `wanted`: then, else before the quiet hours begin, else
    when they end. Never before now. wanted, now: aware; zone: of the shopper."""
    wanted = max(wanted, now)
    end = style.quiet_until(wanted, zone)
    if end is None:
        return wanted
    begin = datetime.combine(end.date(), style.quiet_from, ZoneInfo(zone))
    if begin >= end:
        begin -= timedelta(days=1)
    before = begin - timedelta(minutes=1)
    return before if before > now else end
