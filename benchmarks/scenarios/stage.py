"""Where scenarios are played: `dragoman serve` on a home of its own, whose shop was imported by the command."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from benchmarks.claims import NotMeasured
from benchmarks.client import Client
from benchmarks.house import PROJECT, House, Server
from benchmarks.scenarios.shop import Shopper, Wanted, build_shop

_LINKED = ("models", "nlu_data", "knowledge_base", "config.yml")
_MAIL_LIMIT, _START_LIMIT = 20.0, 600.0  # seconds; articles may have to be encoded first


class Stage:
    """A running server with the shoppers that were asked for. Use `stage()` to have it stopped."""

    def __init__(self, house: House, server: Server, home: Path, shoppers: dict[str, Shopper]) -> None:
        self.house, self.server, self.shoppers = house, server, shoppers
        self.environment = house.environment(server.database)
        self._mail = home / "var" / "mail"

    def client(self) -> Client:
        """A connection with the administrator's token."""
        return self.server.client()

    def token(self, shopper: str) -> str:
        """The signed identity of a shopper."""
        return self.house.identity(str(self.shoppers[shopper].customer["id"]))

    def code(self, address: str, known: int) -> str:
        """The newest six digits mailed to an address once more than `known` mails are there. Raises NotMeasured."""
        end = time.monotonic() + _MAIL_LIMIT
        while time.monotonic() < end:
            sent = self.mails(address)
            if len(sent) > known and (found := re.search(r"\b\d{6}\b", sent[-1])):
                return found[0]
            time.sleep(0.05)
        raise NotMeasured(f"no code was mailed to {address}")

    def mails(self, address: str) -> list[str]:
        """Texts of the mails to an address, in the order in which they were sent."""
        found = []
        for path in sorted(self._mail.glob("*.eml")):
            mail: Any = message_from_bytes(path.read_bytes(), policy=policy.default)
            if str(mail["To"]) == address:
                found.append(str(mail.get_content()))
        return found


@contextmanager
def stage(wanted: Sequence[Wanted], folder: Path, *, command: Sequence[str] | None = None) -> Iterator[Stage]:
    """A server on a fresh home below `folder` (empty), with these shoppers. command: how `dragoman` is called.

    Raises NotMeasured when it does not start.
    """
    home = folder / "home"
    home.mkdir()
    for name in _LINKED:
        (home / name).symlink_to(PROJECT / name)
    shoppers = build_shop(wanted, folder / "shop")
    with House(command, home=home, start_limit=_START_LIMIT) as house:
        database = house.folder / "scenarios.db"
        house.run(["shop", "import", str(folder / "shop")], database)
        with house.serving(database) as server:
            yield Stage(house, server, home, shoppers)
