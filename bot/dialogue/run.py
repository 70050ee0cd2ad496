"""The engine at work on one message: the stack of running flows, and the next thing to say or do."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.dialogue import events as ev
from bot.dialogue import patterns
from bot.dialogue.flow import END, Step
from bot.dialogue.frame import Frame
from bot.dialogue.stack import Stack
from bot.dialogue.turn_input import Handoff, Listen, NextStep, RunAction, Say

if TYPE_CHECKING:
    from bot.dialogue.engine import Engine
    from bot.dialogue.tracker import Tracker

_REPEATS = 2
"""How often in a row a question is asked again before a person is offered."""


class Run(Stack):
    """One turn. `next` until it gives Listen; every RunAction is answered by action_done or action_failed."""

    def __init__(self, engine: Engine, tracker: Tracker) -> None:
        super().__init__(engine, tracker)
        self._ready: deque[NextStep] = deque()
        self._steps = 0
        self._given = 0
        self._followup: str | None = None
        self._broken = False
        self._spoken_for = False

    def next(self) -> NextStep:
        """The next thing to do. Never raises; a flow that does not come to an end is broken off."""
        step = self._next()
        self._given += not isinstance(step, Listen)
        self.sync()
        return step

    def action_done(self, name: str) -> None:
        """Reports that an action ran, after its events were applied; the flow goes on behind it."""
        self.tracker.apply(ev.ActionExecuted(name))
        self.reload()
        if self._followup == name:
            self._followup = None
        elif (step := self._at_action(name)) is not None:
            confirm = self.engine.domain.confirms.get(name)
            root = self.root
            self.change_root(confirmed=tuple(slot for slot in root.confirmed if slot != confirm))
            self.advance(step)
        self.sync()

    def action_failed(self, name: str, error: str | None = None) -> None:
        """Reports that an action could not do its work: the flows are given up, the shopper is told.

        error: for the log of whoever calls; the conversation does not see it.
        """
        self.tracker.apply(ev.ActionExecuted(name, failed=True))
        self.reload()
        self._ready.clear()
        self._followup = None
        self.break_off(name, "failed")
        self.sync()

    def say(self, response: str) -> Say:
        """The response with what the running pattern knows."""
        context = dict(self.frames[self.root_index()].context) if self.frames else {}
        options = context.pop("options", ())
        return Say(response, context, tuple((title, payload) for title, payload in options))

    def say_first(self, response: str) -> None:
        """Says a response before anything else."""
        self._ready.append(Say(response))

    def break_off(self, action: str | None, reason: str) -> None:
        """Gives everything up and says that something went wrong, once a turn."""
        self.cancel()
        if not self._broken:
            self._broken, self._steps = True, 0
            self.push_pattern(patterns.INTERNAL_ERROR, {"action": action, "reason": reason})

    # ---- going on

    def _next(self) -> NextStep:
        while True:
            if self._ready:
                return self._ready.popleft()
            if self.tracker.paused:
                return Listen()
            self._steps += 1
            if self._steps > self.engine.max_steps:
                self.break_off(None, "loop")
                if self._steps > self.engine.max_steps:
                    return Listen()
            if (follower := self.tracker.followup) and self._followup is None:
                self._followup = follower
                if (refused := self._unconfirmed(follower)) is None:
                    return RunAction(follower)
                self.tracker.apply(ev.FollowupAction(None))
                self._followup = None
                self.break_off(follower, refused)
                continue
            frame = self.frames[-1] if self.frames else None
            if frame is None or frame.waiting:
                if self._given == 0 and not self._broken and not self._spoken_for:
                    self._break_silence()
                    continue
                return Listen()
            if (found := self._step(frame)) is not None:
                return found

    def _break_silence(self) -> None:
        self._spoken_for = True  # only once
        if self.frames:
            self.ask_again()
        else:
            context = {"failures": self.tracker.failures, "reason": "silent", "question": None}
            self.push_pattern(patterns.CANNOT_HANDLE, context)

    def _step(self, frame: Frame) -> NextStep | None:
        if frame.pending:
            self.frames.pop()
            self.enter(frame.flow, frame.saved or {})
        elif frame.saved is not None:
            self.resume()
        elif frame.step == END:
            self._end()
        else:
            return self._do(self.step_of(frame), frame)
        return None

    def _do(self, step: Step, frame: Frame) -> NextStep | None:
        match step.kind:
            case "collect":
                return self._collect(step)
            case "action":
                return self._act(step)
            case "set_slots":
                for name, value in step.value:
                    self.set_slot(name, value)
                self.advance(step)
            case "call":
                self.call(step.value)
            case "link":
                self.link(step.value)
            case "noop":
                self.advance(step)
        return None

    def _act(self, step: Step) -> NextStep | None:
        if step.value == patterns.ACTION_REPEAT:
            self.advance(step)
            for said in self.tracker.told or self.tracker.said:
                options = tuple((title, payload) for title, payload in said["options"])
                self._ready.append(Say(said["response"], said["variables"], options, said["text"]))
            return None
        if step.value == patterns.ACTION_HANDOFF:
            self.advance(step)
            reason = self.root.context.get("reason") or self.tracker.slots.get("handoff_reason")
            return Handoff(str(reason or "human_agent"))
        if step.value.startswith("utter_"):
            said_now = self.say(step.value)
            self.advance(step)
            return said_now
        if (refused := self._unconfirmed(step.value)) is not None:
            self.break_off(step.value, refused)
            return None
        return RunAction(step.value)

    def _unconfirmed(self, action: str) -> str | None:
        confirm = self.engine.domain.confirms.get(action)
        if confirm is None:
            return None
        sure = bool(self.frames) and confirm in self.root.confirmed and self.tracker.slots.get(confirm) is True
        return None if sure else "unconfirmed"

    def _collect(self, step: Step) -> NextStep | None:
        slot = step.value
        have = slot in self.tracker.slots
        kept = slot in self.root.kept
        if kept:
            others = tuple(name for name in self.root.kept if name != slot)
            self.change_root(kept=others, answered=(*self.root.answered, slot) if have else self.root.answered)
        if have and (kept or not step.ask_before_filling):
            rejected = self.rejection(step)
            if rejected is None:
                self.advance(step)
                return None
            self.say_first(rejected)
        if have:
            self.set_slot(slot, None)
        if self._circles(slot):
            return None
        self.change_root(
            confirmed=tuple(name for name in self.root.confirmed if name != slot), asked=self.root.asked + 1
        )
        self.ask(slot)
        ask = f"action_ask_{slot}"
        if step.utter:
            question: NextStep = self.say(step.utter)
        else:
            question = RunAction(ask) if ask in self.engine.names.actions else self.say(f"utter_ask_{slot}")
        self._ready.append(question)
        return self._ready.popleft()

    def _circles(self, slot: str) -> bool:
        """Whether the same question would be asked once too often: a person is offered instead. What is to be
        confirmed may change from one time to the next."""
        root = self.root
        repeats = root.repeats + 1 if root.last == slot else 0
        circles = repeats > _REPEATS and self.engine.domain.slots[slot].type != "bool" and not root.is_pattern
        self.change_root(last=None if circles else slot, repeats=repeats)
        if circles:
            self.push_pattern(patterns.CANNOT_HANDLE, {"failures": _REPEATS, "reason": "circle", "question": slot})
        return circles

    def rejection(self, step: Step) -> str | None:
        """What is said when the collected value is refused, or None."""
        for rejection in step.rejections:
            if rejection.condition(self.tracker.slots, self.root.context):
                return rejection.utter
        return None

    def _end(self) -> None:
        frame = self.frames.pop()
        if frame.called:
            self.tracker.apply(ev.FlowCompleted(frame.flow, frame.step))
            self.advance(self.step_of(self.frames[-1]))
            return
        self.tracker.apply(ev.FlowCompleted(frame.flow, frame.step))
        flow = self.engine.flows[frame.flow]
        if not self.frames and not frame.is_pattern and flow.run_pattern_completed and not self._broken:
            context = {"previous_flow": flow.id, "previous_flow_name": flow.name, "questions": frame.asked}
            self.push_pattern(patterns.COMPLETED, context)

    def _at_action(self, name: str) -> Step | None:
        frame = self.frames[-1] if self.frames else None
        if frame is None or frame.waiting or frame.pending or frame.step == END:
            return None
        step = self.step_of(frame)
        return step if step.kind == "action" and step.value == name else None

    def offer(self, names: Sequence[str], question: str | None, told: Mapping[str, str] | None = None) -> None:
        """Offers wishes to choose from, and none of them. told: what the message said besides, which goes along."""
        more = json.dumps(dict(told), ensure_ascii=False) if told else ""
        options = [[name, f"/{name}{more}"] for name in names]
        options.append([patterns.NONE_OF_THESE, f"/{patterns.NONE_OF_THESE}"])
        context: Mapping[str, Any] = {"names": list(names), "question": question, "options": options}
        self.push_pattern(patterns.CLARIFICATION, context, ask_again=False)

    def change_root(self, **changes: Any) -> None:
        """Changes the frame of the flow that the shopper started."""
        index = self.root_index()
        self.frames[index] = replace(self.frames[index], **changes)
