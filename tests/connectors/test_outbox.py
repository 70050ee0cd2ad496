"""The outbox: in order for each recipient, patient with a provider in trouble, never silent when it gives up."""

from __future__ import annotations

import json
from typing import Any

import httpx2
from connector_parts import EchoBot, Provider, all_messages, dead_errors, deliver, eventually, messenger, whatsapp_text
from sqlalchemy import select

from bot.store.database import Database
from bot.store.kernel import Kernel
from bot.store.models import AlertRow
from connectors.message import Button, OutgoingMessage
from connectors.settings import ChannelSettings
from connectors.whatsapp_render import render

GRAPH_BUSY = {"error": {"code": 130429, "message": "Rate limit hit"}}
GRAPH_NEVER = {"error": {"code": 131026, "message": "Message undeliverable"}}


async def _statuses(db: Database) -> list[str]:
    return [row.status for row in await all_messages(db, "out")]


async def _all_are(db: Database, status: str, count: int) -> bool:
    return await _statuses(db) == [status] * count


async def test_a_busy_or_broken_provider_is_asked_again_until_it_takes_the_message(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    provider.script = [
        (429, GRAPH_BUSY, {"retry-after": "0"}),
        (429, GRAPH_BUSY, {"retry-after": "0.1"}),
        (503, "down", {}),
    ]
    await deliver(client, "whatsapp", whatsapp_text("hello", "wamid.1"))
    await provider.until(4)
    await eventually(lambda: _all_are(db, "sent", 1))
    assert [call["status"] for call in provider.calls] == [429, 429, 503, 200]
    assert await dead_errors(db) == []


async def test_what_a_provider_refuses_for_good_is_given_up_at_once_and_staff_are_told(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    provider.script = [(400, GRAPH_NEVER, {})]
    await deliver(client, "whatsapp", whatsapp_text("hello", "wamid.1"))
    (error,) = await eventually(lambda: dead_errors(db))
    assert "131026" in error
    (answer,) = await all_messages(db, "out")
    assert answer.status == "failed"
    assert "undeliverable" in answer.payload["error"]
    async with db.read() as session:
        alerts = (await session.execute(select(AlertRow.kind, AlertRow.conversation_id))).all()
    assert ("send_failed", answer.conversation_id) in [tuple(row) for row in alerts]
    assert len(provider.calls) == 1


async def test_a_provider_that_stays_down_ends_in_a_dead_letter(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    provider.script = [(500, "down", {})] * 3
    outbox.max_attempts = 2
    await deliver(client, "whatsapp", whatsapp_text("hello", "wamid.1"))
    assert "500" in (await eventually(lambda: dead_errors(db)))[0]
    assert await eventually(lambda: _all_are(db, "failed", 1))


async def test_answers_reach_one_recipient_in_order_even_when_the_first_is_delayed(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    echo.answers["three"] = [{"text": "one"}, {"text": "two"}, {"text": "three"}]
    provider.script = [(429, GRAPH_BUSY, {"retry-after": "0.3"})]
    await deliver(client, "whatsapp", whatsapp_text("three", "wamid.1"))
    await provider.until(1)
    await deliver(client, "whatsapp", whatsapp_text("other", "wamid.2", sender="491709999999"))
    await provider.until(5)
    mine = [call["body"]["text"]["body"] for call in provider.calls if call["body"]["to"] == "491701234567"]
    assert mine == ["one", "one", "two", "three"]
    await eventually(lambda: _all_are(db, "sent", 4))


async def test_an_answer_of_several_parts_goes_on_after_the_part_that_was_sent(
    client: httpx2.AsyncClient, db: Database, echo: EchoBot, outbox: Kernel, provider: Provider
) -> None:
    echo.answers["long"] = [{"text": "a " * 900 + "\n\n" + "b " * 900}]
    provider.script = [(200, None, {}), (503, "down", {})]
    await deliver(client, "facebook", messenger({"message": {"mid": "mid.1", "text": "long"}}))
    await provider.until(3)
    letters = [call["body"]["message"]["text"][0] for call in provider.calls]
    assert letters == ["a", "b", "b"]
    await eventually(lambda: _all_are(db, "sent", 1))
    (answer,) = await all_messages(db, "out")
    assert answer.payload["provider_ids"] == ["mid.out1", "mid.out3"]
    assert answer.provider_id == "mid.out3"


async def test_a_provider_without_settings_delays_and_does_not_lose_the_answer(
    client: httpx2.AsyncClient, db: Database, hub: Any, echo: EchoBot, deps: Any, provider: Provider
) -> None:
    from bot.store.kernel import Worker
    from connectors.outbox import Outbox

    await deliver(client, "whatsapp", whatsapp_text("hello", "wamid.1"))
    await eventually(lambda: _all_are(db, "queued", 1))
    deps.channels["whatsapp"].missing = ("DRAGOMAN_WHATSAPP_TOKEN",)
    kernel = Kernel(db)
    worker = Worker(kernel, hub, "outbox", Outbox(db, hub, kernel, deps.channels))
    claim = await kernel.claim("outbox")
    assert claim is not None
    await worker.handler(claim)
    assert provider.calls == []
    assert await _statuses(db) == ["queued"]
    assert await dead_errors(db) == []


def _message(**values: Any) -> OutgoingMessage:
    return OutgoingMessage("whatsapp", "1", "491701234567", 7, **values)


PLAIN = ChannelSettings(api_url="")


def test_up_to_three_short_choices_are_buttons_up_to_ten_are_a_list_and_more_are_numbered() -> None:
    def shown(count: int) -> dict[str, Any]:
        buttons = tuple(Button(f"Choice {number}", f"/c{number}") for number in range(count))
        (payload,) = render(_message(text="Choose", buttons=buttons, language="de"), PLAIN)
        return payload

    assert [one["reply"]["id"] for one in shown(3)["interactive"]["action"]["buttons"]] == ["/c0", "/c1", "/c2"]
    listed = shown(10)["interactive"]
    assert listed["type"] == "list"
    assert listed["action"]["button"] == "Auswahl"
    assert len(listed["action"]["sections"][0]["rows"]) == 10
    text = shown(11)["text"]["body"]
    assert "11. Choice 10" in text
    assert text.endswith("Antworten Sie mit einer Zahl.")


def test_titles_that_are_too_long_or_alike_are_never_cut_but_numbered() -> None:
    long = (Button("Return the blue cardigan", "/a"), Button("Keep the blue cardigan and get a refund", "/b"))
    alike = (Button("Yes", "/a"), Button("yes", "/b"))
    for buttons in (long, alike):
        (payload,) = render(_message(text="Choose", buttons=buttons), PLAIN)
        assert all(button.title in payload["text"]["body"] for button in buttons)


def test_a_long_text_before_buttons_is_kept_whole() -> None:
    sentences = " ".join(f"Sentence number {number} says something." for number in range(60))
    parts = render(_message(text=sentences, buttons=(Button("Yes", "/affirm"),)), PLAIN)
    texts = [part["text"]["body"] if part["type"] == "text" else part["interactive"]["body"]["text"] for part in parts]
    assert " ".join(texts) == sentences
    assert len(texts[-1]) <= 1024
    assert parts[-1]["type"] == "interactive"


def test_pictures_and_files_are_sent_as_such() -> None:
    (picture,) = render(_message(text="Here", image="https://shop.example/a.jpg"), PLAIN)
    assert picture["image"] == {"link": "https://shop.example/a.jpg", "caption": "Here"}
    (headed,) = render(_message(text="Here", image="https://shop.example/a.jpg", buttons=(Button("Yes", "/y"),)), PLAIN)
    assert headed["interactive"]["header"]["image"]["link"] == "https://shop.example/a.jpg"
    label = {"type": "file", "payload": {"url": "https://shop.example/label.pdf"}}
    _text, file = render(_message(text="Your label", attachment=label), PLAIN)
    assert file["document"] == {"link": "https://shop.example/label.pdf", "filename": "label.pdf"}


def test_outside_the_window_the_whole_answer_goes_into_the_template_in_its_language() -> None:
    configured = ChannelSettings(api_url="", template="answer", template_languages=("en_US", "de"))
    message = _message(
        text="Ihr Paket ist da.\nPassen die Schuhe?", buttons=(Button("Ja", "/y"), Button("Nein", "/n")),
        language="de-AT", outside_window=True,
    )  # fmt: skip
    (payload,) = render(message, configured)
    assert payload["template"]["language"] == {"code": "de"}
    parameter = payload["template"]["components"][0]["parameters"][0]["text"]
    assert "\n" not in parameter
    assert all(word in parameter for word in ("Ihr Paket ist da.", "1. Ja", "2. Nein"))
    assert json.dumps(payload)
