"""The demo shop "Paloma": a folder of shop data, the same for the same day and seed, in every state an order can be in.

The shop sends from Shenzhen (to China from Osaka) into 29 markets. Known shoppers for the demo page and for scenarios
(`showcase.yml`; customer ids and order numbers never change):

==============  ======  =================================================================
customer        market  orders
==============  ======  =================================================================
cust-demo-en    US      PA-2026-100011 on its way (news of yesterday, due in four days),
cust-demo-zh    CN      PA-2026-100012 held by customs for three days,
cust-demo-es    ES      PA-2026-100013 delivered three days ago,
cust-demo-fr    FR      PA-2026-100014 being packed
cust-demo-de    DE
cust-demo-it    IT      The two digits before the last are the place in this column:
cust-demo-pt    BR      English 01, Chinese 02, … Indonesian 15. So PA-2026-100092 is the
cust-demo-ru    RU      Arabic shopper's parcel at customs.
cust-demo-ar    SA
cust-demo-tr    TR
cust-demo-ja    JP
cust-demo-ko    KR
cust-demo-th    TH
cust-demo-vi    VN
cust-demo-id    ID
==============  ======  =================================================================

========================  ======  ==============  ===========================================
customer                  market  order           what it is about
========================  ======  ==============  ===========================================
cust-case-late            DE      PA-2026-102001  beyond the promised day, still moving
cust-case-silent          ID      PA-2026-102002  no news for more than three days
cust-case-lost            GB      PA-2026-102003  reported lost
cust-case-not-received    FR      PA-2026-102004  marked delivered yesterday
cust-case-damaged         IT      PA-2026-102005  mug and vase, delivered two days ago
cust-case-too-late        DE      PA-2026-102006  sweater, delivered 75 days ago
cust-case-not-returnable  US      PA-2026-102007  underwear, delivered three days ago
cust-case-california      US      PA-2026-102008  sneakers to California, five days ago
cust-case-double-charge   TR      PA-2026-102009  paid twice
cust-case-partial-refund  PT      PA-2026-102010  a fifth refunded
cust-case-return-running  JP      PA-2026-102011  return registered or on its way
cust-case-refund-due      KR      PA-2026-102012  return arrived, money on its way
cust-case-cancelled       RU      PA-2026-102013  cancelled
cust-case-two-parcels     CN      PA-2026-102014  one parcel arrived, one on its way
cust-case-gift            VN      PA-2026-102015  a present due in six days
cust-case-cod             BR      PA-2026-102016  backpack paid at the door six days ago
cust-case-vip-customs     AE      PA-2026-102017  a VIP's parcel at customs for four days
cust-case-pending         ES      PA-2026-102018  waits for its payment
cust-case-payment-failed  MX      PA-2026-102019  payment declined
cust-case-out-for-delivery  TH    PA-2026-102020  with the courier
cust-case-exception       BR      PA-2026-102021  could not be delivered
cust-case-kuwait          KW      PA-2026-102022  headphones, delivered yesterday, in dinar
========================  ======  ==============  ===========================================

All other shoppers are cust-0001 …, their orders PA-2026-110001 ….
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from actions.commerce.demo import after_delivery, before_delivery
from actions.commerce.demo.data import Market, Place, Ware, cast, catalogue, markets
from actions.commerce.demo.people import address_of, crowd, known_case, known_person, known_shoppers
from actions.commerce.demo.stories import STORIES, Draft
from actions.commerce.demo.wares import order_line, product_documents, some_wares
from actions.commerce.files import ShopData, write_shop

SEED = 7
_CROWD, _ORDERS = 200, 520
_SHOWN = (
    before_delivery.in_transit,
    before_delivery.customs_hold,
    after_delivery.delivered,
    before_delivery.processing,
)
_SHOWN_DAYS: tuple[dict[str, Any], ...] = ({}, {"days": 3}, {"days": 3}, {})


@dataclass(frozen=True, slots=True)
class KnownShopper:
    """One whom the demo page offers. note: what is interesting about the orders, in the shopper's language."""

    customer_id: str
    name: str
    locale: str
    market: str
    note: str


def showcase() -> tuple[KnownShopper, ...]:
    """One shopper a language, in the order of the ontology's languages."""
    return tuple(
        KnownShopper(
            f"cust-demo-{person.language}", person.name, markets()[person.market].locale, person.market, person.note
        )
        for person in cast().people
    )


def build_demo_shop(as_of: datetime, seed: int = SEED) -> ShopData:
    """The whole shop as it stands at `as_of` (aware): 65 products, 237 shoppers, more than 600 orders, coupons.

    The same arguments give the same data. Raises DataFileError when a data file of the demo shop is wrong.
    """
    now = as_of.astimezone(UTC).replace(second=0, microsecond=0)
    shoppers = crowd(_CROWD, seed)
    drafts = [*_known_orders(now, seed), *_crowd_orders(shoppers, now, seed)]
    return ShopData(
        products=product_documents(catalogue()),
        customers=[*known_shoppers(), *shoppers],
        orders=[draft.document() for draft in drafts],
        coupons=[*_campaigns(now), *(coupon for draft in drafts for coupon in draft.coupons)],
    )


def write_demo_shop(folder: Path, as_of: datetime, seed: int = SEED) -> ShopData:
    """Builds the shop and writes its four files; returns what was written."""
    data = build_demo_shop(as_of, seed)
    write_shop(folder, data)
    return data


def _known_orders(now: datetime, seed: int) -> Iterator[Draft]:
    for number, person in enumerate(cast().people, 1):
        customer = known_person(person, number)
        for place, (tell, options) in enumerate(zip(_SHOWN, _SHOWN_DAYS, strict=True), 1):
            order_id = f"PA-2026-100{number:02d}{place}"
            draft = _draft(order_id, customer, now, seed, returnable=True)
            tell(draft, **options)
            yield draft
    wares = {ware.sku: ware for ware in catalogue().products}
    for number, case in enumerate(cast().cases, 1):
        customer = known_case(case, number)
        chosen = [wares[sku] for sku in case.skus]
        home = markets()[case.market].places[case.place]
        draft = _draft(f"PA-2026-1020{number:02d}", customer, now, seed, chosen=chosen, place=home)
        STORIES[case.story][0](draft, **case.options)
        yield draft


def _crowd_orders(shoppers: list[dict[str, Any]], now: datetime, seed: int) -> Iterator[Draft]:
    dice = _dice(seed, "stories")
    tales = list(STORIES.values())
    # Every story occurs a few times whatever the dice say.
    told = [tale for tale in tales for _ in range(4)]
    told += dice.choices(tales, [weight for _, weight in tales], k=_ORDERS - len(told))
    dice.shuffle(told)
    for number, (tell, _) in enumerate(told, 1):
        customer = shoppers[(number - 1) % len(shoppers)] if number <= len(shoppers) else dice.choice(shoppers)
        draft = _draft(f"PA-2026-{110_000 + number}", customer, now, seed)
        tell(draft)
        yield draft


def _draft(
    order_id: str,
    customer: dict[str, Any],
    now: datetime,
    seed: int,
    *,
    chosen: list[Ware] | None = None,
    place: Place | None = None,
    returnable: bool = False,
) -> Draft:
    dice = _dice(seed, order_id)
    market: Market = markets()[customer["market"]]
    where = place or _home(market, customer, seed)
    wares = chosen or some_wares(dice, returnable=returnable)
    items = [order_line(ware, market, number, dice) for number, ware in enumerate(wares, 1)]
    address = address_of(customer, where, _dice(seed, customer["id"]))
    return Draft(order_id, customer, market, where, address, items, now, dice)


def _home(market: Market, customer: dict[str, Any], seed: int) -> Place:
    """Where the shopper lives: known shoppers in the market's first city."""
    if str(customer["id"]).startswith("cust-demo-"):
        return market.places[0]
    return _dice(seed, "home", customer["id"]).choice(market.places)


def _campaigns(now: datetime) -> list[dict[str, Any]]:
    """Codes that everybody may use, one of them over."""
    rows = (("WELCOME10", "percent", 10, 300), ("PALOMA5", "amount", 5, 120), ("SPRING15", "percent", 15, -30))
    return [
        {
            "code": code,
            "kind": kind,
            "value": value,
            "currency": "EUR" if kind == "amount" else None,
            "valid_until": (now + timedelta(days=days)).date().isoformat(),
        }
        for code, kind, value, days in rows
    ]


def _dice(seed: int, *names: str) -> Random:
    """Dice of their own for each thing, so that a change in one place leaves the others as they were."""
    return Random(":".join((str(seed), *names)))  # noqa: S311  # a repeatable shop, nothing secret
