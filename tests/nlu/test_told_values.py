"""Answers that are told before the bot asks: alone, within a wish, and in a clause of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bot.nlu.batch import Batch, Block
from bot.nlu.components.values import SlotValueClassifier
from bot.nlu.joined import answered_wishes
from bot.nlu.training_data import Example, ValueExample

NOTHING: Any = None
SMALL = ["too small", "far too tight", "runs small", "it pinches", "too narrow", "much too short"]
LARGE = ["too big", "far too loose", "runs large", "it slips off", "too wide", "much too long"]
RETURNS = ["I want to return it", "please take it back", "can I send it back", "a return, please"]
STATUS = ["where is my parcel", "has it shipped", "track my order", "when does it come"]
EXAMPLES = [
    *(Example(text, "en", ("return_request",)) for text in RETURNS),
    *(Example(text, "en", ("order_status",)) for text in STATUS),
]
VALUES = [
    *(ValueExample(text, "en", "return_reason", "too_small") for text in SMALL),
    *(ValueExample(text, "en", "return_reason", "too_large") for text in LARGE),
]


def words(texts: Sequence[str]) -> Block:
    """One column a word, by its hash."""
    rows = np.zeros((len(texts), 512), np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().replace(",", " ").replace("?", " ").replace(".", " ").split():
            rows[row, int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % 512] = 1
    return Block(rows / np.maximum(1, np.linalg.norm(rows, axis=1, keepdims=True)), np.ones(len(texts), bool))


def read(texts: Sequence[str], languages: Sequence[str]) -> Batch:
    batch = Batch.of(list(texts), list(languages))
    batch.blocks["tuned"] = words(texts)
    return batch


@pytest.fixture
def taught() -> SlotValueClassifier:
    """A classifier that learnt from a few sentences."""
    settings = {"features": ["tuned"], "within": {"return_reason": ["return_request"]}}
    classifier = SlotValueClassifier(settings, NOTHING)
    lesson: Any = SimpleNamespace(
        data=SimpleNamespace(values=VALUES),
        near=False,
        examples=EXAMPLES,
        featurise=read,
        batch=read([one.text for one in EXAMPLES], ["en"] * len(EXAMPLES)),
    )
    classifier.learn(lesson)
    return classifier


def told(classifier: SlotValueClassifier, text: str, intent: str) -> tuple[str, float]:
    batch = read([text], ["en"])
    batch.intent_labels = ("return_request", "order_status")
    batch.scores["intent"] = np.array([[5.0 * (label == intent) for label in batch.intent_labels]], np.float32)
    classifier.finish(batch)
    return batch.values[0]["return_reason"]


def test_a_wish_that_comes_with_an_answer_is_made_of_both() -> None:
    answers = [(text, "en") for text in SMALL] + [("zu klein", "de")]

    made = answered_wishes(answers, EXAMPLES, ["return_request"])

    assert [at for at, _, _ in made] == list(range(len(SMALL)))  # nothing to join it with in German
    for at, message, wish in made:
        assert wish in RETURNS
        assert SMALL[at].lower() in message.lower()
        assert wish.lower().strip("?") in message.lower()
    assert made == answered_wishes(answers, EXAMPLES, ["return_request"])


def test_a_reason_within_the_wish_is_heard_and_none_is_made_up(taught: SlotValueClassifier) -> None:
    value, share = told(taught, "I want to return it, far too tight", "return_request")
    assert value == "too_small"
    assert share >= 0.5
    assert told(taught, "I want to return it", "return_request")[1] < 0.5
    assert told(taught, "where is my parcel", "order_status")[1] < 0.5


def test_a_clause_of_its_own_tells_more_than_the_whole_message(taught: SlotValueClassifier) -> None:
    text = "hello dear team I bought this on a rainy day for my aunt, far too loose, and when does it come to an end"
    _, whole = told(taught, text, "return_request")
    taught.attach(read, read)
    value, share = told(taught, text, "return_request")
    assert value == "too_large"
    assert share > whole
    assert told(taught, text, "order_status")[1] == pytest.approx(whole)  # other wishes come without a reason
