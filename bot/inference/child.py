"""`python -m bot.inference.child FD MODELS [ENCODER]`: the model in a process of its own, asked over the socket FD.

It begins to load at once, and ends when the other end of the socket is gone. MODELS, ENCODER: as of `Model`.
"""

from __future__ import annotations

import contextlib
import select
import signal
import socket
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.inference.frames import Unpacker, packed
from bot.memory import few_arenas, keep_for_good, one_thread_each, without_collecting

if TYPE_CHECKING:
    from bot.inference.model import Model

_SIDE_BY_SIDE = frozenset({"warm", "encode_passages"})
"""Long work that no message shall wait for."""
_AFTER_A_LOT = frozenset({"open", "warm"})
_PIECE = 1 << 16


class Child:
    """Works on questions one by one, in the order they come; what is only expected waits until nothing is asked."""

    def __init__(self, connection: socket.socket, load: Callable[[], Model]) -> None:
        self._connection, self._load = connection, load
        self._model: Model | None = None
        self._failure: BaseException | None = None
        self._unpacker = Unpacker()
        self._asked: deque[tuple[int, str, tuple[Any, ...]]] = deque()
        self._expected: deque[str] = deque()
        self._sending = threading.Lock()
        self._aside = ThreadPoolExecutor(2, thread_name_prefix="aside")

    def work(self) -> None:
        """Loads the model, then answers until nobody can ask any more."""
        try:
            self._model = self._load()
        except Exception as error:  # told to whoever asks
            self._failure = error
        with contextlib.suppress(ConnectionError):  # the house may be gone at any moment
            while self._hear():
                self._next()

    def _next(self) -> None:
        if not self._asked:
            self._expect(self._expected.popleft())
            return
        number, name, given = self._asked.popleft()
        if name in _SIDE_BY_SIDE:
            self._aside.submit(self._answer, number, name, given)
        else:
            self._answer(number, name, given)

    def _hear(self) -> bool:
        """Takes in what has come, and waits for it when there is nothing to do; False when the house is gone."""
        while True:
            busy = bool(self._asked or self._expected)
            if busy and not select.select([self._connection], [], [], 0)[0]:
                return True
            data = self._connection.recv(_PIECE)
            if not data:
                return False
            for number, name, given in self._unpacker.feed(data):
                if name == "expect":
                    self._expected.append(*given)
                else:
                    self._asked.append((number, name, given))

    def _answer(self, number: int, name: str, given: tuple[Any, ...]) -> None:
        try:
            answer = getattr(self._ready(), name)(*given)
        except Exception as error:  # the other questions go on
            self._send((number, False, (_sentence(error), traceback.format_exc())))
            return
        self._send((number, True, answer))
        if name == "open":
            self._ready().watch(lambda told: self._send((0, True, told)))
        if name in _AFTER_A_LOT:
            keep_for_good()

    def _expect(self, text: str) -> None:
        with contextlib.suppress(Exception):  # whoever asks for it in a moment is told
            self._ready().expect(text)

    def _ready(self) -> Model:
        if self._model is None:
            raise self._failure or RuntimeError("the model is not loaded")
        return self._model

    def _send(self, answer: tuple[int, bool, Any]) -> None:
        with self._sending:
            self._connection.sendall(packed(answer))


def _sentence(error: Exception) -> str:
    """The error as whoever asked shall read it: the model's own are sentences."""
    from bot.nlu.bundle import BundleError
    from bot.nlu.encoder.errors import EncoderError

    return str(error) if isinstance(error, BundleError | EncoderError) else f"{type(error).__name__}: {error}"


def main() -> None:
    """Runs until the house is gone. A signal that ends the house, sent to all of its processes, is for the house."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    one_thread_each()
    few_arenas()
    descriptor, models = int(sys.argv[1]), Path(sys.argv[2])
    source = sys.argv[3] if len(sys.argv) > 3 else None

    def load() -> Model:
        with without_collecting():
            from bot.inference.model import Model

            return Model(models, source, lambda told: print(told, flush=True))

    with socket.socket(fileno=descriptor) as connection:
        Child(connection, load).work()


if __name__ == "__main__":
    main()
