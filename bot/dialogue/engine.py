"""The flow engine: from a tracker and an understood message to the next things to say and do.

One turn:

    run = engine.begin(tracker, turn)            # takes the message in, decides which flow it belongs to
    while not isinstance(step := run.next(), Listen):
        match step:
            case Say():        …                 # render it, tracker.apply(BotUttered(…, options=all its buttons))
            case RunAction():  …                 # run it, tracker.apply(SlotSet(…)) for what it found, then
                run.action_done(step.name)       # or run.action_failed(step.name)
            case Handoff():    …                 # put the conversation into the queue of people
    store(tracker.new_events, tracker.to_state())

Say "Please cancel my order": `begin` records the message, sees the intent `order_cancel`, and puts the flow that it
triggers on the stack. `next` walks the flow's steps: `RunAction("action_find_order")`; the caller runs it, applies
`SlotSet("order_id", …)` and reports `action_done`; then `RunAction("action_ask_confirm_cancel")` asks, and `Listen`
ends the turn with the question open. The next message is read as its answer first: a clear yes goes on with
`RunAction("action_cancel_order")`.

The engine changes nothing but the tracker, and that only by events. Flows follow Rasa's semantics; instead of a
language model, intents start them, and the rules below (module `intake`) decide what a message means. What is said
and done beside the business are flows too, see `patterns`.

What a caller must do: stamp every button's payload with `stamp(payload, tracker.question)` when it renders; give all
buttons of a message to BotUttered (title as shown, payload); give the payload of a pressed button, or a text that
begins with `/`, as `UserTurn.payload`; fill variables of responses from `tracker.slots` and `Say.variables`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from bot.dialogue import events as ev
from bot.dialogue import patterns
from bot.dialogue.domain import Domain
from bot.dialogue.filling import HUMAN, LANGUAGE, Thresholds
from bot.dialogue.flow import Flow, Names
from bot.dialogue.intake import Intake
from bot.dialogue.run import Run
from bot.dialogue.tracker import Tracker
from bot.dialogue.turn_input import UserTurn

_MAX_STEPS = 30


class Engine:
    """All that is the same for every conversation: domain, flows, names of actions, limits. Immutable in use.

    flows must come from `load_flows`, which checks them and adds the default patterns.
    """

    def __init__(
        self,
        domain: Domain,
        flows: Mapping[str, Flow],
        *,
        actions: Collection[str],
        responses: Collection[str] = (),
        limits: Thresholds | None = None,
        max_steps: int = _MAX_STEPS,
    ) -> None:
        if missing := patterns.ALL - set(flows):
            raise ValueError(f"the flows lack the patterns {sorted(missing)}; expected flows from load_flows")
        self.domain, self.flows = domain, flows
        self.names = Names(frozenset(actions) | domain.actions, frozenset(responses) | domain.responses)
        self.limits = limits or Thresholds()
        self.max_steps = max_steps
        self.by_intent = {trigger.intent: (flow, trigger) for flow in flows.values() for trigger in flow.triggers}
        self.persistent = frozenset[str]().union(*(flow.kept_slots for flow in flows.values()))
        self._reach = {flow_id: self._reached(flow_id, set()) for flow_id in flows}

    def _reached(self, flow_id: str, seen: set[str]) -> frozenset[str]:
        if flow_id in seen:
            return frozenset()
        seen.add(flow_id)
        flow = self.flows[flow_id]
        found = set(flow.slots)
        for step in flow.steps.values():
            if step.kind in ("call", "link"):
                found |= self._reached(step.value, seen)
        return frozenset(found)

    def slots_of(self, flow_id: str) -> frozenset[str]:
        """Slots that a flow asks for, sets or looks at, itself or through the flows it calls or links."""
        return self._reach[flow_id]

    def intents_of(self, flow_id: str) -> frozenset[str]:
        """Intents that start a flow."""
        return frozenset(trigger.intent for trigger in self.flows[flow_id].triggers)

    def flow_for(self, intent: str, confidence: float, slots: Mapping[str, Any]) -> Flow | None:
        """The flow that this intent starts now, or None.

        A person and another language are served by the content's pattern, else by the flow with that trigger, else
        by the default pattern.
        """
        pattern = self.flows[_PATTERN_OF[intent]] if intent in _PATTERN_OF else None
        if pattern is not None and not pattern.is_default:
            return pattern
        found = self.by_intent.get(intent)
        if found is None or confidence < found[1].threshold:
            return pattern
        flow = found[0]
        return flow if flow.guard is None or flow.guard(slots) else pattern

    def begin(self, tracker: Tracker, turn: UserTurn) -> Run:
        """Takes a message in. While the tracker is paused, it is recorded and nothing else happens."""
        run = Run(self, tracker)
        Intake(run).take(turn)
        return run

    def start(self, tracker: Tracker, flow_id: str, slots: Mapping[str, Any]) -> Run:
        """Begins a flow that no message asked for; what is open comes back behind it. Raises KeyError for an unknown
        flow."""
        flow = self.flows[flow_id]
        run = Run(self, tracker)
        if not tracker.started:
            tracker.apply(ev.SessionStarted())
        if not run.frames:
            run.forget()
        run.start([flow.id], slots)
        run.sync()
        return run


_PATTERN_OF = {HUMAN: patterns.HUMAN_HANDOFF, LANGUAGE: patterns.LANGUAGE_SWITCH}
