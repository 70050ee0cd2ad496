"""Messenger, and Instagram where it differs."""
# ruff: noqa: E501 (bodies are easier to read in lines)

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from connector_parts import PAGE_ID, EchoBot, Provider, all_messages, deliver, eventually, messenger

from bot.store.database import Database
from bot.store.kernel import Kernel
from connectors.dependencies import Deps
from connectors.message import Button, IncomingMessage, OutgoingMessage, StatusUpdate, UnknownUpdate, WindowClosed


async def test_a_shopper_writes_presses_a_quick_reply_and_is_answered_by_the_page(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    echo.answers["hello"] = [{"text": "Did it arrive?", "buttons": [{"title": "Yes", "payload": "/affirm"}]}]
    await deliver(client, "facebook", messenger({"message": {"mid": "mid.1", "text": "hello"}}))
    call = (await provider.until(1))[0]
    assert call["path"] == f"{PAGE_ID}/messages"
    assert call["body"]["recipient"] == {"id": "psid-1"}
    assert call["body"]["message"]["quick_replies"] == [{"content_type": "text", "title": "Yes", "payload": "/affirm"}]
    pressed = {"mid": "mid.2", "text": "Yes", "quick_reply": {"payload": "/affirm"}}
    await deliver(client, "facebook", messenger({"message": pressed}))
    await eventually(lambda: len(echo.heard) == 2)
    assert echo.heard == [["hello"], ["/affirm"]]


async def test_our_own_echoes_are_no_messages(client: httpx2.AsyncClient, db: Database) -> None:
    echoed = messenger({"message": {"mid": "mid.9", "text": "hi", "is_echo": True, "app_id": 1}})
    assert (await deliver(client, "facebook", echoed)).status_code == 200
    assert await all_messages(db) == []


async def test_deliveries_and_reads_by_watermark_move_the_status_of_earlier_answers(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel
) -> None:
    async def status() -> str:
        rows = await all_messages(db, "out")
        return rows[0].status if rows else ""

    async def sent() -> bool:
        return await status() == "sent"

    await deliver(client, "facebook", messenger({"message": {"mid": "mid.1", "text": "hello"}}))
    await eventually(sent)
    await deliver(client, "facebook", messenger({"delivery": {"mids": ["mid.out1"], "watermark": 1}}))
    assert await status() == "delivered"
    await deliver(client, "facebook", messenger({"read": {"watermark": 4102444800000}}))
    assert await status() == "read"


@pytest.mark.parametrize(
    ("event", "kind", "text", "payload"),
    [
        ({"message": {"mid": "m", "text": "hi"}}, "text", "hi", None),
        ({"postback": {"mid": "m", "title": "Start", "payload": "/greet"}}, "button", "Start", "/greet"),
        ({"message": {"mid": "m", "attachments": [{"type": "image", "payload": {"url": "https://x/y"}}]}}, "image", "", None),
        ({"message": {"mid": "m", "attachments": [{"type": "file", "payload": {"url": "https://x/y"}}]}}, "document", "", None),
        (
            {"message": {"mid": "m", "sticker_id": 3, "attachments": [{"type": "image", "payload": {"url": "https://x", "sticker_id": 3}}]}},
            "sticker", "", None,
        ),
        ({"message": {"mid": "m", "is_unsupported": True}}, "unknown", "", None),
        ({"message_edit": {"mid": "m", "text": "better", "num_edit": 1}}, "text", "better", None),
        ({"reaction": {"mid": "m", "emoji": "❤", "action": "react"}}, "reaction", "❤", None),
    ],
)  # fmt: skip
async def test_every_kind_of_event_is_read(
    deps: Deps, event: dict[str, Any], kind: str, text: str, payload: str | None
) -> None:
    (read,) = deps.channels["facebook"].parse(messenger(event))
    assert isinstance(read, IncomingMessage)
    assert (read.kind, read.text, read.button_payload) == (kind, text, payload)
    assert (read.account, read.sender) == (PAGE_ID, "psid-1")


async def test_comments_standby_and_what_is_not_known_are_kept(deps: Deps) -> None:
    entry = {"id": PAGE_ID, "changes": [{"field": "feed", "value": {}}], "standby": [{"message": {"text": "x"}}]}
    read = deps.channels["facebook"].parse({"object": "page", "entry": [entry, {"id": PAGE_ID, "time": 1}]})
    assert [one.subject for one in read if isinstance(one, UnknownUpdate)] == ["feed", "standby", "unknown"]
    optin = deps.channels["facebook"].parse(messenger({"optin": {"ref": "x"}}))
    assert isinstance(optin[0], UnknownUpdate)
    delivery = deps.channels["facebook"].parse(messenger({"delivery": {"mids": ["a", "b"]}}))
    assert [one.provider_id for one in delivery if isinstance(one, StatusUpdate)] == ["a", "b"]


def _out(**values: Any) -> OutgoingMessage:
    return OutgoingMessage("facebook", PAGE_ID, "psid-1", 7, **values)


async def test_a_button_that_opens_a_page_needs_the_template_and_too_many_are_numbered(deps: Deps) -> None:
    channel = deps.channels["facebook"]
    link = (Button("Track", "https://carrier.example/1"), Button("Help", "/human_agent"))
    (payload,) = channel.render(_out(text="Here", buttons=link))
    kinds = [button["type"] for button in payload["message"]["attachment"]["payload"]["buttons"]]
    assert kinds == ["web_url", "postback"]
    many = tuple(Button(f"Order {number}", f"/o{number}") for number in range(14))
    (payload,) = channel.render(_out(text="Which?", buttons=many, language="fr"))
    assert "14. Order 13" in payload["message"]["text"]
    assert channel.is_numbered(_out(buttons=many))


async def test_after_a_day_only_a_person_may_answer_and_after_a_week_nobody(deps: Deps) -> None:
    channel = deps.channels["facebook"]
    (payload,) = channel.render(
        _out(text="Sorry for the wait", author="staff", outside_window=True, silent_for=2 * 86400)
    )
    assert (payload["messaging_type"], payload["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")
    with pytest.raises(WindowClosed):
        channel.render(_out(text="x", author="bot", outside_window=True, silent_for=2 * 86400))
    with pytest.raises(WindowClosed):
        channel.render(_out(text="x", author="staff", outside_window=True, silent_for=8 * 86400))


async def test_instagram_keeps_its_name_and_shorter_texts(deps: Deps) -> None:
    channel = deps.channels["instagram"]
    (read,) = channel.parse(messenger({"message": {"mid": "m", "text": "hi"}}))
    assert read.channel == "instagram"
    parts = channel.render(OutgoingMessage("instagram", "1", "2", 3, text="word " * 300))
    assert all(len(part["message"]["text"]) <= 1000 for part in parts)
    assert len(parts) == 2
