"""Answers that were read and checked, kept aside for the next start: the same files need not be read again."""

from __future__ import annotations

import hashlib
import pickle
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

_CODE = Path(__file__).parent
_LIBRARIES = ("babel", "icu4py", "pyyaml")
_NAME = "answers-{}.pickle"


def mark_of(content: Path) -> str:
    """A name for what reading the files of `content` gives: it changes with them and with what reads them."""
    mark = hashlib.sha256(repr((sys.version, [version(name) for name in _LIBRARIES])).encode())
    for path in (*sorted(content.rglob("*.yml")), *sorted(_CODE.glob("*.py"))):
        data = path.read_bytes()
        mark.update(f"{path.name} {len(data)}\n".encode() + data)
    return mark.hexdigest()[:32]


def recall(folder: Path, mark: str) -> Any:
    """What was kept under the mark; None where there is nothing, or nothing that can be read."""
    try:
        return pickle.loads((folder / _NAME.format(mark)).read_bytes())  # noqa: S301  # our own file
    except Exception:  # whatever is wrong with it, it is made anew
        return None


def keep(folder: Path, mark: str, answers: Any) -> None:
    """Keeps answers under the mark and nothing else; a folder that cannot be written keeps nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f".{mark}.part"
        aside.write_bytes(pickle.dumps(answers, pickle.HIGHEST_PROTOCOL))
        for old in folder.glob(_NAME.format("*")):
            old.unlink(missing_ok=True)
        aside.replace(folder / _NAME.format(mark))
    except OSError:
        return
