"""Stories of orders that have arrived."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from actions.commerce.demo.stories import Draft, story

_ALL = Decimal(1)


@story(120)
def delivered(draft: Draft, days: int | None = None) -> None:
    """Arrived some time in the last three months."""
    when = draft.ago(days=draft.dice.randrange(1, 91) if days is None else days, hours=3)
    draft.shipped("delivered", "delivered", when, when, held=draft.dice.random() < 0.2)


@story(22)
def delivered_yesterday(draft: Draft) -> None:
    """Marked delivered; the shopper may say that it is not there."""
    delivered(draft, 1)
    draft.parts["shipments"][0]["events"][-1]["text"] = "Delivered: left at the door"


@story(14)
def cod_delivered(draft: Draft, days: int | None = None) -> None:
    """Paid at the door, where that is known."""
    when = draft.ago(days=draft.dice.randrange(1, 20) if days is None else days, hours=4)
    label = draft.ship("delivered", when, when)
    draft.status = "delivered"
    draft.placed(label - timedelta(hours=20))
    draft.pay(when, "collected" if "cod" in draft.market.methods else "captured", _cod(draft))


def _cod(draft: Draft) -> str | None:
    return "cod" if "cod" in draft.market.methods else None


@story(12)
def double_charge(draft: Draft) -> None:
    """The sum was taken twice."""
    delivered(draft, draft.dice.randrange(2, 9))
    draft.pay((draft.placed_at or draft.now) + timedelta(minutes=3))


@story(14)
def partial_refund(draft: Draft) -> None:
    """A part of the sum came back for a flaw."""
    delivered(draft, draft.dice.randrange(6, 25))
    status = draft.dice.choice(("processing", "completed"))
    draft.give_back(Decimal("0.2"), status, -2 if status == "completed" else 2, "damaged")


@story(20)
def return_running(draft: Draft) -> None:
    """A return is registered or on its way."""
    delivered(draft, draft.dice.randrange(4, 12))
    status = draft.dice.choice(("requested", "in_transit"))
    sized = "size" in draft.items[0]["options"]
    reason = draft.dice.choice(("too_small", "too_large")) if sized else "changed_mind"
    draft.send_back(status, reason, draft.ago(days=3))


@story(14)
def refund_due(draft: Draft) -> None:
    """The return has arrived and the money is on its way."""
    delivered(draft, draft.dice.randrange(10, 20))
    draft.send_back("received", "changed_mind", draft.ago(days=8))
    first = draft.items[0]
    part = Decimal(str(first["unit_price"])) * first["quantity"] / draft.total
    draft.give_back(part, "processing", 4, "return")


@story(18)
def returned(draft: Draft) -> None:
    """All of it went back and was refunded."""
    draft.shipped("returned", "returned", draft.ago(days=draft.dice.randrange(3, 20)), draft.ago(days=25))
    draft.send_back("refunded", draft.dice.choice(("changed_mind", "quality")), draft.ago(days=24))
    draft.parts["returns"][0]["items"] = [item["id"] for item in draft.items]
    draft.give_back(_ALL, "completed", -2, "return")


@story(12)
def damage_reported(draft: Draft) -> None:
    """A broken item is being replaced."""
    delivered(draft, draft.dice.randrange(3, 8))
    draft.send_back("requested", "damaged", draft.ago(days=1), resolution="exchange")
    if draft.dice.random() < 0.5:
        draft.compensate(5, "damaged")


@story(10)
def exchange_running(draft: Draft) -> None:
    """Another size or unit is on its way."""
    delivered(draft, draft.dice.randrange(5, 12))
    reason = "too_small" if "size" in draft.items[0]["options"] else "changed_mind"
    draft.send_back("in_transit", reason, draft.ago(days=4), resolution="exchange")
