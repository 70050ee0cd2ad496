"""Messages on their way through the pipeline: what every component reads and adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt

from bot.nlu.language import LanguageGuess
from bot.nlu.softmax import FloatArray
from bot.nlu.understanding import Decision, Entity, ParseContext, Scored


@dataclass(frozen=True, slots=True)
class Block:
    """Features of one kind. `values` float32 [n, width]; rows where `present` is False are to be left out."""

    values: FloatArray
    present: npt.NDArray[np.bool_]

    def take(self, rows: npt.NDArray[np.intp]) -> Block:
        """The block of some rows."""
        return Block(self.values[rows], self.present[rows])


@dataclass
class Batch:
    """Some messages and all that is known of them so far; lists and arrays have one entry per message.

    scores: raw evidence by name (logits, similarities), float32 [n, …]; summed up in the second phase.
    intents: probabilities [n, labels of `intent_labels`]; further: probability of each label to be said too.
    """

    texts: list[str]
    contexts: list[ParseContext]
    languages: list[LanguageGuess] = field(default_factory=list)
    blocks: dict[str, Block] = field(default_factory=dict)
    scores: dict[str, FloatArray] = field(default_factory=dict)
    intent_labels: tuple[str, ...] = ()
    intents: FloatArray | None = None
    wishes: list[tuple[Scored, ...]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    emotions: FloatArray | None = None
    emotion: list[str] = field(default_factory=list)
    intensity: FloatArray | None = None
    urgencies: FloatArray | None = None
    entities: list[tuple[Entity, ...]] = field(default_factory=list)
    values: list[dict[str, tuple[str, float]]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)

    @classmethod
    def of(cls, texts: Sequence[str], languages: Sequence[str]) -> Batch:
        """Messages whose language is known, as in training."""
        guesses = [LanguageGuess(code, 1.0, ((code, 1.0),), "Zyyy") for code in languages]
        return cls(list(texts), [ParseContext()] * len(texts), guesses)

    def codes(self) -> list[str]:
        """Language codes."""
        return [guess.code for guess in self.languages]

    def take(self, rows: npt.NDArray[np.intp]) -> Batch:
        """A batch of some of the messages, with what is known of them."""
        taken: dict[str, object] = {"intent_labels": self.intent_labels}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, list):
                taken[each.name] = [value[row] for row in rows] if value else []
            elif isinstance(value, np.ndarray):
                taken[each.name] = value[rows]
        result = Batch(**taken)  # type: ignore[arg-type]
        result.blocks = {name: block.take(rows) for name, block in self.blocks.items()}
        result.scores = {name: score[rows] for name, score in self.scores.items()}
        return result
