"""Entities by rules, and answers to the bot's own questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import numpy as np

from bot.nlu.batch import Batch
from bot.nlu.components.base import Arrays, Component, Facts, Lesson, Reader
from bot.nlu.components.several import split_clauses
from bot.nlu.entities import EntityExtractor
from bot.nlu.heads import HeadTeam, fit_team
from bot.nlu.joined import answered_wishes, draw
from bot.nlu.softmax import FloatArray, softmax
from bot.nlu.understanding import Entity

_NONE = "-"
_HINT = 0.05
"""Share of all values in a whole message from which its clauses are looked at; they cost encoding time."""
_ASKED = np.float32(3.0)  # log-odds by which an answer to a question is likelier to be one of its values


class EntityComponent(Component):
    """Entities by pattern, catalogue, lookup and regular expression, with normalised values."""

    name = "EntityExtractor"
    measured = False

    def __init__(self, settings: Mapping[str, Any], resources: Any) -> None:
        super().__init__(settings, resources)
        self._tables: Facts = {"lookups": {}, "synonyms": {}, "regexes": {}}
        self._extractor = EntityExtractor(resources.catalogue)

    def learn(self, lesson: Lesson, earlier: Self | None = None) -> None:
        """Takes the lookups, synonyms and regular expressions of the training data."""
        data = lesson.data
        self.restore(
            {},
            {
                "lookups": {name: list(listed) for name, listed in data.lookups.items()},
                "synonyms": dict(data.synonyms),
                "regexes": {name: list(listed) for name, listed in data.regexes.items()},
            },
        )

    def warm(self) -> None:
        """Makes the phrasebooks."""
        self._extractor.warm()

    def finish(self, batch: Batch) -> None:
        """Sets `entities`, before those that other components found."""
        found = batch.entities or [()] * len(batch)
        batch.entities = [
            self._extractor.extract(text, guess.code, expected=context.expected_entity, market=context.country) + others
            for text, guess, context, others in zip(batch.texts, batch.languages, batch.contexts, found, strict=True)
        ]

    def state(self) -> tuple[Arrays, Facts]:
        """The tables."""
        return {}, self._tables

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes the tables back."""
        self._tables = facts
        self._extractor = EntityExtractor(
            self.resources.catalogue,
            lookups=facts["lookups"],
            synonyms=facts["synonyms"],
            regexes=facts["regexes"],
        )


class SlotValueClassifier(Component):
    """Which of the values of a slot an answer means, when the bot has just asked for that slot.

    Learnt from `slot/value` examples, alone and within a wish ("it is too small, I'd like to return it"); ordinary
    messages stand for "none of them". Adds an entity with the slot's name. threshold: the least probability among the
    slot's values and none. within: the wishes in which a slot's value is often told before anybody asks. joined: share
    of the values that are learnt within such a wish too.
    """

    name = "SlotValueClassifier"
    measured = False
    defaults: ClassVar[dict[str, Any]] = {
        "features": ["tuned", "sentence"],
        "penalty": 0.002,
        "threshold": 0.5,
        "within": {},
        "joined": 0.6,
    }
    head: HeadTeam | None = None
    read: Reader | None = None

    def attach(self, read: Reader, read_letters: Reader) -> None:
        """Takes the reader of clauses."""
        self.read = read

    def learn(self, lesson: Lesson, earlier: Self | None = None) -> None:
        """Fits one head over all values of all slots and none."""
        values = lesson.data.values
        if not values:
            return
        labels = (_NONE, *sorted({f"{each.slot}/{each.value}" for each in values}))
        others = np.random.default_rng(0).permutation(len(lesson.examples))[: len(values)]
        taught = [(each.text, each.language, f"{each.slot}/{each.value}") for each in values]
        taught += self._within_wishes(lesson)
        batch = lesson.featurise([text for text, _, _ in taught], [language for _, language, _ in taught])
        targets = np.zeros((len(taught) + len(others), len(labels)), np.float32)
        for row, (_, _, label) in enumerate(taught):
            targets[row, labels.index(label)] = 1
        targets[len(taught) :, 0] = 1
        blocks = {}
        for name in batch.blocks:
            own, rest = batch.blocks[name], lesson.batch.blocks[name].take(others)
            joined = (np.vstack([own.values, rest.values]), np.concatenate([own.present, rest.present]))
            blocks[name] = type(own)(*joined)
        self.head = fit_team(
            blocks,
            self.settings["features"],
            labels,
            targets,
            penalty=self.settings["penalty"],
            earlier=earlier.head if earlier else None,
            near=lesson.near,
        )

    def _within_wishes(self, lesson: Lesson) -> list[tuple[str, str, str]]:
        """Text, language and label of messages that tell a value beside a wish, and of those wishes alone."""
        found: dict[tuple[str, str], str] = {}
        for slot, intents in self.settings["within"].items():
            values = [each for each in lesson.data.values if each.slot == slot]
            values = [each for each in values if draw(each.text, "within") < self.settings["joined"]]
            answers = [(each.text, each.language) for each in values]
            for at, text, wish in answered_wishes(answers, lesson.examples, intents):
                language = answers[at][1]
                found[text, language] = f"{slot}/{values[at].value}"
                found.setdefault((wish, language), _NONE)
        return [(text, language, label) for (text, language), label in found.items()]

    def finish(self, batch: Batch) -> None:
        """Adds the slot's value to `entities` where the context expects it, and every slot's to `values`."""
        found = list(batch.entities or [()] * len(batch))
        batch.values = [{} for _ in range(len(batch))]
        if self.head is not None:
            logits = self.head(batch.blocks)
            shares = softmax(logits)
            told = self._told_in_clauses(batch, shares)
            slots = {label.partition("/")[0] for label in self.head.labels[1:]}
            for row, context in enumerate(batch.contexts):
                for slot in slots:
                    asked = slot == context.expected_entity
                    evidence = self._when_asked(logits[row], slot) if asked else shares[row]
                    if not asked and (row, slot) in told:
                        evidence = np.vstack([evidence, told[row, slot]]).max(axis=0)
                    batch.values[row][slot] = self._likeliest(evidence, slot)
                prefix = f"{context.expected_entity}/"
                columns = [at for at, label in enumerate(self.head.labels) if label.startswith(prefix)]
                if columns:
                    found[row] += self._value(batch, row, [0, *columns])
        batch.entities = found

    def _told_in_clauses(self, batch: Batch, shares: FloatArray) -> dict[tuple[int, str], FloatArray]:
        """Shares [clauses, labels] by row and slot, for messages whose wish often comes with a value of the slot: "too
        small" says in a clause of its own what the whole message says less clearly."""
        if self.head is None or self.read is None or "intent" not in batch.scores:
            return {}
        first = [batch.intent_labels[at] for at in batch.scores["intent"].argmax(axis=1)]
        texts, owners = [], []
        for row, intent in enumerate(first):
            hinted = 1 - shares[row, self.head.labels.index(_NONE)] >= _HINT
            if hinted and any(intent in intents for intents in self.settings["within"].values()):
                clauses = split_clauses(batch.texts[row], batch.languages[row].code, commas=True)
                texts += clauses
                owners += [row] * len(clauses)
        if not texts:
            return {}
        own = softmax(self.head(self.read(texts, [batch.languages[row].code for row in owners]).blocks))
        return {
            (row, slot): own[np.array(owners) == row]
            for row in set(owners)
            for slot, intents in self.settings["within"].items()
            if first[row] in intents
        }

    def _when_asked(
        self, logits: np.ndarray[tuple[int], np.dtype[np.floating]], slot: str
    ) -> np.ndarray[tuple[int], np.dtype[np.floating]]:
        """Shares of the labels when the bot has just asked for `slot`: values of other slots do not compete, and
        "none of them" is less likely than among all that a message can be."""
        assert self.head is not None
        wanted = np.array([label == _NONE or label.startswith(f"{slot}/") for label in self.head.labels])
        allowed = np.where(wanted, logits, np.float32(-1e4))
        allowed[self.head.labels.index(_NONE)] -= _ASKED
        found: np.ndarray[tuple[int], np.dtype[np.floating]] = softmax(allowed[None].astype(np.float32))[0]
        return found

    def _likeliest(self, shares: np.ndarray[tuple[int], np.dtype[np.floating]], slot: str) -> tuple[str, float]:
        """The slot's likeliest value among everything a message can be, so that most messages have none."""
        assert self.head is not None
        columns = [at for at, label in enumerate(self.head.labels) if label.startswith(f"{slot}/")]
        best = max(columns, key=lambda at: float(shares[at]))
        return self.head.labels[best].partition("/")[2], float(shares[best])

    def _value(self, batch: Batch, row: int, columns: list[int]) -> tuple[Entity, ...]:
        assert self.head is not None
        blocks = {name: block.take(np.array([row])) for name, block in batch.blocks.items()}
        chances = softmax(self.head(blocks)[:, columns])[0]
        best = int(chances.argmax())
        if best == 0 or chances[best] < self.settings["threshold"]:
            return ()
        slot, _, value = self.head.labels[columns[best]].partition("/")
        text = batch.texts[row]
        return (Entity(slot, value, 0, len(text), self.name, text, float(chances[best])),)

    def state(self) -> tuple[Arrays, Facts]:
        """The head."""
        if self.head is None:
            return {}, {}
        return self.head.arrays(), {"labels": self.head.labels, "groups": self.head.groups()}

    def restore(self, arrays: Arrays, facts: Facts) -> None:
        """Takes the head back."""
        if facts:
            self.head = HeadTeam.restore(facts["labels"], facts["groups"], arrays)
