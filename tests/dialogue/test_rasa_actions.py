"""The tracker as rasa-sdk sees it, and what its actions give back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rasa_sdk import Tracker as SdkTracker
from rasa_sdk.executor import CollectingDispatcher

from bot.dialogue import Engine, Say, UserTurn, rasa_actions
from bot.dialogue import events as ev
from tests.dialogue.chat import Chat


def test_rasa_sdk_reads_our_tracker(chat: Chat, engine: Engine) -> None:
    turn = UserTurn(
        "cancel 000001",
        (("order_cancel", 0.9),),
        (("order_cancel", 0.9), ("order_status", 0.1)),
        ({"entity": "order_id", "value": "000001"},),
        language="de",
        emotion="angry",
    )
    engine.begin(chat.tracker, turn).next()
    request = rasa_actions.action_request("action_find_order", chat.tracker, engine.domain, channel="rest", at=3.5)
    request = json.loads(json.dumps(request))
    theirs = SdkTracker.from_dict(request["tracker"])
    assert theirs.sender_id == "c1"
    assert theirs.get_slot("order_id") == "000001"
    assert theirs.get_slot("reason") is None
    assert "reason" in theirs.slots
    assert theirs.latest_message["intent"] == {"name": "order_cancel", "confidence": 0.9}
    assert theirs.latest_message["intent_ranking"][1] == {"name": "order_status", "confidence": 0.1}
    assert theirs.latest_message["metadata"]["emotion"] == "angry"
    assert list(theirs.get_latest_entity_values("order_id")) == ["000001"]
    assert theirs.get_latest_input_channel() == "rest"
    assert theirs.latest_action_name == "action_listen"
    assert theirs.active_loop == {}
    assert not theirs.is_paused()
    assert [event["event"] for event in theirs.events][:2] == ["session_started", "user"]
    assert all(event["timestamp"] == 3.5 for event in theirs.events)
    assert "action_cancel" in request["domain"]["actions"]
    assert request["domain"]["slots"]["confirm_cancel"]["type"] == "bool"


def test_the_request_does_not_grow_with_the_conversation(chat: Chat, engine: Engine) -> None:
    def size() -> int:
        chat.says("cancel 000001", "order_cancel", entities={"order_id": "000001"})
        request = rasa_actions.action_request("action_track", chat.tracker, engine.domain, channel="rest", at=0.0)
        chat.says("no", "deny")
        return len(json.dumps(request))

    early = [size() for _ in range(3)][-1]
    late = [size() for _ in range(30)][-1]
    assert late <= early


def test_events_of_actions_become_ours() -> None:
    given: list[dict[str, Any]] = [
        {"event": "slot", "timestamp": None, "name": "offer", "value": {"a": 1}},
        {"event": "reset_slots"},
        {"event": "followup", "name": "action_track"},
        {"event": "pause"},
        {"event": "resume"},
        {"event": "restart"},
        {"event": "rewind"},
        {"event": "action_execution_rejected", "name": "action_track"},
        {"event": "bot", "text": "hi", "data": {"buttons": [{"title": "a", "payload": "/b"}]}},
    ]
    assert rasa_actions.events_from_rasa(given) == [
        ev.SlotSet("offer", {"a": 1}),
        ev.AllSlotsReset(),
        ev.FollowupAction("action_track"),
        ev.ConversationPaused(),
        ev.ConversationResumed(),
        ev.Restarted(),
        ev.ActionExecutionRejected("action_track"),
        ev.BotUttered("", {}, (("a", "/b"),), "hi"),
    ]


def test_what_is_no_event_is_refused() -> None:
    with pytest.raises(ValueError, match="'dance'"):
        rasa_actions.events_from_rasa([{"event": "dance"}])


def test_what_an_action_says_becomes_a_response_with_variables_and_options() -> None:
    dispatcher = CollectingDispatcher()
    dispatcher.utter_message(response="utter_tracked", buttons=[{"title": "a", "payload": "/b"}], order_id="PA-1")
    dispatcher.utter_message(text="plain", image="https://example.com/a.png")
    assert [rasa_actions.response_of(said) for said in dispatcher.messages] == [
        Say("utter_tracked", {"order_id": "PA-1"}, (("a", "/b"),)),
        Say("", {"image": "https://example.com/a.png"}, (), "plain"),
    ]


def test_an_action_that_restarts_everything_leaves_nothing_open(chat: Chat) -> None:
    chat.says("cancel", "order_cancel")
    run = chat.engine.begin(chat.tracker, UserTurn("hi", (("greet", 0.9),)))
    run.next()
    chat.tracker.apply(ev.Restarted())
    run.action_done("action_greet")
    assert run.next().__class__.__name__ == "Listen"
    assert chat.tracker.frames == ()
    assert chat.tracker.slots == {}
