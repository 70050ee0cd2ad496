"""The tracker: what is known of a conversation, built from its events only.

The state is bounded whatever the length of the conversation, so a turn costs the same at any time: the snapshot
that is stored after each turn and the events after it give the same tracker as all events from the start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.dialogue import events as ev
from bot.dialogue.frame import Frame

_TRAIL = 20
_RECENT = 10
_LAST_SAID = 6
_OPTIONS = 12
_RANKING = 5
_ENTITIES = 20
_TEXT = 2000
_SHORT_TEXT = 300

_PLAIN = ("runs", "questions", "turns", "failures", "paused", "started", "language", "followup", "latest_action")
_LISTS = ("given", "emotions", "said", "said_now", "told", "recent")


class Tracker:
    """State of one conversation. `apply` is the only way to change it; what was applied is in `new_events`.

    slots: values by name, without empty ones. given: slots that the shopper filled. frames: running flows, bottom
    first. failures: messages not understood in a row. emotions: `[name, intensity]` of the last 20 messages.
    said: what the bot said in its last turn, said_now: in this one (`response`, `variables`, `options`, `text`).
    told: what it said in the last turn that was no mere courtesy. recent: the last 10 messages in short. followup: the
    action that an action asked for.
    """

    def __init__(self, conversation_id: str) -> None:
        self.conversation_id = conversation_id
        self.new_events: list[ev.Event] = []
        self._clear()

    def _clear(self) -> None:
        self.slots: dict[str, Any] = {}
        self.given: list[str] = []
        self.frames: tuple[Frame, ...] = ()
        self.runs = 0
        self.questions = 0
        self.turns = 0
        self.failures = 0
        self.paused = False
        self.started = False
        self.latest: ev.UserUttered | None = None
        self.language: str | None = None
        self.followup: str | None = None
        self.emotions: list[list[Any]] = []
        self.said: list[dict[str, Any]] = []
        self.said_now: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []
        self.recent: list[dict[str, Any]] = []
        self.latest_action = "action_listen"

    @property
    def frame(self) -> Frame | None:
        """The running flow's frame."""
        return self.frames[-1] if self.frames else None

    @property
    def waiting_for(self) -> str | None:
        """The slot that was asked for, if a question is open."""
        return self.frames[-1].waiting if self.frames else None

    @property
    def question(self) -> int | None:
        """The number of the open question; payloads of buttons that are shown now are stamped with it."""
        for frame in reversed(self.frames):
            if frame.waiting:
                return frame.question
            if not frame.is_pattern:
                break
        return None

    @property
    def active_flow(self) -> str | None:
        """The flow that the shopper started last and that still runs; no pattern, no called flow."""
        for frame in reversed(self.frames):
            if not frame.called and not frame.pending and not frame.is_pattern:
                return frame.flow
        return None

    def apply(self, event: ev.Event) -> None:
        """Takes an event in and remembers it as new."""
        self._apply(event)
        self.new_events.append(event)

    def _apply(self, event: ev.Event) -> None:
        match event:
            case ev.SessionStarted():
                self.started = True
            case ev.UserUttered():
                self._user(event)
            case ev.BotUttered():
                said = {
                    "response": event.response,
                    "variables": event.variables,
                    "options": [[title, payload] for title, payload in event.options[:_OPTIONS]],
                    "text": event.text,
                }
                self.said_now = [*self.said_now, said][-_LAST_SAID:]
            case ev.SlotSet():
                self._slot(event)
            case ev.AllSlotsReset():
                self.slots, self.given = {}, []
            case ev.ActionExecuted(name=name):
                self.latest_action = name
                if self.followup == name:
                    self.followup = None
            case ev.FollowupAction(name=follower):
                self.followup = follower
            case ev.StackChanged(frames=frames, runs=runs, questions=questions):
                self.frames, self.runs, self.questions = frames, runs, questions
            case ev.NotUnderstood(failures=failures):
                self.failures = failures
            case ev.ConversationPaused():
                self.paused = True
            case ev.ConversationResumed():
                self.paused = False
                self.failures = 0
            case ev.Restarted():
                self._clear()

    def _user(self, event: ev.UserUttered) -> None:
        self.turns += 1
        self.latest = replace(
            event,
            text=event.text[:_TEXT],
            ranking=event.ranking[:_RANKING],
            entities=event.entities[:_ENTITIES],
        )
        self.language = event.language
        self.followup = None
        if self.said_now:
            self.said, self.said_now = self.said_now, []
            courteous = not any(one["variables"] or one["options"] or one["text"] for one in self.said)
            asked = any(one["options"] for one in self.told)  # by now the question is answered, or given up
            self.told = self.told if courteous and not asked else self.said
        self.emotions = [*self.emotions, [event.emotion, round(event.intensity, 2)]][-_TRAIL:]
        intent = event.intents[0][0] if event.intents else None
        recent = {"text": event.text[:_SHORT_TEXT], "intent": intent, "emotion": event.emotion}
        self.recent = [*self.recent, recent][-_RECENT:]

    def _slot(self, event: ev.SlotSet) -> None:
        if event.value is None:
            self.slots.pop(event.name, None)
            self.given = [name for name in self.given if name != event.name]
        else:
            self.slots[event.name] = event.value
            if event.by_shopper and event.name not in self.given:
                self.given = [*self.given, event.name]

    def to_state(self) -> dict[str, Any]:
        """The snapshot, JSON-able and bounded."""
        state: dict[str, Any] = {name: getattr(self, name) for name in (*_PLAIN, *_LISTS)}
        state["slots"] = dict(self.slots)
        state["frames"] = [frame.to_dict() for frame in self.frames]
        state["latest"] = self.latest.to_dict() if self.latest else None
        return state

    @classmethod
    def from_state(cls, conversation_id: str, state: dict[str, Any]) -> Tracker:
        """The tracker of a snapshot; an empty one gives a new tracker."""
        tracker = cls(conversation_id)
        if not state:
            return tracker
        tracker.slots = dict(state["slots"])
        tracker.frames = tuple(Frame.from_dict(frame) for frame in state["frames"])
        for name in _PLAIN:
            setattr(tracker, name, state[name])
        for name in _LISTS:
            setattr(tracker, name, list(state.get(name, ())))  # an older snapshot may lack one
        latest = ev.from_dict(state["latest"]) if state["latest"] else None
        tracker.latest = latest if isinstance(latest, ev.UserUttered) else None
        return tracker

    @classmethod
    def replay(cls, conversation_id: str, events: Iterable[ev.Event], state: dict[str, Any] | None = None) -> Tracker:
        """The tracker that events lead to, from a snapshot or from nothing."""
        tracker = cls.from_state(conversation_id, state or {})
        for event in events:
            tracker._apply(event)
        return tracker
