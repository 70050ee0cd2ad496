"""Bodies that the staff API takes and gives."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ReplyIn(_In):
    """An answer to the shopper."""

    text: str = Field(min_length=1, max_length=4000)


class HandoffIn(_In):
    """`take`: the caller answers from now on. `queue`: whoever is free shall take it."""

    action: Literal["take", "queue"] = "take"
    reason: str = Field(default="human_agent", max_length=60)
    priority: int = Field(default=25, ge=0, le=100)


class ArticleIn(_In):
    """An article's front matter and text; `id` and `locale` come from the address."""

    title: str = Field(min_length=1, max_length=300)
    kind: Literal["policy", "faq", "procedure", "reply"]
    markets: list[str] = []
    topics: list[str] = []
    valid_from: date | None = None
    valid_until: date | None = None
    facts: dict[str, Any] = {}
    translation_of: dict[str, Any] | None = None
    body: str = Field(min_length=1)


class ArticlePreviewIn(ArticleIn):
    """An article that is not stored."""

    id: str = Field(min_length=1, max_length=120)
    locale: str = Field(min_length=2, max_length=20)


class Conversation(BaseModel):
    """A conversation as staff see it."""

    model_config = ConfigDict(extra="allow")
    id: str
    status: Literal["bot", "waiting", "human", "closed"]
    channel: str
    sender: str
    customer_id: str | None
    language: str | None
    market: str | None
    emotion: str | None
    urgency: str | None
    emotions: list[dict[str, Any]]
    priority: int
    slots: dict[str, Any]
    context_package: dict[str, Any] | None
    assigned_to: str | None


class Message(BaseModel):
    """A message of a conversation."""

    model_config = ConfigDict(extra="allow")
    id: int
    conversation_id: str
    direction: Literal["in", "out"]
    author: Literal["shopper", "bot", "staff", "system"]
    kind: str
    text: str
    status: str
    at: str
