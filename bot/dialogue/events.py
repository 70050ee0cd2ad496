"""What happened in a conversation, as events with Rasa's names. A tracker is nothing but its events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from bot.dialogue.frame import Frame, fields_as_json


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""

    type: ClassVar[str] = "event"

    def to_dict(self) -> dict[str, Any]:
        """JSON with Rasa's key `event`."""
        return {"event": self.type, **fields_as_json(self)}


@dataclass(frozen=True, slots=True)
class SessionStarted(Event):
    """The conversation begins, or goes on after a long pause."""

    type: ClassVar[str] = "session_started"


@dataclass(frozen=True, slots=True)
class UserUttered(Event):
    """The shopper said something. `intents` were said, `ranking` are the likeliest whatever was decided."""

    type: ClassVar[str] = "user"
    text: str
    intents: tuple[tuple[str, float], ...] = ()
    entities: tuple[dict[str, Any], ...] = ()
    language: str = "en"
    emotion: str = "neutral"
    intensity: float = 0.0
    urgency: str = "normal"
    decision: str = "answer"
    message_id: str | None = None
    ranking: tuple[tuple[str, float], ...] = ()
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BotUttered(Event):
    """The bot said something.

    `response` names the catalogue's text and `variables` its values; `text` is for what an action said in plain
    words. `options` are all buttons that were shown, as (title as the shopper saw it, payload without stamp):
    with them a typed title or "the second one" is understood, and a repetition shows them again.
    """

    type: ClassVar[str] = "bot"
    response: str
    variables: dict[str, Any] = field(default_factory=dict)
    options: tuple[tuple[str, str], ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class SlotSet(Event):
    """A slot has a new value; `by_shopper` when the shopper gave it, so that a correction keeps it."""

    type: ClassVar[str] = "slot"
    name: str
    value: Any = None
    by_shopper: bool = False


@dataclass(frozen=True, slots=True)
class AllSlotsReset(Event):
    """All slots are empty again."""

    type: ClassVar[str] = "reset_slots"


@dataclass(frozen=True, slots=True)
class ActionExecuted(Event):
    """An action ran; `failed` when it could not do its work."""

    type: ClassVar[str] = "action"
    name: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class ActionExecutionRejected(Event):
    """An action refused to run."""

    type: ClassVar[str] = "action_execution_rejected"
    name: str


@dataclass(frozen=True, slots=True)
class FollowupAction(Event):
    """An action asked for another one to run next."""

    type: ClassVar[str] = "followup"
    name: str | None = None


@dataclass(frozen=True, slots=True)
class FlowStarted(Event):
    """A flow began."""

    type: ClassVar[str] = "flow_started"
    flow_id: str


@dataclass(frozen=True, slots=True)
class FlowInterrupted(Event):
    """A flow waits for another to end."""

    type: ClassVar[str] = "flow_interrupted"
    flow_id: str
    step_id: str | None = None


@dataclass(frozen=True, slots=True)
class FlowResumed(Event):
    """A flow goes on."""

    type: ClassVar[str] = "flow_resumed"
    flow_id: str
    step_id: str | None = None


@dataclass(frozen=True, slots=True)
class FlowCompleted(Event):
    """A flow reached its end."""

    type: ClassVar[str] = "flow_completed"
    flow_id: str
    step_id: str | None = None


@dataclass(frozen=True, slots=True)
class FlowCancelled(Event):
    """A flow was given up."""

    type: ClassVar[str] = "flow_cancelled"
    flow_id: str
    step_id: str | None = None


@dataclass(frozen=True, slots=True)
class StackChanged(Event):
    """The stack of running flows, bottom first; how many runs and questions there have been."""

    type: ClassVar[str] = "stack"
    frames: tuple[Frame, ...] = ()
    runs: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class NotUnderstood(Event):
    """The bot could not make sense of the message; `failures` in a row, 0 when it understands again."""

    type: ClassVar[str] = "not_understood"
    failures: int = 0


@dataclass(frozen=True, slots=True)
class ConversationPaused(Event):
    """A person owns the conversation."""

    type: ClassVar[str] = "pause"


@dataclass(frozen=True, slots=True)
class ConversationResumed(Event):
    """The bot owns the conversation again."""

    type: ClassVar[str] = "resume"


@dataclass(frozen=True, slots=True)
class Restarted(Event):
    """Everything is forgotten."""

    type: ClassVar[str] = "restart"


_TYPES: dict[str, type[Event]] = {
    kind.type: kind
    for kind in (
        SessionStarted,
        UserUttered,
        BotUttered,
        SlotSet,
        AllSlotsReset,
        ActionExecuted,
        ActionExecutionRejected,
        FollowupAction,
        FlowStarted,
        FlowInterrupted,
        FlowResumed,
        FlowCompleted,
        FlowCancelled,
        StackChanged,
        NotUnderstood,
        ConversationPaused,
        ConversationResumed,
        Restarted,
    )
}


def from_dict(data: dict[str, Any]) -> Event:
    """The event of a stored dict; raises ValueError for an unknown type or unknown fields."""
    kind = _TYPES.get(str(data.get("event")))
    if kind is None:
        raise ValueError(f"unknown event {data.get('event')!r}; expected one of {sorted(_TYPES)}")
    values = {key: value for key, value in data.items() if key != "event"}
    if kind is UserUttered:
        for key in ("intents", "ranking"):
            values[key] = tuple((name, confidence) for name, confidence in values.get(key, ()))
        values["entities"] = tuple(values.get("entities", ()))
    if kind is BotUttered:
        values["options"] = tuple((title, payload) for title, payload in values.get("options", ()))
    if kind is StackChanged:
        values["frames"] = tuple(Frame.from_dict(frame) for frame in values.get("frames", ()))
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(f"event {data['event']!r}: {error}") from error
