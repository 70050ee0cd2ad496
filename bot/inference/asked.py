"""What the house asks of the model that serves, wherever that is."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bot.inference.cutting import Wish
from bot.knowledge.encoding import Encoded
from bot.nlu.understanding import ParseContext, Understanding

if TYPE_CHECKING:
    from bot.inference.model import Model


class InferenceError(Exception):
    """The model cannot be asked, or failed at a question; the message tells why."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """encoder: its identity, which vectors on disk are named by. outputs: its branches. version: of the bundle."""

    encoder: str
    outputs: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A message as a whole, and its wishes order by order where it names several."""

    whole: Understanding
    apart: tuple[Wish, ...]


class Inference(ABC):
    """`why_train` and, when nothing is to be trained, `open` come before all other questions.

    Questions raise InferenceError.
    """

    @abstractmethod
    async def _ask(self, name: str, *given: Any) -> Any:
        """The answer of the model's method of this name."""

    @abstractmethod
    def expect(self, text: str) -> None:
        """Tells of a message that is on its way through the inbox, so that its vectors are there by then."""

    @abstractmethod
    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Encoded:
        """Vectors of texts. Waits for them: not to be called in the loop's own thread."""

    @abstractmethod
    async def close(self) -> None:
        """Lets go of the model."""

    @property
    def is_up(self) -> bool:
        """Whether a question would be worked on now."""
        return True

    async def why_train(self) -> str | None:
        """What to add to the news of a training, or None when none is needed."""
        reason: str | None = await self._ask("why_train")
        return reason

    async def open(self, products: Sequence[dict[str, Any]]) -> ModelFacts:
        """Loads the active bundle, which then knows these products of the shop, and those activated later."""
        facts: ModelFacts = await self._ask("open", products)
        return facts

    async def understand(self, text: str, context: ParseContext) -> Understood:
        """What a message means as a whole, and in its parts where these say more."""
        understood: Understood = await self._ask("understand", text, context)
        return understood

    async def parse(self, text: str, context: ParseContext | None = None) -> Understanding:
        """What the pipeline of `config.yml` says of one text."""
        understanding: Understanding = await self._ask("parse", text, context or ParseContext())
        return understanding

    async def warm(self) -> None:
        """Makes ready what the first message of each language would wait for."""
        await self._ask("warm")


def encoding(kind: Literal["query", "passage"]) -> str:
    """The model's method that gives vectors of this kind."""
    return "encode_queries" if kind == "query" else "encode_passages"


class Here(Inference):
    """The model in this process: for commands that end soon."""

    def __init__(self, model: Model, told: Callable[[str], None]) -> None:
        self._model, self._told = model, told

    async def _ask(self, name: str, *given: Any) -> Any:
        answer = await asyncio.to_thread(getattr(self._model, name), *given)
        if name == "open":
            self._model.watch(self._told)
        return answer

    def expect(self, text: str) -> None:
        """Nothing: its commands answer one message at a time."""

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Encoded:
        """Vectors of texts."""
        found: Encoded = getattr(self._model, encoding(kind))(texts)
        return found

    async def close(self) -> None:
        """Stops watching."""
        await asyncio.to_thread(self._model.close)
