"""What the simulated shoppers want, and how it is seen that they got it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from actions.policy.eligibility import FAULT_REASONS
from benchmarks.scenarios.shape import GivenOrder

Order = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a conversation led to. responses: names of all that was said; text: all of it; order: afterwards."""

    responses: Collection[str]
    text: str
    order: Order | None
    address: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A routine request.

    name: the act of the phrases that opens it. intents: buttons of the bot's that mean it. order: what was ordered;
    None: it concerns no order. stays: the order must be as it was. solved: whether the shopper has it.
    """

    name: str
    intents: tuple[str, ...]
    order: GivenOrder | None
    solved: Callable[[Seen], bool]
    stays: bool = False


def _told(*names: str) -> Callable[[Seen], bool]:
    return lambda seen: any(name in seen.responses for name in names)


def _returned(*, faulty: bool) -> Callable[[Seen], bool]:
    """One return with a remedy; whether it is for a fault decides who pays."""

    def solved(seen: Seen) -> bool:
        found = (seen.order or {}).get("returns") or []
        remedies = ("refund", "exchange") if faulty else ("refund",)
        return (
            len(found) == 1 and (found[0]["reason"] in FAULT_REASONS) == faulty and found[0]["resolution"] in remedies
        )

    return solved


def _noted(kind: str) -> Callable[[Seen], bool]:
    return lambda seen: any(note["kind"] == kind for note in (seen.order or {}).get("notes") or [])


def _tracked(seen: Seen) -> bool:
    parcel = (seen.order or {})["shipments"][-1]
    return "order_in_transit" in seen.responses and str(parcel["tracking_number"]) in seen.text


def _moved(seen: Seen) -> bool:
    return str((seen.order or {})["shipping_address"].get("text", "")) == seen.address


GOALS = (
    Goal("track", ("order_status",), GivenOrder(story="in_transit"), _tracked, stays=True),
    Goal("cancel", ("order_cancel",), GivenOrder(story="processing"), lambda seen: _status(seen) == "cancelled"),
    Goal("return", ("return_request",), GivenOrder(story="delivered", days=3), _returned(faulty=False)),
    Goal(
        "refund",
        ("refund_status",),
        GivenOrder(story="refund_due"),
        _told("refund_state", "refund_completed"),
        stays=True,
    ),
    Goal("address", ("order_change_address",), GivenOrder(story="processing"), _moved),
    Goal(
        "damaged",
        ("item_damaged",),
        GivenOrder(story="delivered", days=2, skus=("HO-3002",)),
        _returned(faulty=True),
    ),
    Goal("not_received", ("delivery_not_received",), GivenOrder(story="delivered_yesterday"), _noted("trace")),
    Goal("policy", ("return_policy",), None, _told("knowledge_source", "fact_return_window")),
    Goal("invoice", ("invoice_request",), GivenOrder(story="delivered", days=5), _told("invoice"), stays=True),
    Goal("coupon", ("promotion_question",), None, _told("coupon_valid")),
    Goal(
        "customs",
        ("customs_duties", "order_status"),
        GivenOrder(story="customs_hold", days=3),
        _told("order_customs_hold"),
    ),
)
"""All of them, by the weight of one each."""


def _status(seen: Seen) -> str:
    return str((seen.order or {}).get("status"))


def changed(before: Order, after: Order) -> bool:
    """Whether status, returns, refunds or address of an order are other than before."""
    return any(before.get(name) != after.get(name) for name in ("status", "returns", "refunds", "shipping_address"))
