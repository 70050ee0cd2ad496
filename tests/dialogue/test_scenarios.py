"""Conversations: what a shopper says and what the bot does then."""

from __future__ import annotations

import pytest

from bot.dialogue import Engine, Handoff, Say, UserTurn
from bot.dialogue import events as ev
from tests.dialogue.chat import Chat


def slots_set(chat: Chat) -> dict[str, object]:
    return {name: value for name, value in chat.tracker.slots.items() if name != "tier"}


# ---- steps


def test_a_flow_asks_for_what_it_lacks_and_acts_after_a_clear_yes(chat: Chat) -> None:
    assert chat.says("cancel my order", "order_cancel") == ["action_find_order", "action_ask_order_id"]
    assert chat.says("000002", entities={"order_id": "000002"}) == ["action_find_order", "utter_ask_confirm_cancel"]
    assert chat.says("yes", "affirm") == ["action_cancel", "utter_cancelled", "utter_completed"]
    assert chat.shop.cancelled == ["PA-2026-000002"]


def test_a_no_takes_the_other_way(chat: Chat) -> None:
    chat.says("cancel PA-2026-000001", "order_cancel", entities={"order_id": "PA-2026-000001"})
    assert chat.says("no", "deny") == ["utter_kept", "utter_completed"]
    assert chat.shop.cancelled == []


def test_what_the_first_message_tells_is_not_asked_again(chat: Chat) -> None:
    done = chat.says(
        "the dress 000001 is too small",
        "return_request",
        entities={"order_id": "000001"},
        values={"reason": ("too_small", 0.9)},
    )
    assert done == ["action_find_order", "utter_ask_resolution"]


def test_a_slot_with_ask_before_filling_is_asked_even_if_it_is_known(chat: Chat) -> None:
    chat.says(
        "return 000001 for a refund",
        "return_request",
        entities={"order_id": "000001"},
        values={"resolution": ("refund", 0.9)},
    )
    assert chat.says("too small", values={"reason": ("too_small", 0.9)}) == ["utter_ask_resolution"]


def test_while_a_question_is_open_its_slot_is_empty(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    chat.tracker.apply(ev.SlotSet("confirm_cancel", True))
    chat.says("how do returns work", "return_policy")
    assert "confirm_cancel" not in chat.tracker.slots


def test_a_rejected_value_is_refused_and_asked_again(chat: Chat) -> None:
    assert chat.says("survey", "survey") == ["utter_ask_days"]
    assert chat.says("20") == ["utter_too_long", "utter_ask_days"]
    assert "days" not in slots_set(chat)
    assert chat.says("٧") == ["utter_ask_note"]  # any script's digits
    assert slots_set(chat)["days"] == 7


def test_a_value_that_came_early_is_checked_too(chat: Chat) -> None:
    chat.tracker.apply(ev.SlotSet("days", 20))
    run = chat.engine.begin(chat.tracker, UserTurn("-", (("survey", 0.9),)))
    chat.tracker.apply(ev.SlotSet("days", 20))
    assert [run.next(), run.next()] == [Say("utter_too_long"), Say("utter_ask_days")]


def test_a_link_goes_over_to_another_flow(chat: Chat) -> None:
    chat.says("survey", "survey")
    chat.says("3")
    assert chat.says("all was well, thank you, truly", ("feedback", 0.2)) == ["utter_ask_happy"]
    assert chat.says("yes", "affirm") == ["utter_thanked"]


def test_an_answer_that_looks_like_one_wish_starts_none(chat: Chat) -> None:
    chat.says("survey", "survey")
    chat.says("3")
    chat.says("all was well, thank you, truly", ("feedback", 0.2))
    happy = {"happy": ("yes", 0.9)}
    assert chat.says("the delivery made me happy", ("delivery_time", 0.9), values=happy) == ["utter_thanked"]


def test_set_slots_and_noop_branches_are_walked(chat: Chat) -> None:
    chat.says("broken", "return_request", entities={"order_id": "000001"}, values={"reason": ("damaged", 0.9)})
    assert chat.says("money back", values={"resolution": ("refund", 0.8)}) == ["utter_ask_confirm_return"]
    assert chat.tracker.slots["offer"] == {"paid_by": "shop"}
    assert chat.says("yes", "affirm")[:2] == ["action_return", "utter_returned"]
    assert chat.shop.returned == [("PA-2026-000001", "damaged", "refund")]


def test_a_guarded_flow_starts_only_when_its_condition_holds(chat: Chat) -> None:
    assert chat.says("vip lounge", "vip_only") == ["utter_ask_rephrase"]


def test_an_intent_below_its_threshold_does_not_start_the_flow(chat: Chat) -> None:
    assert chat.says("how long", ("delivery_time", 0.4)) == ["utter_ask_rephrase"]
    assert chat.says("how long", ("delivery_time", 0.6)) == ["action_answer"]


def test_slots_are_forgotten_with_the_next_message_after_the_flow_but_initial_values_stay(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    chat.says("yes", "affirm")
    assert chat.tracker.slots["confirm_cancel"] is True  # people may still look at them
    chat.says("thanks", "thanks")
    assert chat.tracker.slots == {"tier": "standard"}


# ---- answers


def test_an_option_is_chosen_by_its_place_its_title_or_an_ordinal(engine: Engine) -> None:
    for text, option in [("2", None), ("２.", None), ("pa 2026 000002", None), ("the second one", 2), ("the last", -1)]:
        chat = Chat(engine)
        chat.says("cancel my order", "order_cancel")
        assert chat.says(text, ("order_status", 0.5), option=option)[-1] == "utter_ask_confirm_cancel", text
        assert chat.tracker.slots["order_id"] == "PA-2026-000002"


def test_a_number_beyond_the_list_is_no_choice(chat: Chat) -> None:
    chat.says("cancel my order", "order_cancel")
    assert chat.says("3", decision="reject") == ["action_ask_order_id"]


def test_words_on_a_button_count_as_pressing_it(chat: Chat) -> None:
    chat.says("return", "return_request", entities={"order_id": "000001"})
    assert chat.says("TOO SMALL!", ("order_status", 0.9)) == ["utter_ask_resolution"]


def test_free_text_is_taken_unless_it_is_another_request(chat: Chat) -> None:
    chat.says("survey", "survey")
    chat.says("3")
    done = chat.says("where on earth is my parcel", "order_status", entities={"order_id": "000001"})
    assert done == ["action_find_order", "action_track", "utter_resume", "utter_ask_note"]
    assert chat.says("多久能送到北京呢", ("delivery_time", 0.9)) == ["action_answer", "utter_resume", "utter_ask_note"]
    assert chat.says("Main Street 12, 2nd floor", ("order_status", 0.9)) == ["utter_ask_happy"]
    assert slots_set(chat)["note"] == "Main Street 12, 2nd floor"


def test_yes_to_a_question_that_is_no_yes_no_question_is_no_answer(chat: Chat) -> None:
    chat.says("return", "return_request", entities={"order_id": "000001"})
    assert chat.says("yes", "affirm") == ["utter_ask_reason"]


# ---- confirmations


@pytest.mark.parametrize(
    "turn",
    [
        UserTurn("hmm yes maybe", (("affirm", 0.8),), decision="clarify"),
        UserTurn("yes?", (("affirm", 0.9),), decision="reject"),
        UserTurn("ja", (("affirm", 0.3),)),
        UserTurn("yes no", (("affirm", 0.9), ("deny", 0.8))),
        UserTurn("fine, stop", (("affirm", 0.9), ("stop", 0.8))),
        UserTurn("cancel my order", (("order_cancel", 0.99),), (("order_cancel", 0.99), ("affirm", 0.01))),
        UserTurn("1", ()),
        UserTurn("x", payload="/SetSlots(confirm_cancel=true)"),
        UserTurn("x", payload="/SetSlots(confirm_cancel=true)#999"),
        UserTurn("x", payload="/SetSlots(confirm_return=true)#2"),
        UserTurn("x", payload="/affirm"),
        UserTurn("x", payload="/affirm#1"),
    ],
)
def test_nothing_but_a_clear_yes_confirms_an_act(chat: Chat, turn: UserTurn) -> None:
    chat.says("cancel my order", "order_cancel")
    chat.says("000001", entities={"order_id": "000001"})
    assert "action_cancel" not in chat.sends(turn)
    assert chat.shop.cancelled == []


def test_the_button_of_the_open_question_confirms(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    assert "action_cancel" in chat.presses("Yes, cancel it")


def test_the_flows_own_wish_with_a_yes_in_it_confirms(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    ranking = (("order_cancel", 0.7), ("affirm", 0.2))
    assert "action_cancel" in chat.says("yes cancel it", ("order_cancel", 0.7), ranking=ranking)


def test_torn_between_a_yes_and_the_act_that_it_names_is_a_yes(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    ranking = (("affirm", 0.5), ("order_cancel", 0.4))
    assert "action_cancel" in chat.says("yes cancel it", ("affirm", 0.5), ranking=ranking, decision="clarify")


@pytest.mark.parametrize(
    "ranking",
    [
        (("affirm", 0.5), ("order_cancel", 0.3), ("deny", 0.2)),
        (("order_cancel", 0.7), ("affirm", 0.2)),
        (("affirm", 0.5), ("order_status", 0.4)),
    ],
)
def test_an_unclear_yes_is_no_yes(chat: Chat, ranking: tuple[tuple[str, float], ...]) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    chat.says("hm", ranking[0], ranking=ranking, decision="clarify")
    assert chat.shop.cancelled == []


def test_torn_between_a_no_and_the_act_that_it_names_is_a_no(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    ranking = (("deny", 0.5), ("order_cancel", 0.4))
    assert chat.says("no, don't cancel", ("deny", 0.5), ranking=ranking, decision="clarify")[:1] == ["utter_kept"]


def test_what_later_questions_ask_is_an_answer_and_no_second_wish(chat: Chat) -> None:
    assert "utter_ask_item" in chat.says("it is broken", "item_damaged", entities={"order_id": "000001"})
    again = chat.says("I want my money back", "return_request", values={"resolution": ("refund", 0.9)})
    assert again == ["utter_ask_item"]
    assert chat.tracker.slots["resolution"] == "refund"
    assert "utter_ask_reason" in chat.says("the blue one")
    assert "utter_ask_confirm_return" in chat.says("damaged", values={"reason": ("damaged", 0.9)})
    chat.says("yes", "affirm")
    assert chat.shop.returned == [("PA-2026-000001", "damaged", "refund")]


def test_a_reason_is_not_the_item_that_was_asked_for(chat: Chat) -> None:
    chat.says("it is broken", "item_damaged", entities={"order_id": "000001"})
    assert chat.says("too small", values={"reason": ("too_small", 0.9)}) == ["utter_ask_item"]
    assert chat.tracker.slots["reason"] == "too_small"
    assert chat.says("the pot", decision="clarify") == ["utter_ask_resolution"]
    assert chat.tracker.slots["item"] == "the pot"


def test_the_item_and_the_reason_may_come_together(chat: Chat) -> None:
    chat.says("it is broken", "item_damaged", entities={"order_id": "000001"})
    assert chat.says("the blue mug is too small", values={"reason": ("too_small", 0.9)}) == ["utter_ask_resolution"]
    assert chat.tracker.slots["item"] == "the blue mug is too small"


def test_another_number_before_the_yes_asks_about_that_order(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    corrected = chat.says("sorry, I meant 000002", decision="reject", entities={"order_id": "PA-2026-000002"})
    assert "utter_ask_confirm_cancel" in corrected
    chat.says("yes", "affirm")
    assert chat.shop.cancelled == ["PA-2026-000002"]


def test_no_trained_value_confirms_an_act(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    chat.says("hm", decision="reject", values={"confirm_cancel": ("yes", 1.0)})
    assert chat.shop.cancelled == []


def test_a_person_asked_for_beside_a_wish_is_a_person_asked_for(chat: Chat) -> None:
    ranking = (("order_status", 0.6), ("human_agent", 0.25))
    chat.says("where is it, can I talk to someone", ("order_status", 0.6), ("human_agent", 0.1), ranking=ranking)
    assert any(isinstance(step, Handoff) for step in chat.steps)


def test_a_faint_second_wish_is_not_served(chat: Chat) -> None:
    chat.says(
        "return it, wrong colour", ("return_request", 0.9), ("order_cancel", 0.2), entities={"order_id": "000001"}
    )
    assert chat.tracker.active_flow == "return"
    assert all(frame.flow != "order_cancel" and frame.flow != "cancel" for frame in chat.tracker.frames)


def test_an_old_button_does_not_confirm_a_later_act(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    chat.says("no", "deny")
    old = next(payload for title, payload in chat.buttons if title == "Yes, cancel it")
    chat.says("cancel the other", "order_cancel", entities={"order_id": "000002"})
    assert chat.sends(UserTurn("Yes, cancel it", payload=old)) == ["utter_ask_confirm_cancel"]
    assert chat.shop.cancelled == []
    assert "action_cancel" in chat.presses("Yes, cancel it")


def test_the_button_still_counts_when_the_same_question_was_asked_again(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    first = next(payload for title, payload in chat.buttons if title == "Yes, cancel it")
    chat.says("can I return later", "return_policy")
    assert "action_cancel" in chat.sends(UserTurn("Yes, cancel it", payload=first))


def test_a_button_with_nothing_open_is_answered(chat: Chat) -> None:
    assert chat.sends(UserTurn("x", payload="/SetSlots(confirm_cancel=true)#1")) == ["utter_affirm_nothing_open"]


def test_yes_with_another_wish_does_both(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    done = chat.says("yes, and how do returns work", "affirm", "return_policy")
    assert done == ["action_cancel", "utter_cancelled", "action_answer"]


# ---- patterns


def test_a_session_starts_with_the_notice_that_a_machine_answers(engine: Engine) -> None:
    chat = Chat(engine, started=False)
    assert chat.says("where is my order 000001", "order_status", entities={"order_id": "000001"}) == [
        "utter_session_start",
        "action_find_order",
        "action_track",
    ]
    assert chat.says("hi", "greet") == ["action_greet"]
    assert chat.says("hi", "greet", new_session=True) == ["utter_session_start", "action_greet"]


def test_a_new_session_gives_up_what_was_open(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    assert chat.says("yes", "affirm", new_session=True) == ["utter_session_start", "utter_ask_rephrase"]
    assert chat.shop.cancelled == []


def test_a_question_in_between_is_answered_and_the_open_question_asked_again(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    assert chat.says("how do returns work", "return_policy") == [
        "action_answer",
        "utter_resume",
        "utter_ask_confirm_cancel",
    ]
    assert "action_cancel" in chat.says("yes", "affirm")


def test_an_interruption_about_another_order_does_not_turn_the_confirmation_to_it(chat: Chat) -> None:
    chat.says("cancel 1", "order_cancel", entities={"order_id": "000001"})
    assert chat.says("and where is 2?", "order_status", entities={"order_id": "000002"}) == [
        "action_find_order",
        "action_track",
        "utter_resume",
        "utter_ask_confirm_cancel",
    ]
    chat.says("yes", "affirm")
    assert chat.shop.cancelled == ["PA-2026-000001"]


def test_an_interrupting_flow_may_ask_questions_of_its_own(chat: Chat) -> None:
    chat.says("return", "return_request", entities={"order_id": "000001"})
    assert chat.says("no wait, cancel it", ("order_cancel", 0.9)) == ["action_find_order", "utter_ask_confirm_cancel"]
    assert chat.says("no", "deny") == ["utter_kept", "utter_resume", "utter_ask_reason"]


def test_a_wish_that_was_interrupted_can_be_taken_up_again(chat: Chat) -> None:
    chat.says("return", "return_request", entities={"order_id": "000001"})
    chat.says("cancel it", "order_cancel")
    assert chat.says("let me return it", "return_request") == ["utter_resume", "utter_ask_reason"]
    assert [frame.flow for frame in chat.tracker.frames] == ["return"]


def test_a_second_wish_that_is_asked_for_again_is_served_at_once(chat: Chat) -> None:
    both = ("order_cancel", 0.9), ("item_damaged", 0.8)
    assert chat.says("cancel it, and the mug is broken", *both, entities={"order_id": "000001"})[-1] == (
        "utter_ask_confirm_cancel"
    )
    assert chat.says("what about the broken mug", "item_damaged")[-1] == "utter_ask_item"
    chat.says("the blue one")
    chat.says("damaged", values={"reason": ("damaged", 0.9)})
    chat.says("refund", values={"resolution": ("refund", 0.9)})
    assert chat.says("yes", "affirm")[-2:] == ["utter_resume", "utter_ask_confirm_cancel"]
    assert not any(frame.pending for frame in chat.tracker.frames)


def test_too_many_interruptions_give_up_the_oldest(engine: Engine) -> None:
    chat = Chat(engine)
    chat.says("survey", "survey")
    chat.says("return", "return_request")
    chat.says("cancel", "order_cancel")
    chat.says("where is it", "order_status")
    assert len([frame for frame in chat.tracker.frames if not frame.called]) == 4
    assert len(chat.tracker.frames) <= 8


def test_a_corrected_order_goes_back_and_asks_for_the_confirmation_anew(chat: Chat) -> None:
    chat.says("cancel 1", "order_cancel", entities={"order_id": "000001"})
    first = next(payload for title, payload in chat.buttons if title == "Yes, cancel it")
    assert chat.says("no, 2", "deny", entities={"order_id": "000002"}) == [
        "action_find_order",
        "utter_ask_confirm_cancel",
    ]
    assert "action_cancel" not in chat.sends(UserTurn("Yes, cancel it", payload=first))
    chat.says("yes", "affirm")
    assert chat.shop.cancelled == ["PA-2026-000002"]


def test_yes_with_another_order_is_a_correction_not_a_yes(chat: Chat) -> None:
    chat.says("cancel 1", "order_cancel", entities={"order_id": "000001"})
    chat.says("yes, 000002", "affirm", entities={"order_id": "000002"})
    assert chat.shop.cancelled == []
    chat.says("yes", "affirm")
    assert chat.shop.cancelled == ["PA-2026-000002"]


def test_the_same_order_in_short_is_no_correction(chat: Chat) -> None:
    chat.says("cancel 1", "order_cancel", entities={"order_id": "PA-2026-000001"})
    assert "action_cancel" in chat.says("yes, 000001", "affirm", entities={"order_id": "000001"})


def test_after_a_correction_answers_are_kept_and_only_the_confirmation_is_asked(chat: Chat) -> None:
    chat.says("return 1", "return_request", entities={"order_id": "000001"})
    chat.says("too small", values={"reason": ("too_small", 0.9)})
    chat.says("refund", values={"resolution": ("refund", 0.9)})
    done = chat.says("no, exchange", "deny", values={"resolution": ("exchange", 0.9)})
    assert done == ["action_find_order", "utter_ask_confirm_return"]
    assert chat.says("wrong order, 2", decision="reject", entities={"order_id": "000002"}) == [
        "action_find_order",
        "utter_ask_confirm_return",
    ]
    chat.says("yes", "affirm")
    assert chat.shop.returned == [("PA-2026-000002", "too_small", "exchange")]


def test_an_earlier_button_corrects_its_answer(chat: Chat) -> None:
    chat.says("return 1", "return_request", entities={"order_id": "000001"})
    chat.presses("Damaged")
    chat.presses("Money back")
    assert chat.presses("Exchange") == ["action_find_order", "utter_ask_confirm_return"]
    assert chat.tracker.slots["resolution"] == "exchange"


def test_stop_gives_the_request_up(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    assert chat.says("never mind", "stop") == ["utter_stopped"]
    assert chat.tracker.frames == ()
    assert chat.says("yes", "affirm") == ["utter_ask_rephrase"]


def test_stop_with_another_wish_turns_to_it(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    assert chat.says("stop, how do returns work", "stop", "return_policy") == ["action_answer"]
    assert chat.tracker.frames == ()


def test_no_to_an_open_list_gives_the_request_up(chat: Chat) -> None:
    chat.says("cancel", "order_cancel")
    assert chat.says("no, none", "deny") == ["utter_stopped"]


def test_goodbye_ends_what_is_open(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    assert chat.says("bye", "goodbye") == ["utter_goodbye"]
    assert chat.tracker.frames == ()


def test_torn_between_wishes_the_bot_offers_three_and_none_of_these(chat: Chat) -> None:
    ranking = (("greet", 0.4), ("order_status", 0.3), ("order_cancel", 0.2), ("return_request", 0.1), ("survey", 0.1))
    assert chat.says("my order", ("order_status", 0.3), ranking=ranking, decision="clarify") == ["utter_ask_clarify"]
    step = chat.steps[-1]
    assert isinstance(step, Say)
    assert [title for title, _ in step.options] == ["order_status", "order_cancel", "return_request", "none_of_these"]
    assert chat.says("2")[0] == "action_find_order"
    assert chat.tracker.active_flow == "cancel"


def test_a_second_message_that_stays_unclear_gets_the_offer_of_a_person(chat: Chat) -> None:
    torn = {"ranking": (("order_status", 0.3), ("order_cancel", 0.2)), "decision": "clarify"}
    assert chat.says("my order", **torn) == ["utter_ask_clarify"]
    assert chat.says("my order!", **torn) == ["utter_cannot_handle_offer_human"]
    assert chat.says("cancel my order", "order_cancel") == ["action_find_order", "action_ask_order_id"]
    assert chat.says("and my order", **torn) == ["utter_ask_clarify"]


def test_a_yes_to_the_only_wish_that_was_asked_about_starts_it(chat: Chat) -> None:
    chat.says("hm, my order", ranking=(("order_cancel", 0.3),), decision="clarify")
    assert chat.says("yes", "affirm")[0] == "action_find_order"
    assert chat.tracker.active_flow == "cancel"


def test_a_yes_to_several_wishes_starts_none(chat: Chat) -> None:
    chat.says("my order", ranking=(("order_status", 0.3), ("order_cancel", 0.2)), decision="clarify")
    chat.says("yes", "affirm")
    assert chat.tracker.active_flow != "cancel"


def test_a_number_alone_goes_with_the_likeliest_of_the_wishes_to_choose_from(chat: Chat) -> None:
    chat.says("my order", ranking=(("order_cancel", 0.3), ("return_request", 0.2)), decision="clarify")
    done = chat.says("PA-2026-000001", "order_status", entities={"order_id": "PA-2026-000001"})
    assert done == ["action_find_order", "utter_ask_confirm_cancel"]
    assert chat.tracker.slots["order_id"] == "PA-2026-000001"


def test_a_number_alone_goes_with_the_first_wish_that_asks_for_one(chat: Chat) -> None:
    chat.says("the money", ranking=(("return_policy", 0.3), ("order_cancel", 0.2)), decision="clarify")
    done = chat.says("PA-2026-000001", "order_status", entities={"order_id": "PA-2026-000001"})
    assert done == ["action_find_order", "utter_ask_confirm_cancel"]


def test_a_value_that_sounds_like_one_of_the_wishes_to_choose_from_chooses_it(chat: Chat) -> None:
    chat.says("my order", ranking=(("order_cancel", 0.3), ("return_request", 0.2)), decision="clarify")
    done = chat.says("mug", "return_request", entities={"product": "mug"})
    assert "utter_ask_confirm_cancel" not in done and chat.tracker.active_flow != "cancel"


def test_a_question_is_not_asked_a_fourth_time_in_a_row_but_a_person_offered(chat: Chat) -> None:
    chat.shop.orders = []
    chat.says("return it", "return_request")
    for _ in range(2):
        assert chat.says("000009", entities={"order_id": "000009"})[-1] == "action_ask_order_id"
    assert chat.says("000009", entities={"order_id": "000009"})[-1] == "utter_cannot_handle_offer_human"
    assert chat.says("no", "deny")[-1] == "action_ask_order_id"


def test_who_goes_on_with_what_was_named_wants_no_person(chat: Chat) -> None:
    chat.says("cancel 000001", "order_cancel", entities={"order_id": "000001"})
    chat.says("blrgh", decision="reject")
    assert chat.says("grbl", decision="reject") == ["utter_cannot_handle_offer_human"]
    done = chat.says("fine, then 000001", "affirm", entities={"order_id": "000001"})
    assert done[-1] == "utter_ask_confirm_cancel"


def test_a_question_that_comes_back_behind_an_answer_is_asked_as_often_as_it_takes(chat: Chat) -> None:
    chat.says("return it", "return_request", entities={"order_id": "000001"})
    for _ in range(5):
        assert chat.says("how long do I have", "return_policy")[-1] == "utter_ask_reason"


def test_none_of_these_asks_for_other_words(chat: Chat) -> None:
    chat.says("my order", ranking=(("order_status", 0.3), ("order_cancel", 0.2)), decision="clarify")
    assert chat.presses("none_of_these") == ["utter_ask_rephrase"]


def test_what_an_unclear_message_told_is_known_once_its_wish_is_chosen(chat: Chat) -> None:
    ranking = (("order_cancel", 0.4), ("order_status", 0.3))
    chat.says("000001?", ranking=ranking, decision="clarify", entities={"order_id": "000001"})
    assert chat.presses("order_cancel") == ["action_find_order", "utter_ask_confirm_cancel"]
    assert chat.tracker.slots["order_id"] == "PA-2026-000001"


def test_an_answer_to_a_later_question_is_not_asked_for_again(chat: Chat) -> None:
    assert chat.says("send it back", "return_request") == ["action_find_order", "action_ask_order_id"]
    done = chat.says("000001, too small", entities={"order_id": "000001"}, values={"reason": ("too_small", 0.9)})
    assert done == ["action_find_order", "utter_ask_resolution"]


def test_a_no_that_says_why_refuses_nothing(chat: Chat) -> None:
    chat.says("send it back", "return_request")
    values = {"reason": ("too_small", 0.9)}
    assert chat.says("no, it does not fit", ("deny", 0.95), values=values) == ["action_ask_order_id"]
    done = chat.says("000001", entities={"order_id": "000001"}, decision="reject")
    assert done == ["action_find_order", "utter_ask_resolution"]


def test_a_wish_that_names_an_order_is_no_answer_to_a_question_for_words(chat: Chat) -> None:
    chat.says("survey", "survey")
    chat.says("3")
    number = {"entity": "order_id", "value": "PA-2026-000002", "text": "PA-2026-000002"}
    turn = UserTurn("cancel order PA-2026-000002", (("order_cancel", 0.95),), entities=(number,))
    assert chat.sends(turn) == ["action_find_order", "utter_ask_confirm_cancel"]


def test_a_bare_yes_chooses_nothing_from_a_list(chat: Chat) -> None:
    assert chat.says("return", "return_request", entities={"order_id": "000001"})[-1] == "utter_ask_reason"
    assert chat.says("yes", "affirm", values={"reason": ("damaged", 0.5)})[-1] == "utter_ask_reason"
    assert chat.says("yes, damaged", "affirm", values={"reason": ("damaged", 0.9)})[-1] == "utter_ask_resolution"


@pytest.mark.parametrize("understood", [("take_back", "answer"), ("order_status", "clarify")])
def test_who_passes_over_a_question_that_does_without_an_answer_is_not_asked_again(
    chat: Chat, understood: tuple[str, str]
) -> None:
    intent, decision = understood
    assert chat.says("take it back", "take_back") == ["utter_ask_reason"]
    values = {"resolution": ("refund", 0.9)}
    assert chat.says("my money, please", (intent, 0.5), decision=decision, values=values)[0] == "utter_returned"


def test_a_faint_wish_to_hear_it_again_is_none(chat: Chat) -> None:
    chat.says("where is it", "order_status", entities={"order_id": "000001"})
    ranking = (("repeat_rephrase", 0.3), ("order_status", 0.25), ("return_policy", 0.2))
    assert chat.says("what does that mean", ("repeat_rephrase", 0.3), ranking=ranking, decision="clarify") == [
        "utter_ask_clarify"
    ]


def test_what_is_known_already_is_understood_though_it_answers_nothing(chat: Chat) -> None:
    chat.says("return", "return_request", entities={"order_id": "000001"})
    chat.says("too small", values={"reason": ("too_small", 0.9)})
    ranking = (("repeat_rephrase", 0.3), ("order_status", 0.25))
    again = chat.says(
        "as I said, too small", ranking=ranking, values={"reason": ("too_small", 0.9)}, decision="clarify"
    )
    assert again == ["utter_ask_resolution"]


def test_a_question_about_two_answers_is_none(chat: Chat) -> None:
    chat.says("return", "return_request", entities={"order_id": "000001"})
    chat.says("too small", values={"reason": ("too_small", 0.9)})
    asked = chat.says(
        "is the exchange faster than money back?", values={"resolution": ("refund", 0.9)}, decision="reject"
    )
    assert "utter_ask_confirm_return" not in asked
    assert "resolution" not in chat.tracker.slots


def test_an_answer_to_another_question_is_no_unsure_answer_to_this_one(chat: Chat) -> None:
    chat.says("take it back", "take_back")
    values = {"reason": ("too_small", 0.5), "resolution": ("refund", 0.9)}
    assert chat.says("my money, please", values=values)[0] == "utter_returned"
    assert ev.SlotSet("reason", "changed_mind", by_shopper=True) in chat.events


def test_the_likelier_answer_to_another_question_is_none_to_this_one(chat: Chat) -> None:
    chat.says("take it back", "take_back")
    values = {"reason": ("damaged", 0.75), "resolution": ("refund", 0.85)}
    assert chat.says("the money", ("order_status", 0.5), decision="clarify", values=values)[0] == "utter_returned"
    reasons = [event.value for event in chat.events if isinstance(event, ev.SlotSet) and event.name == "reason"]
    assert "damaged" not in reasons


def test_a_reason_that_is_given_is_taken_where_one_is_not_needed(chat: Chat) -> None:
    chat.says("take it back", "take_back")
    chat.says("hm")
    assert "reason" not in chat.tracker.slots
    assert chat.says("too small", values={"reason": ("too_small", 0.9)}) == ["utter_ask_resolution"]
    assert chat.tracker.slots["reason"] == "too_small"


def test_thanks_are_no_answer_to_a_question_for_words(chat: Chat) -> None:
    chat.says("survey", "survey")
    assert chat.says("3") == ["utter_ask_note"]
    assert chat.says("thank you", "thanks") == ["utter_thanked", "utter_resume", "utter_ask_note"]
    assert "note" not in chat.tracker.slots


def test_words_without_what_the_question_needs_are_no_answer_to_it(chat: Chat) -> None:
    chat.says("survey", "survey")
    chat.says("3")
    assert "note" not in chat.tracker.slots
    chat.says("just do it!")
    assert "note" not in chat.tracker.slots
    chat.says("just do it")
    assert chat.tracker.slots["note"] == "just do it"


@pytest.mark.parametrize(
    ("yes", "no", "done"), [(0.07, 0.0, True), (0.005, 0.0, False), (0.07, 0.05, False), (0.0, 0.07, False)]
)
def test_thanks_with_a_trace_of_yes_and_none_of_no_confirm(chat: Chat, yes: float, no: float, done: bool) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    said = chat.says("fine, thanks", ("thanks", 0.9), ranking=(("thanks", 0.9), ("affirm", yes), ("deny", no)))
    assert ("action_cancel" in said) == done


def test_an_unsure_message_during_a_confirmation_is_asked_again_not_clarified(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    done = chat.says("hm", ranking=(("order_status", 0.3), ("affirm", 0.3)), decision="clarify")
    assert done == ["utter_ask_confirm_cancel"]


def test_repeat_says_the_last_answer_with_its_buttons_again(chat: Chat) -> None:
    assert chat.says("again?", "repeat_rephrase") == ["utter_nothing_to_repeat"]
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    shown = len(chat.buttons)
    assert chat.says("what?", "repeat_rephrase") == ["utter_ask_confirm_cancel"]
    assert chat.buttons[shown][1] == chat.buttons[shown - 2][1]  # the same stamp
    assert "action_cancel" in chat.presses("Yes, cancel it")


def test_a_question_cannot_be_skipped_without_a_word(chat: Chat) -> None:
    chat.says("cancel", "order_cancel")
    assert chat.sends(UserTurn("skip", payload="/skip_question")) == ["utter_skip_not_possible", "action_ask_order_id"]


def test_not_understood_twice_in_a_row_offers_a_person(chat: Chat) -> None:
    assert chat.says("blrgh", decision="reject") == ["utter_ask_rephrase"]
    assert chat.says("grbl", decision="reject") == ["utter_cannot_handle_offer_human"]
    assert chat.says("yes please", "affirm") == ["handoff: human_agent"]


def test_the_offer_of_a_person_does_not_catch_a_yes_meant_for_the_act(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    assert chat.says("blrgh", decision="reject") == ["utter_ask_confirm_cancel"]
    assert chat.says("grbl", decision="reject") == ["utter_cannot_handle_offer_human"]
    assert chat.says("yes", "affirm") == ["handoff: human_agent"]
    assert chat.shop.cancelled == []


def test_after_refusing_a_person_the_question_is_asked_again(chat: Chat) -> None:
    chat.says("cancel", "order_cancel")
    chat.says("blrgh", decision="reject")
    assert chat.says("grbl", decision="reject") == ["utter_cannot_handle_offer_human"]
    assert chat.presses("No") == ["action_ask_order_id"]


def test_the_answer_to_the_question_below_the_offer_is_taken(chat: Chat) -> None:
    chat.says("cancel", "order_cancel")
    chat.says("blrgh", decision="reject")
    chat.says("grbl", decision="reject")
    assert chat.says("000002", entities={"order_id": "000002"}) == ["action_find_order", "utter_ask_confirm_cancel"]


def test_understanding_again_resets_the_count(chat: Chat) -> None:
    chat.says("blrgh", decision="reject")
    chat.says("hi", "greet")
    assert chat.says("blrgh", decision="reject") == ["utter_ask_rephrase"]


def test_out_of_scope_says_so_and_the_second_time_offers_a_person(chat: Chat) -> None:
    assert chat.says("a poem please", "out_of_scope", decision="reject") == ["utter_out_of_scope"]
    assert chat.says("a joke then", "out_of_scope", decision="reject") == ["utter_cannot_handle_offer_human"]


def test_a_failed_action_is_said_and_nothing_stays_half_done(chat: Chat) -> None:
    chat.says("cancel", "order_cancel", entities={"order_id": "000001"})
    chat.shop.failing.add("action_cancel")
    assert chat.says("yes", "affirm") == ["action_cancel", "utter_internal_error"]
    assert chat.tracker.frames == ()
    assert chat.says("yes", "affirm") == ["utter_ask_rephrase"]


def test_an_action_that_fails_to_ask_is_said_too(chat: Chat) -> None:
    chat.shop.failing.add("action_ask_order_id")
    assert chat.says("cancel", "order_cancel") == ["action_find_order", "action_ask_order_id", "utter_internal_error"]


def test_a_person_is_brought_in_at_any_turn_with_what_is_known(chat: Chat) -> None:
    chat.says("return 1", "return_request", entities={"order_id": "000001"})
    assert chat.says("a human please", ("human_agent", 0.5)) == ["handoff: human_agent"]
    assert chat.tracker.slots["order_id"] == "PA-2026-000001"
    assert chat.tracker.frames == ()


def test_while_a_person_has_the_conversation_the_bot_is_silent(chat: Chat) -> None:
    chat.tracker.apply(ev.ConversationPaused())
    assert chat.says("hello?", "greet") == []
    assert chat.tracker.turns == 1
    chat.tracker.apply(ev.ConversationResumed())
    assert chat.says("hello?", "greet") == ["action_greet"]


def test_another_language_is_acknowledged_and_the_question_asked_again(chat: Chat) -> None:
    chat.says("cancel", "order_cancel")
    done = chat.says("auf Deutsch bitte", "language_switch", language="de")
    assert done == ["utter_language_switched", "action_ask_order_id"]
    assert chat.tracker.language == "de"


def test_several_wishes_are_answered_one_after_the_other(chat: Chat) -> None:
    done = chat.says(
        "hi, where is 1, cancel 1 and how do returns work",
        "greet",
        "order_status",
        "order_cancel",
        "return_policy",
        entities={"order_id": "000001"},
    )
    assert done == ["action_find_order", "action_track", "action_find_order", "utter_ask_confirm_cancel"]
    assert chat.says("yes", "affirm") == ["action_cancel", "utter_cancelled", "action_answer"]


def test_several_wishes_in_between_are_all_answered_before_the_question_is_asked_again(chat: Chat) -> None:
    chat.says("survey", "survey")
    done = chat.says("how long and how do returns work", ("delivery_time", 0.9), ("return_policy", 0.8))
    assert done == ["action_answer", "utter_resume", "utter_ask_days"]  # one flow serves both
    done = chat.says(
        "where is 1 and how do returns work", "order_status", "return_policy", entities={"order_id": "000001"}
    )
    assert done == ["action_find_order", "action_track", "action_answer", "utter_resume", "utter_ask_days"]


def test_a_file_without_words_is_acknowledged_and_the_question_asked_again(chat: Chat) -> None:
    chat.says("cancel", "order_cancel")
    done = chat.sends(UserTurn("", attachments=True, decision="reject"))
    assert done == ["utter_unsupported_message", "action_ask_order_id"]


def test_a_direct_intent_with_entities_needs_no_understanding(chat: Chat) -> None:
    turn = UserTurn("x", decision="reject", payload='/return_request{"order_id": "000002", "reason": "damaged"}')
    assert chat.sends(turn) == ["action_find_order", "utter_ask_resolution"]


def test_an_unknown_command_is_not_understood(chat: Chat) -> None:
    assert chat.sends(UserTurn("/foo", payload="/foo")) == ["utter_ask_rephrase"]
    assert chat.sends(UserTurn("/foo{", payload="/foo{")) == ["utter_cannot_handle_offer_human"]


def test_an_action_may_ask_for_another_one_to_follow(chat: Chat) -> None:
    run = chat.engine.begin(chat.tracker, UserTurn("hi", (("greet", 0.9),)))
    run.next()
    chat.tracker.apply(ev.FollowupAction("action_track"))
    run.action_done("action_greet")
    assert getattr(run.next(), "name", None) == "action_track"
    run.action_done("action_track")
    assert chat.tracker.followup is None


def test_an_irreversible_action_cannot_be_smuggled_in_as_a_followup(chat: Chat) -> None:
    run = chat.engine.begin(chat.tracker, UserTurn("hi", (("greet", 0.9),)))
    run.next()
    chat.tracker.apply(ev.FollowupAction("action_cancel"))
    run.action_done("action_greet")
    assert run.next() == Say("utter_internal_error", {"action": "action_cancel", "reason": "unconfirmed"})


def test_a_flow_that_ends_without_a_word_is_not_left_unanswered(chat: Chat) -> None:
    assert chat.says("nothing", "nothing") == ["utter_ask_rephrase"]


def test_a_flow_that_runs_in_a_circle_is_broken_off(chat: Chat) -> None:
    assert chat.says("round and round", "circle") == ["utter_internal_error"]
    assert chat.says("hi", "greet") == ["action_greet"]


def test_a_circle_of_actions_is_broken_off_too(chat: Chat) -> None:
    chat.shop.orders = []
    chat.says("cancel", "order_cancel")
    for _ in range(2):
        assert chat.says("000009", entities={"order_id": "000009"}) == ["action_find_order", "action_ask_order_id"]


# ---- values and wishes in one message


def test_an_order_number_inside_another_wish_answers_the_question_and_serves_the_wish(chat: Chat) -> None:
    assert chat.says("where is my order", "order_status") == ["action_find_order", "action_ask_order_id"]
    done = chat.says("please cancel order 000002", "order_cancel", entities={"order_id": "000002"})
    assert done[:2] == ["action_find_order", "action_track"]
    assert done[-1] == "utter_ask_confirm_cancel"


def test_a_bare_order_number_is_an_answer_whatever_intent_it_looks_like(chat: Chat) -> None:
    chat.says("cancel my order", "order_cancel")
    done = chat.says("000002", "order_status", entities={"order_id": "000002"})
    assert done == ["action_find_order", "utter_ask_confirm_cancel"]
    assert chat.says("000002", "order_status", entities={"order_id": "000002"})[-1] == "utter_ask_confirm_cancel"
    assert chat.shop.cancelled == []


def test_a_faint_sign_of_a_person_is_nothing_beside_a_clear_answer(chat: Chat) -> None:
    chat.says("return 000001", "return_request", entities={"order_id": "000001"})
    done = chat.says("I would rather it were smaller", ("human_agent", 0.47), values={"reason": ("too_small", 0.83)})
    assert done == ["utter_ask_resolution"]
    assert chat.says("a person please", "human_agent", values={"resolution": ("refund", 0.8)})[0].startswith("handoff")
