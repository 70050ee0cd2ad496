"""All that a message says, intent by intent, and whether that is more than one thing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.nlu.batch import Batch, Block
from bot.nlu.components.base import Arrays, Facts, Lesson
from bot.nlu.heads import HeadTeam, fit_team
from bot.nlu.joined import joined_messages
from bot.nlu.softmax import FloatArray

_MORE = "+"
"""The last column of the head: more than one intent."""


class SaidHead:
    """A logistic regression per intent, and one for `more than one`, on the sentence's vector."""

    def __init__(self, head: HeadTeam) -> None:
        self.head = head

    @classmethod
    def learn(
        cls,
        lesson: Lesson,
        features: Sequence[str],
        joined: float,
        penalty: float,
        earlier: SaidHead | None = None,
    ) -> SaidHead | None:
        """Learnt from the examples and from messages joined of them; None without an example of two intents.

        joined: share of the short examples that are joined with another one. Real messages with two intents count
        twice as much as the others, joined ones half as much.
        """
        if not any(len(example.intents) > 1 for example in lesson.examples):
            return None
        more = joined_messages(lesson.examples, joined)
        examples = [*lesson.examples, *more]
        blocks = dict(lesson.batch.blocks)
        if more:
            batch = lesson.featurise([one.text for one in more], [one.language for one in more])
            blocks = {name: _stacked(block, batch.blocks[name]) for name, block in blocks.items()}
        labels = (*sorted({intent for example in examples for intent in example.intents}), _MORE)
        index = {label: column for column, label in enumerate(labels)}
        targets = np.zeros((len(examples), len(labels)), np.float32)
        for row, example in enumerate(examples):
            for intent in example.intents:
                targets[row, index[intent]] = 1
            targets[row, -1] = len(example.intents) > 1
        weights = np.ones(len(examples), np.float32)
        weights[[len(example.intents) > 1 for example in examples]] = 2
        weights[len(lesson.examples) :] = 0.5
        return cls(
            fit_team(
                blocks,
                features,
                labels,
                targets,
                penalty=penalty,
                weights=weights,
                independent=True,
                earlier=earlier.head if earlier else None,
                near=lesson.near,
            )
        )

    def __call__(self, batch: Batch) -> tuple[FloatArray, FloatArray]:
        """Logits of every intent [n, labels] in the order of `batch.intent_labels`, and of `more than one` [n, 1]."""
        logits = self.head(batch.blocks)
        own = {label: column for column, label in enumerate(self.head.labels)}
        return logits[:, [own[label] for label in batch.intent_labels]], logits[:, -1:]

    def state(self) -> tuple[Arrays, Facts]:
        """The head."""
        return self.head.arrays(), {"labels": self.head.labels, "groups": self.head.groups()}

    @classmethod
    def restore(cls, arrays: Arrays, facts: Facts) -> SaidHead:
        """The head that `state` was taken of."""
        return cls(HeadTeam.restore(facts["labels"], facts["groups"], arrays))


def _stacked(first: Block, second: Block) -> Block:
    return Block(np.vstack([first.values, second.values]), np.concatenate([first.present, second.present]))
