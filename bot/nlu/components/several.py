"""More than one wish in a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Self

import numpy as np

from bot.nlu.batch import Batch
from bot.nlu.components.base import Arrays, Component, Facts, Lesson, Reader
from bot.nlu.components.said import SaidHead
from bot.nlu.joined import connectors, languages_joined
from bot.nlu.softmax import FloatArray, fit_softmax, softmax
from bot.nlu.understanding import OUT_OF_SCOPE, Scored

_END = re.compile(r"(?<=[.!?;。！？；؟؛…\n])\s*")
_END_OR_COMMA = re.compile(r"(?<=[.!?;。！？；؟؛…\n])\s*|[,，、،]")
_TINY = 1e-4
_BESIDES = 2
_MOST = 4
"""Clauses looked at in a message: more is a story, not a list of wishes."""


def split_clauses(text: str, language: str, *, commas: bool = False) -> list[str]:
    """The clauses of a text: at the ends of sentences, at the connectors of its language, on demand at commas too."""
    ends = _END_OR_COMMA if commas else _END
    pieces = [piece for part in ends.split(text) for piece in _connectors(language).split(part)]
    clauses: list[str] = []
    for piece in (piece.strip(" ,，、،-–—") for piece in pieces if piece):
        if sum(char.isalnum() for char in piece) < 3:
            continue
        clauses.append(piece)
    while len(clauses) > _MOST:  # the two shortest neighbours belong together
        at = min(range(len(clauses) - 1), key=lambda i: len(clauses[i]) + len(clauses[i + 1]))
        clauses[at : at + 2] = [f"{clauses[at]} {clauses[at + 1]}"]
    return clauses if len(clauses) > 1 else []


@cache
def _connectors(language: str) -> re.Pattern[str]:
    words, parts = connectors(language)
    patterns = [rf"\b{re.escape(word)}\b" for word in words] + [re.escape(part) for part in parts]
    return re.compile("|".join(sorted(patterns, key=len, reverse=True)) or r"(?!)", re.IGNORECASE)


class SeveralIntents(Component):
    """Finds a second wish: by a head for all that is said, the second guess, and what clauses say on their own.

    gate: probability of more than one wish from which clauses are looked at (they cost encoding time).
    false_alarms: share of one-wish messages that may be taken for two. joined: share of the short examples that are
    joined with another one for the head to learn from. third: from which chance, and how clearly in a
    clause of its own, one more is taken. Sets `wishes`.
    """

    name = "SeveralIntents"
    defaults: ClassVar[dict[str, Any]] = {
        "features": ["tuned", "sentence"],
        "gate": 0.3,
        "false_alarms": 0.05,
        "third": [0.4, 0.35],
        "joined": 0.06,
        "penalty": 0.01,
    }

    def __init__(self, settings: Mapping[str, Any], resources: Any) -> None:
        super().__init__(settings, resources)
        self.said: SaidHead | None = None
        self.weights: FloatArray | None = None
        self.threshold = 1.0
        self.habit: dict[str, float] = {}
        self.read: Reader | None = None
        self.read_letters: Reader | None = None

    def attach(self, read: Reader, read_letters: Reader) -> None:
        """Takes the functions that read clauses."""
        self.read, self.read_letters = read, read_letters

    def warm(self) -> None:
        """Makes the expressions that split clauses."""
        for language in languages_joined():
            _connectors(language)

    def learn(self, lesson: Lesson, earlier: Self | None = None) -> None:
        """How often each intent is said beside another one, and the head for all that is said."""
        beside: dict[str, int] = {}
        total: dict[str, int] = {}
        for example in lesson.examples:
            for intent in example.intents:
                total[intent] = total.get(intent, 0) + 1
                beside[intent] = beside.get(intent, 0) + (len(example.intents) > 1)
        self.habit = {label: float(np.log((beside[label] + 0.5) / (total[label] + 5))) for label in total}
        self.said = SaidHead.learn(
            lesson,
            self.settings["features"],
            self.settings["joined"],
            self.settings["penalty"],
            earlier.said if earlier else None,
        )

    def run(self, batch: Batch) -> None:
        """Adds the scores `said` [n, labels] and `more` [n, 1] (logits), `pair` and `spelt` [n, labels].

        pair: the likeliest intent and this one are in two different clauses; spelt: the same by letters alone, which
        cost nothing and are looked at in every message.
        """
        probabilities = softmax(batch.scores["intent"])
        pair = np.zeros_like(probabilities)
        batch.scores["pair"] = pair
        if self.said is None:
            return
        batch.scores["said"], batch.scores["more"] = self.said(batch)
        first = probabilities.argmax(axis=1)
        chance = 1 / (1 + np.exp(-batch.scores["more"][:, 0]))
        self._pair(batch, "pair", "intent", self.read, np.flatnonzero(chance > self.settings["gate"]), first)
        batch.scores["spelt"] = np.zeros_like(probabilities)
        if "ngrams" in batch.scores:
            self._pair(batch, "spelt", "ngrams", self.read_letters, np.arange(len(batch)), first)

    @staticmethod
    def _pair(batch: Batch, name: str, score: str, read: Reader | None, rows: Any, first: Any) -> None:
        """Fills the score `name` of some rows from the clauses' own `score`."""
        if read is None:
            return
        texts: list[str] = []
        owners: list[int] = []
        for row in rows.tolist():
            clauses = split_clauses(batch.texts[row], batch.languages[row].code, commas=score == "ngrams")
            texts += clauses
            owners += [row] * len(clauses)
        if texts:
            said = softmax(read(texts, [batch.languages[owner].code for owner in owners]).scores[score])
            of = np.array(owners)
            for row in set(owners):
                batch.scores[name][row] = _pairs(said[of == row], int(first[row]))

    def tune(self, held_out: Batch, lesson: Lesson) -> None:
        """Fits how much each sign counts, and the threshold for the allowed share of false alarms."""
        if held_out.intents is None or "said" not in held_out.scores:
            return
        if not any(len(example.intents) > 1 for example in lesson.examples):
            return
        rows, columns, truth = [], [], []
        index = {label: column for column, label in enumerate(held_out.intent_labels)}
        order = np.argsort(-held_out.intents, axis=1)[:, :4]
        for row, example in enumerate(lesson.examples):
            wanted = {index[intent] for intent in example.intents}
            for column in order[row, 1:].tolist():
                rows.append(row)
                columns.append(column)
                truth.append(column in wanted and int(order[row, 0]) in wanted)
        evidence = self._evidence(held_out, np.array(rows), np.array(columns))
        target = np.array(truth, np.float32)
        weights, bias = fit_softmax(
            evidence, np.stack([1 - target, target], axis=1), penalty=1e-5, steps=200, tolerance=1e-6
        )
        self.weights = np.append(weights[:, 1] - weights[:, 0], bias[1] - bias[0]).astype(np.float32)
        single = np.array([len(lesson.examples[row].intents) == 1 for row in rows])
        scores = self._probability(evidence)
        highest = np.zeros(len(held_out), np.float32)
        np.maximum.at(highest, np.array(rows)[single], scores[single])
        alone = np.array([len(example.intents) == 1 for example in lesson.examples])
        self.threshold = max(0.05, float(np.quantile(highest[alone], 1 - self.settings["false_alarms"])))

    def finish(self, batch: Batch) -> None:
        """Sets `wishes`: the likeliest intent, a second one when it was said too, and a third that a
        clause of its own tells."""
        if batch.intents is None:
            return
        order = np.argsort(-batch.intents, axis=1)[:, :4]
        wishes: list[tuple[Scored, ...]] = []
        for row in range(len(batch)):
            first = int(order[row, 0])
            said = [Scored(batch.intent_labels[first], float(batch.intents[row, first]))]
            if self.weights is not None and self.said is not None and said[0].name != OUT_OF_SCOPE:
                said += self._besides(batch, row, order[row, 1:])
            wishes.append(tuple(said))
        batch.wishes = wishes

    def _besides(self, batch: Batch, row: int, columns: Any) -> list[Scored]:
        """The wishes that were said too: the likeliest, and one more that a clause of its own tells."""
        chances = self._probability(self._evidence(batch, np.full(len(columns), row), columns))
        told = np.maximum(batch.scores["pair"][row, columns], batch.scores["spelt"][row, columns])
        chance, clearly = self.settings["third"]
        found: list[Scored] = []
        for at in np.argsort(-chances)[:_BESIDES]:
            if chances[at] < self.threshold or (found and (chances[at] < chance or told[at] < clearly)):
                break
            name = batch.intent_labels[int(columns[at])]
            if name != OUT_OF_SCOPE:
                found.append(Scored(name, float(chances[at])))
        return found

    def _evidence(self, batch: Batch, rows: Any, columns: Any) -> FloatArray:
        assert batch.intents is not None
        own = batch.intents[rows, columns]
        top = batch.intents[rows].max(axis=1)
        pair = batch.scores["pair"][rows, columns]
        habit = np.array([self.habit.get(batch.intent_labels[column], -5.0) for column in columns])
        said, more = batch.scores["said"], batch.scores["more"][rows, 0]
        first = batch.intents[rows].argmax(axis=1)
        parts = [np.log(own + _TINY), np.log(top + _TINY), np.log(pair + 1e-2), habit]
        parts += [said[rows, columns], said[rows, first], more, np.log(batch.scores["spelt"][rows, columns] + 1e-2)]
        if "ngrams" in batch.scores:
            parts.append(batch.scores["ngrams"][rows, columns])
        return np.stack(parts, axis=1).astype(np.float32)

    def _probability(self, evidence: FloatArray) -> FloatArray:
        assert self.weights is not None
        result: FloatArray = 1 / (1 + np.exp(-(evidence @ self.weights[:-1] + self.weights[-1])))
        return result

    def state(self) -> tuple[Arrays, Facts]:
        """What was tuned."""
        weights = None if self.weights is None else [float(weight) for weight in self.weights]
        arrays, said = ({}, None) if self.said is None else self.said.state()
        return arrays, {"weights": weights, "threshold": self.threshold, "habit": self.habit, "said": said}

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes back what was tuned."""
        self.said = SaidHead.restore(arrays, facts["said"]) if facts.get("said") else None
        self.weights = None if facts["weights"] is None else np.array(facts["weights"], np.float32)
        self.threshold, self.habit = float(facts["threshold"]), dict(facts["habit"])


def _pairs(said: FloatArray, first: int) -> FloatArray:
    """For each label the best product of `first` in one clause and the label in another one."""
    best = np.zeros(said.shape[1], np.float32)
    for at in range(len(said)):
        others = np.delete(said, at, axis=0).max(axis=0)
        best = np.maximum(best, said[at, first] * others)
    return best
