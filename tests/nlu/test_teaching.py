"""Steps of tuning on a small model; needs torch, as tuning does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from bot.nlu.finetune.lessons import SAID, SEVERAL, rough_copies, targets_of  # noqa: E402
from bot.nlu.finetune.model import TransformerLayer, padded  # noqa: E402
from bot.nlu.finetune.recipe import Recipe  # noqa: E402
from bot.nlu.finetune.teaching import Material, contrast, teach  # noqa: E402
from bot.nlu.training_data import Example  # noqa: E402


class Small(torch.nn.Module):  # type: ignore[misc, name-defined]
    """One layer of width 8 with heads, as the real one has them."""

    def __init__(self, sizes: dict[str, int]) -> None:
        super().__init__()
        self.layer = TransformerLayer(8, 2, 16, 0.0)
        self.heads = torch.nn.ModuleDict({task: torch.nn.Linear(8, size) for task, size in sizes.items()})

    def forward(self, state: Any, mask: Any) -> Any:
        state = self.layer(state, ((1 - mask) * -1e4)[:, None, None, :])
        vectors = torch.nn.functional.normalize((state * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True), dim=-1)
        return vectors, {task: head(vectors * 3) for task, head in self.heads.items()}


def material() -> Material:
    intents = [("a",), ("b",), ("a", "b"), ("c",)]
    examples = [Example(f"text {at}", "en", intents[at % 4], "neutral", "normal") for at in range(96)]
    dice = torch.Generator().manual_seed(1)
    marks = {name: torch.randn(8, generator=dice) for name in "abc"}
    states = [
        torch.stack([marks[name] + 0.1 * torch.randn(8, generator=dice) for name in example.intents]).half()
        for example in examples
    ]
    return Material(examples, states, targets_of(examples), np.arange(96) % 8 == 0)


def test_teaching_learns_all_that_is_said_with_replicas_that_share_their_weights() -> None:
    torch.manual_seed(0)
    given = material()
    assert given.targets.sizes[SAID] == 3
    assert given.targets.sizes[SEVERAL] == 1
    model: Any = Small(given.targets.sizes)
    told: list[str] = []
    teach(model, Recipe(epochs=25, batch=8, rate=5e-3, head_rate=2e-2, dropout=0.0), given, told.append)
    states, mask = padded(list(given.states), 0)
    _, logits = model.eval()(states.float(), mask)
    said = (logits[SAID] > 0).float().detach().numpy()
    assert (said == given.targets.said).all(axis=1).mean() > 0.9
    assert sum("Epoch" in line for line in told) == 25


def test_contrast_pulls_messages_of_one_intent_together() -> None:
    targets = torch.eye(2)[[0, 0, 1, 1]]
    apart = torch.nn.functional.normalize(torch.tensor([[1.0, 0], [0, 1], [1, 0], [0, 1]]), dim=1)
    together = torch.nn.functional.normalize(torch.tensor([[1.0, 0], [1, 0.1], [0, 1], [0.1, 1]]), dim=1)
    assert float(contrast(together, targets)) < float(contrast(apart, targets))


def test_rough_copies_depend_on_the_text_alone() -> None:
    examples = [Example(f"Where is parcel number {at}?", "en", ("a",)) for at in range(40)]
    copies = rough_copies(examples, 0.5)
    assert 8 < len(copies) < 32
    assert set(copies) == set(rough_copies(examples[::-1], 0.5))
