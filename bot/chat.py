"""`dragoman chat`: the bot in the terminal, on the real inbox, turn and store."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import timedelta

import jwt

from bot.app import Workers, build_house, channel_deps, utc_now
from bot.settings import Settings
from connectors import rest
from connectors.channels import http_client
from connectors.inbox import take_in


async def run_chat(
    settings: Settings, customer: str | None, locale: str | None, market: str | None, say: Callable[[str], None]
) -> None:
    """Reads lines until the end of input or /quit. A number presses that button of the last answer."""
    house = await build_house(settings, say)
    await house.start(say)
    client = http_client()
    deps = channel_deps(house, client)
    sender = f"chat-{secrets.token_hex(6)}"
    token = None
    if customer:
        token = jwt.encode({"sub": customer, "exp": utc_now() + timedelta(hours=2)}, settings.secret, "HS256")
    buttons: list[dict[str, str]] = []
    say("Write to the bot; a number presses a button, /quit ends.")
    try:
        async with Workers(house, deps).running():
            while True:
                try:
                    line = (await asyncio.to_thread(input, "> ")).strip()
                except EOFError:
                    break
                if line == "/quit":
                    break
                if not line:
                    continue
                if line.isdigit() and 0 < int(line) <= len(buttons):
                    line = buttons[int(line) - 1]["payload"]
                body = rest.RestMessage.model_validate(
                    {
                        "sender": sender,
                        "message": line,
                        "metadata": {"locale": locale, "market": market, "identity_token": token},
                    }
                )
                receipt = (await take_in(house.db, house.hub, [rest.incoming(body, utc_now())], deps.identify))[0]
                rows = await rest.answers_to(house.db, house.hub, receipt, deps.settings.timeout)
                buttons = []
                for row in rows:
                    say(row.text)
                    for button in (row.payload or {}).get("buttons") or ():
                        buttons.append(button)
                        say(f"  [{len(buttons)}] {button['title']}")
                if not rows:
                    say("(no answer: a person leads this conversation)")
    finally:
        await client.aclose()
        await house.stop()
