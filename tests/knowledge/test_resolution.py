"""Which rule holds: state before country before group before everywhere, on the day, for tier and category."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.knowledge.article import make_article
from bot.knowledge.markets import markets
from bot.knowledge.resolution import FactResolver

TODAY = date(2026, 11, 25)


def resolver(*rules: tuple[str, list[str], dict[str, Any], dict[str, Any]]) -> FactResolver:
    articles = []
    for identity, places, facts, more in rules:
        front = {
            "id": identity, "locale": "en", "title": identity, "kind": "policy",
            "markets": places, "facts": facts, **more,
        }  # fmt: skip
        articles.append(make_article(identity, front, "text"))
    return FactResolver(articles)


RULES = resolver(
    ("all", [], {"return_window_days": 14, "return_shipping_paid_by": "customer"}, {}),
    ("eu", ["EU"], {"return_shipping_paid_by": "shop"}, {}),
    ("us", ["US"], {"return_window_days": 30}, {}),
    ("us-ca", ["US-CA"], {"return_shipping_paid_by": "shop"}, {}),
    ("vip", [], {"tiers": ["vip"], "return_shipping_paid_by": "shop"}, {}),
    ("underwear", [], {"categories": ["underwear"], "returnable": False}, {}),
    ("br-now", ["BR"], {"return_window_days": 7}, {"valid_until": date(2026, 12, 31)}),
    ("br-next", ["BR"], {"return_window_days": 15}, {"valid_from": date(2027, 1, 1)}),
)


def value(name: str, market: str | None, day: date = TODAY, **how: Any) -> Any:
    found = RULES.resolve(market, day, **how).get(name)
    return found.value if found else None


def test_a_country_comes_before_its_group_and_a_group_before_everywhere() -> None:
    assert value("return_window_days", "US") == 30
    assert value("return_shipping_paid_by", "DE") == "shop"
    assert value("return_shipping_paid_by", "JP") == "customer"
    assert value("return_window_days", None) == 14


def test_a_state_comes_before_its_country() -> None:
    assert value("return_shipping_paid_by", "US") == "customer"
    assert value("return_shipping_paid_by", "US", state="CA") == "shop"
    assert value("return_shipping_paid_by", "US", state="California") == "shop"


def test_tier_and_category_limit_a_rule() -> None:
    assert value("return_shipping_paid_by", "JP", tier="vip") == "shop"
    assert value("returnable", "JP", category="underwear") is False
    assert value("returnable", "JP", category="shoes") is None


def test_the_day_decides_which_version_holds() -> None:
    assert value("return_window_days", "BR", date(2026, 12, 31)) == 7
    assert value("return_window_days", "BR", date(2027, 1, 1)) == 15


def test_a_fact_names_the_article_it_comes_from() -> None:
    assert RULES.resolve("US", TODAY)["return_window_days"].article_id == "us"


def test_a_place_is_known_by_its_names_in_any_language() -> None:
    known = markets()
    assert [known.named(name) for name in ("Tenerife", "カナリア諸島", "IC", "california", "ML", "Madrid", "")] == [
        "ES-CN", "ES-CN", "ES-CN", "US-CA", None, None, None,
    ]  # fmt: skip
    assert known.place("ES", "35001") == ("ES", "ES-CN")
    assert known.place("US", "35001") == ("US", "US-35001"), "a postcode is a Spanish one in Spain only"
