"""What the tuning learns from: token ids, targets by task, and the part that it never sees."""

from __future__ import annotations

import hashlib
import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.labels import EMOTIONS, URGENCIES
from bot.nlu.softmax import FloatArray
from bot.nlu.training_data import Example

SAID, SEVERAL = "said", "several"
"""Tasks beside the labels: every intent on its own, and whether there is more than one."""

HELD_OUT_SHARE = 10
"""One text in so many is kept back from tuning: thresholds and measures rest on those."""


def is_held_out(text: str) -> bool:
    """Whether tuning never sees this text. Depends on nothing but the text, so that training knows it too."""
    digest = hashlib.blake2b(_as_drawn(text).encode(), digest_size=4, person=b"tuned").digest()
    return int.from_bytes(digest, "big") % HELD_OUT_SHARE == 0


def _as_drawn(text: str) -> str:
    """The text without case, spacing and final punctuation. Stays as it is, whatever else training tells apart.

    Another one would draw other texts, and those that a tuned encoder has seen would pass for unseen.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return plain.rstrip(" .!?。！？…،؟~") or plain


def roughened(text: str, dice: random.Random) -> str:
    """The text as a hurried shopper might type it: no accents, no capitals, no final mark, a slip of the finger."""
    rough = text
    if dice.random() < 0.5:
        rough = rough.lower()
    if dice.random() < 0.5:
        rough = rough.rstrip(" .!?。！？؟…")
    if dice.random() < 0.4:
        plain = unicodedata.normalize("NFD", rough)
        # Signs of Latin letters only: in other scripts they are part of the word.
        rough = unicodedata.normalize("NFC", "".join(c for c in plain if not "\u0300" <= c <= "\u036f"))
    places = [at for at in range(1, len(rough) - 2) if rough[at].isalpha() and rough[at + 1].isalpha()]
    if places and dice.random() < 0.6:
        at = dice.choice(places)
        slips = (
            rough[:at] + rough[at + 1] + rough[at] + rough[at + 2 :],
            rough[:at] + rough[at + 1 :],
            rough[:at] + rough[at] + rough[at:],
        )
        rough = dice.choice(slips)
    return rough or text


def rough_copies(examples: Sequence[Example], share: float) -> list[Example]:
    """Rough copies of about `share` of the examples; which, and how, depends on the text alone."""
    found = []
    for example in examples:
        dice = random.Random(example.text)  # noqa: S311  # a repeatable training, nothing secret
        if dice.random() < share:
            found.append(replace(example, text=roughened(example.text, dice)))
    return found


@dataclass(frozen=True)
class TuningTargets:
    """Targets of all examples; rows of zeros where the data does not say. FloatArray [n, labels] by task."""

    intents: tuple[str, ...]
    by_task: dict[str, FloatArray]

    @property
    def said(self) -> FloatArray:
        """1 for every intent of a message, float32 [n, intents]."""
        return (self.by_task["intent"] > 0).astype(np.float32)

    @property
    def sizes(self) -> dict[str, int]:
        """Outputs of each task."""
        labels = {task: values.shape[1] for task, values in self.by_task.items()}
        return labels | {SAID: len(self.intents), SEVERAL: 1}


def targets_of(examples: Sequence[Example]) -> TuningTargets:
    """Soft targets: a message with two intents is half of each."""
    intents = tuple(sorted({intent for example in examples for intent in example.intents}))
    index = {name: column for column, name in enumerate(intents)}
    found = {
        "intent": np.zeros((len(examples), len(intents)), np.float32),
        "emotion": np.zeros((len(examples), len(EMOTIONS)), np.float32),
        "urgency": np.zeros((len(examples), len(URGENCIES)), np.float32),
    }
    for row, example in enumerate(examples):
        for intent in example.intents:
            found["intent"][row, index[intent]] = 1 / len(example.intents)
        if example.emotion is not None:
            found["emotion"][row, EMOTIONS.index(example.emotion)] = 1
        if example.urgency is not None:
            found["urgency"][row, URGENCIES.index(example.urgency)] = 1
    return TuningTargets(intents, found)


def row_weights(targets: FloatArray, balance: float) -> FloatArray:
    """Weights [n] that lift rare labels: 0 weighs all messages alike, 1 all labels alike; 0 where nothing is said."""
    frequency = targets.mean(axis=0)
    rarity = np.where(frequency > 0, 1 / np.maximum(frequency, 1e-6), 0) ** balance
    weights = targets @ rarity.astype(np.float32)
    known = targets.sum(axis=1) > 0
    weights[known] /= weights[known].mean()
    return np.asarray(weights, np.float32)


def batches_by_length(
    lengths: Sequence[int], rows: npt.NDArray[np.intp], size: int, dice: np.random.Generator
) -> list[npt.NDArray[Any]]:
    """Batches of rows of about equal length in a new order each time: little padding, still mixed."""
    jittered = np.array([lengths[row] for row in rows]) + dice.uniform(0, 4, len(rows))
    order = rows[np.argsort(jittered)]
    parts = [order[start : start + size] for start in range(0, len(order), size)]
    dice.shuffle(parts)  # type: ignore[arg-type]
    return parts
