"""Telegram Bot API: https://core.telegram.org/bots/api"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import httpx2

from connectors.message import (
    Attachment,
    IncomingMessage,
    Json,
    OutgoingMessage,
    PermanentSendError,
    SendResult,
    TransientSendError,
    UnknownUpdate,
    Update,
)
from connectors.meta import as_dict, as_list, as_text, call, moment, parse_each, safe_json
from connectors.options import label, split_for_buttons, split_text
from connectors.settings import ChannelSettings
from connectors.signatures import check_token

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_MEDIA = {"voice": "audio", "audio": "audio", "video": "video", "video_note": "video", "document": "document"}
TEXT = 4096
CAPTION = 1024
CALLBACK = 64  # bytes
_START = {"/start": "/greet", "/help": "/greet"}


class Telegram:
    """One bot."""

    name = "telegram"
    window_hours: float | None = None
    rate = 25.0

    def __init__(self, settings: ChannelSettings, client: httpx2.AsyncClient) -> None:
        self.settings, self.client = settings, client
        self.missing = settings.missing

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raises SignatureError unless the secret given to setWebhook came back."""
        check_token(self.settings.app_secret, headers.get(_HEADER.lower()), _HEADER)

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """Telegram does not ask."""
        return None

    def answer(self, body: Any) -> Json:
        """Ends the waiting circle on a pressed button: a method call as the answer to the webhook."""
        pressed = as_text(as_dict(as_dict(body).get("callback_query")).get("id"))
        return {"method": "answerCallbackQuery", "callback_query_id": pressed} if pressed else {}

    def parse(self, body: Any) -> list[Update]:
        """The message or pressed button of an update."""
        return parse_each(self.name, [body], lambda update: self._update(as_dict(update), body))

    def _update(self, update: Json, body: Any) -> Iterable[Update]:
        if "callback_query" in update:
            return [self._pressed(as_dict(update["callback_query"]))]
        for key in ("message", "edited_message"):
            if key in update:
                return [self._message(as_dict(update[key]), key == "edited_message")]
        kinds = [key for key in update if key != "update_id"]
        return [UnknownUpdate(self.name, body, kinds[0] if kinds else "update")]

    def _pressed(self, query: Json) -> Update:
        message = as_dict(query.get("message"))
        chat = as_text(as_dict(message.get("chat")).get("id")) or as_text(as_dict(query.get("from")).get("id"))
        rows = as_list(as_dict(message.get("reply_markup")).get("inline_keyboard"))
        buttons = [as_dict(button) for row in rows for button in as_list(row)]
        data = as_text(query.get("data"))
        title = next((as_text(one.get("text")) for one in buttons if one.get("callback_data") == data), "")
        # The message under the buttons may be old: when it was pressed is not told, so it is now.
        return self._incoming(query, chat, moment(None), as_text(query.get("id")), "button", title, payload=data)

    def _message(self, message: Json, edited: bool) -> Update:
        chat, identifier = as_text(as_dict(message.get("chat")).get("id")), as_text(message.get("message_id"))
        if not chat:
            return UnknownUpdate(self.name, message, "message without chat")
        provider_id = f"{chat}:{identifier}" + (f":{message.get('edit_date')}" if edited else "")
        metadata: Json = {"edits": f"{chat}:{identifier}"} if edited else {}
        at = moment(message.get("edit_date") or message.get("date"))
        text = as_text(message.get("text")) or as_text(message.get("caption"))
        payload = _START.get(text.split("@")[0].split(" ")[0]) if text.startswith("/") else None
        files = _files(message)
        kind = files[0].kind if files else "text"
        if not files and not text:
            kind, text = _other(message, metadata)
        return self._incoming(message, chat, at, provider_id, kind, text, payload=payload, files=files, more=metadata)

    def _incoming(
        self,
        source: Json,
        chat: str,
        at: Any,
        provider_id: str,
        kind: str,
        text: str,
        *,
        payload: str | None = None,
        files: tuple[Attachment, ...] = (),
        more: Json | None = None,
    ) -> IncomingMessage:
        person = as_dict(source.get("from"))
        name = " ".join(filter(None, [as_text(person.get("first_name")), as_text(person.get("last_name"))]))
        return IncomingMessage(
            channel=self.name,
            account=self.settings.account,
            sender=chat,
            provider_id=provider_id or None,
            kind=kind,
            text=text,
            button_payload=payload or None,
            attachments=files,
            at=at,
            profile_name=name or None,
            metadata={
                **(more or {}),
                **({"profile_locale": person["language_code"]} if "language_code" in person else {}),
            },
            raw=source,
        )

    def is_numbered(self, message: OutgoingMessage) -> bool:
        """Never: a keyboard takes any number of choices."""
        return False

    def render(self, message: OutgoingMessage) -> list[Json]:
        """Calls as `{"method", ...}`; `method` goes into the address."""
        own = as_dict(as_dict(message.custom).get(self.name))
        if own:
            return [{"chat_id": message.recipient, **own}]
        parts: list[Json] = []
        text = message.text
        link = _link(message.attachment)
        if link:
            parts.append({"method": "sendDocument", "document": link})
        if message.image:
            caption = text if len(text) <= CAPTION and not message.buttons else ""
            parts.append({"method": "sendPhoto", "photo": message.image, **({"caption": caption} if caption else {})})
            text = "" if caption else text
        if message.buttons:
            before, last = split_for_buttons(text or label(message.language, "choose"), TEXT, TEXT)
            keyboard = {"inline_keyboard": [[_button(message, index)] for index in range(len(message.buttons))]}
            parts += [{"method": "sendMessage", "text": piece} for piece in before]
            parts.append({"method": "sendMessage", "text": last, "reply_markup": keyboard})
        else:
            parts += [{"method": "sendMessage", "text": piece} for piece in split_text(text, TEXT)]
        return [{"chat_id": message.recipient, **part} for part in parts]

    async def send(self, message: OutgoingMessage, payload: Json, part: int = 0) -> SendResult:
        """Calls the method."""
        method = payload.get("method", "sendMessage")
        body = {key: value for key, value in payload.items() if key != "method"}
        response = await call(self.client, f"{self.settings.api_url}/bot{self.settings.token}/{method}", body, {})
        answer = as_dict(safe_json(response))
        if response.is_success and answer.get("ok"):
            sent = as_text(as_dict(answer.get("result")).get("message_id"))
            return SendResult(f"{message.recipient}:{sent}" if sent else None)
        said = f"the provider answered {response.status_code}: {answer.get('description') or response.text[:200]}"
        if response.status_code == 429 or response.status_code >= 500:
            wait = as_dict(answer.get("parameters")).get("retry_after")
            raise TransientSendError(said, float(wait) if isinstance(wait, int | float) else None)
        raise PermanentSendError(said)


def _button(message: OutgoingMessage, index: int) -> Json:
    button = message.buttons[index]
    if button.payload.startswith(("https://", "http://")):
        return {"text": button.title, "url": button.payload}
    short = len(button.payload.encode()) <= CALLBACK
    # What is too long for Telegram is named by message and place; the inbox looks it up.
    return {"text": button.title, "callback_data": button.payload if short else f"#{message.message_id}.{index}"}


def _files(message: Json) -> tuple[Attachment, ...]:
    caption = as_text(message.get("caption")) or None
    sizes = as_list(message.get("photo"))
    if sizes:
        return (Attachment("image", media_id=as_text(as_dict(sizes[-1]).get("file_id")), caption=caption),)
    if message.get("sticker"):
        return (Attachment("sticker", media_id=as_text(as_dict(message["sticker"]).get("file_id"))),)
    for key, kind in _MEDIA.items():
        if message.get(key):
            file = as_dict(message[key])
            mime, name = as_text(file.get("mime_type")) or None, as_text(file.get("file_name")) or None
            return (Attachment(kind, media_id=as_text(file.get("file_id")), mime=mime, caption=caption, name=name),)
    return ()


def _other(message: Json, metadata: Json) -> tuple[str, str]:
    if message.get("location"):
        place = as_dict(message.get("venue")) or as_dict(message["location"])
        metadata["location"] = place
        inner = as_dict(message["location"])
        return "location", as_text(place.get("title")) or f"{inner.get('latitude')}, {inner.get('longitude')}"
    if message.get("contact"):
        contact = as_dict(message["contact"])
        metadata["contacts"] = [contact]
        return "contacts", as_text(contact.get("first_name"))
    return "unknown", ""


def _link(attachment: Any) -> str | None:
    if isinstance(attachment, str):
        return attachment
    inner = as_dict(as_dict(attachment).get("payload"))
    return as_text(inner.get("url") or inner.get("src")) or None
