"""LINE and Telegram: signatures, messages in, answers out."""
# ruff: noqa: E501 (bodies are easier to read in lines)

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import httpx2
from connector_parts import EchoBot, Provider, all_messages, eventually

from bot.store.database import Database
from bot.store.kernel import Kernel
from connectors.dependencies import Deps
from connectors.message import Button, IncomingMessage, OutgoingMessage, UnknownUpdate

LINE, TELEGRAM = "/webhooks/line/webhook", "/webhooks/telegram/webhook"


def line_body(event: dict[str, Any]) -> bytes:
    whole = {
        "mode": "active", "timestamp": 1780000000000, "source": {"type": "user", "userId": "U1"}, "webhookEventId": "E1",
        "deliveryContext": {"isRedelivery": False}, **event,
    }  # fmt: skip
    return json.dumps({"destination": "Ubot", "events": [whole]}).encode()


def line_signed(body: bytes) -> dict[str, str]:
    digest = hmac.new(b"LINE-CHANNEL_SECRET", body, hashlib.sha256).digest()
    return {"x-line-signature": base64.b64encode(digest).decode()}


async def test_line_answers_by_push_with_a_retry_key_and_counts_a_repeat_as_sent(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    provider.script = [(500, {"message": "down"}, {}), (409, {"message": "The retry key is already accepted"}, {})]
    echo.answers["hello"] = [{"text": "Size?", "buttons": [{"title": "M", "payload": "/inform"}]}]
    body = line_body({"type": "message", "message": {"id": "m1", "type": "text", "text": "hello"}})
    assert (await client.post(LINE, content=body)).status_code == 401
    assert (await client.post(LINE, content=body, headers=line_signed(body))).status_code == 200
    first, second = await provider.until(2)
    assert first["headers"]["x-line-retry-key"] == second["headers"]["x-line-retry-key"]
    message = first["body"]["messages"][0]
    assert first["body"]["to"] == "U1"
    assert message["quickReply"]["items"][0]["action"] == {
        "type": "postback", "label": "M", "data": "/inform", "displayText": "M",
    }  # fmt: skip

    async def sent() -> bool:
        return [row.status for row in await all_messages(db, "out")] == ["sent"]

    await eventually(sent)


async def test_line_events_are_read_and_the_empty_trial_body_is_accepted(
    client: httpx2.AsyncClient, deps: Deps
) -> None:
    empty = json.dumps({"destination": "Ubot", "events": []}).encode()
    assert (await client.post(LINE, content=empty, headers=line_signed(empty))).status_code == 200

    def read(event: dict[str, Any]) -> Any:
        return deps.channels["line"].parse(json.loads(line_body(event)))[0]

    pressed = read({"type": "postback", "postback": {"data": "/inform"}})
    assert (pressed.kind, pressed.button_payload) == ("button", "/inform")
    picture = read({"type": "message", "message": {"id": "m2", "type": "image", "contentProvider": {"type": "line"}}})
    assert picture.attachments[0].media_id == "m2"
    unsent = read({"type": "unsend", "unsend": {"messageId": "m1"}})
    assert (unsent.kind, unsent.metadata) == ("deleted", {"deletes": "m1"})
    assert isinstance(read({"type": "follow"}), UnknownUpdate)
    group = read(
        {
            "type": "message",
            "source": {"type": "group", "groupId": "G"},
            "message": {"id": "3", "type": "text", "text": "x"},
        }
    )
    assert isinstance(group, IncomingMessage)
    assert group.sender == "G"


async def test_telegram_compares_its_secret_ends_the_waiting_circle_and_finds_long_payloads_again(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    long = '/order_status{"order_id":"PA-2026-104233","note":"' + "x" * 60 + '"}'
    echo.answers["hello"] = [{"text": "Which?", "buttons": [{"title": "The first", "payload": long}]}]
    headers = {"x-telegram-bot-api-secret-token": "TELEGRAM-WEBHOOK_SECRET"}
    chat = {"id": 99, "type": "private"}
    update = {"update_id": 1, "message": {"message_id": 5, "chat": chat, "from": {"id": 99, "first_name": "Ivan", "language_code": "ru"}, "date": 1780000000, "text": "hello"}}  # fmt: skip
    assert (await client.post(TELEGRAM, json=update)).status_code == 401
    assert (await client.post(TELEGRAM, json=update, headers=headers)).status_code == 200
    call = (await provider.until(1))[0]
    assert call["path"] == "botTELEGRAM-TOKEN/sendMessage"
    (button,) = call["body"]["reply_markup"]["inline_keyboard"][0]
    assert len(button["callback_data"].encode()) <= 64
    pressed = {
        "update_id": 2,
        "callback_query": {
            "id": "q1", "from": {"id": 99}, "data": button["callback_data"],
            "message": {"message_id": 6, "chat": chat, "reply_markup": call["body"]["reply_markup"]},
        },
    }  # fmt: skip
    answer = await client.post(TELEGRAM, json=pressed, headers=headers)
    assert answer.json() == {"method": "answerCallbackQuery", "callback_query_id": "q1"}
    await eventually(lambda: len(echo.heard) == 2)
    assert echo.heard[1] == [long]
    assert (await all_messages(db, "in"))[1].text == "The first"


async def test_a_button_of_one_conversation_cannot_be_pressed_in_another(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot
) -> None:
    headers = {"x-telegram-bot-api-secret-token": "TELEGRAM-WEBHOOK_SECRET"}
    echo.answers["hello"] = [{"text": "Which?", "buttons": [{"title": "Mine", "payload": "/secret"}]}]
    for chat, text in ((1, "hello"), (2, "x")):
        await client.post(
            TELEGRAM, headers=headers,
            json={"message": {"message_id": 5, "chat": {"id": chat}, "date": 1780000000, "text": text}},
        )  # fmt: skip
    answers = await eventually(lambda: _answers(db, 2))
    query = {"id": "q", "from": {"id": 2}, "data": f"#{answers[0].id}.0", "message": {"chat": {"id": 2}}}
    await client.post(TELEGRAM, json={"callback_query": query}, headers=headers)
    await eventually(lambda: len(echo.heard) == 3)
    assert "/secret" not in echo.heard[2]


async def _answers(db: Database, count: int) -> Any:
    rows = await all_messages(db, "out")
    return rows if len(rows) == count else None


async def test_telegram_kinds_and_pictures(deps: Deps) -> None:
    channel = deps.channels["telegram"]

    def read(**content: Any) -> Any:
        return channel.parse({"message": {"message_id": 1, "chat": {"id": 2}, "date": 1780000000, **content}})[0]

    assert read(photo=[{"file_id": "small"}, {"file_id": "big"}], caption="broken").attachments[0].media_id == "big"
    assert read(voice={"file_id": "v", "mime_type": "audio/ogg"}).kind == "audio"
    assert read(location={"latitude": 1, "longitude": 2}).kind == "location"
    assert read(text="/start").button_payload == "/greet"
    assert read(dice={"value": 4}).kind == "unknown"
    assert isinstance(channel.parse({"update_id": 3, "my_chat_member": {}})[0], UnknownUpdate)
    message = OutgoingMessage(
        "telegram", "", "2", 7, text="Look", image="https://x/y.jpg", buttons=(Button("Open", "https://x"),)
    )
    photo, text = channel.render(message)
    assert (photo["method"], text["reply_markup"]["inline_keyboard"][0][0]["url"]) == ("sendPhoto", "https://x")
