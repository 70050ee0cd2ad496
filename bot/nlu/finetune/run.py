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
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from torch import Tensor

from bot.nlu.encoder.graph import STATES, build_graph
from bot.nlu.encoder.layers import check_sentences, embeddings_of, layers_of
from bot.nlu.encoder.provision import provision
from bot.nlu.encoder.session import TOKENIZER_FILE, Encoder, EncoderSettings, normalise
from bot.nlu.encoder.tuned import FOLDER, OUTPUT, Tuned, read_tuned, write_tuned
from bot.nlu.encoder.vocabulary import kept_pieces
from bot.nlu.encoder.weights import Branch
from bot.nlu.encoder.wheel import OFFLINE, WheelModel, read_wheel, wheel_file
from bot.nlu.finetune.card import as_table, measure, model_card
from bot.nlu.finetune.lessons import is_held_out, rough_copies, targets_of
from bot.nlu.finetune.model import Classifier, padded
from bot.nlu.finetune.recipe import Recipe, read_recipe
from bot.nlu.finetune.teaching import Material, teach
from bot.nlu.finetune.weights import first_layers, rounded_layers
from bot.nlu.joined import joined_messages
from bot.nlu.numbered import numbered_messages
from bot.nlu.training_data import read_training_data

Progress = Callable[[str], None]
FILE = "shopper.npz"
_MAX_TOKENS = 96


def finetune(data_dir: Path, config: Path, models: Path, progress: Progress = print, *, go_on: bool = False) -> Path:
    """Trains and writes `models/tuned/shopper.npz` with its model card; returns the file. Takes about an hour.

    go_on: starts from the tuned weights that are there instead of the base model's, for new examples. Where they stand
    on another layer or are more layers than the recipe wants, they also teach: the new vectors are drawn to theirs
    (distillation, Sanh et al. 2019).
    """
    recipe = read_recipe(config)
    torch.manual_seed(recipe.seed)
    data = read_training_data(data_dir)
    shown = [one for one in data.examples if not is_held_out(one.text)]
    copies = [*rough_copies(shown, recipe.rough), *numbered_messages(shown, recipe.numbered)]
    pairs = joined_messages(shown, recipe.joined)
    examples = (*data.examples, *copies, *pairs)
    held_out = np.array([is_held_out(one.text) for one in data.examples] + [False] * (len(copies) + len(pairs)))
    progress(
        f"Tuning on {len(data.examples)} examples in {len(data.languages)} languages, {len(copies)} copies of them, "
        f"rough or with a number, and {len(pairs)} messages joined of two"
    )
    model = read_wheel(wheel_file())
    tokens = _tokens([example.text for example in examples], provision(models, None, progress))
    states = _states(model, recipe.after, tokens, progress)
    targets = targets_of(examples)
    earlier = read_tuned(models / FOLDER / FILE) if go_on else None
    classifier = Classifier(first_layers(model, recipe, earlier), targets.sizes, recipe.dropout)
    wanted = None
    if earlier is not None and (earlier.after, len(earlier.layers)) != (recipe.after, recipe.layers):
        progress("Reading all of it with the earlier weights, to learn from them")
        wanted = _teacher_vectors(models, [example.text for example in examples])
    started = time.monotonic()
    teach(classifier, recipe, Material(examples, states, targets, held_out, wanted), progress)
    measured = measure(classifier, states, targets, examples, np.flatnonzero(held_out))
    progress(as_table(measured))
    facts = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - started),
        "data": {
            "fingerprint": data.fingerprint(),
            "examples": len(data.examples),
            "languages": list(data.languages),
            "intents": list(data.intents),
        },
        "earlier_runs": [*earlier.facts.get("earlier_runs", []), _run_facts(earlier.facts)] if earlier else [],
        "recipe": {name: getattr(recipe, name) for name in Recipe.__dataclass_fields__},
        "held_out": measured,
        "file": FILE,
    }
    file = models / FOLDER / FILE
    sentences = check_sentences()
    states = _states(model, recipe.after, _tokens(sentences, provision(models)), _silent)
    layers, vectors = rounded_layers(classifier, states), _vectors(classifier, states)
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
    main = Branch("embedding", layers_of(model, keep)[:after])
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


def _teacher_vectors(models: Path, texts: Sequence[str]) -> Tensor:
    """What the tuned weights that serve now make of the texts: [texts, hidden]."""
    encoder = Encoder(provision(models))
    parts = [texts[start : start + 512] for start in range(0, len(texts), 512)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return torch.from_numpy(np.concatenate(list(pool.map(partial(encoder.encode, output=OUTPUT), parts))))


@torch.no_grad()
def _vectors(classifier: Classifier, states: Sequence[Tensor]) -> Any:
    classifier.eval()
    whole, mask = padded(list(states), 0)
    return classifier.pooled(whole.float(), mask).numpy()


def _run_facts(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("made_at", "seconds", "data", "recipe")}
