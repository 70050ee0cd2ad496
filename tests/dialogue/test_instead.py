"""A wish that takes the place of the one that runs: the other remedy for the same item."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogue.chat import Chat, load_shop


def test_another_remedy_at_the_confirmation_changes_it_where_the_flow_has_it(chat: Chat) -> None:
    chat.says("it is broken", "item_damaged", entities={"order_id": "000001"})
    chat.says("the blue one")
    chat.says("damaged", values={"reason": ("damaged", 0.9)})
    chat.says("refund", values={"resolution": ("refund", 0.9)})
    assert "utter_ask_confirm_return" in chat.says("another one", "swap", values={"resolution": ("exchange", 0.9)})
    chat.says("yes", "affirm")
    assert chat.shop.returned == [("PA-2026-000001", "damaged", "exchange")]
    assert not chat.tracker.frames


def test_what_the_running_flow_cannot_do_takes_its_place_and_knows_the_item(chat: Chat) -> None:
    chat.says("it is broken", "item_damaged", entities={"order_id": "000001"})
    chat.says("the blue one")
    assert chat.says("swap it", "swap") == ["action_find_order", "utter_ask_note"]
    assert [frame.flow for frame in chat.tracker.frames] == ["swap"]
    assert chat.tracker.slots["item"] == "the blue one"


def test_the_return_is_not_followed_by_the_exchange_that_it_replaced(chat: Chat) -> None:
    chat.says("swap it", "swap", entities={"order_id": "000001"})
    chat.says("the blue one")
    chat.says("I would rather return it", "return_request")
    chat.says("too small", values={"reason": ("too_small", 0.9)})
    chat.says("refund", values={"resolution": ("refund", 0.9)})
    assert "utter_resume" not in chat.says("yes", "affirm")
    assert chat.shop.returned == [("PA-2026-000001", "too_small", "refund")]


def test_the_same_for_another_order_is_a_wish_of_its_own(chat: Chat) -> None:
    chat.says("return it", "return_request", entities={"order_id": "000001"})
    chat.says("swap the other", "swap", entities={"order_id": "000002"})
    assert [frame.flow for frame in chat.tracker.frames] == ["return", "swap"]


def test_the_same_remedy_said_again_is_asked_to_be_confirmed_again(chat: Chat) -> None:
    chat.says("it is broken", "item_damaged", entities={"order_id": "000001"})
    chat.says("the blue one")
    chat.says("damaged", values={"reason": ("damaged", 0.9)})
    chat.says("exchange", values={"resolution": ("exchange", 0.9)})
    assert chat.says("a new one then", "swap", values={"resolution": ("exchange", 0.9)}) == ["utter_ask_confirm_return"]
    assert [frame.flow for frame in chat.tracker.frames] == ["report"]


def test_of_two_remedies_in_one_message_the_one_that_takes_the_other_s_place_is_done(chat: Chat) -> None:
    chat.says("it is broken, swap it", ("item_damaged", 0.95), ("swap", 0.9), entities={"order_id": "000001"})
    assert [frame.flow for frame in chat.tracker.frames] == ["swap"]


def test_of_two_that_take_each_other_s_place_the_likelier_is_done(chat: Chat) -> None:
    chat.says("I return it", ("return_request", 0.95), ("swap", 0.9), entities={"order_id": "000001"})
    assert [frame.flow for frame in chat.tracker.frames] == ["return"]


def test_two_remedies_for_two_orders_are_both_done(chat: Chat) -> None:
    apart = {"return_request": {"order_id": "PA-2026-000001"}, "swap": {"order_id": "PA-2026-000002"}}
    chat.says("return the first, swap the second", "return_request", "swap", told_for=apart)
    assert sorted(frame.flow for frame in chat.tracker.frames if not frame.called) == ["return", "swap"]


def test_two_wishes_that_both_take_the_place_are_one(chat: Chat) -> None:
    chat.says("it is broken", "item_damaged", entities={"order_id": "000001"})
    chat.says("the blue one")
    chat.says("could it be a larger one", ("swap", 0.6), ("take_back", 0.5))
    assert [frame.flow for frame in chat.tracker.frames] == ["swap"]


def test_the_same_remedy_with_something_new_of_it_is_not_only_said_again(chat: Chat) -> None:
    chat.says("it is broken", "item_damaged", entities={"order_id": "000001"})
    chat.says("the blue one")
    chat.says("damaged", values={"reason": ("damaged", 0.9)})
    chat.says("exchange", values={"resolution": ("exchange", 0.9)})
    chat.says("in size L then", "swap", values={"resolution": ("exchange", 0.9)}, entities={"size": "L"})
    assert [frame.flow for frame in chat.tracker.frames] == ["swap"]


@pytest.mark.parametrize(
    ("text", "intents", "decision"),
    [
        ("XL", (), "reject"),
        ("no, XL please", (("deny", 0.95),), "answer"),
        ("yes, in XL", (("affirm", 0.95),), "answer"),
    ],
)
def test_what_was_not_asked_for_but_is_told_at_the_confirmation_is_confirmed_anew(
    chat: Chat, text: str, intents: tuple[tuple[str, float], ...], decision: str
) -> None:
    told = {"reason": ("too_small", 0.9)}
    chat.says("a larger size please", "resize", entities={"order_id": "000001"}, values=told)
    assert chat.tracker.slots.get("size") is None
    done = chat.says(text, *intents, entities={"size": "XL"}, decision=decision)
    assert done[-1] == "utter_ask_confirm_return" and "utter_kept" not in done
    assert chat.tracker.slots["size"] == "XL" and chat.shop.returned == []


TWO_DOORS = """
flows:
  dent:
    description: One way to a claim.
    nlu_trigger: [{intent: dented}]
    steps:
    - link: claim
  gap:
    description: Another way to a claim.
    nlu_trigger: [{intent: gap_seen}]
    steps:
    - link: claim
  claim:
    description: What both lead to.
    if: false
    steps:
    - call: pick_order
    - collect: resolution
    - action: utter_returned
"""


@pytest.fixture
def two_doors(tmp_path: Path) -> Chat:
    path = tmp_path / "doors.yml"
    path.write_text(TWO_DOORS, encoding="utf-8")
    return Chat(load_shop(path))


def test_another_way_to_what_runs_that_is_half_heard_begins_it_no_second_time(two_doors: Chat) -> None:
    two_doors.says("a dent", "dented", entities={"order_id": "000001"})
    assert two_doors.says("I have a photo of it", ("gap_seen", 0.5)) == ["utter_ask_resolution"]
    assert [frame.flow for frame in two_doors.tracker.frames] == ["claim"]
    assert two_doors.tracker.failures == 0


def test_the_same_about_another_order_is_begun(two_doors: Chat) -> None:
    two_doors.says("a dent", "dented", entities={"order_id": "000001"})
    two_doors.says("in the other one", ("gap_seen", 0.5), entities={"order_id": "000002"})
    assert len(two_doors.tracker.frames) == 2


def test_the_same_said_clearly_is_begun(two_doors: Chat) -> None:
    two_doors.says("a dent", "dented", entities={"order_id": "000001"})
    two_doors.says("and there is a gap", "gap_seen")
    assert len(two_doors.tracker.frames) == 2


def test_a_few_words_that_answer_the_question_begin_no_second_report_however_clear(two_doors: Chat) -> None:
    two_doors.says("there is a gap", "gap_seen", entities={"order_id": "000001"})
    remedy = {"resolution": ("exchange", 0.6)}
    assert two_doors.says("a new one of course, and quickly!", "dented", values=remedy)[0] == "utter_returned"


@pytest.mark.parametrize(
    ("said", "guess", "taken"),
    [
        ("an exchange of course, and quickly!", "exchange", True),
        ("an exchange of course, and quickly!", "refund", False),
        ("an exchange or the money, whichever is the quicker of them", "exchange", False),
    ],
)
def test_a_word_of_a_buttons_title_answers_where_the_words_mean_it_faintly(
    two_doors: Chat, said: str, guess: str, taken: bool
) -> None:
    two_doors.says("there is a gap", "gap_seen", entities={"order_id": "000001"})
    done = two_doors.says(said, "dented", values={"resolution": (guess, 0.2)})
    assert (done[0] == "utter_returned") is taken


EITHER = """
flows:
  trade:
    description: Another colour.
    nlu_trigger: [{intent: dented}]
    instead_of: [rescind]
    steps:
    - call: pick_order
    - collect: note
  rescind:
    description: The money, or another one.
    nlu_trigger: [{intent: money_wish}]
    instead_of: [trade%s]
    steps:
    - call: pick_order
    - collect: resolution
    - collect: confirm_return
      ask_before_filling: true
"""


@pytest.mark.parametrize(
    ("begun", "also", "asked"),
    [("dented", "", "utter_ask_confirm_return"), ("item_damaged", ", report", "utter_ask_resolution")],
)
def test_where_either_takes_the_others_place_the_wish_says_what_is_wanted_instead(
    tmp_path: Path, begun: str, also: str, asked: str
) -> None:
    path = tmp_path / "either.yml"
    path.write_text(EITHER % also, encoding="utf-8")
    chat = Chat(load_shop(path))
    chat.says("about this one", begun, entities={"order_id": "000001"})
    assert chat.says("I would rather have my money", "money_wish")[-1] == asked
    assert [frame.flow for frame in chat.tracker.frames] == ["rescind"]


def test_the_wish_for_what_is_to_be_confirmed_already_begins_nothing_anew(tmp_path: Path) -> None:
    path = tmp_path / "either.yml"
    path.write_text(EITHER % ", report", encoding="utf-8")
    chat = Chat(load_shop(path))
    chat.says("it is broken", "item_damaged", entities={"order_id": "000001"})
    chat.says("the blue one")
    chat.says("damaged", values={"reason": ("damaged", 0.9)})
    chat.says("refund", values={"resolution": ("refund", 0.9)})
    assert chat.says("I won't pay for sending it back", ("money_wish", 0.6)) == ["utter_ask_confirm_return"]
    assert [frame.flow for frame in chat.tracker.frames] == ["report"]


def test_what_was_asked_below_is_taken_when_it_comes_while_something_else_is_asked(chat: Chat) -> None:
    chat.says("a survey", "survey")
    chat.says("3")
    assert chat.says("return something", "return_request")[-1] == "action_ask_order_id"
    assert "utter_ask_happy" in chat.says("Rose Lane 14, flat 205", ("survey", 0.9))
    assert chat.tracker.slots["note"] == "Rose Lane 14, flat 205"
    assert [frame.flow for frame in chat.tracker.frames] == ["survey"]


def test_a_wish_for_what_lies_below_is_no_answer_to_its_question(chat: Chat) -> None:
    chat.says("a survey", "survey")
    chat.says("3")
    chat.says("return something", "return_request")
    assert chat.says("let us go back to that survey of yours", ("survey", 0.9))[-1] == "utter_ask_note"
    assert "note" not in chat.tracker.slots


def test_words_torn_between_stop_and_no_are_no_name(chat: Chat) -> None:
    chat.says("a survey", "survey")
    chat.says("3")
    done = chat.says("never mind, leave it", ("stop", 0.54), ranking=(("stop", 0.54), ("deny", 0.44)))
    assert done[0] == "utter_stopped" and not chat.tracker.frames


def test_a_reason_said_once_more_does_not_end_the_return(chat: Chat) -> None:
    chat.says("return it", "return_request", entities={"order_id": "000001"})
    chat.says("I changed my mind", values={"reason": ("changed_mind", 0.9)})
    said = {"values": {"reason": ("changed_mind", 0.9)}}
    assert chat.says("just changed my mind", ("stop", 0.6), **said) == ["utter_ask_resolution"]
    assert chat.says("stop, I changed my mind", ("stop", 0.9), **said)[0] == "utter_stopped"


def test_a_wish_that_would_have_answered_the_question_answers_it_anew_at_the_confirmation(chat: Chat) -> None:
    chat.says("return it", "return_request", entities={"order_id": "000001"})
    chat.says("too small", values={"reason": ("too_small", 0.9)})
    chat.says("exchange", values={"resolution": ("exchange", 0.9)})
    assert chat.says("my money back", "money_wish")[-1] == "utter_ask_confirm_return"
    chat.says("yes", "affirm")
    assert chat.shop.returned == [("PA-2026-000001", "too_small", "refund")]


def test_what_an_unclear_message_names_is_known_to_the_wish_that_comes_then(chat: Chat) -> None:
    torn = {"ranking": (("order_status", 0.3), ("item_damaged", 0.2)), "decision": "clarify"}
    chat.says("000001 is odd", entities={"order_id": "000001"}, **torn)
    assert chat.says("return it", "return_request") == ["action_find_order", "utter_ask_reason"]
    assert chat.tracker.slots["order_id"] == "PA-2026-000001"
