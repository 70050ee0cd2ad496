"""Questions and answers on the way between the house and its model: objects with their length before them.

Both ends are processes of one start of one program, over a pair of sockets that nobody else can open.
"""

from __future__ import annotations

import pickle
import struct
from typing import Any

_LENGTH = struct.Struct("!I")


def packed(thing: Any) -> bytes:
    """One object as it travels."""
    body = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


class Unpacker:
    """Takes bytes as they come and gives back whole objects."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[Any]:
        """The objects that are whole with these bytes, in order."""
        self._rest += data
        found, at = [], 0
        while len(self._rest) - at >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._rest, at)
            end = at + _LENGTH.size + length
            if end > len(self._rest):
                break
            found.append(pickle.loads(memoryview(self._rest)[at + _LENGTH.size : end]))  # noqa: S301  # our own
            at = end
        del self._rest[:at]
        return found
