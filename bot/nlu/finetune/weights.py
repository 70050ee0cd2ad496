"""Between the stored weights and the layers in torch: what tuning begins with, and what it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from bot.nlu.encoder.layers import plain_layers
from bot.nlu.encoder.tuned import Tuned
from bot.nlu.encoder.weights import Layer, RowScaled, Smoothed
from bot.nlu.encoder.wheel import FloatArray, WheelModel
from bot.nlu.finetune.model import Classifier, TransformerLayer
from bot.nlu.finetune.recipe import Recipe

_MATRICES = ("qkv", "attention", "up", "down")
_NORMS = ("attention_norm", "norm")


def first_layers(model: WheelModel, recipe: Recipe, earlier: Tuned | None) -> list[TransformerLayer]:
    """The layers that tuning begins with, spaced evenly over those that the model has above the ones that stay.

    The model is the base model, or what the earlier tuned weights make of it.
    """
    stack = plain_layers(model)
    if earlier is not None:
        stack = [*stack[: earlier.after], *earlier.layers]
    places = np.linspace(recipe.after, len(stack) - 1, recipe.layers).round().astype(int)
    return [_in_torch(stack[place], model, recipe.dropout) for place in places]


def _in_torch(stored: Layer, model: WheelModel, dropout: float) -> TransformerLayer:
    layer = TransformerLayer(model.hidden, model.heads, model.feed_forward, dropout)
    tensors: dict[str, FloatArray] = {}
    for name in _MATRICES:
        tensors[f"{name}.weight"] = getattr(stored, name).dense()
        tensors[f"{name}.bias"] = getattr(stored, f"{name}_bias")
    for name in _NORMS:
        tensors[f"{name}.weight"], tensors[f"{name}.bias"] = getattr(stored, name)
    layer.load_state_dict({name: torch.from_numpy(np.array(value, np.float32)) for name, value in tensors.items()})
    return layer


@torch.no_grad()
def rounded_layers(classifier: Classifier, states: Sequence[Tensor]) -> list[Layer]:
    """The tuned layers in int8. states [tokens, hidden]: of texts that show how large values get on the way."""
    layers = [layer for layer in classifier.layers if isinstance(layer, TransformerLayer)]
    peaks = [torch.zeros(layer.down.in_features) for layer in layers]

    def watch(number: int) -> Any:
        def seen(_module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            peaks[number] = torch.maximum(peaks[number], inputs[0].abs().amax(dim=(0, 1)))

        return seen

    classifier.eval()
    hooks = [layer.down.register_forward_pre_hook(watch(number)) for number, layer in enumerate(layers)]
    for state in states:
        classifier.pooled(state[None].float(), torch.ones(1, len(state)))
    for hook in hooks:
        hook.remove()
    return [_rounded(layer, peak) for layer, peak in zip(layers, peaks, strict=True)]


def _rounded(layer: TransformerLayer, peaks: Tensor) -> Layer:
    def array(tensor: Tensor) -> FloatArray:
        return np.ascontiguousarray(tensor.detach().numpy(), np.float32)

    return Layer(
        qkv=RowScaled.of(array(layer.qkv.weight)),
        qkv_bias=array(layer.qkv.bias),
        attention=RowScaled.of(array(layer.attention.weight)),
        attention_bias=array(layer.attention.bias),
        attention_norm=(array(layer.attention_norm.weight), array(layer.attention_norm.bias)),
        up=RowScaled.of(array(layer.up.weight)),
        up_bias=array(layer.up.bias),
        down=Smoothed.of(array(layer.down.weight), array(peaks)),
        down_bias=array(layer.down.bias),
        norm=(array(layer.norm.weight), array(layer.norm.bias)),
    )
