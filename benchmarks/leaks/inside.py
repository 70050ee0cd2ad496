"""Conversations with the turn function itself, in this process: nothing is stored between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.app import House, build_house
from bot.reading import Heard
from bot.settings import read_settings
from bot.turn import Scene, take_turn
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


class Inside:
    """The parts of a server in this process, with a clock that stands still, so that twins can be compared."""

    def __init__(self, house: House) -> None:
        self._house = house
        now = datetime.now(UTC).replace(hour=10)
        self._parts = replace(house.parts, clock=lambda: now)

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
        self, lines: Sequence[str], *, name: str, customer: Mapping[str, Any] | None, locale: str, market: str
    ) -> Said:
        """A conversation; the lines are all written, whatever is answered. customer: proven by a token, if any.

        The wording of answers depends on `name` and on what was said before, never on chance.
        """
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
            result = await take_turn(self._parts, scene, [heard])
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
