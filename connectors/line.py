"""LINE Messaging API: https://developers.line.biz/en/reference/messaging-api/"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

import httpx2

from connectors.message import (
    Attachment,
    IncomingMessage,
    Json,
    OutgoingMessage,
    SendResult,
    UnknownUpdate,
    Update,
)
from connectors.meta import as_dict, as_list, as_text, call, moment, parse_each, refuse, safe_json
from connectors.options import fits, label, numbered, split_for_buttons, split_text
from connectors.settings import ChannelSettings
from connectors.signatures import check_base64

_SIGNATURE = "X-Line-Signature"
_MEDIA = {"image": "image", "video": "video", "audio": "audio", "file": "document"}
_RETRY_NAMES = uuid.UUID("5b0c6a8e-54c5-4a55-9f0e-0d6a3f3a7c11")
TEXT = 5000
CHOICES, LABEL, DATA = 13, 20, 300
AT_ONCE = 5


class Line:
    """One official account; groups and rooms are answered as one sender each."""

    name = "line"
    window_hours: float | None = None
    rate = 100.0

    def __init__(self, settings: ChannelSettings, client: httpx2.AsyncClient) -> None:
        self.settings, self.client = settings, client
        self.missing = settings.missing

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raises SignatureError unless the channel secret signed the raw body."""
        check_base64(self.settings.app_secret, body, headers.get(_SIGNATURE.lower()), _SIGNATURE)

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """LINE asks by an empty POST, not by GET."""
        return None

    def answer(self, body: Any) -> Json:
        """LINE only looks at the status code."""
        return {}

    def parse(self, body: Any) -> list[Update]:
        """The events of a body, in order; the empty body with which LINE tries an address gives none."""
        given = as_dict(body)
        if "events" not in given:
            return [UnknownUpdate(self.name, body)]
        account = as_text(given.get("destination"))
        return parse_each(self.name, as_list(given["events"]), lambda event: self._event(event, account))

    def _event(self, event: Json, account: str) -> Iterable[Update]:
        source, kind = as_dict(event.get("source")), as_text(event.get("type"))
        sender = next((as_text(source[key]) for key in ("groupId", "roomId", "userId") if source.get(key)), "")
        if not sender or event.get("mode") == "standby":
            return [UnknownUpdate(self.name, event, kind or "event")]
        if kind in ("message", "messageEdited"):
            return [self._message(event, as_dict(event.get("message")), sender, account, kind == "messageEdited")]
        if kind == "postback":
            data = as_text(as_dict(event.get("postback")).get("data"))
            return [
                self._incoming(event, sender, account, as_text(event.get("webhookEventId")), "button", payload=data)
            ]
        if kind == "unsend":
            unsent = as_text(as_dict(event.get("unsend")).get("messageId"))
            metadata = {"deletes": unsent}
            return [self._incoming(event, sender, account, f"{unsent}:deleted", "deleted", metadata=metadata)]
        return [UnknownUpdate(self.name, event, kind or "event")]

    def _message(self, event: Json, message: Json, sender: str, account: str, edited: bool) -> Update:
        kind, identifier = as_text(message.get("type")), as_text(message.get("id"))
        metadata: Json = {"edits": identifier} if edited else {}
        if message.get("quotedMessageId"):
            metadata["context"] = {"id": message["quotedMessageId"]}
        provider_id = f"{identifier}:{event.get('timestamp')}" if edited else identifier
        files: tuple[Attachment, ...] = ()
        text = as_text(message.get("text"))
        if kind in _MEDIA:
            url = as_text(as_dict(message.get("contentProvider")).get("originalContentUrl")) or None
            name = as_text(message.get("fileName")) or None
            files = (Attachment(_MEDIA[kind], url=url, media_id=None if url else identifier, name=name),)
            kind = _MEDIA[kind]
        elif kind == "location":
            metadata["location"] = message
            text = ", ".join(filter(None, [as_text(message.get("title")), as_text(message.get("address"))]))
        elif kind == "sticker":
            text = " ".join(map(as_text, as_list(message.get("keywords"))[:3]))
        elif kind != "text":
            kind = "unknown"
        return self._incoming(
            event, sender, account, provider_id, kind, text=text, attachments=files, metadata=metadata
        )

    def _incoming(
        self,
        event: Json,
        sender: str,
        account: str,
        provider_id: str,
        kind: str,
        *,
        text: str = "",
        payload: str | None = None,
        attachments: tuple[Attachment, ...] = (),
        metadata: Json | None = None,
    ) -> IncomingMessage:
        return IncomingMessage(
            channel=self.name,
            account=account,
            sender=sender,
            provider_id=provider_id or None,
            kind=kind,
            text=text,
            button_payload=payload,
            attachments=attachments,
            at=moment(event.get("timestamp")),
            metadata=metadata or {},
            raw=event,
        )

    def is_numbered(self, message: OutgoingMessage) -> bool:
        """Whether the choices become a numbered list in the text."""
        return bool(message.buttons) and not self._quick(message)

    def _quick(self, message: OutgoingMessage) -> bool:
        return fits(message.buttons, most=CHOICES, title=LABEL, payload=DATA)

    def render(self, message: OutgoingMessage) -> list[Json]:
        """Pushes of at most five messages each."""
        parts = self._parts(message)
        return [
            {"to": message.recipient, "messages": parts[start : start + AT_ONCE]}
            for start in range(0, len(parts), AT_ONCE)
        ]

    def _parts(self, message: OutgoingMessage) -> list[Json]:
        own = as_dict(as_dict(message.custom).get(self.name))
        if own:
            return [own]
        parts: list[Json] = []
        if message.image:
            parts.append({"type": "image", "originalContentUrl": message.image, "previewImageUrl": message.image})
        text = message.text
        link = _link(message.attachment)
        if link:
            text = "\n".join(filter(None, [text, link]))
        if not message.buttons:
            return [*parts, *({"type": "text", "text": piece} for piece in split_text(text, TEXT))]
        if not self._quick(message):
            listed = numbered(text, message.buttons, message.language)
            return [*parts, *({"type": "text", "text": piece} for piece in split_text(listed, TEXT))]
        before, last = split_for_buttons(text or label(message.language, "choose"), TEXT, TEXT)
        items = [
            {
                "type": "action",
                "action": {"type": "postback", "label": one.title, "data": one.payload, "displayText": one.title},
            }
            for one in message.buttons
        ]
        texts = [{"type": "text", "text": piece} for piece in before]
        return [*parts, *texts, {"type": "text", "text": last, "quickReply": {"items": items}}]

    async def send(self, message: OutgoingMessage, payload: Json, part: int = 0) -> SendResult:
        """Pushes once: the retry key makes LINE refuse the second time, which counts as sent."""
        key = uuid.uuid5(_RETRY_NAMES, f"{message.account}/{message.message_id}/{part}")
        headers = {"authorization": f"Bearer {self.settings.token}", "x-line-retry-key": str(key)}
        response = await call(self.client, f"{self.settings.api_url}/v2/bot/message/push", payload, headers)
        answer = as_dict(safe_json(response))
        if response.is_success or response.status_code == 409:
            sent = as_list(answer.get("sentMessages"))
            return SendResult(as_text(as_dict(sent[-1]).get("id")) or None if sent else None)
        raise refuse(response, as_text(answer.get("message")) or response.text[:200])


def _link(attachment: Any) -> str | None:
    if isinstance(attachment, str):
        return attachment
    inner = as_dict(as_dict(attachment).get("payload"))
    return as_text(inner.get("url") or inner.get("src")) or None
