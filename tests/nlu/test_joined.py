"""Messages with two wishes, joined from messages with one; what is learnt from letters alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.nlu.batch import Batch
from bot.nlu.components.ngrams import CountedGrams, NgramClassifier
from bot.nlu.joined import joined_messages
from bot.nlu.pipeline import Pipeline
from bot.nlu.softmax import fit_sigmoid, softmax
from bot.nlu.sparse import fit_sparse_softmax
from bot.nlu.training_data import Example

WISHES = {
    "order_status": ["where is my parcel", "has it shipped yet", "track my order please", "still no parcel here"],
    "return_policy": ["can I return it", "how long may I send it back", "who pays for returns", "is return free"],
    "greet": ["hello there", "good morning", "hi shop"],
}


def examples() -> list[Example]:
    single = [Example(text, "en", (intent,)) for intent, texts in WISHES.items() for text in texts]
    joined = {
        ("greet", "order_status"): "hi, where is it",
        ("order_status", "return_policy"): "where is it, can it go back",
    }
    return [*single, *(Example(text, "en", intents) for intents, text in joined.items())]


def test_joined_messages_say_both_wishes_in_the_language_of_both() -> None:
    found = joined_messages(examples(), 1.0)
    assert len(found) >= 8
    texts = {text.lower(): intent for intent, each in WISHES.items() for text in each}
    for message in found:
        first, second = message.intents
        assert first != second
        inside = [intent for text, intent in texts.items() if text in message.text.lower()]
        assert {first, second} <= set(inside), message


def test_a_share_of_the_examples_is_joined_and_long_or_strange_ones_never() -> None:
    assert joined_messages(examples(), 0.0) == []
    long = [replace(example, text=example.text + " and so on" * 20) for example in examples()]
    assert joined_messages(long, 1.0) == []
    outside = [replace(example, intents=("out_of_scope",)) for example in examples() if len(example.intents) == 1]
    assert joined_messages(outside, 1.0) == []


def test_a_new_example_leaves_most_joined_messages_as_they_were() -> None:
    before = {message.text for message in joined_messages(examples(), 1.0)}
    after = {message.text for message in joined_messages([*examples(), Example("hey", "en", ("greet",))], 1.0)}
    assert len(before & after) >= len(before) - 2


def test_every_label_on_its_own_is_fitted_as_scikit_learn_does() -> None:
    random = np.random.default_rng(3)
    features = random.normal(0, 1, (200, 5)).astype(np.float32)
    truth = (features[:, :2] + random.normal(0, 0.7, (200, 2)) > 0).astype(np.float32)
    weights, bias = fit_sigmoid(features, truth, penalty=0.01, tolerance=1e-6)
    for column in range(2):
        peer = LogisticRegression(C=1 / (0.01 * 200), max_iter=500).fit(features, truth[:, column])
        chances = 1 / (1 + np.exp(-(features @ weights[:, column] + bias[column])))
        assert np.allclose(chances, peer.predict_proba(features)[:, 1], atol=5e-3)


def test_small_steps_over_few_features_learn_what_is_there() -> None:
    random = np.random.default_rng(5)
    truth = random.integers(0, 3, 300)
    rows: list[Any] = []
    for label in truth:
        columns = np.unique(np.append(random.integers(3, 40, 4), label)).astype(np.int32)
        rows.append((columns, np.full(len(columns), 0.5, np.float32)))
    ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    matrix = csr_matrix((np.concatenate([v for _, v in rows]), np.concatenate([c for c, _ in rows]), ends), (300, 40))
    weights, bias = fit_sparse_softmax(matrix, np.eye(3, dtype=np.float32)[truth])
    assert (softmax(matrix @ weights + bias).argmax(axis=1) == truth).mean() > 0.95
    known, bias_of_most = fit_sparse_softmax(matrix[:270], np.eye(3, dtype=np.float32)[truth[:270]])
    start = (known.copy(), bias_of_most.copy())
    went_on, bias = fit_sparse_softmax(matrix, np.eye(3, dtype=np.float32)[truth], start=start)
    assert (softmax(matrix @ went_on + bias).argmax(axis=1) == truth).mean() > 0.95
    assert np.array_equal(start[0], known)  # the earlier fit is left as it was


def test_letters_tell_intents_also_of_words_never_seen_and_survive_storage() -> None:
    classifier = NgramClassifier({"rarest": 1}, None)
    lesson: Any = SimpleNamespace(examples=examples(), notes={}, near=False)
    classifier.learn(lesson)
    again = NgramClassifier({"rarest": 1}, None)
    again.restore(*classifier.state())
    for one in (classifier, again):
        batch = Batch.of(["parcels?", "RETURNING", "", "日本語"], ["en"] * 4)
        one.run(batch)
        said = [one.labels[column] for column in batch.scores["ngrams"].argmax(axis=1)]
        assert said[:2] == ["order_status", "return_policy"]
        assert np.isfinite(batch.scores["ngrams"]).all()


def test_letters_go_on_from_an_earlier_lesson_with_other_words_and_labels() -> None:
    earlier, later = NgramClassifier({"rarest": 1}, None), NgramClassifier({"rarest": 1}, None)
    first: Any = SimpleNamespace(
        examples=[one for one in examples() if "greet" not in one.intents], notes={}, near=False
    )
    earlier.learn(first)
    whole: Any = SimpleNamespace(examples=examples(), notes=first.notes, near=False)
    later.learn(whole, earlier)
    batch = Batch.of([one.text for one in examples()], ["en"] * len(examples()))
    later.run(batch)
    said = [later.labels[column] for column in batch.scores["ngrams"].argmax(axis=1)]
    right = [name in one.intents for name, one in zip(said, examples(), strict=True)]
    assert sum(right) >= 0.9 * len(right)


def test_letters_of_an_earlier_training_are_learnt_anew() -> None:
    lesson: Any = SimpleNamespace(examples=examples(), notes={}, near=False)
    first, stored, second = (Pipeline([NgramClassifier({"rarest": 1}, None)]) for _ in range(3))
    first.learn(lesson)
    stored.components[0].restore(*first.components[0].state())
    second.learn(lesson, stored, of_today=False)
    (once,), (again,) = (one.components for one in (first, second))
    assert isinstance(once, NgramClassifier) and isinstance(again, NgramClassifier)
    assert np.array_equal(again.weights, once.weights)


def test_words_that_were_taken_apart_are_kept_for_the_next_lesson(tmp_path: Path) -> None:
    texts, file = ["wo ist mein Paket", "Paket weg", "荷物はどこ"], tmp_path / "cache" / "grams-4.npz"
    first = CountedGrams(4, file)
    counts = first.of(texts)
    second = CountedGrams(4, file)
    again = second.of([*texts, "Paket da"])
    assert (again[:3, : counts.shape[1]] != counts).nnz == 0
    assert again[3].sum() == len(" paket ") + 6 + 5 + 4 + len(" da ") + 3 + 2 + 1 - 4  # single spaces are no n-grams
    assert set(second.most_common(again, 99, 3)[0]) == {
        " p",
        " pa",
        " pak",
        "p",
        "pa",
        "pak",
        "pake",
        "a",
        "ak",
        "ake",
        "aket",
        "k",
        "ke",
        "ket",
        "ket ",
        "e",
        "et",
        "et ",
        "t",
        "t ",
    }
    file.write_bytes(file.read_bytes()[:100])
    assert (CountedGrams(4, file).of(texts) != counts).nnz == 0
