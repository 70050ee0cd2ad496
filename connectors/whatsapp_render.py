"""A message as WhatsApp shows it: text, reply buttons, lists, pictures, documents, templates.

Limits: https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages
"""

from __future__ import annotations

from typing import Any

from connectors.message import Json, OutgoingMessage, WindowClosed
from connectors.meta import as_dict
from connectors.options import fits, label, numbered, one_line, split_for_buttons, split_text
from connectors.settings import ChannelSettings

TEXT = 4096
CAPTION = 1024
BODY = 1024  # of buttons; that of a list may be longer
BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
ROWS, ROW_TITLE, ROW_ID = 10, 24, 200
PARAMETER = 1024
_FILES = ("image", "video", "audio", "document")


def render(message: OutgoingMessage, settings: ChannelSettings) -> list[Json]:
    """Payloads in order. Raises WindowClosed when only a template is allowed and none fits."""
    parts = [_template(message, settings)] if message.outside_window else _parts(message)
    key = "to" if message.recipient.isdigit() else "recipient"
    frame = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        key: message.recipient,
        "biz_opaque_callback_data": f"m{message.message_id}",
    }
    return [{**frame, **part} for part in parts]


def is_numbered(message: OutgoingMessage) -> bool:
    """Whether the choices cannot be shown as buttons or a list, or must go into a template."""
    return bool(message.buttons) and (message.outside_window or not (_as_buttons(message) or _as_list(message)))


def _as_buttons(message: OutgoingMessage) -> bool:
    return fits(message.buttons, most=BUTTONS, title=BUTTON_TITLE, payload=BUTTON_ID)


def _as_list(message: OutgoingMessage) -> bool:
    return fits(message.buttons, most=ROWS, title=ROW_TITLE, payload=ROW_ID)


def _parts(message: OutgoingMessage) -> list[Json]:
    own = as_dict(as_dict(message.custom).get("whatsapp"))
    if own:
        return [own]
    files = _attachment(message.attachment)
    if not message.buttons:
        return [*_pictured(message), *files]
    if _as_buttons(message):
        return [*files, *_buttons(message)]
    picture = [{"type": "image", "image": {"link": message.image}}] if message.image else []
    if _as_list(message):
        return [*picture, *files, *_list(message)]
    return [*picture, *files, *_texts(numbered(message.text, message.buttons, message.language))]


def _texts(text: str) -> list[Json]:
    return [{"type": "text", "text": {"body": piece, "preview_url": False}} for piece in split_text(text, TEXT)]


def _pictured(message: OutgoingMessage) -> list[Json]:
    if not message.image:
        return _texts(message.text)
    if len(message.text) > CAPTION:
        return [{"type": "image", "image": {"link": message.image}}, *_texts(message.text)]
    caption = {"caption": message.text} if message.text else {}
    return [{"type": "image", "image": {"link": message.image, **caption}}]


def _buttons(message: OutgoingMessage) -> list[Json]:
    before, body = split_for_buttons(message.text or label(message.language, "choose"), TEXT, BODY)
    replies = [{"type": "reply", "reply": {"id": one.payload, "title": one.title}} for one in message.buttons]
    interactive: Json = {"type": "button", "body": {"text": body}, "action": {"buttons": replies}}
    if message.image:
        interactive["header"] = {"type": "image", "image": {"link": message.image}}
    return [*(part for text in before for part in _texts(text)), {"type": "interactive", "interactive": interactive}]


def _list(message: OutgoingMessage) -> list[Json]:
    before, body = split_for_buttons(message.text or label(message.language, "choose"), TEXT, BODY)
    rows = [{"id": one.payload, "title": one.title} for one in message.buttons]
    opener = label(message.language, "options")
    interactive = {
        "type": "list",
        "body": {"text": body},
        "action": {"button": opener, "sections": [{"title": opener, "rows": rows}]},
    }
    return [*(part for text in before for part in _texts(text)), {"type": "interactive", "interactive": interactive}]


def _attachment(attachment: Any) -> list[Json]:
    if isinstance(attachment, str):
        attachment = {"type": "document", "payload": {"url": attachment}}
    given = as_dict(attachment)
    inner = as_dict(given.get("payload"))
    link = inner.get("url") or inner.get("src") or given.get("url")
    if not link:
        return []
    kind = given.get("type") if given.get("type") in _FILES else "document"
    name = inner.get("name") or inner.get("title") or str(link).rsplit("/", 1)[-1].split("?")[0]
    file: Json = {"link": link, **({"filename": name} if kind == "document" and name else {})}
    return [{"type": kind, str(kind): file}]


def _template(message: OutgoingMessage, settings: ChannelSettings) -> Json:
    text = numbered(message.text, message.buttons, message.language) if message.buttons else message.text
    parameter = one_line(text, PARAMETER)
    if not settings.template:
        raise WindowClosed(
            "the shopper's last message is older than 24 hours and no template is configured; "
            "expected the name of an approved template in DRAGOMAN_WHATSAPP_TEMPLATE"
        )
    if parameter is None:
        raise WindowClosed(
            f"the shopper's last message is older than 24 hours and the answer does not fit into a template; "
            f"expected 1 to {PARAMETER} characters"
        )
    wanted = message.language or "en"
    languages = settings.template_languages
    language = next((one for one in languages if one.split("_")[0] == wanted.split("-")[0]), languages[0])
    return {
        "type": "template",
        "template": {
            "name": settings.template,
            "language": {"code": language},
            "components": [{"type": "body", "parameters": [{"type": "text", "text": parameter}]}],
        },
    }
