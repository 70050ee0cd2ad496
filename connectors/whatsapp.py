"""WhatsApp Cloud API: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import phonenumbers

from connectors import whatsapp_render
from connectors.message import (
    Attachment,
    IncomingMessage,
    Json,
    OutgoingMessage,
    SendResult,
    StatusUpdate,
    UnknownUpdate,
    Update,
)
from connectors.meta import MetaChannel, as_dict, as_list, as_text, moment, parse_each

_MEDIA = ("image", "audio", "video", "document", "sticker")
_STATUSES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
_OURS = re.compile(r"m(\d+)")
# What Meta says about the account itself is worth a look of staff.
_NOTABLE = frozenset(
    {"account_update", "account_alerts", "phone_number_quality_update", "message_template_status_update"}
)


class WhatsApp(MetaChannel):
    """One business number or several; the number that was written to answers."""

    name = "whatsapp"
    window_hours: float | None = 24.0
    rate = 80.0

    def parse(self, body: Any) -> list[Update]:
        """Messages, statuses and everything else of a body, in order."""
        entries = as_list(as_dict(body).get("entry"))
        changes = [change for entry in entries for change in as_list(as_dict(entry).get("changes"))]
        if not changes:
            return [UnknownUpdate(self.name, body)]
        return parse_each(self.name, changes, self._change)

    def _change(self, change: Json) -> Iterable[Update]:
        field, value = as_text(change.get("field")), as_dict(change.get("value"))
        messages, statuses = as_list(value.get("messages")), as_list(value.get("statuses"))
        if field != "messages" or not (messages or statuses):
            return [UnknownUpdate(self.name, change, field or "unknown", field in _NOTABLE)]
        account = as_text(as_dict(value.get("metadata")).get("phone_number_id"))
        contacts = [as_dict(contact) for contact in as_list(value.get("contacts"))]
        return [
            *parse_each(self.name, messages, lambda message: [self._message(message, account, contacts)]),
            *parse_each(self.name, statuses, lambda status: [self._status(status, account)]),
        ]

    def _message(self, message: Json, account: str, contacts: list[Json]) -> Update:
        sender = as_text(message.get("from")) or as_text(message.get("from_user_id"))
        if not sender and contacts:
            sender = as_text(contacts[0].get("wa_id")) or as_text(contacts[0].get("user_id"))
        if not sender:
            return UnknownUpdate(self.name, message, "message without sender")
        known = [one for one in contacts if sender in (one.get("wa_id"), one.get("user_id"))]
        contact = known[0] if known else as_dict(contacts[0] if contacts else None)
        phone = f"+{sender}" if sender.isdigit() else None
        metadata: Json = {}
        if message.get("context"):
            metadata["context"] = message["context"]
        if message.get("referral"):
            metadata["referral"] = message["referral"]
        kind, text, payload, attachments = _content(message, metadata)
        return IncomingMessage(
            channel=self.name,
            account=account,
            sender=sender,
            provider_id=as_text(message.get("id")) or None,
            kind=kind,
            text=text,
            button_payload=payload,
            attachments=attachments,
            at=moment(message.get("timestamp")),
            profile_name=as_text(as_dict(contact.get("profile")).get("name")) or None,
            phone=phone,
            country=country_of(phone),
            metadata=metadata,
            raw=message,
        )

    def _status(self, status: Json, account: str) -> Update:
        known = _STATUSES.get(as_text(status.get("status")))
        if known is None:
            return UnknownUpdate(self.name, status, "status")
        ours = _OURS.fullmatch(as_text(status.get("biz_opaque_callback_data")))
        errors = [as_dict(error) for error in as_list(status.get("errors"))]
        said = "; ".join(
            f"{as_dict(error.get('error_data')).get('details') or error.get('title')} (code {error.get('code')})"
            for error in errors
        )
        return StatusUpdate(
            channel=self.name,
            account=account,
            provider_id=as_text(status.get("id")) or None,
            message_id=int(ours[1]) if ours else None,
            recipient=as_text(status.get("recipient_id")) or None,
            status=known,
            error=said or None,
            at=moment(status.get("timestamp")),
        )

    def render(self, message: OutgoingMessage) -> list[Json]:
        """Payloads for the messages endpoint. Raises WindowClosed."""
        return whatsapp_render.render(message, self.settings)

    def is_numbered(self, message: OutgoingMessage) -> bool:
        """Whether the choices become a numbered list in the text."""
        return whatsapp_render.is_numbered(message)

    async def send(self, message: OutgoingMessage, payload: Json, part: int = 0) -> SendResult:
        """Sends one payload from the number that was written to."""
        answer = await self.post(f"{message.account or self.settings.account}/messages", payload)
        sent = as_list(answer.get("messages"))
        return SendResult(as_text(as_dict(sent[0]).get("id")) or None if sent else None)


def country_of(phone: str | None) -> str | None:
    """ISO code of the country that a phone number belongs to, or None."""
    if phone is None:
        return None
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return None


def _content(message: Json, metadata: Json) -> tuple[str, str, str | None, tuple[Attachment, ...]]:
    """(kind, text, button payload, attachments); what else is worth knowing goes into `metadata`."""
    kind = as_text(message.get("type"))
    part = as_dict(message.get(kind))
    if kind == "text":
        return "text", as_text(part.get("body")), None, ()
    if kind == "button":
        return "button", as_text(part.get("text")), as_text(part.get("payload")) or None, ()
    if kind == "interactive":
        return _interactive(part, metadata)
    if kind in _MEDIA:
        caption = as_text(part.get("caption"))
        file = Attachment(
            kind=kind,
            url=as_text(part.get("url")) or None,
            media_id=as_text(part.get("id")) or None,
            mime=as_text(part.get("mime_type")) or None,
            caption=caption or None,
            name=as_text(part.get("filename")) or None,
        )
        return kind, caption, None, (file,)
    if kind == "edit":
        metadata["edits"] = as_text(part.get("original_message_id"))
        return _content(as_dict(part.get("message")), metadata)
    return _other(kind, message, part, metadata)


def _interactive(part: Json, metadata: Json) -> tuple[str, str, str | None, tuple[Attachment, ...]]:
    for reply in ("button_reply", "list_reply"):
        if reply in part:
            chosen = as_dict(part[reply])
            return "button", as_text(chosen.get("title")), as_text(chosen.get("id")) or None, ()
    if "nfm_reply" in part:
        form = as_dict(part["nfm_reply"])
        try:
            metadata["form"] = json.loads(as_text(form.get("response_json")) or "{}")
        except ValueError:
            metadata["form"] = form.get("response_json")
        return "form", as_text(form.get("body")), None, ()
    metadata["interactive"] = part
    return "system" if part.get("type") == "call_permission_reply" else "unknown", "", None, ()


def _other(kind: str, message: Json, part: Json, metadata: Json) -> tuple[str, str, str | None, tuple[Attachment, ...]]:
    if kind == "location":
        metadata["location"] = part
        place = [as_text(part.get("name")), as_text(part.get("address"))]
        named = ", ".join(dict.fromkeys(filter(None, place)))
        return "location", named or f"{part.get('latitude')}, {part.get('longitude')}", None, ()
    if kind == "contacts":
        people = [as_dict(one) for one in as_list(message.get("contacts"))]
        metadata["contacts"] = people
        names = (as_text(as_dict(one.get("name")).get("formatted_name")) for one in people)
        return "contacts", ", ".join(filter(None, names)), None, ()
    if kind == "order":
        metadata["order"] = part
        items = (as_dict(item) for item in as_list(part.get("product_items")))
        listed = ", ".join(f"{item.get('quantity')} × {item.get('product_retailer_id')}" for item in items)
        return "order", "\n".join(filter(None, [as_text(part.get("text")), listed])), None, ()
    if kind == "reaction":
        metadata["reaction_to"] = as_text(part.get("message_id"))
        return "reaction", as_text(part.get("emoji")), None, ()
    if kind == "system":
        metadata["system"] = part
        return "system", as_text(part.get("body")), None, ()
    if kind == "revoke":
        metadata["deletes"] = as_text(part.get("original_message_id"))
        return "deleted", "", None, ()
    metadata["provider_kind"] = kind
    if message.get("errors"):
        metadata["errors"] = message["errors"]
    return "unknown", "", None, ()
