"""Conversations with the turn function itself, in this process: nothing is stored between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from actions.commerce.sql import SqlCommerce
from bot.app import House, build_house
from bot.reading import Heard
from bot.scene import Scene
from bot.services import StoreGateway
from bot.settings import read_settings
from bot.turn import take_turn
from connectors.rest import pressed_payload


@dataclass(frozen=True, slots=True)
class Said:
    """Answers to the lines of one conversation.

    responses: names by line. texts: by line, with titles and payloads of buttons. customer_id: whom the bot took the
    sender for at the end. touched: ids of orders that were changed.
    """

    responses: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    customer_id: str | None
    touched: tuple[str, ...]


_hidden: ContextVar[str] = ContextVar("hidden_customer", default="")
"""Of the conversation of this task: several are held at a time."""


class _Without(StoreGateway):
    """The shop as if one customer and their orders were not in it."""

    async def order(self, order_id: str) -> tuple[dict[str, Any], int] | None:
        """None for an order of the hidden customer."""
        found = await super().order(order_id)
        return None if found and found[0]["customer_id"] == _hidden.get() else found

    async def customer(self, customer_id: str) -> dict[str, Any] | None:
        """None for the hidden customer."""
        return None if customer_id == _hidden.get() else await super().customer(customer_id)


class Inside:
    """The parts of a server in this process, with a clock that stands still, so that twins can be compared."""

    def __init__(self, house: House) -> None:
        self._house = house
        now = datetime.now(UTC).replace(hour=10)
        self._parts = replace(house.parts, clock=lambda: now)
        shop = _Without(house.db)
        self._without = replace(self._parts, gateway=shop, commerce=SqlCommerce(shop))

    @classmethod
    async def open(cls, environment: Mapping[str, str]) -> Inside:
        """Builds it for a prepared database; `environment` as of the server's process."""
        house = await build_house(read_settings(environment), lambda _message: None)
        await house.start(lambda _message: None)
        return cls(house)

    async def close(self) -> None:
        """Lets go of everything."""
        await self._house.stop()

    async def talk(
        self,
        lines: Sequence[str],
        *,
        name: str,
        customer: Mapping[str, Any] | None,
        locale: str,
        market: str,
        without: str = "",
    ) -> Said:
        """A conversation; the lines are all written, whatever is answered. customer: proven by a token, if any.

        Conversations of different tasks may be held at a time, as on a server.

        without: id of a customer who, with all orders, is not in the shop.

        The wording of answers depends on `name` and on what was said before, never on chance.
        """
        _hidden.set(without)
        parts = self._without if without else self._parts
        scene = Scene(
            conversation_id=name,
            channel="rest",
            status="bot",
            locale=locale,
            market=market,
            language=None,
            customer=customer,
            state={},
            profile={},
        )
        responses: list[tuple[str, ...]] = []
        texts: list[str] = []
        touched: set[str] = set()
        known = str(customer["id"]) if customer else None
        for number, line in enumerate(lines, 1):
            pressed = pressed_payload(line)
            heard = Heard(id=number, text=line, button_payload=pressed, kind="button" if pressed else "text")
            result = await take_turn(parts, scene, [heard])
            responses.append(tuple(message.response for message in result.messages))
            shown = [f"{one.title} {one.payload}" for message in result.messages for one in message.buttons]
            texts.append("\n".join([*(message.text for message in result.messages), *shown]))
            touched.update(str(effect.order_id) for effect in result.effects)
            known = result.customer_id or known
            scene = replace(
                scene,
                state=result.state,
                profile=result.profile,
                language=result.language,
                market=result.market or market,
                status="waiting" if result.handoff is not None else scene.status,
            )
        return Said(tuple(responses), tuple(texts), known, tuple(sorted(touched)))
