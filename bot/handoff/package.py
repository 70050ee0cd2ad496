"""The context package: what a person must know to go on without asking the shopper again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

_MESSAGES = 10
_TRIED = 10
_ORDERS = 5


def context_package(
    *,
    reason: str,
    customer: Mapping[str, Any] | None,
    market: str | None,
    language: str | None,
    intent: str | None,
    slots: Mapping[str, Any],
    emotions: Sequence[Sequence[Any]],
    orders: Iterable[Mapping[str, Any]] = (),
    tried: Sequence[str] = (),
    messages: Iterable[Mapping[str, Any]] = (),
    question: str | None = None,
    urgency: str | None = None,
    priority: int = 0,
    answer_by: datetime | None = None,
) -> dict[str, Any]:
    """Plain JSON for `conversations.handoff` and the console's panel.

    customer: the shop's document or None for an unknown sender. emotions: `[name, intensity]`, oldest first.
    orders: documents in the contract's shape, the most important first. tried: names of flows and actions,
    oldest first. messages: `{"author", "text", "at"?}`, oldest first. question: what the bot had asked and
    nobody answered.
    """
    return {
        "reason": reason,
        "who": _who(customer, market, language),
        "intent": intent,
        "slots": {name: value for name, value in slots.items() if value is not None},
        "emotions": [_emotion(entry) for entry in emotions],
        "urgency": urgency,
        "priority": priority,
        "answer_by": answer_by.isoformat() if answer_by else None,
        "orders": [_order(order) for order in orders][:_ORDERS],
        "tried": list(tried)[-_TRIED:],
        "messages": [
            {"author": str(said.get("author", "")), "text": str(said.get("text", "")), "at": said.get("at")}
            for said in messages
        ][-_MESSAGES:],
        "question": question,
    }


def _who(customer: Mapping[str, Any] | None, market: str | None, language: str | None) -> dict[str, Any]:
    known = customer or {}
    return {
        "customer_id": known.get("id"),
        "name": known.get("name"),
        "tier": known.get("tier"),
        "market": market or known.get("market"),
        "language": language,
        "verified": customer is not None,
    }


def _emotion(entry: Sequence[Any]) -> dict[str, Any]:
    return {"name": str(entry[0]), "intensity": float(entry[1]) if len(entry) > 1 else 0.0}


def _order(order: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": order.get("id"),
        "status": order.get("status"),
        "items": [
            {"name": item.get("name"), "quantity": item.get("quantity", 1), "sku": item.get("sku")}
            for item in order.get("items", ())
        ],
    }
