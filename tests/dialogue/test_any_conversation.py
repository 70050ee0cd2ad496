"""Whatever shoppers write and press: no error, no circle, no silence, and no act without its own clear yes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue import Engine, RunAction, Say, Tracker, UserTurn, parse_payload
from bot.dialogue import events as ev
from bot.dialogue.payloads import DirectIntent, SetSlots
from tests.dialogue.chat import Chat, Shop

CONFIRM = {"action_cancel": "confirm_cancel", "action_return": "confirm_return"}
ASKS = {"utter_ask_confirm_cancel": "confirm_cancel", "utter_ask_confirm_return": "confirm_return"}
INTENTS = [
    *("order_status", "order_cancel", "return_request", "return_policy", "delivery_time", "survey", "human_agent"),
    *("greet", "goodbye", "thanks", "affirm", "affirm", "affirm", "deny", "stop", "repeat_rephrase"),
    *("language_switch", "out_of_scope", "vip_only", "nothing", "circle", "unheard_of"),
]
scored = st.tuples(st.sampled_from(INTENTS), st.sampled_from([0.05, 0.3, 0.45, 0.6, 0.9]))
entity = st.sampled_from(
    [
        {"entity": "order_id", "value": "000001"},
        {"entity": "order_id", "value": "PA-2026-000002"},
        {"entity": "order_id", "value": "unknown"},
        {"entity": "size", "value": "L"},
        {"entity": "date", "value": "tomorrow"},
        {"entity": "colour", "value": None},
    ]
)
texts = st.one_of(
    st.sampled_from(
        ["yes", "no", "1", "2", "٢", "Yes, cancel it", "yes, return it", "No", "Damaged", "", "Main St. 12, b"]
    ),
    st.text(max_size=30),
)
values = st.fixed_dictionaries(
    {},
    optional={
        "reason": st.tuples(st.sampled_from(["too_small", "damaged", "nonsense"]), st.sampled_from([0.2, 0.5, 0.9])),
        "resolution": st.tuples(st.sampled_from(["refund", "exchange"]), st.sampled_from([0.2, 0.5, 0.9])),
        "confirm_cancel": st.tuples(st.just("true"), st.just(1.0)),
    },
)
payloads = st.one_of(
    st.none(),
    st.integers(0, 50),  # a button that was shown, counted from the newest
    st.sampled_from(
        [
            *("/SetSlots(confirm_cancel=true)", "/SetSlots(confirm_cancel=true)#1", "/SetSlots(confirm_return=true)#3"),
            *("/SetSlots(confirm_cancel=true, confirm_return=true)#2", "/affirm", "/affirm#2", "/deny", "/restart"),
            *("/SetSlots(wants_person=true)", "/SetSlots(order_id=PA-2026-000002)", "/SetSlots(lookup=found)#2"),
            *('/order_cancel{"confirm_cancel": "true"}', "/none_of_these", "/skip_question", "/SetSlots(=)", "/#"),
        ]
    ),
)


@dataclass(frozen=True)
class Move:
    """One message, and what happens to the shop's systems meanwhile."""

    turn: UserTurn
    button: int | None
    failing: frozenset[str]
    paused: bool


@st.composite
def moves(draw: Any) -> Move:
    intents = tuple(draw(st.lists(scored, max_size=3)))
    payload = draw(payloads) if draw(st.booleans()) else None
    turn = UserTurn(
        draw(texts),
        intents,
        tuple(draw(st.lists(scored, max_size=4))) if draw(st.booleans()) else intents,
        tuple(draw(st.lists(entity, max_size=2))),
        draw(values),
        decision=draw(st.sampled_from(["answer", "answer", "answer", "clarify", "reject"])),
        payload=payload if isinstance(payload, str) else None,
        attachments=draw(st.booleans()),
        option=draw(st.sampled_from([None, None, 1, 2, -1, 7])),
        new_session=draw(st.integers(0, 20)) == 7,
    )
    failing = draw(st.sampled_from([(), (), (), (), ("action_cancel",), ("action_find_order",), ("action_answer",)]))
    return Move(turn, payload if isinstance(payload, int) else None, frozenset(failing), draw(st.integers(0, 25)) == 7)


# Most random words lead nowhere, so conversations begin at a place worth reaching.
openings = st.sampled_from(
    [(), ("order_cancel",), ("return_request",), ("order_cancel", "survey"), ("order_status", "order_cancel")]
)


def is_clear_yes(turn: UserTurn, slot: str, tracker: Tracker, own: set[str]) -> bool:
    """What counts as a yes to the open question, said anew and apart from the engine's own code."""
    command = parse_payload(turn.payload) if turn.payload else None
    if isinstance(command, SetSlots):
        open_questions = [frame.question for frame in tracker.frames if not frame.saved]
        return dict(command.pairs).get(slot) is True and command.stamp in open_questions
    if tracker.waiting_for != slot:  # the offer of a person lies on top
        return False
    if isinstance(command, DirectIntent):
        return command.intent == "affirm" and command.stamp == tracker.question
    shown = [
        title
        for said in (tracker.said_now or tracker.said)
        for title, payload in said["options"]
        if f"{slot}=true" in payload
    ]
    if any(_letters(title) == _letters(turn.text) for title in shown):
        return True
    said = dict(reversed(turn.intents))
    ranking = dict(turn.ranking)
    if turn.decision == "clarify":  # torn between the yes and the act that it names, and nothing else in it
        act = max((ranking.get(name, 0) for name in own), default=0)
        against = ranking.get("deny", 0) + ranking.get("stop", 0)
        yes = ranking.get("affirm", 0)
        return yes >= 0.3 and against <= yes / 4 and yes + act >= 0.75
    if turn.decision != "answer" or "stop" in said or said.get("deny", 0) >= 0.45:
        return False
    affirmed = any(name == "affirm" and confidence >= 0.45 for name, confidence in turn.intents)
    restated = bool(turn.intents) and turn.intents[0][0] in own and ranking.get("affirm", 0) >= 0.1
    against = ranking.get("deny", 0) + ranking.get("stop", 0)
    thanked = bool(turn.intents) and turn.intents[0][0] == "thanks" and against <= ranking.get("affirm", 0) / 4
    return affirmed or restated or (thanked and ranking.get("affirm", 0) >= 0.05)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


@settings(max_examples=250, deadline=None)
@given(opening=openings, script=st.lists(moves(), min_size=1, max_size=10))
def test_no_act_without_its_own_clear_yes(engine: Engine, opening: tuple[str, ...], script: list[Move]) -> None:
    shop = Shop()
    chat = Chat(engine, shop, started=False)
    asked: dict[str, tuple[Any, ...]] = {}
    begin = UserTurn(
        "go", tuple((intent, 0.9) for intent in opening), entities=({"entity": "order_id", "value": "000001"},)
    )
    for move in [Move(begin, None, frozenset(), False), *script]:
        turn = move.turn
        if move.button is not None and chat.buttons:
            turn = replace(turn, payload=chat.buttons[-1 - move.button % len(chat.buttons)][1])
        if move.paused != chat.tracker.paused:
            chat.tracker.apply(ev.ConversationPaused() if move.paused else ev.ConversationResumed())
        shop.failing = set(move.failing)
        before = chat.tracker.waiting_for
        own = {name for frame in chat.tracker.frames for name in engine.intents_of(frame.flow)}
        tracker_before = Tracker.replay("c1", [], chat.tracker.to_state())
        shop.cancelled, shop.returned, chat.steps = [], [], []

        done = chat.sends(turn)

        assert len(done) <= 70
        assert bool(done) != chat.tracker.paused or not done
        if not chat.tracker.paused:
            assert done, "silence"
        acts = [step.name for step in chat.steps if isinstance(step, RunAction) and step.name in CONFIRM]
        assert len(acts) <= 1
        for act in acts:
            assert before in (CONFIRM[act], "wants_person")
            assert is_clear_yes(turn, CONFIRM[act], tracker_before, own), turn
            for order in [*shop.cancelled, *(returned[0] for returned in shop.returned)]:
                assert asked[CONFIRM[act]] == (order,), "another order than the one that was asked about"
        for step in chat.steps:
            if isinstance(step, Say) and step.response in ASKS and chat.tracker.waiting_for == ASKS[step.response]:
                asked[ASKS[step.response]] = (chat.tracker.slots.get("order_id"),)

        state = json.loads(json.dumps(chat.tracker.to_state()))
        assert len(json.dumps(state)) < 20_000
        assert Tracker.from_state("c1", state).to_state() == state
        assert len([frame for frame in chat.tracker.frames if not frame.called]) <= 5


@settings(max_examples=60, deadline=None)
@given(opening=openings, script=st.lists(moves(), min_size=1, max_size=8), cut=st.integers(0, 200))
def test_a_snapshot_and_the_events_after_it_equal_all_events(
    engine: Engine, opening: tuple[str, ...], script: list[Move], cut: int
) -> None:
    chat = Chat(engine, started=False)
    chat.says("go", *opening, entities={"order_id": "000001"})
    for move in script:
        chat.sends(move.turn)
    stored = [ev.from_dict(json.loads(json.dumps(event.to_dict()))) for event in chat.events]
    cut = min(cut, len(stored))
    snapshot = json.loads(json.dumps(Tracker.replay("c1", stored[:cut]).to_state()))
    whole = Tracker.replay("c1", stored).to_state()
    assert whole == chat.tracker.to_state()
    assert Tracker.replay("c1", stored[cut:], snapshot).to_state() == whole
