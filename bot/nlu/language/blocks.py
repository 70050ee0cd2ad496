"""The trained part: one linear model over n-grams per script that several languages share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.language.ngrams import ngram_hashes

# A text's n-grams count with 1 / (their number ** DAMPING): long texts may be surer than short ones, but not
# in proportion, because n-grams overlap.
DAMPING = 0.5


@dataclass(frozen=True, slots=True)
class Block:
    """Weights of one script.

    labels: L language labels. keys: V sorted n-gram hashes, uint32. weights: V x L, int8. scale: L, what one step
    of a column is worth. bias: L.
    """

    labels: tuple[str, ...]
    keys: NDArray[np.uint32]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]

    def log_probabilities(self, text: str) -> tuple[NDArray[np.float32], int]:
        """Return the L log-probabilities of a cleaned text and how many of its n-grams are known."""
        hashes = ngram_hashes(text)
        at = np.searchsorted(self.keys, hashes)
        at[at == len(self.keys)] = 0
        known = at[self.keys[at] == hashes]
        logits = self.bias
        if len(known):
            total = self.weights[known].sum(axis=0, dtype=np.int32)
            logits = logits + total * (self.scale / np.float32(len(hashes) ** DAMPING))
        return log_softmax(logits), len(known)


def log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the logarithms of the softmax over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def save_blocks(path: Path, blocks: Mapping[str, Block]) -> None:
    """Write all blocks into one compressed file."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for script, block in blocks.items():
        arrays[f"{script}.labels"] = np.array(block.labels)
        # differences of sorted keys compress better than the keys
        arrays[f"{script}.keys"] = np.diff(block.keys, prepend=np.uint32(0))
        # column by column: equal neighbours
        arrays[f"{script}.weights"] = np.ascontiguousarray(block.weights.T)
        arrays[f"{script}.scale"] = block.scale
        arrays[f"{script}.bias"] = block.bias
    np.savez_compressed(path, allow_pickle=False, **arrays)


def load_blocks(path: Path, scripts: Iterable[str]) -> dict[str, Block]:
    """Read the blocks of `scripts`. Raises `FileNotFoundError`, and `ValueError` when one is not in the file."""
    blocks = {}
    with np.load(path, allow_pickle=False) as arrays:
        for script in scripts:
            if f"{script}.keys" not in arrays:
                raise ValueError(f"{path}: no language weights for script {script}; train them again")
            blocks[script] = Block(
                labels=tuple(str(label) for label in arrays[f"{script}.labels"]),
                keys=np.cumsum(arrays[f"{script}.keys"], dtype=np.uint32),
                weights=np.ascontiguousarray(arrays[f"{script}.weights"].T),
                scale=arrays[f"{script}.scale"],
                bias=arrays[f"{script}.bias"],
            )
    return blocks
