"""A shop for scenarios: each shopper has orders of their own, told by the demo shop's stories."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from actions.commerce.demo.data import Case, catalogue, markets, names
from actions.commerce.demo.people import address_of, known_case
from actions.commerce.demo.stories import STORIES, Draft
from actions.commerce.demo.wares import order_line, product_documents
from actions.commerce.demo_shop import build_demo_shop
from actions.commerce.files import ShopData, write_shop
from benchmarks.scenarios.shape import GivenOrder

_DEFAULT = ("HO-3005",)


@dataclass(frozen=True, slots=True)
class Shopper:
    """A customer's document and the ids of the orders, in the order in which they were given."""

    customer: dict[str, Any]
    orders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to exist: an id, a market, a tier, and orders."""

    id: str
    market: str
    tier: str
    orders: Sequence[GivenOrder]


def build_shop(wanted: Sequence[Wanted], folder: Path) -> dict[str, Shopper]:
    """Writes the shop data of all these shoppers to a folder; returns the shoppers by their id.

    Order numbers follow from the position in `wanted`, what is in them from the id of the shopper: a run can be
    repeated, and another shopper changes nothing of the others.
    """
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    shoppers: dict[str, Shopper] = {}
    drafts: list[Draft] = []
    number = 400_000
    for position, one in enumerate(wanted, 1):
        customer = _customer(one, position)
        ids = []
        for order in one.orders:
            number += 7
            ids.append(f"PA-2026-{number}")
            drafts.append(_tell(ids[-1], order, customer, now, _dice(f"{one.id}:{len(ids)}")))
        shoppers[one.id] = Shopper(customer, tuple(ids))
    campaigns = [one for one in build_demo_shop(now).coupons if not one.get("customer_id")]
    write_shop(
        folder,
        ShopData(
            products=product_documents(catalogue()),
            customers=[one.customer for one in shoppers.values()],
            orders=[draft.document() for draft in drafts],
            coupons=[*campaigns, *(coupon for draft in drafts for coupon in draft.coupons)],
        ),
    )
    return shoppers


def _customer(one: Wanted, position: int) -> dict[str, Any]:
    market = markets()[one.market]
    known = names()[market.names]
    dice = _dice(one.id)
    given, family = dice.choice(known.female), dice.choice(known.family)
    ending = known.female_family
    surname = family.native + (ending.native if ending else "")
    first, second = (given.native, surname) if known.order == "given_family" else (surname, given.native)
    case = Case(
        id=one.id, story="in_transit", market=one.market, name=f"{first}{known.joint}{second}", latin=f"s{position}"
    )
    document = known_case(case, position)
    phone = str(document["phone"])
    return document | {"tier": one.tier, "phone": phone[:-5] + f"{position:05d}"}


def _tell(order_id: str, order: GivenOrder, customer: dict[str, Any], now: datetime, dice: Random) -> Draft:
    market = markets()[customer["market"]]
    place = market.places[order.place]
    wares = {ware.sku: ware for ware in catalogue().products}
    skus = order.skus or _DEFAULT
    items = [order_line(wares[sku], market, at, dice, order.options) for at, sku in enumerate(skus, 1)]
    items = [{**item, "quantity": 1} for item in items]
    draft = Draft(order_id, customer, market, place, address_of(customer, place, dice), items, now, dice)
    tell = STORIES[order.story][0]
    tell(draft, **({"days": order.days} if order.days is not None and _takes_days(order.story) else {}))
    return draft


def _takes_days(story: str) -> bool:
    return "days" in inspect.signature(STORIES[story][0]).parameters


def _dice(name: str) -> Random:
    return Random(f"scenario:{name}")  # a repeatable shop, nothing secret
