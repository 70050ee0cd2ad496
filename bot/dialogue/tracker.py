"""The tracker: what is known of a conversation, built from its events only.

The state is bounded whatever the length of the conversation, so a turn costs the same at any time: the snapshot
that is stored after each turn and the events after it give the same tracker as all events from the start.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.dialogue import events as ev

_TRAIL = 20
_RECENT = 10
_LAST_SAID = 6


class Tracker:
    """State of one conversation. `apply` is the only way to change it; what was applied is in `new_events`."""

    def __init__(self, conversation_id: str) -> None:
        self.conversation_id = conversation_id
        self.new_events: list[ev.Event] = []
        self._clear()

    def _clear(self) -> None:
        self.slots: dict[str, Any] = {}
        self.frames: tuple[dict[str, Any], ...] = ()
        self.queue: tuple[str, ...] = ()
        self.runs = 0
        self.turns = 0
        self.failures = 0
        self.paused = False
        self.started = False
        self.latest: ev.UserUttered | None = None
        self.language: str | None = None
        self.emotions: list[list[Any]] = []
        self.said: list[dict[str, Any]] = []
        self.said_now: list[dict[str, Any]] = []
        self.recent: list[dict[str, Any]] = []
        self.latest_action = "action_listen"

    @property
    def frame(self) -> dict[str, Any] | None:
        """The running flow's frame: `flow`, `step`, `run`, `waiting`, `set`."""
        return self.frames[-1] if self.frames else None

    @property
    def waiting_for(self) -> str | None:
        """The slot that was asked for, if a question is open."""
        return self.frame.get("waiting") if self.frame else None

    def apply(self, event: ev.Event) -> None:
        """Takes an event in and remembers it as new."""
        self._apply(event)
        self.new_events.append(event)

    def _apply(self, event: ev.Event) -> None:
        match event:
            case ev.SessionStarted():
                self.started = True
            case ev.UserUttered():
                self.turns += 1
                self.latest = event
                self.language = event.language
                if self.said_now:
                    self.said, self.said_now = self.said_now, []
                self.emotions = [*self.emotions, [event.emotion, round(event.intensity, 2)]][-_TRAIL:]
                intent = event.intents[0][0] if event.intents else None
                recent = {"text": event.text[:300], "intent": intent, "emotion": event.emotion}
                self.recent = [*self.recent, recent][-_RECENT:]
            case ev.BotUttered():
                said = {"response": event.response, "variables": event.variables}
                self.said_now = [*self.said_now, said][-_LAST_SAID:]
            case ev.SlotSet(name=name, value=value):
                if value is None:
                    self.slots.pop(name, None)
                else:
                    self.slots[name] = value
            case ev.ActionExecuted(name=name):
                self.latest_action = name
            case ev.StackChanged(frames=frames, queue=queue, runs=runs):
                self.frames, self.queue, self.runs = frames, queue, runs
            case ev.NotUnderstood(failures=failures):
                self.failures = failures
            case ev.ConversationPaused():
                self.paused = True
            case ev.ConversationResumed():
                self.paused = False
                self.failures = 0
            case ev.Restarted():
                self._clear()

    def to_state(self) -> dict[str, Any]:
        """The snapshot, JSON-able and bounded."""
        return {
            "slots": self.slots,
            "frames": list(self.frames),
            "queue": list(self.queue),
            "runs": self.runs,
            "turns": self.turns,
            "failures": self.failures,
            "paused": self.paused,
            "started": self.started,
            "latest": self.latest.to_dict() if self.latest else None,
            "language": self.language,
            "emotions": self.emotions,
            "said": self.said,
            "said_now": self.said_now,
            "recent": self.recent,
            "latest_action": self.latest_action,
        }

    @classmethod
    def from_state(cls, conversation_id: str, state: dict[str, Any]) -> Tracker:
        """The tracker of a snapshot; an empty one gives a new tracker."""
        tracker = cls(conversation_id)
        if not state:
            return tracker
        tracker.slots = dict(state["slots"])
        tracker.frames = tuple(state["frames"])
        tracker.queue = tuple(state["queue"])
        for name in ("runs", "turns", "failures", "paused", "started", "language", "latest_action"):
            setattr(tracker, name, state[name])
        for name in ("emotions", "said", "said_now", "recent"):
            setattr(tracker, name, list(state[name]))
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
