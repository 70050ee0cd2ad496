"""Who leaves things as they are agrees to nothing, however friendly it sounds."""

from __future__ import annotations

import pytest

from tests.dialogue.chat import Chat

ORDER = {"order_id": "PA-2026-000001"}


def test_leaving_it_is_a_no_to_the_act(chat: Chat) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.says("all right, leave it then", "affirm", leaves=True)[0] == "utter_kept"
    assert chat.shop.cancelled == []


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("ok, cancel it, leave the rest", (("affirm", 0.8), ("order_cancel", 0.4))),
        ("yes do it and the other one that I ordered for my sister last week, leave it as it is", (("affirm", 0.9),)),
    ],
)
def test_leaving_it_beside_more_is_asked_again(chat: Chat, text: str, intents: tuple[tuple[str, float], ...]) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.says(text, *intents, leaves=True) == ["utter_no_hurry", "utter_ask_confirm_cancel"]
    assert chat.shop.cancelled == []
    assert chat.says("yes", "affirm")[0] == "action_cancel"


def test_leaving_it_answers_no_question_that_confirms_nothing(chat: Chat) -> None:
    chat.says("return it", "return_request", entities=ORDER)
    done = chat.says("exchange, leave it", leaves=True, values={"reason": ("too_small", 0.9)})
    assert "utter_kept" not in done and chat.tracker.slots["reason"] == "too_small"


@pytest.mark.parametrize("text", ["sure?", "well, and if I change my mind?"])
def test_a_yes_that_is_asked_agrees_to_nothing(chat: Chat, text: str) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.says(text, ("affirm", 0.9)) == ["utter_ask_confirm_cancel"]
    assert chat.shop.cancelled == []


def test_a_yes_that_names_the_act_may_ask_whether_that_is_fine(chat: Chat) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.says("yes cancel it, ok?", ("affirm", 0.8), ("order_cancel", 0.3))[0] == "action_cancel"
