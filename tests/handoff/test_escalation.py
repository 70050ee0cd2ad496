from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.handoff.errors import EscalationError
from bot.handoff.escalation_file import DEFAULT_FILE, load
from bot.handoff.package import context_package

RULES = load()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_anger_urgency_and_tier_raise_the_priority_to_at_most_100() -> None:
    calm = RULES.priority("human_agent", "neutral", "normal", "standard")
    angry = RULES.priority("human_agent", "angry", "normal", "standard")
    assert 0 <= calm < angry < RULES.priority("human_agent", "angry", "high", "standard") <= 100
    assert RULES.priority("safety", "angry", "high", "vip") == 100
    assert RULES.priority("never heard of", None, None, None) == RULES.reasons["default"]


@pytest.mark.parametrize("emotion", ["anxious", "disappointed", "frustrated", "angry"])
def test_a_hurt_shopper_who_wants_a_person_is_urgent_and_answered_within_ten_minutes(emotion: str) -> None:
    assert RULES.is_urgent("human_agent", emotion, "normal", "standard")
    assert not RULES.is_urgent("human_agent", "neutral", "normal", "standard")
    assert RULES.minutes(RULES.priority("human_agent", emotion, "normal", "standard")) == 10


def test_minutes_count_in_service_hours_only_over_the_weekend_too() -> None:
    friday = at("2026-11-20T16:55")  # 17:55 in Berlin
    assert RULES.answer_by(friday, "Europe/Berlin", {5, 6}, 60) == at("2026-11-23T08:05")
    assert RULES.answer_by(at("2026-11-20T10:00"), "Europe/Berlin", {5, 6}, 60) == at("2026-11-20T10:10")


def test_the_weekend_of_the_market_counts_not_ours() -> None:
    friday_in_riyadh = at("2026-11-20T10:00")
    assert RULES.opens_at(friday_in_riyadh, "Asia/Riyadh", {4, 5}) == at("2026-11-22T06:00")
    assert RULES.opens_at(friday_in_riyadh, "Europe/Berlin", {5, 6}) is None


def test_opening_hours_follow_the_change_to_summer_time() -> None:
    saturday_before = at("2026-03-28T12:00")
    assert RULES.opens_at(saturday_before, "Europe/Berlin", {5, 6}) == at("2026-03-30T07:00")


def test_a_market_with_longer_hours_is_open_when_others_are_closed() -> None:
    evening = at("2026-11-24T12:00")  # 20:00 in Shanghai
    assert RULES.opens_at(evening, "Asia/Shanghai", market="CN") is None
    assert RULES.opens_at(evening, "Asia/Shanghai") == at("2026-11-25T01:00")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    angry: 45",
            "    angry: 145",
            r"escalation.yml:\d+: priority.emotions.angry: 145; expected a whole",
        ),
        ("    angry: 45", "    furious: 45", r"priority.emotions.furious: 'furious'; expected one of the keys"),
        ("    default: 20\n", "", r"priority.reasons.default: missing"),
        ('closes: "18:00"}\n  markets', 'closes: "08:00"}\n  markets', r"service_hours.default.closes: '08:00'"),
        ("{from: 0, minutes: 240}", "{from: 5, minutes: 240}", r"answer_within: .*expected one line with `from: 0`"),
        ("version: 1", "version: 2", r"escalation.yml:3: version: 2; expected 1"),
        ("{from: 0, minutes: 240}", "{from: 0, minute: 240}", r"answer_within.3.minute: 'minute'; expected one of"),
    ],
)
def test_a_wrong_file_is_refused_with_file_line_and_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    assert old in text
    wrong = tmp_path / "escalation.yml"
    wrong.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(EscalationError, match=message):
        load(wrong)


def test_the_package_of_an_unknown_sender_says_so_and_stays_bounded() -> None:
    package = context_package(
        reason="human_agent",
        customer=None,
        market="SA",
        language="ar",
        intent="order_status",
        slots={"order_id": None, "size": "M"},
        emotions=[["anxious", 0.7]],
        orders=[{"id": f"PA-{n}", "status": "shipped", "items": [{"name": "Shoe"}]} for n in range(50)],
        tried=[f"action_{n}" for n in range(50)],
        messages=[{"author": "shopper", "text": "hm"}] * 50,
        question="Which order?",
    )
    assert package["who"]["verified"] is False
    assert package["slots"] == {"size": "M"}
    assert (len(package["orders"]), len(package["tried"]), len(package["messages"])) == (5, 10, 10)
    assert package["tried"][-1] == "action_49"
