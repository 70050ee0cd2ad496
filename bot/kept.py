"""What was read and checked, kept aside for the next start: the same need not be read and checked again."""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any


def mark_of(read: Iterable[bytes], reader: Path, libraries: Sequence[str]) -> str:
    """A name for what reading something gives: it changes with what is read and with what reads it.

    reader: the folder of the code that reads, and of its data. libraries: names of the packages it leans on.
    """
    mark = hashlib.sha256(repr((sys.version, [version(name) for name in libraries])).encode())
    files = sorted(path for path in reader.rglob("*") if path.suffix in (".py", ".yml"))
    for data in (*read, *(path.read_bytes() for path in files)):
        mark.update(f"{len(data)}\n".encode() + data)
    return mark.hexdigest()[:32]


class Kept:
    """One thing in a folder: `<name>-<mark>.pickle`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name

    def recall(self, mark: str) -> Any:
        """What was kept under the mark; None where there is nothing, or nothing that can be read."""
        try:
            return pickle.loads(self._file(mark).read_bytes())  # noqa: S301  # our own file
        except Exception:  # whatever is wrong with it, it is made anew
            return None

    def keep(self, mark: str, thing: Any) -> None:
        """Keeps it under the mark and nothing else; a folder that cannot be written keeps nothing."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            aside = self._folder / f".{mark}.part"
            aside.write_bytes(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL))
            for old in self._folder.glob(self._file("*").name):
                old.unlink(missing_ok=True)
            aside.replace(self._file(mark))
        except OSError:
            return

    def _file(self, mark: str) -> Path:
        return self._folder / f"{self._name}-{mark}.pickle"
