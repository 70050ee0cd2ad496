"""How many bubbles a turn becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answers import RenderedMessage

_FACTS = ("utter_fact_", "utter_knowledge_source", "utter_duty", "utter_order_option", "utter_shipment_line")


def joined(messages: Sequence[RenderedMessage]) -> list[RenderedMessage]:
    """Facts that follow each other become one message: nobody wants ten bubbles."""
    bubbles: list[RenderedMessage] = []
    for message in messages:
        last = bubbles[-1] if bubbles else None
        if last is not None and _plain_fact(last) and _plain_fact(message):
            bubbles[-1] = replace(
                message,
                text=f"{last.text}\n{message.text}",
                dated=last.dated or message.dated,
                promise=last.promise or message.promise,
                said=last.said | message.said,
            )
        else:
            bubbles.append(message)
    return bubbles


def _plain_fact(message: RenderedMessage) -> bool:
    bare = not (message.buttons or message.image or message.attachment or message.custom)
    return bare and message.response.startswith(_FACTS)
