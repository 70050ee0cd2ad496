"""What runs and what is asked while a message comes: names of flows and of questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.reading.reading import Reading

ENDS = frozenset({"cancel_order", "refuse_parcel"})
"""Flows whose own act "cancel it" may agree to."""
RETURNS = frozenset({"return_item", "exchange_item", "report_damaged", "report_wrong", "report_missing"})
"""Flows that end in a return, while they run."""
EXCHANGE, RETURN_FLOW = "exchange_item", "return_item"
CANCELLED, REFUSED, RETURNED, EXCHANGED = "confirm_cancel", "confirm_refusal", "confirm_return", "confirm_exchange"
WHICH_ORDER, WHICH_ITEM, HOW_MANY, PIECES = "order_id", "return_item", "quantity", "pieces"
TO_BE_CONFIRMED = frozenset({RETURNED, EXCHANGED})
OF_A_RETURN = TO_BE_CONFIRMED | {"return_reason", WHICH_ITEM, "resolution"}
OF_PIECES = OF_A_RETURN | {HOW_MANY, PIECES}
ABOUT_WHAT_CAME = frozenset({"return_reason", WHICH_ITEM, "resolution"})
A_VARIANT = frozenset({"new_variant", EXCHANGED, "confirm_items"})
_CONFIRMS = "confirm_"
_INSTEAD = frozenset({"new_variant", "settle_with"})

BARELY_MORE = 11
"""Letters beside "delivered", or a product, up to which the words are no more than a choice: "the delivered one, I
think"."""


def of_an_act(reading: Reading) -> bool:
    """Whether an act is to be confirmed."""
    return str(reading.waiting_for).startswith(_CONFIRMS)


def within_a_return(reading: Reading) -> bool:
    """Whether the open question is one of a return, or what is wanted in exchange for what came."""
    return reading.waiting_for in OF_A_RETURN or (reading.waiting_for in _INSTEAD and EXCHANGE in reading.running)
