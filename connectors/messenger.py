"""Messenger Platform: https://developers.facebook.com/docs/messenger-platform/reference/webhook-events"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from connectors.message import (
    Attachment,
    IncomingMessage,
    Json,
    OutgoingMessage,
    SendResult,
    StatusUpdate,
    UnknownUpdate,
    Update,
    WindowClosed,
)
from connectors.meta import MetaChannel, as_dict, as_list, as_text, moment, parse_each
from connectors.options import fits, label, numbered, split_for_buttons, split_text

HUMAN_AGENT_DAYS = 7.0
_KINDS = {"image": "image", "audio": "audio", "video": "video", "file": "document"}
_FILES = {"image": "image", "audio": "audio", "video": "video"}


class Messenger(MetaChannel):
    """One page or several; the page that was written to answers."""

    name = "facebook"
    window_hours: float | None = 24.0
    rate = 40.0
    text_limit = 2000
    quick_replies = 13
    title_limit = 20
    payload_limit = 1000
    template_buttons = 3
    template_text = 640

    def parse(self, body: Any) -> list[Update]:
        """Messages, postbacks, deliveries, reads and the rest of a body, in order; echoes are ours and left out."""
        entries = [as_dict(entry) for entry in as_list(as_dict(body).get("entry"))]
        if not entries:
            return [UnknownUpdate(self.name, body)]
        return parse_each(self.name, entries, self._entry)

    def _entry(self, entry: Json) -> Iterable[Update]:
        events = as_list(entry.get("messaging"))
        changes = as_list(entry.get("changes"))
        standby = as_list(entry.get("standby"))  # another application owns the thread
        updates = parse_each(self.name, events, lambda event: self._event(event, as_text(entry.get("id"))))
        for change in changes:
            updates.append(UnknownUpdate(self.name, change, as_text(as_dict(change).get("field")) or "change"))
        updates.extend(UnknownUpdate(self.name, event, "standby") for event in standby)
        return updates or [UnknownUpdate(self.name, entry)]

    def _event(self, event: Json, entry_id: str) -> Iterable[Update]:
        sender = as_text(as_dict(event.get("sender")).get("id"))
        account = as_text(as_dict(event.get("recipient")).get("id")) or entry_id
        if not sender:
            return [UnknownUpdate(self.name, event, "policy" if "policy-enforcement" in event else "event", True)]
        if "delivery" in event or "read" in event:
            return self._statuses(event, sender, account)
        if "message" in event:
            return self._message(event, as_dict(event["message"]), sender, account)
        if "postback" in event:
            return [self._postback(event, as_dict(event["postback"]), sender, account)]
        if "message_edit" in event:
            edit = as_dict(event["message_edit"])
            mid = as_text(edit.get("mid"))
            return [
                self._incoming(
                    event, sender, account, f"{mid}:{edit.get('num_edit', 1)}", "text",
                    text=as_text(edit.get("text")), metadata={"edits": mid},
                )
            ]  # fmt: skip
        if "reaction" in event:
            reaction = as_dict(event["reaction"])
            return [
                self._incoming(
                    event, sender, account, None, "reaction",
                    text=as_text(reaction.get("emoji")), metadata={"reaction_to": as_text(reaction.get("mid"))},
                )
            ]  # fmt: skip
        kinds = [key for key in event if key not in ("sender", "recipient", "timestamp")]
        return [UnknownUpdate(self.name, event, kinds[0] if kinds else "event")]

    def _statuses(self, event: Json, sender: str, account: str) -> Iterable[Update]:
        status = "read" if "read" in event else "delivered"
        told = as_dict(event.get("read") or event.get("delivery"))
        at = moment(event.get("timestamp") or told.get("watermark"))
        mids = [*as_list(told.get("mids")), *([told["mid"]] if told.get("mid") else [])]
        for mid in mids:
            yield StatusUpdate(self.name, status, at, account, as_text(mid), recipient=sender)
        if told.get("watermark"):
            yield StatusUpdate(self.name, status, at, account, recipient=sender, before=moment(told["watermark"]))
        elif not mids:
            yield UnknownUpdate(self.name, event, status)

    def _message(self, event: Json, message: Json, sender: str, account: str) -> Iterable[Update]:
        if message.get("is_echo"):
            return []
        mid = as_text(message.get("mid")) or None
        metadata: Json = {}
        if event.get("prior_message"):
            metadata["prior_message"] = event["prior_message"]
        if message.get("reply_to"):
            metadata["context"] = message["reply_to"]
        if message.get("referral") or event.get("referral"):
            metadata["referral"] = message.get("referral") or event.get("referral")
        if message.get("is_deleted"):
            return [self._incoming(event, sender, account, f"{mid}:deleted", "deleted", metadata={"deletes": mid})]
        text = as_text(message.get("text"))
        quick = as_text(as_dict(message.get("quick_reply")).get("payload")) or None
        attachments, extra = _attachments(message, metadata)
        kind = "button" if quick else attachments[0].kind if attachments else "text" if text or extra else "unknown"
        if message.get("is_unsupported"):
            kind = "unknown"
        return [
            self._incoming(
                event, sender, account, mid, kind,
                text=text or extra, payload=quick, attachments=attachments, metadata=metadata,
            )
        ]  # fmt: skip

    def _postback(self, event: Json, postback: Json, sender: str, account: str) -> Update:
        metadata = {"referral": postback["referral"]} if postback.get("referral") else {}
        payload = as_text(postback.get("payload")) or None
        return self._incoming(
            event, sender, account,
            as_text(postback.get("mid")) or f"postback:{sender}:{event.get('timestamp')}", "button",
            text=as_text(postback.get("title")), payload=payload, metadata=metadata,
        )  # fmt: skip

    def _incoming(
        self,
        event: Json,
        sender: str,
        account: str,
        provider_id: str | None,
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
            provider_id=provider_id,
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
        return bool(message.buttons) and not (self._links(message) or self._quick(message))

    def _quick(self, message: OutgoingMessage) -> bool:
        return fits(message.buttons, most=self.quick_replies, title=self.title_limit, payload=self.payload_limit)

    def _links(self, message: OutgoingMessage) -> bool:
        """Buttons of which one opens a page need the button template, where there is one."""
        return any(_is_link(one.payload) for one in message.buttons) and fits(
            message.buttons, most=self.template_buttons, title=self.title_limit, payload=self.payload_limit
        )

    def render(self, message: OutgoingMessage) -> list[Json]:
        """Payloads of the Send API. Raises WindowClosed."""
        frame: Json = {"recipient": {"id": message.recipient}, "messaging_type": "RESPONSE"}
        if message.outside_window:
            frame.update(self._tag(message))
        return [{**frame, "message": part} for part in self._parts(message)]

    def _tag(self, message: OutgoingMessage) -> Json:
        """Only a person may answer after a day, within seven."""
        if message.author != "staff" or message.silent_for > HUMAN_AGENT_DAYS * 86400:
            raise WindowClosed(
                f"the shopper's last message on {self.name} is older than 24 hours; "
                f"only a person may answer, within {HUMAN_AGENT_DAYS:.0f} days"
            )
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}

    def _parts(self, message: OutgoingMessage) -> list[Json]:
        own = as_dict(as_dict(message.custom).get(self.name))
        if own:
            return [own]
        parts: list[Json] = []
        if message.image:
            parts.append({"attachment": {"type": "image", "payload": {"url": message.image, "is_reusable": True}}})
        file = _file(message.attachment)
        if file:
            parts.append(file)
        if not message.buttons:
            return [*parts, *({"text": piece} for piece in split_text(message.text, self.text_limit))]
        body = message.text or label(message.language, "choose")
        if self._links(message):
            return [*parts, *self._button_template(message, body)]
        if not self._quick(message):
            listed = numbered(message.text, message.buttons, message.language)
            return [*parts, *({"text": piece} for piece in split_text(listed, self.text_limit))]
        before, last = split_for_buttons(body, self.text_limit, self.text_limit)
        replies = [{"content_type": "text", "title": one.title, "payload": one.payload} for one in message.buttons]
        return [*parts, *({"text": piece} for piece in before), {"text": last, "quick_replies": replies}]

    def _button_template(self, message: OutgoingMessage, body: str) -> list[Json]:
        before, last = split_for_buttons(body, self.text_limit, self.template_text)
        buttons = [
            {"type": "web_url", "title": one.title, "url": one.payload}
            if _is_link(one.payload)
            else {"type": "postback", "title": one.title, "payload": one.payload}
            for one in message.buttons
        ]
        template = {"template_type": "button", "text": last, "buttons": buttons}
        return [*({"text": piece} for piece in before), {"attachment": {"type": "template", "payload": template}}]

    async def send(self, message: OutgoingMessage, payload: Json, part: int = 0) -> SendResult:
        """Sends one payload from the page that was written to."""
        answer = await self.post(f"{message.account or self.settings.account or 'me'}/messages", payload)
        return SendResult(as_text(answer.get("message_id")) or None)


def _is_link(payload: str) -> bool:
    return payload.startswith(("https://", "http://"))


def _attachments(message: Json, metadata: Json) -> tuple[tuple[Attachment, ...], str]:
    """(files, text that stands for what is no file); products, shares and locations go into `metadata`."""
    files: list[Attachment] = []
    words: list[str] = []
    for one in map(as_dict, as_list(message.get("attachments"))):
        kind, payload = as_text(one.get("type")), as_dict(one.get("payload"))
        if kind in _KINDS:
            sticker = payload.get("sticker_id") or message.get("sticker_id")
            url = as_text(payload.get("url")) or None
            files.append(Attachment("sticker" if sticker else _KINDS[kind], url=url))
        elif kind == "location":
            place = as_dict(payload.get("coordinates"))
            metadata["location"] = place
            words.append(as_text(one.get("title")) or f"{place.get('lat')}, {place.get('long')}")
        else:
            metadata.setdefault("attachments", []).append(one)
            products = as_list(as_dict(payload.get("product")).get("elements"))
            words.extend(as_text(as_dict(product).get("title")) for product in products)
            words.append(as_text(one.get("title")))
    return tuple(files), ", ".join(filter(None, words))


def _file(attachment: Any) -> Json | None:
    if isinstance(attachment, str):
        attachment = {"type": "file", "payload": {"url": attachment}}
    given = as_dict(attachment)
    inner = as_dict(given.get("payload"))
    url = inner.get("url") or inner.get("src") or given.get("url")
    if not url:
        return None
    kind = _FILES.get(as_text(given.get("type")), "file")
    return {"attachment": {"type": kind, "payload": {"url": url, "is_reusable": True}}}
