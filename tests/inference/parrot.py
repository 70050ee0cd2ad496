"""A process that answers as the model's does, with a model that repeats what it hears. `python parrot.py FD FOLDER`.

It ends at "end", at "end once" the first time only, never answers "sleep" and takes its time for "nap". FOLDER: keeps a
line for each start.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from bot.inference.asked import ModelFacts
from bot.inference.child import Child
from bot.inference.model import Model


class Parrot:
    """What the child needs of a model."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with (folder / "starts").open("a", encoding="utf-8") as starts:
            starts.write(f"{os.getpid()}\n")
        if (folder / "broken").exists():
            raise OSError("no model here")
        self.products: list[Any] = []
        self.expected: list[str] = []

    def why_train(self) -> str | None:
        """Nothing is to be trained."""
        return None

    def open(self, products: list[Any]) -> ModelFacts:
        """Knows the products."""
        self.products = products
        return ModelFacts("parrot", ("sentence",), "1")

    def watch(self, told: Callable[[str], None]) -> None:
        """Tells of one bundle."""
        told("another bundle")

    def parse(self, text: str, _context: Any) -> Any:
        """The text, what was expected before, and the products."""
        if text == "end" or (text == "end once" and not (self.folder / "ended").exists()):
            (self.folder / "ended").touch()
            os._exit(3)
        if text in ("sleep", "nap"):
            time.sleep(60 if text == "sleep" else 0.3)
        if text == "stumble":
            raise ValueError("too hard a word")
        return text, list(self.expected), self.products

    def expect(self, text: str) -> None:
        """Notes it."""
        self.expected.append(text)

    def encode_passages(self, texts: list[str]) -> list[str]:
        """Takes its time."""
        time.sleep(0.5)
        return texts

    def warm(self) -> None:
        """Is always warm."""


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        Child(connection, lambda: cast(Model, Parrot(folder))).work()
