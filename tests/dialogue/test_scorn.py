"""Scorn is no answer to a question."""

from __future__ import annotations

import pytest

from tests.dialogue.chat import Chat

RETURN = {"entities": {"order_id": "000001"}, "values": {"reason": ("too_small", 0.9)}}


def asked_for_a_note(chat: Chat) -> None:
    chat.says("survey", "survey")
    assert chat.says("3") == ["utter_ask_note"]


@pytest.mark.parametrize(
    ("intents", "decision"),
    [
        ((), "reject"),
        ((("bot_challenge", 0.6),), "answer"),
        ((("deny", 0.9),), "answer"),
        ((("deny", 0.4),), "clarify"),
        ((("human_agent", 0.58),), "answer"),
    ],
)
def test_scorn_is_not_noted_and_the_second_time_a_person_is_offered(
    chat: Chat, intents: tuple[tuple[str, float], ...], decision: str
) -> None:
    asked_for_a_note(chat)
    assert chat.says("stupid bot", *intents, scorn=True, decision=decision) == [
        "utter_one_thing_needed",
        "utter_ask_note",
    ]
    assert chat.tracker.slots.get("note") is None
    assert "utter_cannot_handle_offer_human" in chat.says("useless!", *intents, scorn=True, decision=decision)
    assert chat.tracker.slots.get("note") is None


def test_scorn_about_what_is_talked_of_answers(chat: Chat) -> None:
    asked_for_a_note(chat)
    said = "the stupid parcel came two weeks late, and nobody ever answered my letters"
    chat.says(said, scorn=True, decision="reject")
    assert chat.tracker.slots.get("note") == said


def test_a_value_or_a_wish_beside_scorn_counts(chat: Chat) -> None:
    chat.says("return it", "return_request", **RETURN)
    assert chat.says("refund, idiot", scorn=True, values={"resolution": ("refund", 0.9)}) == [
        "utter_ask_confirm_return"
    ]
    chat.says("stupid bot, no", "deny", scorn=True)
    assert chat.shop.returned == []
    asked_for_a_note(chat)
    assert "utter_one_thing_needed" not in chat.says("stupid bot, where is it", "order_status", scorn=True)


CURSES = [(("affirm", 0.87),), (("affirm", 0.73), ("complaint", 0.19)), (("thanks", 0.9), ("affirm", 0.05))]


@pytest.mark.parametrize("ranking", CURSES)
def test_a_curse_that_only_sounds_like_a_yes_confirms_no_act(
    chat: Chat, ranking: tuple[tuple[str, float], ...]
) -> None:
    chat.says("return it", "return_request", **RETURN)
    chat.says("refund", values={"resolution": ("refund", 0.9)})
    answers = chat.says("you get on my nerves", *ranking[:1], ranking=ranking, scorn=True)
    assert answers[-1] == "utter_ask_confirm_return" and chat.shop.returned == []


@pytest.mark.parametrize(
    "ranking", [(("affirm", 0.98), ("complaint", 0.02)), (("affirm", 0.87), ("return_request", 0.09))]
)
def test_a_plain_yes_counts_whatever_curse_is_beside_it(chat: Chat, ranking: tuple[tuple[str, float], ...]) -> None:
    chat.says("return it", "return_request", **RETURN)
    chat.says("refund", values={"resolution": ("refund", 0.9)})
    chat.says("yes, return it, you idiots", *ranking[:1], ranking=ranking, scorn=True)
    assert len(chat.shop.returned) == 1
