"""What a message talked of that was not understood is still talked of in the next one."""

from __future__ import annotations

from tests.dialogue.chat import Chat

ORDER = {"order_id": "000002"}
FOUND = ["action_find_order", "utter_ask_confirm_cancel"]


def test_the_order_of_a_message_that_was_not_understood_is_meant_by_the_next(chat: Chat) -> None:
    chat.says("where is 000002 for God's sake", decision="reject", entities=ORDER)
    assert chat.says("cancel it", "order_cancel") == FOUND
    assert chat.tracker.slots["order_id"] == "PA-2026-000002"
    assert chat.tracker.latest is not None
    assert [(one["entity"], one["value"]) for one in chat.tracker.latest.entities] == [("order_id", "000002")]


def test_so_it_is_where_it_was_asked_which_wish_is_meant(chat: Chat) -> None:
    chat.says("000002 is odd", ("order_cancel", 0.4), ("return_request", 0.4), decision="clarify", entities=ORDER)
    assert chat.says("cancel it", "order_cancel") == FOUND


def test_what_is_named_now_counts_and_what_was_understood_is_done_with(chat: Chat) -> None:
    chat.says("where is 000002 for God's sake", decision="reject", entities=ORDER)
    chat.says("cancel 000001", "order_cancel", entities={"order_id": "000001"})
    assert chat.tracker.slots["order_id"] == "PA-2026-000001"
    chat.says("no", "deny")
    chat.says("thanks for 000002", "thanks", entities=ORDER)
    assert chat.says("cancel it", "order_cancel") != FOUND
