"""Shoppers of the demo shop, with names, addresses and numbers as they are written where they live."""

from __future__ import annotations

from random import Random
from typing import Any

from actions.commerce.demo.data import Case, Market, Person, Place, Written, cast, markets, names

_TIERS = (("standard", 70, 0, 480), ("silver", 17, 520, 1900), ("gold", 9, 2050, 5800), ("vip", 4, 6100, 12000))
_DOMAINS = ("example.com", "example.org", "example.net")


def known_person(person: Person, number: int) -> dict[str, Any]:
    """The shopper of one language, cust-demo-<language>."""
    market = markets()[person.market]
    return _document(
        f"cust-demo-{person.language}",
        person.name,
        f"{person.latin}@example.com",
        _phone(market.phone[0], number),
        market,
        person.tier,
        340,
    )


def known_case(case: Case, number: int) -> dict[str, Any]:
    """The shopper of one case, cust-case-<id>."""
    market = markets()[case.market]
    phone = _phone(market.phone[0], 50 + number)
    points = 7200 if case.tier == "vip" else 120
    return _document(f"cust-case-{case.id}", case.name, f"{case.latin}@example.org", phone, market, case.tier, points)


def crowd(count: int, seed: int) -> list[dict[str, Any]]:
    """`count` shoppers over all markets by their weight, each market with at least two."""
    order = [market for market in markets().values() for _ in range(2)]
    dice = Random(f"{seed}:crowd")  # noqa: S311  # a repeatable shop, nothing secret
    weights = [market.weight for market in markets().values()]
    order += dice.choices(list(markets().values()), weights, k=max(0, count - len(order)))
    taken = {person["phone"] for person in known_shoppers()}
    return [_shopper(number, market, dice, taken) for number, market in enumerate(order[:count], 1)]


def known_shoppers() -> list[dict[str, Any]]:
    """People and cases of the showcase."""
    people = [known_person(person, number) for number, person in enumerate(cast().people, 1)]
    return people + [known_case(case, number) for number, case in enumerate(cast().cases, 1)]


def _shopper(number: int, market: Market, dice: Random, taken: set[str]) -> dict[str, Any]:
    tier, _, low, high = dice.choices(_TIERS, [weight for _, weight, _, _ in _TIERS])[0]
    name = _name(market, dice)
    phone = next(
        number
        for number in (_phone(dice.choice(market.phone), dice.randrange(10_000)) for _ in range(10_000))
        if number not in taken
    )
    taken.add(phone)
    email = f"{name.latin}{number}@{dice.choice(_DOMAINS)}"
    return _document(f"cust-{number:04d}", name.native, email, phone, market, tier, dice.randrange(low, high))


def _name(market: Market, dice: Random) -> Written:
    known = names()[market.names]
    woman = dice.random() < 0.55
    given, family = dice.choice(known.female if woman else known.male), dice.choice(known.family)
    if woman and known.female_family:
        ending = known.female_family
        family = Written(native=family.native + ending.native, latin=family.latin + ending.latin)
    first, second = (given, family) if known.order == "given_family" else (family, given)
    latin = f"{given.latin}.{family.latin}".lower().replace(" ", "").replace("'", "")
    return Written(native=f"{first.native}{known.joint}{second.native}", latin=latin)


def _phone(pattern: str, number: int) -> str:
    """The pattern with its # filled by the last digits of the number."""
    places = pattern.count("#")
    return pattern.replace("#" * places, f"{number:010d}"[-places:])


def _document(
    customer_id: str, name: str, email: str, phone: str, market: Market, tier: str, points: int
) -> dict[str, Any]:
    return {
        "id": customer_id,
        "name": name,
        "email": email,
        "phone": phone,
        "locale": market.locale,
        "market": market.market,
        "tier": tier,
        "points": points,
    }


def address_of(customer: dict[str, Any], place: Place, dice: Random) -> dict[str, Any]:
    """Where the shopper lives."""
    address = {
        "name": customer["name"],
        "street": dice.choice(place.streets),
        "house_number": str(dice.randrange(1, 140)),
        "postcode": place.postcode,
        "city": place.city.native,
        "state": place.state,
        "country": customer["market"],
    }
    return {key: value for key, value in address.items() if value}
