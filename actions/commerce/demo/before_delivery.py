"""Stories of orders that have not arrived."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from actions.commerce.demo.stories import Draft, story


@story(18)
def pending(draft: Draft) -> None:
    """Waits for its payment."""
    draft.pay(draft.placed(draft.ago(hours=draft.dice.randrange(1, 20))), "pending")


@story(12)
def payment_failed(draft: Draft) -> None:
    """The payment was declined."""
    draft.pay(draft.placed(draft.ago(hours=draft.dice.randrange(2, 30))), "failed")


@story(22)
def paid(draft: Draft) -> None:
    """Paid, not packed yet."""
    draft.status = "paid"
    draft.pay(draft.placed(draft.ago(hours=draft.dice.randrange(1, 18))))


@story(34)
def processing(draft: Draft) -> None:
    """Is being packed."""
    draft.status = "processing"
    draft.pay(draft.placed(draft.ago(hours=draft.dice.randrange(10, 40))))


@story(8)
def cod_processing(draft: Draft) -> None:
    """Is being packed and will be paid at the door, where that is known."""
    draft.status = "processing"
    method = "cod" if "cod" in draft.market.methods else None
    draft.pay(draft.placed(draft.ago(hours=draft.dice.randrange(10, 30))), "pending" if method else "captured", method)


@story(12)
def label_created(draft: Draft) -> None:
    """Handed over to the carrier on paper only."""
    draft.shipped("shipped", "label", draft.ago(hours=draft.dice.randrange(3, 20)), draft.ago(days=-9))


@story(60)
def in_transit(draft: Draft) -> None:
    """On its way, with news of the last day and an arrival date ahead."""
    step = draft.dice.choice(("export", "import", "depot"))
    draft.shipped("shipped", step, draft.ago(hours=draft.dice.randrange(6, 30)), draft.ago(days=-4))


@story(30)
def customs_hold(draft: Draft, days: int | None = None) -> None:
    """Held by customs for one to six days."""
    held = draft.dice.randrange(1, 7) if days is None else days
    draft.shipped("shipped", "hold", draft.ago(days=held, hours=2), draft.ago(days=held - 5))


@story(10)
def customs_cleared(draft: Draft) -> None:
    """Released by customs."""
    draft.shipped("shipped", "cleared", draft.ago(hours=draft.dice.randrange(4, 20)), draft.ago(days=-4), held=True)


@story(18)
def silent(draft: Draft) -> None:
    """No news for more than three days."""
    days = draft.dice.randrange(4, 9)
    draft.shipped("shipped", draft.dice.choice(("export", "import")), draft.ago(days=days), draft.ago(days=-2))


@story(24)
def late(draft: Draft, days: int | None = None) -> None:
    """Three to seven days beyond the promised day, still moving."""
    beyond = draft.dice.randrange(3, 8) if days is None else days
    draft.shipped("shipped", "depot", draft.ago(hours=draft.dice.randrange(5, 40)), draft.ago(days=beyond), held=True)


@story(16)
def out_for_delivery(draft: Draft) -> None:
    """With the courier today."""
    draft.shipped("shipped", "courier", draft.ago(hours=draft.dice.randrange(1, 4)), draft.now)


@story(10)
def exception(draft: Draft) -> None:
    """The courier could not deliver."""
    draft.shipped("shipped", "exception", draft.ago(hours=draft.dice.randrange(5, 40)), draft.ago(days=1))


@story(12)
def lost(draft: Draft) -> None:
    """The carrier gave up looking for it."""
    draft.shipped("shipped", "lost", draft.ago(days=draft.dice.randrange(1, 4)), draft.ago(days=5))


@story(8)
def traced(draft: Draft) -> None:
    """A search for a silent parcel is running."""
    draft.shipped("shipped", "import", draft.ago(days=6), draft.ago(days=1))
    deadline = draft.now + timedelta(days=3)
    draft.add("notes", kind="trace", at=draft.ago(days=2).isoformat(), deadline=deadline.isoformat())


@story(14)
def two_parcels(draft: Draft) -> None:
    """One parcel has arrived, the other is on its way."""
    draft.ship("delivered", draft.ago(days=1, hours=3), draft.ago(days=1))
    draft.shipped("shipped", "import", draft.ago(hours=20), draft.ago(days=-3))


@story(10)
def gift(draft: Draft) -> None:
    """A present that must arrive by a day."""
    draft.shipped("shipped", "import", draft.ago(hours=16), draft.ago(days=-4))
    by = (draft.now + timedelta(days=6)).date().isoformat()
    draft.add("notes", kind="gift", at=(draft.placed_at or draft.now).isoformat(), deliver_by=by)


@story(10)
def compensated_delay(draft: Draft) -> None:
    """Late; the shopper has had a voucher for it."""
    late(draft)
    draft.compensate(5, "delay")


@story(24)
def cancelled(draft: Draft) -> None:
    """Cancelled, the money is on its way back or there."""
    draft.status = "cancelled"
    draft.pay(draft.placed(draft.ago(days=draft.dice.randrange(2, 14))))
    status = draft.dice.choice(("pending", "processing", "completed"))
    draft.give_back(Decimal(1), status, -1 if status == "completed" else 5, "cancelled")


@story(6)
def cancelled_unpaid(draft: Draft) -> None:
    """Cancelled before it was paid."""
    draft.status = "cancelled"
    draft.pay(draft.placed(draft.ago(days=draft.dice.randrange(3, 20))), "failed")
