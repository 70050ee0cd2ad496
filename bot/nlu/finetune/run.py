"""Tunes the encoder's upper layers on the training data: `dragoman train --finetune`.

The lower layers stay as they are and run once; their states are kept, and only the layers above them are trained,
together on intent, emotion and urgency, with a pull between messages of the same intent in any language (supervised
contrastive loss, Khosla et al. 2020). Retrieval keeps the untouched encoder.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from torch import Tensor

from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.graph import STATES, Branch, EightBit, Layer, RowScaled, build_graph
from bot.nlu.encoder.layers import embeddings_of, layers_of
from bot.nlu.encoder.provision import OFFLINE, check_sentences, provision
from bot.nlu.encoder.session import TOKENIZER_FILE, EncoderSettings, normalise
from bot.nlu.encoder.tuned import FOLDER, Tuned, read_tuned, write_tuned
from bot.nlu.encoder.vocabulary import kept_pieces
from bot.nlu.encoder.wheel import WheelModel, read_wheel, wheel_file
from bot.nlu.finetune.card import as_table, measure, model_card
from bot.nlu.finetune.lessons import is_held_out, rough_copies, targets_of
from bot.nlu.finetune.model import Classifier, TransformerLayer, padded
from bot.nlu.finetune.recipe import Recipe, read_recipe
from bot.nlu.finetune.teaching import Material, teach
from bot.nlu.joined import joined_messages
from bot.nlu.training_data import read_training_data

Progress = Callable[[str], None]
FILE = "shopper.npz"
_MAX_TOKENS = 96


def finetune(data_dir: Path, config: Path, models: Path, progress: Progress = print, *, go_on: bool = False) -> Path:
    """Trains and writes `models/tuned/shopper.npz` with its model card; returns the file. Takes about an hour.

    go_on: starts from the tuned weights that are there instead of the base model's, for new examples.
    """
    recipe = read_recipe(config)
    torch.manual_seed(recipe.seed)
    data = read_training_data(data_dir)
    shown = [one for one in data.examples if not is_held_out(one.text)]
    copies = rough_copies(shown, recipe.rough)
    pairs = joined_messages(shown, recipe.joined)
    examples = (*data.examples, *copies, *pairs)
    held_out = np.array([is_held_out(one.text) for one in data.examples] + [False] * (len(copies) + len(pairs)))
    progress(
        f"Tuning on {len(data.examples)} examples in {len(data.languages)} languages, {len(copies)} rough copies of "
        f"them and {len(pairs)} messages joined of two"
    )
    model = read_wheel(wheel_file())
    tokens = _tokens([example.text for example in examples], provision(models, None, progress))
    states = _states(model, recipe.after, tokens, progress)
    targets = targets_of(examples)
    classifier = Classifier(model, recipe.after, targets.sizes, recipe.dropout)
    earlier = read_tuned(models / FOLDER / FILE) if go_on else None
    if earlier is not None:
        _take_over(classifier, earlier, recipe.after)
    started = time.monotonic()
    teach(classifier, recipe, Material(examples, states, targets, held_out), progress)
    measured = measure(classifier, states, targets, examples, np.flatnonzero(held_out))
    progress(as_table(measured))
    facts = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - started),
        "data": {"fingerprint": data.fingerprint(), "examples": len(data.examples), "languages": list(data.languages)},
        "earlier_runs": [*earlier.facts.get("earlier_runs", []), _run_facts(earlier.facts)] if earlier else [],
        "recipe": {name: getattr(recipe, name) for name in Recipe.__dataclass_fields__},
        "held_out": measured,
        "file": FILE,
    }
    file = models / FOLDER / FILE
    sentences = check_sentences()
    vectors = _vectors(classifier, _states(model, recipe.after, _tokens(sentences, provision(models)), _silent))
    layers = [_as_layer(layer) for layer in classifier.layers if isinstance(layer, TransformerLayer)]
    write_tuned(Tuned(OFFLINE, recipe.after, layers, facts, tuple(sentences), vectors), file)
    (file.parent / "README.md").write_text(model_card(facts), encoding="utf-8")
    progress(f"Wrote {file} ({file.stat().st_size / 1e6:.1f} MB)")
    return file


def _silent(_message: str) -> None:
    """Nobody waits."""


def _tokens(texts: Sequence[str], folder: Path) -> list[list[int]]:
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MAX_TOKENS)
    prompt = EncoderSettings.read(folder).prompts.get("query", "")
    return [encoding.ids for encoding in tokenizer.encode_batch([prompt + normalise(text) for text in texts])]


def _states(model: WheelModel, after: int, tokens: Sequence[list[int]], progress: Progress) -> list[Tensor]:
    """States [tokens, hidden] in float16 above the layers that stay, one tensor per text.

    They come from the graph that serves, with its rounding, so that what is trained fits what will be there.
    """
    keep = kept_pieces(len(model.pieces))
    main = Branch("embedding", layers_of(model))
    graph = build_graph(embeddings_of(model, keep), model.heads, main, states_after=after)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # one batch a thread: threads that share one spin and wait
    session = onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])
    found: list[Tensor] = [torch.empty(0)] * len(tokens)
    order = np.argsort([len(ids) for ids in tokens])
    parts = [order[start : start + 32] for start in range(0, len(order), 32)]

    def run(part: Any) -> None:
        ids, mask = padded([torch.tensor(tokens[row]) for row in part], 1)
        (states,) = session.run([STATES], {"input_ids": ids.numpy(), "attention_mask": mask.long().numpy()})
        for at, row in enumerate(part):
            found[row] = torch.from_numpy(states[at, : len(tokens[row])]).half()

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for number, _ in enumerate(pool.map(run, parts)):
            if number % 160 == 0:
                progress(f"Lower layers: {number / len(parts):.0%}")
    return found


@torch.no_grad()
def _vectors(classifier: Classifier, states: Sequence[Tensor]) -> Any:
    classifier.eval()
    whole, mask = padded(list(states), 0)
    return classifier.pooled(whole.float(), mask).numpy()


def _run_facts(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("made_at", "seconds", "data", "recipe")}


def _take_over(classifier: Classifier, tuned: Tuned, after: int) -> None:
    """Puts tuned weights into the layers; EncoderError when they stand on another layer."""
    if tuned.after != after or len(tuned.layers) != len(classifier.layers):
        raise EncoderError(f"the tuned weights start above layer {tuned.after}, but finetune.after is {after}")
    for layer, stored in zip(classifier.layers, tuned.layers, strict=True):
        tensors = {
            "qkv.weight": stored.qkv.dense(),
            "qkv.bias": stored.qkv_bias,
            "attention.weight": stored.attention.dense(),
            "attention.bias": stored.attention_bias,
            "attention_norm.weight": stored.attention_norm[0],
            "attention_norm.bias": stored.attention_norm[1],
            "up.weight": stored.up.dense(),
            "up.bias": stored.up_bias,
            "down.weight": stored.down.dense(),
            "down.bias": stored.down_bias,
            "norm.weight": stored.norm[0],
            "norm.bias": stored.norm[1],
        }
        layer.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in tensors.items()})


def _as_layer(layer: TransformerLayer) -> Layer:
    def array(tensor: Tensor) -> Any:
        return np.ascontiguousarray(tensor.detach().numpy(), np.float32)

    return Layer(
        qkv=RowScaled.of(array(layer.qkv.weight)),
        qkv_bias=array(layer.qkv.bias),
        attention=RowScaled.of(array(layer.attention.weight)),
        attention_bias=array(layer.attention.bias),
        attention_norm=(array(layer.attention_norm.weight), array(layer.attention_norm.bias)),
        up=RowScaled.of(array(layer.up.weight)),
        up_bias=array(layer.up.bias),
        down=EightBit.of(array(layer.down.weight)),
        down_bias=array(layer.down.bias),
        norm=(array(layer.norm.weight), array(layer.norm.bias)),
    )
