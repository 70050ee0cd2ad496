"""From the wheel's tensors to the parts of the graph."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder.graph import Embeddings, Layer, RowScaled
from bot.nlu.encoder.wheel import FloatArray, FourBit, WheelModel


def embeddings_of(model: WheelModel, keep: npt.NDArray[np.int64]) -> Embeddings:
    """Word vectors of the pieces `keep`, positions with the (only used) token type added."""
    positions = model.vectors["emb.pos"].reshape(-1, model.hidden)
    token_type = model.vectors["emb.type"].reshape(-1, model.hidden)[0]
    return Embeddings(model.matrices["emb.word"].rows(keep), positions + token_type, _norm(model, "emb.ln"))


def layers_of(model: WheelModel) -> list[Layer]:
    """The transformer layers: int8 where it is accurate enough, the wheel's own 4 bits behind the GELU."""
    return [_layer(model, f"l{index}") for index in range(model.layers)]


def _layer(model: WheelModel, at: str) -> Layer:
    parts = [model.matrices[f"{at}.{part}.w"] for part in "qkv"]
    joined = FourBit(np.concatenate([part.nibbles for part in parts]), np.concatenate([part.scales for part in parts]))
    return Layer(
        qkv=RowScaled.of(joined.dense()),
        qkv_bias=np.concatenate([model.vectors[f"{at}.{part}.b"] for part in "qkv"]),
        attention=RowScaled.of(model.dense(f"{at}.ao.w")),
        attention_bias=model.vectors[f"{at}.ao.b"],
        attention_norm=_norm(model, f"{at}.aln"),
        up=RowScaled.of(model.dense(f"{at}.fi.w")),
        up_bias=model.vectors[f"{at}.fi.b"],
        down=model.matrices[f"{at}.fo.w"],
        down_bias=model.vectors[f"{at}.fo.b"],
        norm=_norm(model, f"{at}.oln"),
    )


def _norm(model: WheelModel, at: str) -> tuple[FloatArray, FloatArray]:
    return model.vectors[f"{at}.w"], model.vectors[f"{at}.b"]
