"""Tuned weights: the layers of a second branch of the offline encoder, in one file of at most 30 MB."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder.cache import file_hash
from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.weights import Branch, Layer, RowScaled, Smoothed
from bot.nlu.encoder.wheel import FloatArray
from bot.nlu.vectors import UNREADABLE, save_arrays

OUTPUT = "tuned"
FOLDER = "tuned"
_FORMAT = 2
_ROWS = ("qkv", "attention", "up")
_VECTORS = ("qkv_bias", "attention_bias", "up_bias", "down_bias")


@dataclass(frozen=True, slots=True)
class Tuned:
    """Layers on top of the first `after` ones of the base model.

    facts: how it was made and measured (JSON values). sentences, vectors: what the weights gave for some
    texts before rounding, to check a build against.
    """

    base: str
    after: int
    layers: Sequence[Layer]
    facts: dict[str, Any]
    sentences: Sequence[str] = ()
    vectors: FloatArray = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def branch(self) -> Branch:
        """As the graph takes it."""
        return Branch(OUTPUT, self.layers, self.after)


def tuned_file(models: Path) -> Path | None:
    """The tuned weights in a models folder: the last by name; None when there are none."""
    files = sorted((models / FOLDER).glob("*.npz"))
    return files[-1] if files else None


def tuned_identity(path: Path | None) -> str:
    """Eight characters that name the weights; empty without."""
    return "" if path is None else file_hash(path)[:8]


def tuned_intents(path: Path) -> frozenset[str] | None:
    """The intents that the weights were tuned to tell apart; None where the file does not say.

    EncoderError when it is damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            facts = json.loads(stored["about"].tobytes())["facts"]
    except UNREADABLE as error:
        raise EncoderError(f"{path} is damaged ({error}); fetch it again or remove it") from error
    intents = facts["data"].get("intents")
    return frozenset(intents) if intents else None


def write_tuned(tuned: Tuned, path: Path) -> None:
    """Writes the weights; the file appears whole or not at all."""
    arrays: dict[str, Any] = {"vectors": tuned.vectors.astype(np.float16)}
    for index, layer in enumerate(tuned.layers):
        for name in _ROWS:
            matrix = getattr(layer, name)
            arrays[f"{index}.{name}.values"], arrays[f"{index}.{name}.scales"] = matrix.values, matrix.scales
        if not isinstance(layer.down, Smoothed):
            raise TypeError("the layer's down matrix must be smoothed")
        arrays[f"{index}.down.values"] = layer.down.matrix.values
        arrays[f"{index}.down.scales"] = layer.down.matrix.scales
        arrays[f"{index}.down.smooth"] = layer.down.smooth
        for name in _VECTORS:
            arrays[f"{index}.{name}"] = getattr(layer, name)
        arrays[f"{index}.attention_norm"] = np.stack(layer.attention_norm)
        arrays[f"{index}.norm"] = np.stack(layer.norm)
    facts = {"format": _FORMAT, "base": tuned.base, "after": tuned.after, "layers": len(tuned.layers)}
    facts |= {"facts": tuned.facts, "sentences": list(tuned.sentences)}
    arrays["about"] = np.frombuffer(json.dumps(facts, ensure_ascii=False).encode(), np.uint8)
    save_arrays(path, arrays)


def read_tuned(path: Path) -> Tuned:
    """The weights of a file; EncoderError when it is damaged or of another format."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        about = json.loads(arrays["about"].tobytes())
        if about["format"] != _FORMAT:
            raise EncoderError(f"{path} was written by another version of Dragoman; remove or replace it")
        layers = [_layer(arrays, index) for index in range(about["layers"])]
    except UNREADABLE as error:
        raise EncoderError(f"{path} is damaged ({error}); fetch it again or remove it") from error
    return Tuned(
        about["base"],
        about["after"],
        layers,
        about["facts"],
        tuple(about["sentences"]),
        arrays["vectors"].astype(np.float32),
    )


def _layer(arrays: dict[str, npt.NDArray[Any]], index: int) -> Layer:
    rows = {name: RowScaled(arrays[f"{index}.{name}.values"], arrays[f"{index}.{name}.scales"]) for name in _ROWS}
    vectors = {name: arrays[f"{index}.{name}"] for name in _VECTORS}
    attention_norm, norm = arrays[f"{index}.attention_norm"], arrays[f"{index}.norm"]
    return Layer(
        qkv=rows["qkv"],
        qkv_bias=vectors["qkv_bias"],
        attention=rows["attention"],
        attention_bias=vectors["attention_bias"],
        attention_norm=(attention_norm[0], attention_norm[1]),
        up=rows["up"],
        up_bias=vectors["up_bias"],
        down=Smoothed(
            RowScaled(arrays[f"{index}.down.values"], arrays[f"{index}.down.scales"]), arrays[f"{index}.down.smooth"]
        ),
        down_bias=vectors["down_bias"],
        norm=(norm[0], norm[1]),
    )
