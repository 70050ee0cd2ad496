"""An answer carries a fact, a next step, and a day where one is due: in every language, and in every turn."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers import Answers, Button, ContentError, RenderedMessage
from bot.answers.message import JsonValue
from bot.answers.substance import Substance
from tests.answers.conftest import CONTENT, NOW

LOCALES = ["en", "zh", "es", "fr", "de", "it", "pt", "ru", "ar", "tr", "ja", "ko", "th", "vi", "id"]
LATE: dict[str, JsonValue] = {
    "order_id": "PA-2026-100011",
    "items": "Lamp",
    "old_eta": {"date": "2026-11-20"},
    "last_at": {"date": "2026-11-19"},
    "last_event": "customs released it",
    "eta": {"date": "2026-11-27"},
    "next_update": {"datetime": "2026-11-25T09:00:00+00:00"},
}


@pytest.fixture(scope="module")
def shop() -> Answers:
    return Answers.load(CONTENT)


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """The real content, to be spoilt."""
    folder = tmp_path / "content"
    folder.mkdir()
    for name in ("formats.yml", "markets.yml", "styles.yml", "taboos.yml", "substance.yml"):
        shutil.copy(CONTENT / name, folder / name)
    shutil.copytree(CONTENT / "responses", folder / "responses")
    return folder


def rewrite(folder: Path, locale: str, response: str, text: str) -> str:
    """Gives a response one text instead of its own, without buttons; the problems that are told."""
    path = folder / "responses" / f"{locale}.yml"
    block = re.compile(rf"^  {response}:\n(?:(?:  - |    ).*\n)+", re.MULTILINE)
    content = path.read_text(encoding="utf-8")
    found = block.search(content)
    assert found is not None, response
    metadata = re.search(r"    metadata: .*\n", found.group())
    entry = f'  {response}:\n  - text: "{text}"\n' + (metadata.group() if metadata else "")
    path.write_text(block.sub(lambda _: entry, content, count=1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        Answers.load(folder)
    return str(caught.value)


def said(shop: Answers, response: str, variables: Mapping[str, JsonValue], locale: str = "en") -> list[RenderedMessage]:
    style = shop.style(None, locale)
    return list(shop.render(response, locale=locale, style=style, now=NOW, timezone="UTC", variables=variables))


@pytest.mark.parametrize("locale", LOCALES[1:])  # English says which variables there are at all
def test_a_text_without_its_day_is_refused_in_every_language(spoilt: Path, locale: str) -> None:
    told = rewrite(spoilt, locale, "utter_order_late", "{order_id} ({items}): {old_eta}, {last_at}, {last_event}")
    assert f"{locale}.yml:" in told
    assert "utter_order_late: says no date; expected a variable that holds a day to come" in told
    assert "utter_order_late: says no next step" in told
    assert "says no fact" not in told


@pytest.mark.parametrize("locale", LOCALES)
def test_a_refusal_that_leaves_the_shopper_standing_is_refused_in_every_language(spoilt: Path, locale: str) -> None:
    assert "utter_coupon_unknown: says no next step" in rewrite(
        spoilt, locale, "utter_coupon_unknown", "{coupon_code}!"
    )


def test_a_text_that_only_names_the_matter_says_no_fact(spoilt: Path) -> None:
    told = rewrite(spoilt, "fr", "utter_items_changed", "Commande {order_id} : écrivez-nous, merci de rester poli.")
    assert "utter_items_changed: says no fact; expected a variable that says something about the matter" in told


def test_every_response_about_a_shoppers_own_matter_declares_its_needs(shop: Answers, spoilt: Path) -> None:
    assert shop.substance.undeclared(shop.catalogue) == []
    path = spoilt / "responses" / "en.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    metadata: {needs: [fact]}\n", "", 1), encoding="utf-8")
    loaded = Answers.load(spoilt)
    (problem,) = loaded.substance.undeclared(loaded.catalogue)
    assert "speaks of order_id; expected metadata: {needs: [...]}" in str(problem)


def test_an_unknown_need_is_refused_with_its_line(spoilt: Path) -> None:
    path = spoilt / "responses" / "en.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("needs: [fact]", "needs: [facts]", 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"en\.yml:\d+: .*found 'facts'; expected one of fact, next_step, date"):
        Answers.load(spoilt)


def test_completions_that_are_not_there_are_missed(spoilt: Path) -> None:
    path = spoilt / "substance.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("date: utter_followed_up", "date: utter_gone"))
    with pytest.raises(ContentError, match="no response 'utter_gone', which completes answers without a date"):
        Answers.load(spoilt)
    path.write_text("completions: {fact: utter_x, next_step: utter_y}\n")
    with pytest.raises(ContentError) as caught:
        Substance.load(path)
    assert "unknown key 'fact'" in str(caught.value)
    assert "completions.date: no response" in str(caught.value)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_whole_answer_lacks_nothing(shop: Answers, locale: str) -> None:
    assert shop.missing(said(shop, "utter_order_late", LATE, locale), locale=locale) == ()


def test_what_was_not_filled_in_does_not_count(shop: Answers) -> None:
    (message,) = said(shop, "utter_refund_completed", {"refund": "–", "order_id": "x", "refund_due": "–"})
    assert shop.missing([message], locale="en") == ("fact",)


def test_the_messages_of_a_turn_are_judged_together(shop: Answers) -> None:
    (bare,) = said(shop, "utter_order_late", LATE)
    bare = replace(bare, text="It is late.", said=frozenset({"order_id", "last_at"}))
    assert shop.missing([bare], locale="en") == ("next_step", "date")
    (dated,) = said(shop, "utter_trace_running", {"order_id": "x", "deadline": {"date": "2026-11-27"}})
    assert shop.missing([bare, dated], locale="en") == ()
    assert shop.missing([bare, RenderedMessage("Which size?")], locale="en") == ("date",)


def test_a_closing_courtesy_and_a_bare_no_are_no_next_step(shop: Answers) -> None:
    (refusal,) = said(shop, "utter_coupon_used", {"coupon_code": "GIFT10"})
    refusal = replace(refusal, buttons=(Button("No", "/deny"),))
    (courtesy,) = said(shop, "utter_completed", {})
    assert shop.missing([refusal, courtesy], locale="en") == ("next_step",)
    stamped = replace(refusal, buttons=(Button("No", "/deny#3"),))
    assert shop.missing([stamped], locale="en") == ("next_step",)
    assert shop.missing([replace(refusal, buttons=(Button("Offers", "/promotion_question#3"),))], locale="en") == ()


def test_days_gone_by_answer_no_by_when(shop: Answers) -> None:
    (message,) = said(shop, "utter_order_late", LATE)
    gone = replace(message, text="Late.", said=frozenset({"old_eta", "last_at", "last_event"}))
    assert "date" in shop.missing([gone], locale="en")
