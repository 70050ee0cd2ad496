"""What is said from articles and carriers' notes: which question, whose words, without marks."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.articles.article import plain_text, say_article
from actions.articles.knowledge_answer import _title_about, asked_topics
from actions.base import Slots, place


def heard(*intents: str, likely: str = "greet") -> Slots:
    message: dict[str, Any] = {
        "intents": [{"name": name, "confidence": 0.9} for name in intents],
        "intent_ranking": [{"name": name, "confidence": 0.5} for name in intents or (likely,)],
    }
    return Slots(Tracker("s", {}, message, [], False, None, {}, None))


def test_beside_a_question_other_wishes_are_left_to_their_own_flows() -> None:
    assert asked_topics(heard("order_status", "delivery_time")) == ["delivery_time"]
    assert asked_topics(heard("delivery_cost", "delivery_time")) == ["delivery_cost", "delivery_time"]
    assert asked_topics(heard(likely="item_damaged")) == ["item_damaged"]


def article(id: str, locale: str, *topics: str) -> dict[str, Any]:
    return {"id": id, "locale": locale, "title": f"{id} in {locale}", "topics": topics}


def test_without_the_facts_own_article_one_about_the_question_is_named_and_never_one_in_another_language() -> None:
    found = [
        article("warranty", "de", "warranty_repair"),
        article("returns-de", "de", "return_policy"),
        article("returns-us", "en", "return_policy"),
    ]
    assert _title_about(found, "de", ["return_policy"]) == "returns-de in de"
    assert _title_about(found, "fr", ["return_policy"]) is None
    assert _title_about(found, "de", ["delivery_time"]) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("You have **14 days**.\n\n## Excluded\n\nUnderwear.", "You have 14 days.\n\nExcluded\n\nUnderwear."),
        ("See [our page](https://paloma.example/returns).", "See our page (https://paloma.example/returns)."),
        ("Open [My orders](/orders) and __wait__.", "Open My orders and wait."),
        ("2 * 3 * 4 costs less", "2 * 3 * 4 costs less"),
    ],
)
def test_an_article_is_said_without_the_marks_of_markdown(written: str, said: str) -> None:
    assert plain_text(written) == said


def test_a_place_at_home_needs_no_country_and_one_abroad_has_its_name() -> None:
    assert place("Milan, IT", "IT") == {"city": "Milan", "in": "IT"}
    assert place("Shenzhen, CN", "IT") == {
        "list": [{"city": "Shenzhen", "in": "CN"}, {"country": "CN"}],
        "style": "plain",
    }
    assert place("Sorting centre 5", "IT") == "Sorting centre 5"


LONG = "We repair. " * 99


@pytest.mark.parametrize(
    ("text", "heading", "lead", "said"),
    [
        ("Excluded\n\nNo **phones**.", "Excluded", "We repair.", "We repair.\n\nNo phones."),
        ("We repair.\n\nBring it.", "", "", "We repair.\n\nBring it."),
        ("Excluded\n\nNo phones.", "Excluded", LONG, "No phones."),
    ],
)
def test_a_part_of_an_article_is_said_after_its_first_words_and_without_its_heading(
    text: str, heading: str, lead: str, said: str
) -> None:
    told: list[Any] = []

    def say(_response: str, **values: Any) -> None:
        told.append(values.get("answer"))

    found = [{"locale": "en", "title": "Repairs", "text": text, "heading": heading, "lead": lead}]
    say_article(found, "en", say)  # type: ignore[arg-type]
    assert told[0] == said


@pytest.mark.parametrize(
    ("score", "language", "response"),
    [
        (0.95, "it", "utter_knowledge_other_language"),
        (0.45, "it", "utter_knowledge_none"),
        (0.45, "en", "utter_knowledge"),
    ],
)
def test_an_article_in_another_language_is_read_only_when_it_is_about_the_question(
    score: float, language: str, response: str
) -> None:
    said: list[str] = []
    found = [{"locale": "en", "title": "Out of stock", "text": "It comes back within weeks.", "score": score}]
    say_article(found, language, lambda name, *_, **__: said.append(name))  # type: ignore[arg-type]
    assert said[0] == response
