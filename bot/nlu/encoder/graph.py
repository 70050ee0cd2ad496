"""Builds the encoder as an ONNX graph, straight from weights: no training framework is needed.

BERT with mean pooling over the mask and L2 norm (Devlin et al. 2019; Wang et al. 2024 for the pooling of E5).
The kind of a matrix decides how it is multiplied. `RowScaled` (int8, activations quantised per tensor) is
twice as fast as blocks of 32 with a scale each (`FourBit`: activations quantised per block), but too coarse
behind the GELU, where a few inputs are fifty times as large as the others. `Smoothed` brings those down to the
others' size first (SmoothQuant, Xiao et al. 2023). Word vectors stay in the wheel's 4 bits and are unpacked for
a message's tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.encoder.weights import Branch, Embeddings, Layer, Matrix, RowScaled, Smoothed
from bot.nlu.encoder.wheel import BLOCK, FloatArray, FourBit

OPSET = 17
_CONTRIB = "com.microsoft"
_EPSILON = 1e-12


STATES = "states"


def peaks_output(layer: int) -> str:
    """Name of the output with the peaks of a layer of the main branch, counted from 0."""
    return f"peaks_{layer}"


def build_graph(
    embeddings: Embeddings,
    heads: int,
    main: Branch,
    others: Sequence[Branch] = (),
    *,
    states_after: int | None = None,
    peaks: bool = False,
) -> onnx.ModelProto:
    """Model with inputs `input_ids`, `attention_mask` (int64 [batch, tokens]) and one output per branch.

    Outputs are float32 [batch, hidden], of length 1. Branches share the layers below their start. states_after: adds
    the output `states` [batch, tokens, hidden] of that many layers, to train layers on top of them. peaks: adds what
    `Smoothed.of` wants to know, an output [inner] per layer of the main branch.
    """
    writer = _Writer(hidden=embeddings.positions.shape[1], heads=heads)
    state = writer.embed(embeddings)
    outputs = [main.output, *(branch.output for branch in others)]
    for branch in others:
        if branch.after == 0:
            writer.pool(writer.stack(state, branch.layers), branch.output)
    for index, layer in enumerate(main.layers, start=1):
        state = writer.layer(state, layer)
        if index == states_after:
            writer.expose(state)
        for branch in others:
            if branch.after == index:
                writer.pool(writer.stack(state, branch.layers), branch.output)
    writer.pool(state, main.output)
    if peaks:
        writer.expose_inner()
    return writer.model(outputs)


def build_trunk(embeddings: Embeddings, heads: int, layers: Sequence[Layer]) -> onnx.ModelProto:
    """The layers that branches share: inputs as `build_graph`, output `states` float32 [batch, tokens, hidden]."""
    writer = _Writer(hidden=embeddings.positions.shape[1], heads=heads)
    writer.expose(writer.stack(writer.embed(embeddings), layers))
    return writer.model([])


def build_branch(hidden: int, heads: int, output: str, layers: Sequence[Layer]) -> onnx.ModelProto:
    """The layers above the trunk: inputs `states` and `attention_mask`, output float32 [batch, hidden] of length 1."""
    writer = _Writer(hidden=hidden, heads=heads)
    writer.read_mask()
    writer.pool(writer.stack(STATES, layers), output)
    return writer.model([output], from_states=True)


class _Writer:
    """Collects nodes and weights of one graph."""

    def __init__(self, hidden: int, heads: int) -> None:
        self.hidden = hidden
        self.heads = heads
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self._names = 0
        self.exposed: list[onnx.ValueInfoProto] = []
        self.inner: list[str] = []

    def node(self, op: str, inputs: Sequence[str], outputs: int = 1, domain: str = "", **attributes: Any) -> str:
        """Adds a node; returns the name of its (first) output: further ones end in :1, :2."""
        self._names += 1
        base = f"{op}_{self._names}"
        names = [base, *(f"{base}:{i}" for i in range(1, outputs))]
        self.nodes.append(helper.make_node(op, list(inputs), names, name=base, domain=domain, **attributes))
        return base

    def weight(self, array: npt.NDArray[np.generic]) -> str:
        """Adds a constant tensor; returns its name."""
        self._names += 1
        name = f"w_{self._names}"
        self.weights.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def ints(self, *values: int) -> str:
        return self.weight(np.array(values, np.int64))

    def number(self, value: float) -> str:
        return self.weight(np.array(value, np.float32))

    def embed(self, embeddings: Embeddings) -> str:
        """Word + position vectors, normalised; and the attention bias from the mask."""
        rows, blocks = embeddings.words.scales.shape
        packed = self.weight(embeddings.words.nibbles.reshape(rows, blocks, BLOCK // 2))
        scales = self.weight(embeddings.words.scales)
        codes = self.node("Cast", [self.node("Gather", [packed, "input_ids"])], to=TensorProto.FLOAT)
        high = self.node("Floor", [self.node("Mul", [codes, self.number(1 / 16)])])
        low = self.node("Sub", [codes, self.node("Mul", [high, self.number(16)])])
        nibbles = self.node("Sub", [self.node("Concat", [low, high], axis=3), self.number(8)])
        scale = self.node("Cast", [self.node("Gather", [scales, "input_ids"])], to=TensorProto.FLOAT)
        words = self.node("Mul", [nibbles, self.node("Unsqueeze", [scale, self.ints(3)])])
        words = self.node("Reshape", [words, self.ints(0, 0, self.hidden)])
        length = self.node("Slice", [self.node("Shape", ["input_ids"]), self.ints(1), self.ints(2)])
        positions = self.node("Slice", [self.weight(embeddings.positions), self.ints(0), length, self.ints(0)])
        self.read_mask()
        return self.norm(self.node("Add", [words, positions]), embeddings.norm)

    def read_mask(self) -> None:
        """Which tokens are there, for the pooling and for the attention."""
        self.mask = self.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        self.present = self.node("Cast", ["attention_mask"], to=TensorProto.INT32)

    def norm(self, state: str, norm: tuple[FloatArray, FloatArray]) -> str:
        weight, bias = self.weight(norm[0]), self.weight(norm[1])
        return self.node("LayerNormalization", [state, weight, bias], axis=-1, epsilon=_EPSILON)

    def linear(self, state: str, matrix: Matrix, bias: FloatArray) -> str:
        """`state @ matrix.T + bias`."""
        if isinstance(matrix, Smoothed):
            state = self.node("Mul", [state, self.weight((1 / matrix.smooth).astype(np.float32))])
            matrix = matrix.matrix
        if isinstance(matrix, RowScaled):
            zeros = self.weight(np.zeros(matrix.scales.shape, np.int8))
            weights = [self.weight(matrix.values.T), self.weight(matrix.scales), zeros, self.weight(bias)]
            return self.node("DynamicQuantizeMatMul", [state, *weights], domain=_CONTRIB)
        rows, blocks = matrix.scales.shape
        scales = self.weight(matrix.scales.astype(np.float32).reshape(-1))
        return self.node(
            "MatMulNBits",
            [state, self.weight(_packed(matrix)), scales, "", "", self.weight(bias)],
            domain=_CONTRIB,
            K=blocks * BLOCK,
            N=rows,
            bits=4,
            block_size=BLOCK,
            accuracy_level=4,
        )

    def layer(self, state: str, layer: Layer) -> str:
        """One post-norm transformer layer."""
        query = self.node("Split", [self.linear(state, layer.qkv, layer.qkv_bias)], outputs=3, axis=2)
        parts = [query, f"{query}:1", f"{query}:2", "", self.present]
        mixed = self.node("MultiHeadAttention", parts, domain=_CONTRIB, num_heads=self.heads)
        attended = self.linear(mixed, layer.attention, layer.attention_bias)
        state = self.norm(self.node("Add", [attended, state]), layer.attention_norm)
        inner = self.gelu(self.linear(state, layer.up, layer.up_bias))
        self.inner.append(inner)
        return self.norm(self.node("Add", [self.linear(inner, layer.down, layer.down_bias), state]), layer.norm)

    def gelu(self, state: str) -> str:
        return self.node("Gelu", [state], domain=_CONTRIB)

    def stack(self, state: str, layers: Sequence[Layer]) -> str:
        for layer in layers:
            state = self.layer(state, layer)
        return state

    def pool(self, state: str, output: str) -> None:
        """Mean over the tokens that are there, then length 1."""
        mask = self.node("Unsqueeze", [self.mask, self.ints(2)])
        total = self.node("ReduceSum", [self.node("Mul", [state, mask]), self.ints(1)], keepdims=0)
        mean = self.node("Div", [total, self.node("ReduceSum", [self.mask, self.ints(1)], keepdims=1)])
        length = self.node("ReduceL2", [mean], axes=[1], keepdims=1)
        self.nodes.append(helper.make_node("Div", [mean, length], [output], name=f"normalise_{output}"))

    def states(self) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(STATES, TensorProto.FLOAT, ["batch", "tokens", self.hidden])

    def expose(self, state: str) -> None:
        self.nodes.append(helper.make_node("Identity", [state], [STATES], name="expose_states"))
        self.exposed.append(self.states())

    def expose_inner(self) -> None:
        """The largest size of every inner value of every layer so far, as the outputs `peaks_0`, `peaks_1`, …"""
        for number, inner in enumerate(self.inner):
            name = peaks_output(number)
            self.nodes.append(
                helper.make_node(
                    "ReduceMax", [self.node("Abs", [inner])], [name], name=f"expose_{name}", axes=[0, 1], keepdims=0
                )
            )
            self.exposed.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["inner"]))

    def model(self, outputs: Sequence[str], *, from_states: bool = False) -> onnx.ModelProto:
        ids, mask = (
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
            for name in ("input_ids", "attention_mask")
        )
        graph = helper.make_graph(
            self.nodes,
            "encoder",
            [self.states() if from_states else ids, mask],
            [
                *(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", self.hidden]) for name in outputs),
                *self.exposed,
            ],
            self.weights,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def _packed(matrix: FourBit) -> npt.NDArray[np.uint8]:
    """Weights in the order of MatMulNBits: [rows, blocks, bytes], two neighbours in a byte."""
    rows, blocks = matrix.scales.shape
    packed = matrix.nibbles.reshape(rows, blocks, BLOCK // 2)
    codes = np.concatenate([packed & 15, packed >> 4], axis=2)
    packed_pairs: npt.NDArray[np.uint8] = codes[:, :, 0::2] | (codes[:, :, 1::2] << 4)
    return packed_pairs
