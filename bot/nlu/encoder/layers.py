"""From the wheel's tensors to the parts of the graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from tokenizers import Tokenizer

from bot.nlu.encoder.graph import build_graph, peaks_output
from bot.nlu.encoder.tokenizer import build_tokenizer
from bot.nlu.encoder.weights import Branch, Embeddings, Layer, RowScaled, Smoothed
from bot.nlu.encoder.wheel import FloatArray, FourBit, WheelModel
from bot.yaml_files import read_yaml


def embeddings_of(model: WheelModel, keep: npt.NDArray[np.int64]) -> Embeddings:
    """Word vectors of the pieces `keep`, positions with the (only used) token type added."""
    positions = model.vectors["emb.pos"].reshape(-1, model.hidden)
    token_type = model.vectors["emb.type"].reshape(-1, model.hidden)[0]
    return Embeddings(model.matrices["emb.word"].rows(keep), positions + token_type, _norm(model, "emb.ln"))


def layers_of(model: WheelModel, keep: npt.NDArray[np.int64]) -> list[Layer]:
    """The transformer layers in int8. keep: the pieces in use, for reading the check sentences."""
    plain = plain_layers(model)
    graph = build_graph(embeddings_of(model, keep), model.heads, Branch("embedding", plain), peaks=True)
    tokenizer = build_tokenizer([model.pieces[i] for i in keep], model.scores[keep])
    tokenizer.enable_truncation(model.positions)
    peaks = largest_inner(graph, tokenizer, model.layers)
    return [
        replace(layer, down=Smoothed.of(layer.down.dense(), of_layer))
        for layer, of_layer in zip(plain, peaks, strict=True)
    ]


def plain_layers(model: WheelModel) -> list[Layer]:
    """The layers as they can be had without reading any text: the wheel's own 4 bits behind the GELU, slower."""
    return [_layer(model, f"l{index}") for index in range(model.layers)]


def largest_inner(graph: onnx.ModelProto, tokenizer: Tokenizer, layers: int) -> FloatArray:
    """How large each value behind the GELU gets while the check sentences are read: float32 [layers, inner]."""
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    names = [peaks_output(layer) for layer in range(layers)]
    found = []
    for sentence in check_sentences():
        ids = np.array([tokenizer.encode(f"query: {sentence}").ids], np.int64)
        found.append(np.stack(session.run(names, {"input_ids": ids, "attention_mask": np.ones_like(ids)})))
    return np.asarray(np.max(found, axis=0), np.float32)


def check_sentences() -> list[str]:
    """The built-in sentences, all languages in one list."""
    path = Path(__file__).with_name("check_sentences.yml")
    return [sentence for each in read_yaml(path).values() for sentence in each]


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
