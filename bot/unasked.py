"""Turns that nobody asked for: the house begins a flow in a conversation, such as an update that it promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.base import Request
from bot.closing import closed
from bot.course import Course
from bot.dialogue import Tracker
from bot.dialogue import events as ev
from bot.reading import Heard
from bot.scene import Parts, Scene, TurnResult, context_of

INBOX = "inbox"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the house begins: a flow with slots. promised: the moment for which it was promised, ISO, if it was."""

    flow: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    promised: str | None = None

    def task(self) -> dict[str, Any]:
        """As a task of the inbox, under the conversation's key: turns of one conversation follow each other."""
        return {"begin": self.flow, "slots": dict(self.slots), "promised": self.promised}

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Beginning | None:
        """What `task` made; None for a message's task."""
        if "begin" not in payload:
            return None
        return cls(str(payload["begin"]), payload.get("slots") or {}, payload.get("promised"))


async def unasked_turn(parts: Parts, scene: Scene, begun: Beginning) -> TurnResult | None:
    """Begins the flow on top of what is open, which comes back behind it.

    None when there is nothing to do any more: the shopper got newer news since, or is not known to us any longer. Where
    people lead the conversation, they are told instead of the shopper.
    """
    tracker = Tracker.from_state(scene.conversation_id, dict(scene.state))
    reading = parts.reader.unread([Heard(0, "")], context_of(scene, tracker, parts))
    course = Course(parts, scene, tracker, reading, parts.clock())
    order_id = str(begun.slots.get("order_id") or "")
    promised: dict[str, Any] = dict(course.left.get("promised") or {})
    if begun.promised is not None:
        if promised.pop(order_id, None) != begun.promised:
            return None
        course.left["promised"] = promised
    if scene.customer is None or scene.status not in ("bot", "waiting", "human"):
        return None
    if scene.status != "bot":
        text = f"The shopper is due a message now ({begun.flow}, {order_id}); you lead the conversation"
        state = {**dict(scene.state), "turn": course.left}
        request = Request("alert", {"kind": "unasked_message", "text": text, "order_id": order_id})
        return TurnResult(
            reading, [], state, reading.language, course.market, requests=[request], profile=dict(scene.profile)
        )
    if tracker.paused:
        tracker.apply(ev.ConversationResumed())
    await course.follow(parts.engine.start(tracker, begun.flow, begun.slots))
    return closed(course, reading.language)
