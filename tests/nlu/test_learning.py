"""The parts that learn and weigh."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.nlu.batch import Block
from bot.nlu.calibration import auroc, calibration_error, lowest_threshold, risk_coverage, wilson
from bot.nlu.components.several import split_clauses
from bot.nlu.heads import HeadTeam, fit_head, fit_team
from bot.nlu.softmax import fit_softmax, softmax
from bot.nlu.vectors import VectorCache


def clouds(count: int = 60, labels: int = 3) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    truth = np.repeat(np.arange(labels), count)
    centres = random.normal(0, 1, (labels, 8))
    return (centres[truth] + random.normal(0, 0.8, (len(truth), 8))).astype(np.float32), truth


def test_the_fit_is_that_of_scikit_learn() -> None:
    features, truth = clouds()
    penalty = 0.02
    weights, bias = fit_softmax(features, np.eye(3, dtype=np.float32)[truth], penalty=penalty, tolerance=1e-6)
    peer = LogisticRegression(C=1 / (penalty * len(truth)), max_iter=500).fit(features, truth)
    assert np.allclose(softmax(features @ weights + bias), peer.predict_proba(features), atol=5e-3)


def test_a_message_with_two_labels_gets_both() -> None:
    features, truth = clouds(labels=2)
    targets = np.eye(2, dtype=np.float32)[truth]
    middle = features.mean(axis=0, keepdims=True).repeat(30, axis=0)
    both = np.full((30, 2), 0.5, np.float32)
    weights, bias = fit_softmax(np.vstack([features, middle]), np.vstack([targets, both]), penalty=1e-3)
    assert np.allclose(softmax(middle[:1] @ weights + bias), 0.5, atol=0.1)


def test_a_missing_block_changes_nothing_but_its_own_part() -> None:
    features, truth = clouds()
    present = np.arange(len(truth)) % 2 == 0
    blocks = {
        "a": Block(features[:, :4].copy(), np.ones(len(truth), bool)),
        "b": Block(features[:, 4:].copy(), present),
    }
    head = fit_head(blocks, ["a", "b"], ("x", "y", "z"), np.eye(3, dtype=np.float32)[truth], penalty=0.01)
    noise = Block(np.where(present[:, None], features[:, 4:], 99).astype(np.float32), present)
    assert np.allclose(head({"a": blocks["a"], "b": noise}), head(blocks), atol=1e-4)
    assert (head(blocks).argmax(axis=1) == truth).mean() > 0.8


def test_heads_over_different_blocks_decide_together() -> None:
    features, truth = clouds()
    there = np.ones(len(truth), bool)
    blocks = {"a": Block(features[:, :4].copy(), there), "b": Block(features[:, 4:].copy(), there)}
    targets = np.eye(3, dtype=np.float32)[truth]
    team = fit_team(blocks, [["a"], ["b", "missing"], ["missing"]], ("x", "y", "z"), targets, penalty=0.01)
    alone = [fit_head(blocks, [name], ("x", "y", "z"), targets, penalty=0.01)(blocks) for name in "ab"]
    assert np.allclose(team(blocks), (alone[0] + alone[1]) / 2, atol=1e-4)
    again = HeadTeam.restore(team.labels, team.groups(), team.arrays())
    assert np.array_equal(again(blocks), team(blocks))
    with pytest.raises(ValueError, match="none of the features"):
        fit_team(blocks, ["missing"], ("x", "y", "z"), targets, penalty=0.01)


def test_a_fit_that_starts_from_an_earlier_one_ends_at_the_same_place_in_fewer_steps() -> None:
    features, truth = clouds()
    blocks = {
        "a": Block(features[:, :4].copy(), np.ones(len(truth), bool)),
        "b": Block(features[:, 4:].copy(), np.arange(len(truth)) % 3 > 0),
    }
    targets = np.eye(3, dtype=np.float32)[truth]
    most = len(truth) * 9 // 10
    part = {name: block.take(np.arange(most)) for name, block in blocks.items()}
    earlier = fit_team(part, ["a", "b"], ("x", "y", "z"), targets[:most], penalty=0.01, steps=200)
    cold = fit_team(blocks, ["a", "b"], ("x", "y", "z"), targets, penalty=0.01, steps=200)
    few = fit_team(blocks, ["a", "b"], ("x", "y", "z"), targets, penalty=0.01, steps=3)
    warm = fit_team(blocks, ["a", "b"], ("x", "y", "z"), targets, penalty=0.01, steps=3, earlier=earlier)
    assert np.abs(warm(blocks) - cold(blocks)).max() < np.abs(few(blocks) - cold(blocks)).max() / 3


def test_an_earlier_head_with_other_labels_lends_those_that_it_has() -> None:
    features, truth = clouds()
    blocks = {"a": Block(features, np.ones(len(truth), bool))}
    targets = np.eye(3, dtype=np.float32)[truth]
    earlier = fit_head(blocks, ["a"], ("z", "gone", "x"), targets[:, [2, 1, 0]], penalty=0.01)
    alone = fit_head(blocks, ["a"], ("x", "y", "z"), targets, penalty=0.01, steps=1)(blocks)
    begun = fit_head(blocks, ["a"], ("x", "y", "z"), targets, penalty=0.01, steps=1, earlier=earlier)(blocks)
    wanted = fit_head(blocks, ["a"], ("x", "y", "z"), targets, penalty=0.01, steps=200)(blocks)
    assert np.abs(begun - wanted).mean() < np.abs(alone - wanted).mean() / 2


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=60))
def test_auroc_is_that_of_scikit_learn(rows: list[tuple[float, bool]]) -> None:
    scores, positive = np.array([score for score, _ in rows]), np.array([truth for _, truth in rows])
    if positive.all() or not positive.any():
        assert np.isnan(auroc(scores, positive))
    else:
        assert auroc(scores, positive) == pytest.approx(roc_auc_score(positive, scores))


def test_calibration_error_sees_overconfidence() -> None:
    right = np.array([True, False] * 50)
    assert calibration_error(np.full(100, 0.5), right) == pytest.approx(0)
    assert calibration_error(np.full(100, 0.9), right) == pytest.approx(0.4)


def test_the_threshold_keeps_the_risk() -> None:
    confidence = np.linspace(1, 0, 100)
    right = np.arange(100) < 60
    threshold = lowest_threshold(confidence, right, 0.1)
    answered = confidence >= threshold
    assert 1 - right[answered].mean() <= 0.1
    assert answered.sum() > 60
    curve = risk_coverage(confidence, right)
    assert curve[0][2] == 0
    assert curve[-1][1:] == (1.0, pytest.approx(0.4))
    assert lowest_threshold(confidence, ~right, 0.0) == 1.0


def test_wilsons_interval_holds_the_share() -> None:
    low, high = wilson(90, 100)
    assert 0.82 < low < 0.9 < high < 0.95
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "language", "clauses"),
    [
        ("Where is my order? Also can I return it", "en", ["Where is my order?", "can I return it"]),
        (
            "wo ist mein Paket und wie lange kann ich umtauschen",
            "de",
            ["wo ist mein Paket", "wie lange kann ich umtauschen"],
        ),
        ("我的订单在哪里，另外怎么退货", "zh", ["我的订单在哪里", "怎么退货"]),
        ("sandals", "en", []),
        ("handy android", "en", []),
    ],
)
def test_clauses_are_split_where_wishes_are_joined(text: str, language: str, clauses: list[str]) -> None:
    assert split_clauses(text, language) == clauses


def test_commas_part_clauses_on_demand() -> None:
    text = "hi there, where is my order"
    assert split_clauses(text, "en") == []
    assert split_clauses(text, "en", commas=True) == ["hi there", "where is my order"]


def test_stored_vectors_are_not_encoded_again(tmp_path: Path) -> None:
    asked: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([[len(text), 1] for text in texts], np.float32).reshape(-1, 2)

    VectorCache(tmp_path / "v.npz").encode(["a", "bb", "a"], encode)
    again = VectorCache(tmp_path / "v.npz").encode(["ccc", "bb"], encode)
    assert asked == ["a", "bb", "ccc"]
    assert again.tolist() == [[3, 1], [2, 1]]
    for broken in (b"broken", (tmp_path / "v.npz").read_bytes()[:200]):
        (tmp_path / "v.npz").write_bytes(broken)
        assert VectorCache(tmp_path / "v.npz").encode(["bb"], encode).tolist() == [[2, 1]]
