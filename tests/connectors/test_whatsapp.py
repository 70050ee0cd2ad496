"""WhatsApp: what Meta sends is stored once and answered through the outbox."""
# ruff: noqa: E501 (the table of bodies is easier to read in lines)

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from connector_parts import (
    PHONE_ID,
    EchoBot,
    Provider,
    all_messages,
    dead_errors,
    deliver,
    eventually,
    signed,
    whatsapp,
    whatsapp_text,
)
from sqlalchemy import select, update

from bot.store.database import Database
from bot.store.kernel import Kernel
from bot.store.models import AlertRow, AuditRow, ConversationRow, MessageRow
from connectors.dependencies import Deps
from connectors.inbox import receive
from connectors.message import IncomingMessage, StatusUpdate, UnknownUpdate

PATH = "/webhooks/whatsapp/webhook"


async def test_the_challenge_is_given_back_only_for_our_verify_token(client: httpx2.AsyncClient) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "WHATSAPP-VERIFY_TOKEN"}
    accepted = await client.get(PATH, params=query)
    assert (accepted.status_code, accepted.text) == (200, "1158201444")
    assert (await client.get(PATH, params={**query, "hub.verify_token": "guess"})).status_code == 403
    assert (await client.get(PATH)).status_code == 403


async def test_a_body_without_or_with_a_wrong_signature_is_refused_and_not_stored(
    client: httpx2.AsyncClient, db: Database
) -> None:
    raw, headers = signed(whatsapp_text("hello", "wamid.1"), "WHATSAPP-APP_SECRET")
    missing = await client.post(PATH, content=raw)
    wrong = await client.post(PATH, content=raw, headers={"x-hub-signature-256": "sha256=" + "0" * 64})
    changed = await client.post(PATH, content=raw.replace(b"hello", b"HELLO"), headers=headers)
    assert [one.status_code for one in (missing, wrong, changed)] == [401, 401, 401]
    assert missing.headers["content-type"] == "application/problem+json"
    assert "X-Hub-Signature-256" in missing.json()["detail"] or "x-hub-signature-256" in missing.json()["detail"]
    assert await all_messages(db) == []


async def test_the_signature_covers_the_raw_bytes_not_a_rewritten_body(
    client: httpx2.AsyncClient, db: Database
) -> None:
    spaced = json.dumps(whatsapp_text("Größe? 尺码", "wamid.1"), indent=3, ensure_ascii=True).encode()
    assert (await deliver(client, "whatsapp", spaced)).status_code == 200
    assert [row.text for row in await all_messages(db)] == ["Größe? 尺码"]


async def test_a_shopper_writes_and_gets_the_answer_from_the_number_that_was_written_to(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    assert (await deliver(client, "whatsapp", whatsapp_text("hello", "wamid.1"))).status_code == 200
    call = (await provider.until(1))[0]
    assert call["path"] == f"{PHONE_ID}/messages"
    assert call["headers"]["authorization"] == "Bearer WHATSAPP-TOKEN"
    assert call["body"]["to"] == "491701234567"
    assert call["body"]["text"]["body"] == "You said: hello"
    incoming, answer = await eventually(lambda: _sent(db))
    assert (answer.provider_id, answer.status, answer.reply_to) == ("wamid.out1", "sent", incoming.id)
    async with db.read() as session:
        conversation = (await session.execute(select(ConversationRow))).scalar_one()
        session.expunge_all()
    assert (conversation.channel, conversation.account, conversation.market) == ("whatsapp", PHONE_ID, "DE")


async def _sent(db: Database) -> list[MessageRow]:
    rows = await all_messages(db)
    return rows if any(row.status == "sent" for row in rows) else []


async def test_the_same_message_delivered_three_times_is_one_message_and_one_answer(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    for _ in range(3):
        assert (await deliver(client, "whatsapp", whatsapp_text("hello", "wamid.1"))).status_code == 200
    await deliver(client, "whatsapp", whatsapp_text("bye", "wamid.2"))
    await eventually(lambda: _has(provider, "bye"))
    assert [row.text for row in await all_messages(db, "in")] == ["hello", "bye"]
    assert sum("hello" in call["body"]["text"]["body"] for call in provider.calls) <= 1


def _has(provider: Provider, word: str) -> bool:
    return any(word in json.dumps(call["body"]) for call in provider.calls)


async def test_one_body_may_carry_messages_of_several_shoppers_and_statuses(
    client: httpx2.AsyncClient, db: Database
) -> None:
    first, second = whatsapp_text("one", "wamid.1"), whatsapp_text("two", "wamid.2", sender="81312345678")
    first["entry"] += second["entry"]
    first["entry"] += whatsapp(status={"id": "wamid.unknown", "status": "read"})["entry"]
    assert (await deliver(client, "whatsapp", first)).status_code == 200
    async with db.read() as session:
        rows = (await session.execute(select(ConversationRow.sender, ConversationRow.market))).all()
    assert sorted(map(tuple, rows)) == [("491701234567", "DE"), ("81312345678", "JP")]


@pytest.mark.parametrize(
    ("message", "kind", "text", "payload"),
    [
        ({"type": "button", "button": {"text": "Yes", "payload": "/affirm"}}, "button", "Yes", "/affirm"),
        (
            {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "/deny", "title": "No"}}},
            "button", "No", "/deny",
        ),
        (
            {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "/a", "title": "A", "description": "b"}}},
            "button", "A", "/a",
        ),
        ({"type": "image", "image": {"id": "m1", "mime_type": "image/jpeg", "caption": "broken"}}, "image", "broken", None),
        ({"type": "audio", "audio": {"id": "m2", "mime_type": "audio/ogg; codecs=opus", "voice": True}}, "audio", "", None),
        ({"type": "video", "video": {"id": "m3", "mime_type": "video/mp4"}}, "video", "", None),
        ({"type": "document", "document": {"id": "m4", "filename": "bill.pdf"}}, "document", "", None),
        ({"type": "sticker", "sticker": {"id": "m5"}}, "sticker", "", None),
        ({"type": "location", "location": {"latitude": 1.5, "longitude": 2.5}}, "location", "1.5, 2.5", None),
        ({"type": "contacts", "contacts": [{"name": {"formatted_name": "Ana"}}]}, "contacts", "Ana", None),
        ({"type": "order", "order": {"text": "please", "product_items": [{"product_retailer_id": "SKU-1", "quantity": 2}]}}, "order", "please\n2 × SKU-1", None),
        ({"type": "reaction", "reaction": {"message_id": "x", "emoji": "👍"}}, "reaction", "👍", None),
        ({"type": "system", "system": {"body": "number changed", "type": "user_changed_number"}}, "system", "number changed", None),
        ({"type": "revoke", "revoke": {"original_message_id": "x"}}, "deleted", "", None),
        ({"type": "unsupported", "errors": [{"code": 131051}]}, "unknown", "", None),
        ({"type": "hologram", "hologram": {"beams": 3}}, "unknown", "", None),
        ({"type": "edit", "edit": {"original_message_id": "x", "message": {"type": "text", "text": {"body": "better"}}}}, "text", "better", None),
    ],
)  # fmt: skip
async def test_every_kind_of_message_is_read(
    deps: Deps, message: dict[str, Any], kind: str, text: str, payload: str | None
) -> None:
    (read,) = deps.channels["whatsapp"].parse(whatsapp({"id": "wamid.1", **message}))
    assert isinstance(read, IncomingMessage)
    assert (read.kind, read.text, read.button_payload) == (kind, text, payload)
    assert read.raw["type"] == message["type"]
    assert (read.phone, read.country, read.profile_name) == ("+491701234567", "DE", "Jana")


@pytest.mark.parametrize(
    "body",
    [None, [], 3, "x", {}, {"entry": None}, {"entry": [{"changes": [{"field": "messages", "value": {"messages": [None, 7, {}]}}]}]},
     {"entry": [{"changes": [{"field": "account_update", "value": {"event": "DISABLED_UPDATE"}}]}]}],
)  # fmt: skip
async def test_bodies_that_are_not_messages_are_unknown_and_never_an_error(deps: Deps, body: Any) -> None:
    read = deps.channels["whatsapp"].parse(body)
    assert read
    assert all(isinstance(one, UnknownUpdate) for one in read)


async def test_unknown_updates_are_kept_and_warnings_about_the_account_become_alerts(
    client: httpx2.AsyncClient, db: Database
) -> None:
    change = {"field": "account_update", "value": {"event": "ACCOUNT_VIOLATION"}}
    other = {"field": "business_username_update", "value": {"username": "paloma"}}
    body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change, other]}]}
    assert (await deliver(client, "whatsapp", body)).status_code == 200
    async with db.read() as session:
        kept = (await session.execute(select(AuditRow).order_by(AuditRow.id))).scalars().all()
        alerts = (await session.execute(select(AlertRow))).scalars().all()
        session.expunge_all()
    assert [row.data for row in kept] == [change, other]
    assert [row.kind for row in alerts] == ["channel_notice"]


async def test_a_reaction_is_kept_but_wakes_nobody(client: httpx2.AsyncClient, db: Database, echo: EchoBot) -> None:
    await deliver(
        client,
        "whatsapp",
        whatsapp({"id": "wamid.1", "type": "reaction", "reaction": {"message_id": "x", "emoji": "👍"}}),
    )
    await deliver(client, "whatsapp", whatsapp_text("hello", "wamid.2"))
    await eventually(lambda: echo.heard)
    assert echo.heard == [["hello"]]
    assert [row.kind for row in await all_messages(db, "in")] == ["reaction", "text"]


async def test_statuses_out_of_order_only_move_forward(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel
) -> None:
    await deliver(client, "whatsapp", whatsapp_text("hello", "wamid.1"))
    await eventually(lambda: _sent(db))
    seen = []
    for status in ("read", "delivered", "sent", "failed"):
        told = {"id": "wamid.out1", "status": status, "errors": [{"code": 1, "title": "late"}]}
        assert (await deliver(client, "whatsapp", whatsapp(status=told))).status_code == 200
        seen.append((await all_messages(db, "out"))[0].status)
    assert seen == ["read"] * 4


async def test_a_failure_told_later_is_an_alert_and_shows_at_the_message(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel
) -> None:
    await deliver(client, "whatsapp", whatsapp_text("hello", "wamid.1"))
    await eventually(lambda: _sent(db))
    failure = {"id": "wamid.out1", "status": "failed", "errors": [{"code": 131026, "title": "Undeliverable"}]}
    await deliver(client, "whatsapp", whatsapp(status=failure))
    (answer,) = await all_messages(db, "out")
    assert answer.status == "failed"
    assert "131026" in answer.payload["error"]
    async with db.read() as session:
        alert = (await session.execute(select(AlertRow))).scalar_one()
        session.expunge_all()
    assert (alert.kind, alert.conversation_id) == ("send_failed", answer.conversation_id)


async def test_a_status_that_overtakes_our_own_note_is_found_by_our_message_id(deps: Deps) -> None:
    (read,) = deps.channels["whatsapp"].parse(
        whatsapp(status={"id": "wamid.9", "status": "delivered", "biz_opaque_callback_data": "m42"})
    )
    assert isinstance(read, StatusUpdate)
    assert (read.message_id, read.status) == (42, "delivered")


async def test_after_a_day_of_silence_only_a_template_is_sent_and_without_one_staff_are_told(
    db: Database, hub: Any, deps: Deps, client: httpx2.AsyncClient, echo: EchoBot, provider: Provider, outbox: Kernel
) -> None:
    echo.gate.clear()
    old = IncomingMessage(
        "whatsapp", "491701234567", datetime.now(UTC) - timedelta(hours=25), PHONE_ID, "wamid.1", text="hi"
    )
    await receive(db, hub, [old])
    echo.gate.set()
    (error,) = await eventually(lambda: dead_errors(db))
    assert "DRAGOMAN_WHATSAPP_TEMPLATE" in error
    assert provider.calls == []
    async with db.read() as session:
        kinds = set((await session.execute(select(AlertRow.kind))).scalars())
    assert "window_closed" in kinds
    assert (await all_messages(db, "out"))[0].status == "failed"


async def test_many_or_long_choices_become_a_numbered_list_and_a_number_presses_one(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    titles = ["The blue merino cardigan in size M", "Two stoneware cups"]
    echo.answers["return"] = [
        {
            "text": "Which one?",
            "buttons": [{"title": title, "payload": f"/inform{index}"} for index, title in enumerate(titles)],
        }
    ]
    await deliver(client, "whatsapp", whatsapp_text("return", "wamid.1"))
    shown = (await provider.until(1))[0]["body"]["text"]["body"]
    assert all(f"{number}. {title}" in shown for number, title in enumerate(titles, 1))
    await eventually(lambda: _sent(db))
    await deliver(client, "whatsapp", whatsapp_text("٢", "wamid.2"))
    await eventually(lambda: len(echo.heard) == 2)
    assert echo.heard[1] == ["/inform1"]
    assert (await all_messages(db, "in"))[1].text == titles[1]


async def test_a_number_after_ordinary_buttons_stays_a_number(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    echo.answers["how many"] = [{"text": "How many?", "buttons": [{"title": "Stop", "payload": "/stop"}]}]
    await deliver(client, "whatsapp", whatsapp_text("how many", "wamid.1"))
    await eventually(lambda: _sent(db))
    await deliver(client, "whatsapp", whatsapp_text("1", "wamid.2"))
    await eventually(lambda: len(echo.heard) == 2)
    assert echo.heard[1] == ["1"]


async def test_a_closed_conversation_stays_closed_and_the_next_message_begins_a_new_one(
    client: httpx2.AsyncClient, db: Database
) -> None:
    await deliver(client, "whatsapp", whatsapp_text("hello", "wamid.1"))
    async with db.write() as session:
        await session.execute(update(ConversationRow).values(status="closed"))
    await deliver(client, "whatsapp", whatsapp_text("again", "wamid.2"))
    first, second = await all_messages(db, "in")
    assert first.conversation_id != second.conversation_id


async def test_a_channel_without_its_secrets_answers_503_and_names_them(db: Database, hub: Any) -> None:
    from fastapi import FastAPI

    from connectors.channels import build_channels, http_client
    from connectors.routes import build_router
    from connectors.settings import from_environment

    bare = from_environment({"DRAGOMAN_SECRET": "x" * 32, "DRAGOMAN_WHATSAPP_TOKEN": "t"})
    app = FastAPI()
    app.include_router(build_router(Deps(db, hub, bare, build_channels(bare, http_client()), lambda _token: None)))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://shop") as http:
        answer = await http.post(PATH, content=b"{}")
        unknown = await http.post("/webhooks/pigeon/webhook", content=b"{}")
    assert answer.status_code == 503
    assert answer.json()["missing"] == ["DRAGOMAN_WHATSAPP_APP_SECRET", "DRAGOMAN_WHATSAPP_VERIFY_TOKEN"]
    assert unknown.status_code == 404
    assert "whatsapp" in unknown.json()["detail"]
