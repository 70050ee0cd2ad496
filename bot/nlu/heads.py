"""A linear classifier over blocks of features, of which some may be missing for a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.batch import Block
from bot.nlu.softmax import FloatArray, fit_sigmoid, fit_softmax

_LARGE, _PART = 20_000, 4
"""Examples from which a fit from nothing is made on every fourth of them first."""


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Logits = sum over the present blocks of `values @ weights + biases`. Scaling is folded in."""

    labels: tuple[str, ...]
    blocks: tuple[str, ...]
    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]

    def __call__(self, blocks: Mapping[str, Block]) -> FloatArray:
        """Logits [n, labels]."""
        total: FloatArray | None = None
        for name, weights, bias in zip(self.blocks, self.weights, self.biases, strict=True):
            block = blocks[name]
            part = block.values @ weights + bias
            if not block.present.all():
                part = np.where(block.present[:, None], part, np.float32(0))
            total = part if total is None else total + part
        if total is None:
            raise ValueError("a head needs at least one block of features")
        return total


@dataclass(frozen=True, slots=True)
class HeadTeam:
    """Heads over different blocks whose logits are averaged: a product of experts (Hinton 2002)."""

    labels: tuple[str, ...]
    heads: tuple[LinearHead, ...]

    def __call__(self, blocks: Mapping[str, Block]) -> FloatArray:
        """Logits [n, labels]."""
        total = self.heads[0](blocks)
        for head in self.heads[1:]:
            total = total + head(blocks)
        return total / np.float32(len(self.heads))

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """What is stored of the heads."""
        stored: dict[str, npt.NDArray[np.generic]] = {}
        for at, head in enumerate(self.heads):
            for name, weights, bias in zip(head.blocks, head.weights, head.biases, strict=True):
                stored[f"{at}.{name}.weights"] = weights
                stored[f"{at}.{name}.bias"] = bias
        return stored

    def groups(self) -> list[list[str]]:
        """The blocks of each head, for `restore`."""
        return [list(head.blocks) for head in self.heads]

    @classmethod
    def restore(
        cls,
        labels: Sequence[str],
        groups: Sequence[Sequence[str]],
        arrays: Mapping[str, npt.NDArray[np.generic]],
    ) -> HeadTeam:
        """The heads that `arrays` were taken of."""
        heads = tuple(
            LinearHead(
                tuple(labels),
                tuple(names),
                tuple(np.asarray(arrays[f"{at}.{name}.weights"], np.float32) for name in names),
                tuple(np.asarray(arrays[f"{at}.{name}.bias"], np.float32) for name in names),
            )
            for at, names in enumerate(groups)
        )
        return cls(tuple(labels), heads)


def fit_team(
    blocks: Mapping[str, Block],
    groups: Sequence[str] | Sequence[Sequence[str]],
    labels: Sequence[str],
    targets: FloatArray,
    *,
    penalty: float,
    weights: FloatArray | None = None,
    steps: int = 60,
    independent: bool = False,
    earlier: HeadTeam | None = None,
    near: bool = False,
) -> HeadTeam:
    """Fits one head per group of blocks; a plain list of blocks is one group.

    Blocks that are not there (no tuned encoder, say) are left out, and so is a group without any.
    earlier: a team for nearly the same task, which the fit starts from. near: it has learnt nearly the same examples.
    """
    lists = [[group] if isinstance(group, str) else list(group) for group in groups]
    if all(isinstance(group, str) for group in groups):
        lists = [[str(group) for group in groups]]
    there = [[name for name in names if name in blocks] for names in lists]
    known = {head.blocks: head for head in earlier.heads} if earlier else {}
    heads = tuple(
        fit_head(
            blocks,
            names,
            labels,
            targets,
            penalty=penalty,
            weights=weights,
            steps=steps,
            independent=independent,
            earlier=known.get(tuple(names)),
            near=near,
        )
        for names in there
        if names and blocks[names[0]].present.all()
    )
    if not heads:
        raise ValueError(f"none of the features {lists} is there; the pipeline has {sorted(blocks)}")
    return HeadTeam(tuple(labels), heads)


def fit_head(
    blocks: Mapping[str, Block],
    names: Sequence[str],
    labels: Sequence[str],
    targets: FloatArray,
    *,
    penalty: float,
    weights: FloatArray | None = None,
    steps: int = 60,
    independent: bool = False,
    earlier: LinearHead | None = None,
    near: bool = False,
) -> LinearHead:
    """Fits a head on the blocks `names`. targets: probabilities [n, labels]; weights: of the rows.

    independent: every label is a question of its own, and logits are those of its probability.
    earlier: a head over the same blocks, which the fit starts from; a third of the steps is enough then, and a tenth
    where it is near: it has learnt nearly the same examples. Without one, a fit of many examples starts from that of
    some of them.
    """
    scaled, scales = [], []
    for name in names:
        block = blocks[name]
        present = block.values[block.present]
        mean, deviation = _moments(present, block.values.shape[1])
        values = (block.values - mean) / deviation
        values[~block.present] = 0
        scaled.append(values)
        scales.append((mean, deviation))
    features = np.ascontiguousarray(np.hstack(scaled), dtype=np.float32)
    fit = fit_sigmoid if independent else fit_softmax
    start = _unfolded(earlier, labels, scales) if earlier else None
    if start is None and len(features) > _LARGE:
        some = slice(None, None, _PART)
        their = weights[some] if weights is not None else None
        start = fit(features[some], targets[some], penalty=penalty, weights=their, steps=steps)
    steps = steps if start is None else max(1, steps // (10 if near else 3))
    matrix, bias = fit(features, targets, penalty=penalty, weights=weights, steps=steps, start=start)
    folded, biases, at = [], [], 0
    for (mean, deviation), values in zip(scales, scaled, strict=True):
        part = matrix[at : at + values.shape[1]] / deviation[:, None]
        at += values.shape[1]
        folded.append(np.ascontiguousarray(part, dtype=np.float32))
        biases.append(np.asarray(-mean @ part, np.float32))
    biases[0] = biases[0] + bias  # the first block is always present
    return LinearHead(tuple(labels), tuple(names), tuple(folded), tuple(biases))


def _unfolded(
    head: LinearHead, labels: Sequence[str], scales: Sequence[tuple[FloatArray, FloatArray]]
) -> tuple[FloatArray, FloatArray]:
    """The weights and bias of a head for scaled features and these labels; a label that it has not is zero."""
    own = {label: column for column, label in enumerate(head.labels)}
    to = [column for column, label in enumerate(labels) if label in own]
    of = [own[label] for label in labels if label in own]
    parts, bias = [], np.zeros(len(labels), np.float32)
    for weights, part_bias, (mean, deviation) in zip(head.weights, head.biases, scales, strict=True):
        part = np.zeros((len(weights), len(labels)), np.float32)
        part[:, to] = weights[:, of]
        bias[to] += part_bias[of]
        bias += mean @ part
        parts.append(part * deviation[:, None])
    return np.vstack(parts), bias


def _moments(values: FloatArray, width: int) -> tuple[FloatArray, FloatArray]:
    if not len(values):
        return np.zeros(width, np.float32), np.ones(width, np.float32)
    return values.mean(axis=0), values.std(axis=0) + np.float32(1e-4)
