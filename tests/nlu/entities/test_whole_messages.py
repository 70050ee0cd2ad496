"""Whole messages: positions, overlaps, any text at all, and the training data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.entities import EntityExtractor
from bot.nlu.entities.evaluate import evaluate, total
from bot.nlu.entities.rules import available_languages
from bot.nlu.training_data import read_training_data
from bot.nlu.understanding import Entity

LANGUAGES = ["en", "zh", "es", "fr", "de", "it", "pt", "ru", "ar", "tr", "ja", "ko", "th", "vi", "id"]
DATA = Path(__file__).parents[3] / "nlu_data"
MEASURED = DATA.parent / "benchmarks" / "data" / "entities"


def test_that_every_language_has_a_phrasebook() -> None:
    assert set(LANGUAGES) <= set(available_languages())


def test_that_a_message_with_everything_is_read_whole(find: Callable[..., tuple[Entity, ...]]) -> None:
    text = "Order PA-2026-104233: two black linen shirts in XL to Dublin by Friday, "
    text += "£79.80 by PayPal, code WELCOME10, jo@example.com"
    assert [(e.entity, e.value) for e in find("en", text)] == [
        ("order_id", "PA-2026-104233"),
        ("quantity", 2),
        ("colour", "black"),
        ("product", "FA-1001"),
        ("size", "XL"),
        ("place", "Dublin"),
        ("date", "2026-11-27"),
        ("amount", "79.80 GBP"),
        ("payment_method", "paypal"),
        ("coupon_code", "WELCOME10"),
        ("email", "jo@example.com"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_an_unknown_language_is_read_by_english_rules_and_known_ones_by_their_own(
    extractor: EntityExtractor, language: str
) -> None:
    assert extractor.extract("PA-2026-104233", language)[0].value == "PA-2026-104233"
    assert extractor.extract("PA-2026-104233 on Friday", "sw", today=date(2026, 11, 25))[-1].value == "2026-11-27"


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(max_size=80)
    | st.lists(
        st.sampled_from(
            [
                "PA",
                "2026",
                "١٠٤",
                "千円",
                "두",
                "개",
                "İ",
                "ß",
                "ｆｆ",
                "ﬁ",
                "é",
                "0️⃣",
                "м",
                "-",
                "R$",
                "12/12",
                "+49",
                "L",
                "สอง",
                "̈",
                "‎",
            ]
        ),
        max_size=12,
    ).map(" ".join),
    language=st.sampled_from(LANGUAGES),
)
def test_that_any_text_has_entities_in_order_at_their_places(
    extractor: EntityExtractor, text: str, language: str
) -> None:
    end = 0
    for entity in extractor.extract(text, language, today=date(2026, 11, 25)):
        assert text[entity.start : entity.end] == entity.text != ""
        assert entity.start >= end
        assert 0 < entity.confidence <= 1
        end = entity.end


def test_that_the_training_data_is_met(extractor: EntityExtractor) -> None:
    for language, table in evaluate(extractor, read_training_data(DATA).examples).items():
        assert total(table).recall > 0.82, f"{language}: recall {total(table).recall:.3f}"
        if table["order_id"].marked >= 20:
            assert table["order_id"].f1 > 0.95, f"{language}: order numbers {table['order_id'].f1:.3f}"


def test_that_messages_written_for_measuring_are_read_in_every_language(extractor: EntityExtractor) -> None:
    scores = evaluate(extractor, read_training_data(MEASURED).examples)
    assert set(scores) == set(LANGUAGES)
    for language, table in scores.items():
        whole = total(table)
        assert whole.f1 > 0.96, f"{language}: F1 {whole.f1:.3f}"
        assert table["order_id"].f1 > 0.99, f"{language}: order numbers {table['order_id'].f1:.3f}"
        assert whole.exact / whole.met > 0.85, f"{language}: {whole.exact} of {whole.met} spans"
        assert whole.same / whole.valued > 0.9, f"{language}: {whole.same} of {whole.valued} values"
