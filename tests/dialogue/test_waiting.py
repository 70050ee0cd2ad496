"""Who waits, or asks to wait, agrees to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogue.chat import Chat, load_shop

ORDER = {"order_id": "PA-2026-000001"}


@pytest.mark.parametrize(
    ("intents", "decision"),
    [((("affirm", 0.99),), "answer"), ((("goodbye", 0.9),), "answer"), ((("repeat_rephrase", 0.3),), "clarify")],
)
def test_waiting_leaves_the_question_of_an_act_open(
    chat: Chat, intents: tuple[tuple[str, float], ...], decision: str
) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.says("ok I'll wait", *intents, waits=True, decision=decision) == [
        "utter_no_hurry",
        "utter_ask_confirm_cancel",
    ]
    assert chat.shop.cancelled == [] and chat.tracker.failures == 0
    assert chat.says("yes", "affirm")[0] == "action_cancel"


@pytest.mark.parametrize("heard", ["affirm", "deny", "goodbye"])
def test_who_wants_to_think_first_says_neither_yes_nor_no(chat: Chat, heard: str) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.says("let me ask my wife first", (heard, 0.95), thinks=True) == [
        "utter_no_hurry",
        "utter_ask_confirm_cancel",
    ]
    assert chat.shop.cancelled == []
    assert chat.says("yes", "affirm")[0] == "action_cancel"


def test_who_wants_to_think_at_a_question_ends_nothing(chat: Chat) -> None:
    asked = chat.says("return it", "return_request", entities=ORDER)[-1]
    assert chat.says("let me ask my wife first", ("deny", 0.95), thinks=True) == ["utter_no_hurry", asked]
    assert chat.says("no", ("deny", 0.95))[0] == "utter_stopped"


def test_a_no_that_waits_is_a_no(chat: Chat) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.says("wait, don't", "deny", waits=True)[0] == "utter_kept"


def test_a_wish_that_begins_with_wait_is_served(chat: Chat) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    done = chat.says("wait, how do returns work", "return_policy", waits=True)
    assert "utter_no_hurry" not in done and done[-1] == "utter_ask_confirm_cancel"
    assert chat.shop.cancelled == []


def test_a_button_is_pressed_whatever_its_title_says(chat: Chat) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.presses("Yes, cancel it")[0] == "action_cancel"


def test_who_says_wait_and_what_rather_changes_it(chat: Chat) -> None:
    chat.says("return it", "return_request", entities=ORDER)
    chat.says("too small", values={"reason": ("too_small", 0.9)})
    chat.says("exchange", values={"resolution": ("exchange", 0.9)})
    done = chat.says(
        "wait, or rather my money",
        ("return_request", 0.37),
        decision="clarify",
        waits=True,
        values={"resolution": ("refund", 0.9)},
    )
    assert "utter_no_hurry" not in done and done[-1] == "utter_ask_confirm_return"
    assert chat.shop.returned == []
    chat.says("yes", "affirm")
    assert chat.shop.returned == [("PA-2026-000001", "too_small", "refund")]


MOVE = """
flows:
  move:
    description: Another place.
    nlu_trigger: [{intent: dented}]
    steps:
    - call: pick_order
    - collect: note
    - collect: confirm_return
      ask_before_filling: true
"""


def test_who_says_wait_and_another_number_has_it_put_right(tmp_path: Path) -> None:
    path = tmp_path / "move.yml"
    path.write_text(MOVE, encoding="utf-8")
    chat = Chat(load_shop(path))
    chat.says("send it elsewhere", "dented", entities=ORDER)
    chat.says("Rose Lane 14, flat 1203")
    done = chat.says("wait, it is 1302 and not 1203", ("dented", 0.9), waits=True)
    assert "utter_no_hurry" not in done and done[-1] == "utter_ask_confirm_return"
    assert chat.tracker.slots["note"] == "Rose Lane 14, flat 1302"


def test_who_says_wait_and_stop_stops(chat: Chat) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.says("hold on, forget it", ("stop", 0.8), waits=True)[0] == "utter_stopped"
    assert chat.shop.cancelled == [] and not chat.tracker.frames


@pytest.mark.parametrize(("sure", "said"), [(0.37, "utter_ask_confirm_return"), (0.2, "utter_no_hurry")])
def test_a_wish_that_would_have_answered_before_needs_to_be_heard_less_after_a_wait(
    chat: Chat, sure: float, said: str
) -> None:
    chat.says("return it", "return_request", entities=ORDER)
    chat.says("too small", values={"reason": ("too_small", 0.9)})
    chat.says("exchange", values={"resolution": ("exchange", 0.9)})
    assert said in chat.says("hold on, my money rather", ("money_wish", sure), decision="clarify", waits=True)
    assert chat.tracker.slots["resolution"] == ("refund" if sure > 0.3 else "exchange")
    assert chat.shop.returned == []
