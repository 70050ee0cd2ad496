"""The REST channel: the answers to exactly this message, and problems that name what was wrong."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest
from connector_parts import SECRET, EchoBot, all_messages, eventually, identity
from sqlalchemy import select, update

from bot.store.database import Database
from bot.store.models import ChannelIdentityRow, ConversationRow
from connectors.dependencies import Deps

PATH = "/webhooks/rest/webhook"


async def say(client: httpx2.AsyncClient, text: str, sender: str = "ana", **metadata: Any) -> Any:
    answer = await client.post(PATH, json={"sender": sender, "message": text, "metadata": metadata})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_message_is_answered_in_rasas_shape(client: httpx2.AsyncClient, echo: EchoBot) -> None:
    echo.answers["menu"] = [
        {"text": "Choose", "buttons": [{"title": "Yes", "payload": "/affirm"}], "image": "https://x/y.jpg"},
        {"text": "", "attachment": {"type": "file", "payload": {"url": "https://x/l.pdf"}}, "custom": {"order": 1}},
    ]
    assert await say(client, "hello") == [{"recipient_id": "ana", "text": "You said: hello"}]
    assert await say(client, "menu") == [{"recipient_id": "ana", **answer} for answer in echo.answers["menu"]]


async def test_many_senders_at_once_each_get_their_own_answer(client: httpx2.AsyncClient, echo: EchoBot) -> None:
    answers = await asyncio.gather(*(say(client, f"I am {name}", f"sender-{name}") for name in range(12)))
    assert [one[0]["text"] for one in answers] == [f"You said: I am {name}" for name in range(12)]


async def test_the_same_message_id_twice_is_one_message_with_one_answer(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot
) -> None:
    first = await say(client, "hello", message_id="m-1")
    assert await say(client, "hello", message_id="m-1") == first
    assert await say(client, "hello", sender="ben", message_id="m-1") == [
        {"recipient_id": "ben", "text": "You said: hello"}
    ]
    assert len(await all_messages(db, "in")) == 2
    assert len(echo.heard) == 2


async def test_a_burst_is_answered_once_to_its_last_message(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot
) -> None:
    echo.gate.clear()
    waiting = [asyncio.create_task(say(client, text)) for text in ("where", "is my order")]

    async def both_stored() -> bool:
        return len(await all_messages(db, "in")) == 2

    await eventually(both_stored)
    # The first was claimed alone; a second burst shows the rule.
    waiting.append(asyncio.create_task(say(client, "please")))

    async def three_stored() -> bool:
        return len(await all_messages(db, "in")) == 3

    await eventually(three_stored)
    echo.gate.set()
    answers = await asyncio.gather(*waiting)
    assert sum(len(one) for one in answers) == len(echo.heard) < 3
    assert [] in answers


async def test_while_a_person_leads_the_answer_is_empty_and_immediate(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot
) -> None:
    await say(client, "hello")
    async with db.write() as session:
        await session.execute(update(ConversationRow).values(status="human"))
    echo.gate.clear()
    assert await say(client, "are you there?") == []
    assert len(await all_messages(db, "in")) == 2


async def test_without_an_answer_in_time_the_caller_is_told_and_the_message_is_kept(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, deps: Deps
) -> None:
    echo.gate.clear()
    object.__setattr__(deps.settings, "timeout", 0.2)
    answer = await client.post(PATH, json={"sender": "ana", "message": "hello"})
    assert answer.status_code == 504
    assert answer.headers["content-type"] == "application/problem+json"
    assert "stored" in answer.json()["detail"]
    echo.gate.set()
    await eventually(lambda: echo.heard)
    assert [row.text for row in await all_messages(db, "in")] == ["hello"]


@pytest.mark.parametrize(
    "payload",
    [
        '/order_status{"order_id":"PA-2026-104233"}',
        "/SetSlots(confirm_cancel=true)#12",
        "/SetSlots(order_id=PA-2026-104233)",
        "/human_agent#5",
        "/deny",
    ],
)
async def test_a_payload_as_text_is_a_pressed_button_with_its_title(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, payload: str
) -> None:
    echo.answers["menu"] = [{"text": "Which?", "buttons": [{"title": "The blue one", "payload": payload}]}]
    await say(client, "menu")
    await say(client, payload)
    row = (await all_messages(db, "in"))[1]
    assert (row.kind, row.text, row.payload["button_payload"]) == ("button", "The blue one", payload)
    await say(client, "/ slash and words are a text")
    assert (await all_messages(db, "in"))[2].kind == "text"


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        (b"{", 400, "JSON"),
        (b"[" * 100_000, 400, "JSON"),
        (b"[]", 422, "(body)"),
        ({"message": "hello"}, 422, "sender"),
        ({"sender": "", "message": "hello"}, 422, "sender"),
        ({"sender": "a"}, 422, "message"),
        ({"sender": "a", "message": "   "}, 422, "message"),
        ({"sender": "a", "message": 3}, 422, "message"),
        ({"sender": "a", "message": "x" * 8001}, 422, "message"),
        ({"sender": "a", "message": "hi", "metadata": {"locale": "not a locale"}}, 422, "metadata.locale"),
        ({"sender": "a", "message": "hi", "metadata": {"market": "Germany"}}, 422, "metadata.market"),
        ({"sender": "a", "message": "hi", "metadata": {"identity_token": 7}}, 422, "metadata.identity_token"),
        (b'{"sender":"a","message":"' + b"x" * 200_000 + b'"}', 413, "larger"),
    ],
)
async def test_wrong_input_is_a_problem_that_names_the_field(
    client: httpx2.AsyncClient, db: Database, body: Any, status: int, named: str
) -> None:
    content = {"content": body} if isinstance(body, bytes) else {"json": body}
    answer = await client.post(PATH, **content)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert named in problem["detail"]
    assert await all_messages(db) == []


async def test_locale_and_market_are_kept_with_the_conversation(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot
) -> None:
    await say(client, "hello", locale="zh_TW", market="tw", page="/cart")
    async with db.read() as session:
        row = (await session.execute(select(ConversationRow.locale, ConversationRow.market))).one()
    assert tuple(row) == ("zh-TW", "TW")
    assert (await all_messages(db, "in"))[0].payload["metadata"] == {"page": "/cart"}


async def test_characters_that_no_database_holds_do_not_stop_a_message(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot
) -> None:
    body = b'{"sender":"ana","message":"hi \\u0000 \\ud83d there"}'
    assert (await client.post(PATH, content=body)).status_code == 200
    assert (await all_messages(db, "in"))[0].text == "hi  \ufffd there"


async def _customers(db: Database) -> list[str | None]:
    async with db.read() as session:
        statement = select(ConversationRow.customer_id).order_by(ConversationRow.created_at)
        return list((await session.execute(statement)).scalars())


async def test_only_a_valid_identity_token_links_the_sender_to_a_customer(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot
) -> None:
    session = {"aud": "dragoman.webchat", "sid": "x"}
    bad = [
        identity("c-1", -5),
        identity("c-1", secret="another-secret-that-is-long-enough-too"),
        identity("c-1", **session),
        "x.y.z",
    ]
    for number, token in enumerate(bad):
        answer = await client.post(
            PATH, json={"sender": f"s{number}", "message": "my order", "metadata": {"identity_token": token}}
        )
        assert answer.headers["dragoman-identity"] == "refused"
    await say(client, "my order", sender="good", identity_token=identity("c-1"))
    assert await _customers(db) == [None, None, None, None, "c-1"]


async def test_another_customers_token_or_a_bad_one_begins_a_new_conversation(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot
) -> None:
    await say(client, "hello", identity_token=identity("c-1"))
    await say(client, "still me")
    assert await _customers(db) == ["c-1"]
    await say(client, "now me", identity_token=identity("c-2"))
    await say(client, "forged", identity_token="x.y.z")
    assert await _customers(db) == ["c-1", "c-2", None]
    async with db.read() as session:
        statuses = (
            (await session.execute(select(ConversationRow.status).order_by(ConversationRow.created_at))).scalars().all()
        )
    assert statuses == ["closed", "closed", "bot"]


async def test_a_proof_ends_with_its_token(client: httpx2.AsyncClient, db: Database, echo: EchoBot) -> None:
    await say(client, "hello", identity_token=identity("c-1", minutes=60))
    async with db.write() as session:
        row = (await session.execute(select(ChannelIdentityRow))).scalar_one()
        row.profile = {**row.profile, "proof_until": 1.0}
    await say(client, "and now?")
    assert await _customers(db) == ["c-1", None]
    assert SECRET
