"""What channels speak inside the house: one shape for what comes in, one for what goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeAlias

Json: TypeAlias = dict[str, Any]

STATUSES = ("received", "queued", "sent", "delivered", "read", "failed")

SILENT_KINDS = frozenset({"reaction", "system", "deleted"})
"""Kinds that are kept in the conversation but wake nobody: a thumb up is not a question."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; one of `url` and `media_id` is set, the bytes stay with the provider."""

    kind: str
    url: str | None = None
    media_id: str | None = None
    mime: str | None = None
    caption: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply: what the shopper sees, and what the bot receives (`/intent{...}`)."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One message of a shopper.

    account: which of our numbers, pages or bots was written to. sender: the provider's id of the shopper.
    provider_id: the provider's id of the message (None: it has none and cannot be recognised when sent twice).
    kind: text, button, image, audio, video, document, location, contacts, sticker, order, form, reaction, system,
    deleted, unknown.
    text: what can be read; of a button its title. button_payload: what the pressed button means to the bot.
    country: ISO code known from the channel itself, such as the phone's. locale, market: said by the client.
    identity_token: a signed statement of who writes; checked when the message is stored.
    raw: the provider's own part for this message.
    """

    channel: str
    sender: str
    at: datetime
    account: str = ""
    provider_id: str | None = None
    kind: str = "text"
    text: str = ""
    button_payload: str | None = None
    attachments: tuple[Attachment, ...] = ()
    profile_name: str | None = None
    phone: str | None = None
    country: str | None = None
    locale: str | None = None
    market: str | None = None
    identity_token: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What became of a message of ours. message_id: ours, where the provider gives it back.

    before: all messages to `recipient` up to this moment have the status (Messenger's watermark).
    """

    channel: str
    status: str
    at: datetime
    account: str = ""
    provider_id: str | None = None
    message_id: int | None = None
    recipient: str | None = None
    before: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class UnknownUpdate:
    """Something that the provider told and this channel has no use for; it is kept as it came.

    notable: staff should see it, such as a warning of the provider about the account.
    """

    channel: str
    raw: Any
    subject: str = "unknown"
    notable: bool = False


Update: TypeAlias = IncomingMessage | StatusUpdate | UnknownUpdate


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """One message to a shopper.

    message_id: id of the stored row; it makes sending idempotent where a provider can do that.
    attachment: `{"type", "payload": {"url"}}` as Rasa has it, or an address. custom: `{channel: payload}` is
    sent as it is.
    author: bot, staff or system. outside_window: the shopper's last message is too old for a free answer.
    """

    channel: str
    account: str
    recipient: str
    message_id: int
    text: str = ""
    buttons: tuple[Button, ...] = ()
    image: str | None = None
    attachment: Any = None
    custom: Any = None
    language: str | None = None
    author: str = "bot"
    outside_window: bool = False
    silent_for: float = 0.0
    """Seconds since the shopper's last message."""


@dataclass(frozen=True, slots=True)
class SendResult:
    """The provider's id of what was sent."""

    provider_id: str | None


class SignatureError(Exception):
    """The body was not signed by the provider."""


class PermanentSendError(Exception):
    """Sending it again as it is will not help."""


class WindowClosed(PermanentSendError):
    """The provider forbids a free answer now, and no template is configured."""


class TransientSendError(Exception):
    """Sending may work later. retry_after: seconds that the provider asks for, if it says so."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Channel(Protocol):
    """A provider's way in and out."""

    name: str
    missing: tuple[str, ...]
    """Environment variables without which the channel cannot work; while there are any, nothing is accepted."""
    window_hours: float | None
    """Hours after the shopper's last message in which free answers are allowed; None: always."""
    rate: float
    """Messages a second that one account may send."""

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raises SignatureError unless the raw body was signed by the provider. Header names are in lower case."""

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """The answer to the provider's question whether this address is ours; None when it must be refused."""

    def parse(self, body: Any) -> list[Update]:
        """Everything in a webhook body, in order. Never raises: what is not understood becomes UnknownUpdate."""

    def answer(self, body: Any) -> Json:
        """What is answered to the provider once the body is stored."""

    def render(self, message: OutgoingMessage) -> list[Json]:
        """The provider's payloads for a message, in order. Raises WindowClosed."""

    def is_numbered(self, message: OutgoingMessage) -> bool:
        """Whether the choices of a message become a numbered list in its text, to be answered with a number."""

    async def send(self, message: OutgoingMessage, payload: Json, part: int = 0) -> SendResult:
        """Sends one payload of a message. Raises PermanentSendError or TransientSendError."""


def buttons_of(value: Sequence[Mapping[str, Any]] | None) -> tuple[Button, ...]:
    """Buttons out of a stored payload; those without a title are left out."""
    return tuple(
        Button(str(one["title"]), str(one.get("payload") or one["title"])) for one in value or () if one.get("title")
    )
