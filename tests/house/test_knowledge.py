"""Answers from the articles: those of the shopper's market, and what staff published last."""

from __future__ import annotations

from typing import Any

from tests.house.house import House


def publish(house: House, article_id: str, locale: str, **changes: Any) -> None:
    """Changes an article and publishes it, as an editor does."""
    path = f"/api/v1/knowledge/articles/{locale}/{article_id}"
    found = house.staff.get(path)
    known = found.json() if found.status_code == 200 else {}
    kept = ("title", "kind", "markets", "topics", "valid_from", "valid_until", "facts", "translation_of", "body")
    body = {name: known[name] for name in kept if name in known} | changes
    saved = house.staff.put(path, json=body)
    assert saved.status_code == 200, saved.text
    published = house.staff.post(f"{path}/publish")
    assert published.status_code == 200, published.text


def test_the_same_question_has_each_markets_own_answer(house: House) -> None:
    american = house.shopper(None, "en-US").says("How many days do I have to return something?")
    german = house.shopper(None, "en-DE").says("How many days do I have to return something?")
    assert "30 days" in american
    assert "14 days" in german
    assert "Germany" not in american
    assert "United States" not in german


def test_what_is_published_is_in_the_bots_next_answer(house: House) -> None:
    question = "How do I order gift wrapping with a hand-written card?"
    shopper = house.shopper(None, "en-IE")
    assert "lavender ribbon" not in shopper.says(question)
    publish(
        house,
        "gift-wrapping",
        "en",
        title="Gift wrapping",
        kind="faq",
        markets=["IE"],
        topics=["order_place_help"],
        body="We offer gift wrapping with a hand-written card. Every gift is closed with a **lavender ribbon**.",
    )
    answer = shopper.says(question)
    assert "lavender ribbon" in answer
    assert "**" not in answer
    assert "lavender ribbon" not in house.shopper(None, "en-AU").says(question)


def test_a_changed_fact_is_said_and_acted_upon_at_once(house: House) -> None:
    question = "How much is shipping?"
    before = house.shopper(None, "en-KZ").says(question)
    publish(
        house,
        "delivery-kazakhstan-autumn",
        "en",
        title="Delivery to Kazakhstan",
        kind="policy",
        markets=["KZ"],
        topics=["delivery_cost"],
        facts={"shipping_fee": {"amount": 777, "currency": "KZT"}},
        body="Shipping to Kazakhstan costs 777 tenge.",
    )
    after = house.shopper(None, "en-KZ").says(question)
    assert "777" not in before
    assert "777" in after


def test_an_unknown_question_gets_an_honest_no_and_a_person(house: House) -> None:
    question = "How can I become a supplier of Paloma?"
    found = house.staff.get("/api/v1/knowledge/search", params={"q": question, "market": "US", "locale": "en"})
    assert found.json() == []
    shopper = house.shopper("cust-demo-en", "en-US")
    assert shopper.says(question).responses[-1] in ("knowledge_none", "ask_rephrase")
    assert any(payload.startswith("/human_agent") for payload in shopper.last.buttons.values())
    person = next(title for title, payload in shopper.last.buttons.items() if payload.startswith("/human_agent"))
    assert shopper.presses(person).responses[-1].startswith("handoff")
