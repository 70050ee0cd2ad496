"""What the bot keeps beside an order of a shop elsewhere, as one JSON value on the order itself.

A shop has no field for the day by which a refund is due, who pays the way back, or why a voucher was given; the
ledger has them, and the keys of all deeds that are complete.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from actions.commerce.ports import Deed
from actions.commerce.shapes import Order, Refund, Return

_SPACE = uuid.UUID("6c1a4a5e-6d1f-4f0e-9a41-0d2c5b7f8e11")
_KEPT_KEYS = 60
_MARK = re.compile(r"\[([0-9a-f]{8}-[0-9a-f-]{27})\]")


def mark(key: str) -> str:
    """The key as a UUID: what shops carry, and by which a deed is found again. It tells nothing of the conversation."""
    return str(uuid.uuid5(_SPACE, key))


def stamped(text: str, own: str) -> str:
    """A note that carries a mark."""
    return f"{text} [{own}]"


def mark_in(text: str | None) -> str | None:
    """The mark that a note carries."""
    found = _MARK.search(text or "")
    return found[1] if found else None


@dataclass(slots=True)
class Ledger:
    """done: marks of complete deeds, oldest first. returns, compensations, notes: in the order's shape. refunds: due
    day, reason and number of a refund by the mark of its deed."""

    done: list[str] = field(default_factory=list)
    returns: list[dict[str, Any]] = field(default_factory=list)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    compensations: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)

    @classmethod
    def read(cls, text: Any) -> Ledger:
        """From the stored text; what somebody else wrote there is not ours and counts as empty."""
        try:
            found = json.loads(text) if isinstance(text, str) and text else {}
        except ValueError:
            found = {}
        if not isinstance(found, dict):
            return cls()
        kinds: dict[str, type] = {"done": list, "returns": list, "refunds": dict, "compensations": list, "notes": list}
        return cls(**{name: found[name] for name, kind in kinds.items() if isinstance(found.get(name), kind)})

    def text(self) -> str:
        """As it is stored."""
        whole = {
            "done": self.done[-_KEPT_KEYS:],
            "returns": self.returns,
            "refunds": self.refunds,
            "compensations": self.compensations,
            "notes": self.notes,
        }
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))

    def enter(self, deed: Deed) -> None:
        """Adds what the deed brings."""
        own = mark(deed.key)
        if own in self.done:
            return
        before, after = deed.before.document(), deed.after.document()
        for name in ("returns", "compensations", "notes"):
            getattr(self, name).extend(
                {**one, "mark": own} if name == "returns" else one for one in after[name][len(before[name]) :]
            )
        for made in after["refunds"][len(before["refunds"]) :]:
            self.refunds[own] = {name: made[name] for name in ("id", "due", "reason")}
        self.done.append(own)


def new_refunds(deed: Deed) -> tuple[Refund, ...]:
    """Refunds that the deed makes."""
    return deed.after.refunds[len(deed.before.refunds) :]


def new_returns(deed: Deed) -> tuple[Return, ...]:
    """Returns that the deed registers."""
    return deed.after.returns[len(deed.before.returns) :]


def new_notes(deed: Deed) -> tuple[Any, ...]:
    """Notes that the deed adds."""
    return deed.after.notes[len(deed.before.notes) :]


def cancels(deed: Deed) -> bool:
    """Whether the deed cancels the order."""
    return deed.after.status == "cancelled" != deed.before.status


def moves(deed: Deed) -> bool:
    """Whether the deed changes the address."""
    return deed.after.shipping_address != deed.before.shipping_address


def version_of(order: Order) -> int:
    """A number that differs when the order does."""
    text = json.dumps(order.document(), sort_keys=True, ensure_ascii=False)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])


def named_refund(ledger: Ledger, own: str | None, fallback: str) -> dict[str, Any]:
    """Number, due day and reason of a refund that carries this mark; else the shop's own number alone."""
    return dict(ledger.refunds.get(own or "") or {"id": fallback})
