"""The tracker rebuilds from its events, stays small, and survives storage."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.dialogue import Engine, Tracker, UserTurn, parse_payload, stamp
from bot.dialogue import events as ev
from bot.dialogue.frame import Frame
from bot.dialogue.payloads import DirectIntent, SetSlots, unstamped
from tests.dialogue.chat import Chat

EVENTS: list[ev.Event] = [
    ev.SessionStarted(),
    ev.UserUttered("a", (("greet", 0.9),), ({"entity": "order_id", "value": "1"},), ranking=(("greet", 0.9),)),
    ev.BotUttered("utter_a", {"a": 1}, (("Yes", "/affirm"),), "text"),
    ev.SlotSet("order_id", "1", by_shopper=True),
    ev.SlotSet("order_id", None),
    ev.AllSlotsReset(),
    ev.ActionExecuted("action_a", failed=True),
    ev.ActionExecutionRejected("action_a"),
    ev.FollowupAction("action_b"),
    ev.FlowStarted("a"),
    ev.FlowInterrupted("a", "s"),
    ev.FlowResumed("a", "s"),
    ev.FlowCompleted("a", "s"),
    ev.FlowCancelled("a", "s"),
    ev.StackChanged((Frame("a", "s", 1, answered=("b",), context={"c": [1]}, saved={"d": 1}),), 1, 2),
    ev.NotUnderstood(2),
    ev.ConversationPaused(),
    ev.ConversationResumed(),
    ev.Restarted(),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_survives_storage_as_json(event: ev.Event) -> None:
    assert ev.from_dict(json.loads(json.dumps(event.to_dict()))) == event


def test_events_have_rasas_names() -> None:
    assert {event.type for event in EVENTS} == {
        *("user", "bot", "action", "slot", "session_started", "restart", "reset_slots", "followup", "pause", "resume"),
        *("flow_started", "flow_interrupted", "flow_resumed", "flow_completed", "flow_cancelled", "stack"),
        *("action_execution_rejected", "not_understood"),
    }


@pytest.mark.parametrize("data", [{}, {"event": "dance"}, {"event": "slot", "colour": "red"}])
def test_an_unknown_event_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="event"):
        ev.from_dict(data)


def test_the_snapshot_stays_small_in_a_long_conversation(engine: Engine) -> None:
    chat = Chat(engine)

    def talk() -> int:
        chat.says("cancel 000001 " + "x" * 5000, "order_cancel", entities={"order_id": "000001"})
        chat.says("how do returns work", "return_policy")
        chat.says("no", "deny")
        return len(json.dumps(chat.tracker.to_state()))

    early = [talk() for _ in range(10)][-1]
    late = [talk() for _ in range(100)][-1]
    assert late <= early + 10  # only the counters grow
    assert late < 12_000


def test_a_turn_writes_the_same_number_of_events_at_any_time(engine: Engine) -> None:
    chat = Chat(engine)
    counts = []
    for _ in range(60):
        before = len(chat.events)
        chat.says("how do returns work", "return_policy")
        counts.append(len(chat.events) - before)
    assert len(set(counts[2:])) == 1
    assert counts[-1] <= 10


def test_a_tracker_of_stored_events_equals_the_one_that_lived(chat: Chat) -> None:
    chat.says("return 1", "return_request", entities={"order_id": "000001"})
    chat.says("where is 2", "order_status", entities={"order_id": "000002"})
    half, state = len(chat.events), json.loads(json.dumps(chat.tracker.to_state()))
    chat.says("too small", values={"reason": ("too_small", 0.9)})
    chat.says("no", "deny")
    stored = [ev.from_dict(json.loads(json.dumps(event.to_dict()))) for event in chat.events]
    # The chat's tracker began with the session as given, which is no event of a turn.
    whole = Tracker.replay("c1", stored)
    assert whole.to_state() == chat.tracker.to_state()
    assert Tracker.replay("c1", stored[half:], state).to_state() == chat.tracker.to_state()


def test_a_restart_forgets_everything(chat: Chat) -> None:
    chat.says("return 1", "return_request", entities={"order_id": "000001"})
    chat.tracker.apply(ev.Restarted())
    assert chat.tracker.to_state() == Tracker("c1").to_state()


def test_the_tracker_knows_what_is_open(chat: Chat) -> None:
    assert (chat.tracker.active_flow, chat.tracker.waiting_for, chat.tracker.question) == (None, None, None)
    chat.says("cancel", "order_cancel")
    assert (chat.tracker.active_flow, chat.tracker.waiting_for, chat.tracker.question) == ("cancel", "order_id", 1)


def test_emotions_and_messages_are_kept_for_a_while(chat: Chat) -> None:
    for index in range(25):
        chat.says(f"hello {index}", "greet", emotion="angry" if index == 24 else "neutral", intensity=0.5)
    assert len(chat.tracker.emotions) == 20
    assert chat.tracker.emotions[-1] == ["angry", 0.5]
    assert [turn["text"] for turn in chat.tracker.recent] == [f"hello {index}" for index in range(15, 25)]


@pytest.mark.parametrize(
    ("payload", "command"),
    [
        ("/SetSlots(confirm=true)", SetSlots((("confirm", True),))),
        (
            "/SetSlots(a=x, b='y z', c=null, d=False)#12",
            SetSlots((("a", "x"), ("b", "y z"), ("c", None), ("d", False)), 12),
        ),
        ("/greet", DirectIntent("greet")),
        ("/greet@0.9#3", DirectIntent("greet", (), 3)),
        ('/order_status{"order_id": "1"}', DirectIntent("order_status", (("order_id", "1"),))),
        ("/order_status{broken", None),
        ("/Hello there", None),
        ("hello", None),
        ("", None),
    ],
)
def test_payloads_are_read(payload: str, command: object) -> None:
    assert parse_payload(payload) == command


def test_a_payload_is_stamped_once() -> None:
    assert stamp("/affirm", 3) == "/affirm#3"
    assert stamp("/affirm#3", 4) == "/affirm#4"
    assert stamp("/affirm", None) == "/affirm"
    assert stamp("https://example.com#12", 3) == "https://example.com#12"
    assert unstamped("/SetSlots(a=1)#3") == "/SetSlots(a=1)"


def test_a_message_of_any_size_is_taken(engine: Engine) -> None:
    chat = Chat(engine)
    entities = tuple({"entity": "order_id", "value": str(number)} for number in range(100))
    chat.sends(UserTurn("x" * 100_000, (("order_status", 0.9),), (), entities))
    assert len(json.dumps(chat.tracker.to_state())) < 10_000
