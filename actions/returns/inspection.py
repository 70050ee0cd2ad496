"""A photo or video of what is wrong: somebody looks at it, and the shopper is told by when."""

from __future__ import annotations

from actions.base import ActionContext, Said, Slots, moment
from actions.care.people import answer_by

READABLE = frozenset({"image", "video", "document"})
"""Kinds of messages that show something."""
_REASON, _ALERT = "item_damaged", "inspection"


def say_inspection(say: Said, slots: Slots, context: ActionContext) -> None:
    """Tells that it is with the case, who inspects it and by when; staff get the case to inspect. Once a turn."""
    if any(one.data.get("kind") == _ALERT for one in context.requests):
        return  # the question behind it is asked again
    case = ", ".join(str(one) for one in (slots.get("order_id"), slots.get("return_reason")) if one)
    context.ask("alert", kind=_ALERT, text=f"A {slots.kind} to inspect: {case or 'no order named yet'}")
    say("utter_photo_added", file=slots.kind, answer_by=moment(answer_by(context, _REASON)))
