"""The model in a process of its own, as the house sees it: asked over a socket, started again when it ends."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import structlog

from bot.inference.asked import Inference, InferenceError, ModelFacts, encoding
from bot.inference.frames import Unpacker, packed
from bot.inference.process import Started, end
from bot.knowledge.encoding import Encoded

log = structlog.get_logger(__name__)

_TRIES = 3
"""How often a question is asked: a process that ends may end by it."""
_PATIENCE = 30.0  # seconds for the answer about a message: whoever waits longer is told that something went wrong
_OF_A_MESSAGE = frozenset({"understand", "parse", "encode_queries"})
_PAUSE = 1.0  # seconds before a process that ended soon is started again
_SOON = 10.0


@dataclass(slots=True)
class _Question:
    name: str
    given: tuple[Any, ...]
    answer: asyncio.Future[Any]
    tries: int = 0
    limit: asyncio.TimerHandle | None = None


class Apart(Inference, asyncio.Protocol):
    """Asks the process `begun`, and one that `again` starts in its place when it ends.

    A question that was open then is asked anew, three times at most. told: of bundles that are activated.
    """

    def __init__(self, begun: Started, again: Callable[[], Started], told: Callable[[str], None]) -> None:
        self._begun, self._again, self._told = begun, again, told
        self._loop = asyncio.get_running_loop()
        self._numbers = itertools.count(1)
        self._open: dict[int, _Question] = {}
        self._unpacker = Unpacker()
        self._transport: asyncio.Transport | None = None
        self._products: Sequence[dict[str, Any]] | None = None
        self._is_open = self._closing = False
        self._replacing: asyncio.Task[None] | None = None

    @classmethod
    async def connect(cls, begun: Started, again: Callable[[], Started], told: Callable[[str], None]) -> Apart:
        """Takes the process over that was begun before the loop ran."""
        inference = cls(begun, again, told)
        await inference._connect()
        return inference

    @property
    def is_up(self) -> bool:
        """Whether a question would be worked on now."""
        return self._is_open

    async def open(self, products: Sequence[dict[str, Any]]) -> ModelFacts:
        """Loads the active bundle, here and in every process that is started later."""
        facts = await super().open(products)
        self._products, self._is_open = products, True
        return facts

    async def _ask(self, name: str, *given: Any) -> Any:
        question = _Question(name, given, self._loop.create_future())
        number = next(self._numbers)
        self._open[number] = question
        if name in _OF_A_MESSAGE:
            question.limit = self._loop.call_later(_PATIENCE, self._give_up, number)
        try:
            if self._transport is not None:
                self._put(number, question)
            return await question.answer
        finally:
            self._open.pop(number, None)
            if question.limit is not None:
                question.limit.cancel()

    def expect(self, text: str) -> None:
        """Tells of a message that is on its way through the inbox; of no use to a process that is not there."""
        if self._transport is not None:
            self._transport.write(packed((0, "expect", (text,))))

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Encoded:
        """Vectors of texts, waited for in another thread than the loop's."""
        found: Encoded = asyncio.run_coroutine_threadsafe(self._ask(encoding(kind), list(texts)), self._loop).result()
        return found

    async def close(self) -> None:
        """Ends the process and waits for its end."""
        self._closing = True
        if self._replacing is not None:
            self._replacing.cancel()
        if self._transport is not None:
            self._transport.close()
        await asyncio.to_thread(end, self._begun.process)
        self._fail_all(InferenceError("the house is closing"))

    # ---- the connection

    async def _connect(self) -> None:
        await self._loop.create_unix_connection(lambda: self, sock=self._begun.connection)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks what was asked before there was anybody to ask."""
        self._transport, self._unpacker = cast(asyncio.Transport, transport), Unpacker()  # uvloop's is no subclass
        if self._products is not None:
            self._transport.write(packed((0, "open", (self._products,))))
        for number, question in list(self._open.items()):
            self._put(number, question)

    def data_received(self, data: bytes) -> None:
        """Hands over answers."""
        for number, is_right, answer in self._unpacker.feed(data):
            question = self._open.get(number)
            if question is None or question.answer.done():
                if number == 0:
                    self._news(is_right, answer)
            elif is_right:
                question.answer.set_result(answer)
            else:
                question.answer.set_exception(_error(answer))

    def connection_lost(self, _error: Exception | None) -> None:
        """Starts another process in the place of one that ended."""
        self._transport, self._is_open = None, False
        if not self._closing:
            self._replacing = self._loop.create_task(self._replace())

    async def _replace(self) -> None:
        status = await asyncio.to_thread(end, self._begun.process)
        log.error("inference_ended", status=status, open=len(self._open))
        if self._products is None:  # it never served: another one would fare no better
            self._fail_all(InferenceError(f"the process of the model ended with status {status} while it loaded"))
            return
        for question in list(self._open.values()):
            if question.tries >= _TRIES and not question.answer.done():
                question.answer.set_exception(InferenceError(f"the process of the model ended {_TRIES} times at it"))
        if time.monotonic() - self._begun.at < _SOON:
            await asyncio.sleep(_PAUSE)
        while True:
            try:
                self._begun = await asyncio.to_thread(self._again)
                break
            except OSError as error:  # no memory, or too many processes: it may pass
                log.error("inference_not_started", error=str(error))
                await asyncio.sleep(_PAUSE)
        await self._connect()

    # ---- questions

    def _put(self, number: int, question: _Question) -> None:
        if question.answer.done() or self._transport is None:
            return
        question.tries += 1
        self._transport.write(packed((number, question.name, question.given)))

    def _give_up(self, number: int) -> None:
        """An answer that does not come may never come: the process is ended, and with it what keeps it."""
        question = self._open.get(number)
        if question is None or question.answer.done():
            return
        question.answer.set_exception(InferenceError(f"no answer within {_PATIENCE:g} s"))
        if self._transport is not None:
            log.error("inference_stuck", question=question.name)
            self._begun.process.kill()

    def _news(self, is_right: bool, told: Any) -> None:
        if not is_right:
            log.error("inference_not_opened", reason=told[0])
            self._begun.process.kill()  # the next one may find what this one missed
        elif isinstance(told, ModelFacts):
            self._is_open = True
        else:
            self._told(told)

    def _fail_all(self, error: InferenceError) -> None:
        for question in list(self._open.values()):
            if not question.answer.done():
                question.answer.set_exception(error)


def _error(told: tuple[str, str]) -> InferenceError:
    sentence, trace = told
    error = InferenceError(sentence)
    error.add_note(trace)
    return error
