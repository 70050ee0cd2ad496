"""Who does not know what to answer refuses nothing."""

from __future__ import annotations

from tests.dialogue.chat import Chat

ORDER = {"order_id": "000001"}


def test_the_choice_stays_open_and_the_second_time_a_person_is_offered(chat: Chat) -> None:
    chat.says("return it", "return_request", entities=ORDER, values={"reason": ("too_small", 0.9)})
    assert chat.says("no idea", "deny", unsure=True) == ["utter_ask_resolution"]
    assert [frame.flow for frame in chat.tracker.frames] == ["return"]
    assert "utter_cannot_handle_offer_human" in chat.says("dunno", "deny", unsure=True)


def test_what_the_flow_does_without_is_passed_over(chat: Chat) -> None:
    chat.says("take it back", "take_back")
    assert chat.says("no idea", "deny", unsure=True) == ["utter_ask_resolution"]
    assert chat.tracker.slots["reason"] == "changed_mind"


def test_an_act_is_neither_done_nor_given_up(chat: Chat) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.says("not sure", "deny", unsure=True) == ["utter_no_hurry", "utter_ask_confirm_cancel"]
    assert chat.shop.cancelled == []


def test_an_answer_that_also_doubts_is_an_answer(chat: Chat) -> None:
    chat.says("return it", "return_request", entities=ORDER, values={"reason": ("too_small", 0.9)})
    done = chat.says("not sure, money I guess", unsure=True, values={"resolution": ("refund", 0.9)})
    assert done[-1] == "utter_ask_confirm_return" and chat.tracker.slots["resolution"] == "refund"


def test_doubt_that_only_sounds_like_a_choice_chooses_nothing(chat: Chat) -> None:
    chat.says("return it", "return_request", entities=ORDER, values={"reason": ("too_small", 0.9)})
    guessed = {"resolution": ("exchange", 0.7)}
    assert chat.says("not sure", "deny", unsure=True, values=guessed) == ["utter_ask_resolution"]
    assert "resolution" not in chat.tracker.slots
    assert chat.says("not sure", ("return_request", 0.8), unsure=True, values=guessed) != ["utter_ask_resolution"]


def test_a_yes_that_doubts_is_none(chat: Chat) -> None:
    chat.says("cancel it", "order_cancel", entities=ORDER)
    assert chat.says("yes, no, I don't know", "affirm", unsure=True) == ["utter_no_hurry", "utter_ask_confirm_cancel"]
    assert chat.shop.cancelled == []
    assert chat.says("yes", "affirm")[0] == "action_cancel"
