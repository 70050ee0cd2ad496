"""The web chat's API: sessions, messages once, and events that continue where a browser stopped listening."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from connector_parts import SECRET, EchoBot, all_messages, eventually, identity, serve
from fastapi import FastAPI
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.models import ConversationRow
from connectors.identity import WebSession, identity_verifier, read_session, sign_session
from connectors.widget_pages import FOLDER, language_of


async def open_session(client: httpx2.AsyncClient, **body: Any) -> Any:
    answer = await client.post("/webchat/session", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def bearer(session: str) -> dict[str, str]:
    return {"authorization": f"Bearer {session}"}


async def test_a_session_and_an_identity_token_never_pass_for_each_other() -> None:
    now = datetime.now(UTC)
    session = sign_session(WebSession("sender", "c-1"), SECRET, now)
    assert read_session(session, SECRET) == WebSession("sender", "c-1")
    assert identity_verifier(SECRET)(session) is None
    assert read_session(identity("c-1"), SECRET) is None
    assert read_session(session, "another-secret-that-is-long-enough-too") is None
    assert read_session(session, SECRET, now + timedelta(hours=13)) is None


async def test_a_message_sent_twice_is_stored_once(client: httpx2.AsyncClient, db: Database) -> None:
    session = (await open_session(client, locale="de-DE", market="DE"))["session"]
    body = {"text": "Hallo", "message_id": "m-1"}
    first = await client.post("/webchat/messages", json=body, headers=bearer(session))
    second = await client.post("/webchat/messages", json=body, headers=bearer(session))
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json()["id"] == second.json()["id"]
    assert len(await all_messages(db)) == 1
    async with db.read() as reading:
        row = (
            await reading.execute(select(ConversationRow.channel, ConversationRow.locale, ConversationRow.market))
        ).one()
    assert tuple(row) == ("web", "de-DE", "DE")


async def test_without_a_session_nothing_is_read_or_stored(client: httpx2.AsyncClient, db: Database) -> None:
    for headers in ({}, bearer("x.y.z"), bearer(identity("c-1"))):
        assert (await client.post("/webchat/messages", json={"text": "x"}, headers=headers)).status_code == 401
        assert (await client.get("/webchat/messages", headers=headers)).status_code == 401
        assert (await client.get("/webchat/events", headers=headers)).status_code == 401
    assert await all_messages(db) == []


async def test_an_anonymous_conversation_goes_on_after_login_and_ends_with_the_logout(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot
) -> None:
    anonymous = await open_session(client)
    await client.post("/webchat/messages", json={"text": "hello"}, headers=bearer(anonymous["session"]))
    await eventually(lambda: echo.heard)
    known = await open_session(client, session=anonymous["session"], identity_token=identity("c-1"))
    assert known["identified"]
    assert known["messages"][0]["text"] == "hello"
    await client.post("/webchat/messages", json={"text": "my order"}, headers=bearer(known["session"]))
    async with db.read() as session:
        rows = (await session.execute(select(ConversationRow.customer_id, ConversationRow.status))).all()
    assert [tuple(row) for row in rows] == [("c-1", "bot")]
    for token in (None, identity("c-2"), "forged"):
        other = await open_session(client, session=known["session"], identity_token=token)
        assert not other["resumed"]
        assert other["messages"] == []
    assert other["identity_refused"]


async def test_a_token_that_is_refused_is_logged_without_it_and_its_bearer_goes_on_as_a_guest(
    client: httpx2.AsyncClient, echo: EchoBot
) -> None:
    with capture_logs() as logs:
        opened = await open_session(client, identity_token="forged.by.somebody")
        await open_session(client)
    assert [one["event"] for one in logs if one["log_level"] == "warning"] == ["identity_token_refused"]
    assert "forged" not in str(logs)
    assert opened["identity_refused"] and not opened["identified"]
    answer = await client.post("/webchat/messages", json={"text": "hello"}, headers=bearer(opened["session"]))
    assert answer.status_code == 202
    widget = (await client.get("/widget.js")).text
    for locale in ("en", "zh", "es", "fr", "de", "it", "pt", "ru", "ar", "tr", "ja", "ko", "th", "vi", "id"):
        assert (await client.get(f"/webchat/strings/{locale}")).json()["signed_out"]
    assert "signed_out" in widget


async def test_sessions_see_only_their_own_messages(client: httpx2.AsyncClient, echo: EchoBot) -> None:
    mine, yours = [(await open_session(client))["session"] for _ in range(2)]
    await client.post("/webchat/messages", json={"text": "mine"}, headers=bearer(mine))
    await eventually(lambda: echo.heard)
    assert (await client.get("/webchat/messages", headers=bearer(yours))).json()["messages"] == []
    seen = (await client.get("/webchat/messages", headers=bearer(mine))).json()["messages"]
    assert seen[0]["text"] == "mine"
    later = await client.get("/webchat/messages", params={"after": seen[0]["id"]}, headers=bearer(mine))
    assert all(message["id"] > seen[0]["id"] for message in later.json()["messages"])
    wrong = await client.get("/webchat/messages", params={"after": "soon"}, headers=bearer(mine))
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "after")


async def test_too_many_messages_are_told_to_wait(client: httpx2.AsyncClient) -> None:
    session = (await open_session(client))["session"]
    answers = [await client.post("/webchat/messages", json={"text": "x"}, headers=bearer(session)) for _ in range(60)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) >= 1


async def test_pages_of_others_may_read_the_answers(client: httpx2.AsyncClient) -> None:
    asked = {"origin": "https://shop.example", "access-control-request-headers": "authorization,last-event-id"}
    preflight = await client.options("/webchat/events", headers=asked)
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "last-event-id" in preflight.headers["access-control-allow-headers"]
    refused = await client.post("/webchat/messages", json={"text": "x"}, headers=asked)
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, "*")


# ---- events


@asynccontextmanager
async def listening(
    address: str, session: str, last: int | None = None
) -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
    headers = {**bearer(session), **({"last-event-id": str(last)} if last is not None else {})}
    async with (
        httpx2.AsyncClient(timeout=20) as http,
        http.stream("GET", f"{address}/webchat/events", headers=headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")

        async def events() -> AsyncIterator[tuple[str, Any]]:
            kind = ""
            async for line in answer.aiter_lines():
                if line.startswith("event:"):
                    kind = line[6:].strip()
                elif line.startswith("data:"):
                    yield kind, json.loads(line[5:])

        yield events()


async def collect(events: AsyncIterator[tuple[str, Any]], kind: str, count: int) -> list[Any]:
    found = []
    async for name, data in events:
        if name == kind:
            found.append(data)
        if len(found) == count:
            break
    return found


@pytest.fixture
async def address(app: FastAPI) -> AsyncIterator[str]:
    async with serve(app) as where:
        yield where


async def test_events_bring_messages_typing_and_who_leads(
    address: str, client: httpx2.AsyncClient, db: Database, hub: Hub, echo: EchoBot
) -> None:
    session = (await open_session(client))["session"]
    async with listening(address, session, 0) as events:
        assert await collect(events, "status", 1) == [{"id": None, "status": "bot", "name": None}]
        echo.gate.clear()
        stored = await client.post(
            "/webchat/messages", json={"text": "hello", "message_id": "m1"}, headers=bearer(session)
        )
        assert await collect(events, "typing", 1) == [{"author": "bot", "on": True}]
        echo.gate.set()
        (answer,) = await collect(events, "message", 1)
        assert (answer["author"], answer["text"]) == ("bot", "You said: hello")
        conversation = stored.json()["conversation"]["id"]
        async with db.write() as writing:
            await writing.execute(update(ConversationRow).values(status="human"))
        hub.publish(f"conversation:{conversation}", {"event": "taken"})
        (status,) = await collect(events, "status", 1)
        assert status["status"] == "human"
        hub.publish(f"conversation:{conversation}", {"event": "typing", "author": "staff"})
        assert await collect(events, "typing", 1) == [{"author": "staff", "on": True}]


async def test_after_a_break_everything_since_the_last_seen_id_comes_once_and_in_order(
    address: str, client: httpx2.AsyncClient, echo: EchoBot
) -> None:
    session = (await open_session(client))["session"]
    async with listening(address, session, 0) as events:
        await client.post("/webchat/messages", json={"text": "one"}, headers=bearer(session))
        seen = await collect(events, "message", 2)
    for text in ("two", "three"):
        await client.post("/webchat/messages", json={"text": text}, headers=bearer(session))
        await eventually(lambda text=text: [text] in echo.heard)
    async with listening(address, session, seen[-1]["id"]) as events:
        missed = await collect(events, "message", 4)
    assert [message["text"] for message in missed] == ["two", "You said: two", "three", "You said: three"]
    assert [message["id"] for message in missed] == sorted(message["id"] for message in missed)


async def test_a_new_conversation_after_a_closed_one_comes_through_the_same_stream(
    address: str, client: httpx2.AsyncClient, db: Database, echo: EchoBot
) -> None:
    session = (await open_session(client))["session"]
    async with listening(address, session, 0) as events:
        await client.post("/webchat/messages", json={"text": "one"}, headers=bearer(session))
        await collect(events, "message", 2)
        async with db.write() as writing:
            await writing.execute(update(ConversationRow).values(status="closed"))
        await client.post("/webchat/messages", json={"text": "two"}, headers=bearer(session))
        messages = await collect(events, "message", 2)
    assert [message["text"] for message in messages] == ["two", "You said: two"]


# ---- pages


async def test_the_widget_is_small(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/widget.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    words = await client.get("/webchat/strings/ar")
    assert len(gzip.compress(answer.content)) + len(gzip.compress(words.content)) < 20_000
    assert answer.headers["access-control-allow-origin"] == "*"
    again = await client.get("/widget.js", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("locale", "language", "direction"),
    [
        ("de-AT", "de", "ltr"),
        ("ar", "ar", "rtl"),
        ("zh-TW", "zh-Hant", "ltr"),
        ("zh-CN", "zh", "ltr"),
        ("pt_BR", "pt", "ltr"),
        ("xx", "en", "ltr"),
    ],
)
async def test_words_fit_the_locale(client: httpx2.AsyncClient, locale: str, language: str, direction: str) -> None:
    words = (await client.get(f"/webchat/strings/{locale}")).json()
    assert (words["lang"], words["dir"]) == (language, direction)


def test_all_fifteen_languages_have_words() -> None:
    for name in ("strings.json", "demo.json"):
        known = json.loads((FOLDER / name).read_text(encoding="utf-8"))
        for language in ["en", "zh", "es", "fr", "de", "it", "pt", "ru", "ar", "tr", "ja", "ko", "th", "vi", "id"]:
            assert language_of(language, known) == language


async def test_the_demo_page_keeps_to_its_own_server(client: httpx2.AsyncClient) -> None:
    page = await client.get("/demo")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "style=" not in page.text
    shoppers = (await client.get("/demo/shoppers.json")).json()["shoppers"]
    assert shoppers[0]["customer_id"] == "c-1"
    assert (await client.get("/demo/strings.json")).status_code == 404
