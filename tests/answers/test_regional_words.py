"""A country's own words come before those of its language: vos in Argentina, encomenda in Portugal."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answers import Answers

CONTENT = Path(__file__).parents[2] / "bot" / "content"
ANSWERS = Answers.load(CONTENT)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
_TU = re.compile(r"\b(tú|tienes|puedes|quieres|prefieres|eres|dime|elige|contigo)\b", re.IGNORECASE)


def said(response: str, locale: str, market: str, **variables: Any) -> str:
    style = ANSWERS.style(market, locale)
    how: dict[str, Any] = {"locale": locale, "style": style, "now": NOW, "timezone": "UTC", "seed": "a"}
    return " ".join(message.text for message in ANSWERS.render(response, variables=variables, **how))


@pytest.mark.parametrize(
    ("locale", "market", "words"),
    [
        ("es-AR", "AR", "¿Por qué lo querés devolver?"),
        ("es", "AR", "¿Por qué lo querés devolver?"),
        ("es", "ES", "¿Por qué lo quieres devolver?"),
        ("es-MX", "MX", "¿Por qué lo quieres devolver?"),
        ("es-CO", "CO", "¿Por qué lo quiere devolver?"),
    ],
)
def test_a_shopper_is_spoken_to_as_people_speak_there(locale: str, market: str, words: str) -> None:
    assert words in said("utter_ask_return_reason", locale, market, paid_by="open")


def test_the_argentine_words_hold_no_other_you() -> None:
    catalogue = yaml.safe_load((CONTENT / "responses" / "es-AR.yml").read_text(encoding="utf-8"))
    for name, texts in catalogue["responses"].items():
        for one in texts:
            shown = " ".join([one["text"], *(button["title"] for button in one.get("buttons", ()))])
            assert not _TU.findall(shown), (name, shown)
