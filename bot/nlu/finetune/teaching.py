"""The tuning itself: the losses of all tasks, and steps that two replicas share."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from bot.nlu.finetune.card import measure
from bot.nlu.finetune.lessons import SAID, SEVERAL, TuningTargets, batches_by_length, row_weights
from bot.nlu.finetune.model import Classifier, padded
from bot.nlu.finetune.recipe import Recipe
from bot.nlu.training_data import Example


@dataclass(frozen=True, slots=True)
class Material:
    """What is learnt from: states of the texts [tokens, hidden], their targets, and which rows are held out.

    wanted: vectors [texts, hidden] of a teacher, where there is one.
    """

    examples: Sequence[Example]
    states: Sequence[Tensor]
    targets: TuningTargets
    held_out: Any
    wanted: Tensor | None = None


def teach(classifier: Classifier, recipe: Recipe, material: Material, progress: Callable[[str], None]) -> None:
    """Trains `classifier` in place, on as many threads as torch has.

    Each thread works on its own part of a batch with its own gradients: threads that wait for each other within
    every matrix product lose half of their time on a machine that has other things to do.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        _teach(classifier, recipe, material, progress, threads)
    finally:
        torch.set_num_threads(threads)


def _teach(
    classifier: Classifier, recipe: Recipe, material: Material, progress: Callable[[str], None], threads: int
) -> None:
    losses = _Losses(recipe, material)
    replicas = [classifier, *(_sharing(classifier) for _ in range(threads - 1))]
    heads = [value for name, value in classifier.named_parameters() if name.startswith("heads")]
    others = [value for name, value in classifier.named_parameters() if not name.startswith("heads")]
    optimiser = torch.optim.AdamW(
        [{"params": others, "lr": recipe.rate}, {"params": heads, "lr": recipe.head_rate}],
        weight_decay=recipe.weight_decay,
    )
    rows = np.flatnonzero(~material.held_out)
    lengths = [len(state) for state in material.states]
    size = recipe.batch * threads
    steps = recipe.epochs * (len(rows) // size + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [recipe.rate, recipe.head_rate], total_steps=steps, pct_start=0.08, anneal_strategy="linear"
    )
    dice = np.random.default_rng(recipe.seed)
    done, started = 0, time.monotonic()
    with ThreadPoolExecutor(threads) as pool:
        for epoch in range(recipe.epochs):
            for replica in replicas:
                replica.train()
            total = 0.0
            for batch in batches_by_length(lengths, rows, size, dice):
                optimiser.zero_grad()
                parts = [batch[at::threads] for at in range(threads) if len(batch[at::threads])]
                said = list(pool.map(losses.backward, replicas, parts, [len(batch)] * len(parts)))
                _gather(classifier, replicas[1:])
                torch.nn.utils.clip_grad_norm_(classifier.parameters(), 1.0)
                optimiser.step()
                if done < steps - 1:
                    schedule.step()
                done += 1
                total += sum(said) * len(batch)
                if done % 50 == 0:
                    left = (time.monotonic() - started) / done * (steps - done)
                    progress(f"Tuning: {done / steps:.0%}, about {left / 60:.0f} minutes left")
            _tell(classifier, material, epoch, total / len(rows), progress)


def _tell(classifier: Classifier, material: Material, epoch: int, loss: float, progress: Callable[[str], None]) -> None:
    rows = np.flatnonzero(material.held_out)
    overall = measure(classifier, material.states, material.targets, material.examples, rows)["all"]
    progress(
        f"Epoch {epoch + 1}: loss {loss:.3f}; held out: intent {overall['intent']:.3f}, "
        f"both of two {overall['both']:.3f}, emotion {overall['emotion']:.3f}"
    )


def _sharing(classifier: Classifier) -> Classifier:
    """A replica with the same weights in memory and gradients of its own."""
    replica = copy.deepcopy(classifier)
    for own, shared in zip(replica.parameters(), classifier.parameters(), strict=True):
        own.data = shared.data
    return replica


def _gather(classifier: Classifier, replicas: Sequence[Classifier]) -> None:
    """Adds the gradients of the replicas to those of the first."""
    for replica in replicas:
        for own, other in zip(classifier.parameters(), replica.parameters(), strict=True):
            if other.grad is not None:
                own.grad = other.grad if own.grad is None else own.grad + other.grad
                other.grad = None


class _Losses:
    """The weighted sum of all losses for some rows."""

    def __init__(self, recipe: Recipe, material: Material) -> None:
        by_task = material.targets.by_task
        self.recipe, self.states, self.wanted = recipe, material.states, material.wanted
        self.targets = {task: torch.from_numpy(values) for task, values in by_task.items()}
        self.said = torch.from_numpy(material.targets.said)
        self.weights = {
            "intent": torch.from_numpy(row_weights(by_task["intent"], 0.3)),
            "emotion": torch.from_numpy(row_weights(by_task["emotion"], recipe.balance)),
            "urgency": torch.from_numpy(row_weights(by_task["urgency"], 0.3)),
        }
        self.shares = {"intent": 1.0, "emotion": recipe.emotion, "urgency": recipe.urgency}

    def backward(self, classifier: Classifier, rows: Any, of: int) -> float:
        """Adds the gradients of these rows, which are a part of a batch of `of` rows; returns their loss."""
        states, mask = padded([self.states[row] for row in rows], 0)
        vectors, logits = classifier(states.float(), mask)
        loss = torch.zeros(())
        for task, share in self.shares.items():
            loss = loss + share * self._of_one(logits[task], self.targets[task][rows], self.weights[task][rows])
        loss = loss + self.recipe.contrast * contrast(vectors, self.targets["intent"][rows])
        if self.wanted is not None:
            loss = loss + self.recipe.teacher * (1 - (vectors * self.wanted[rows]).sum(1)).mean()
        if self.recipe.several:
            loss = loss + self.recipe.several * self._of_several(logits, rows)
        loss = loss * (len(rows) / of)
        loss.backward()  # type: ignore[no-untyped-call]
        return float(loss.detach())

    def _of_one(self, logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        known = targets.sum(1) > 0
        if not bool(known.any()):
            return logits.sum() * 0
        each = functional.cross_entropy(
            logits[known], targets[known], reduction="none", label_smoothing=self.recipe.smoothing
        )
        return (each * weights[known]).mean()

    def _of_several(self, logits: dict[str, Tensor], rows: Any) -> Tensor:
        """All that is said, label by label, and whether it is more than one thing."""
        said = self.said[rows]
        each = functional.binary_cross_entropy_with_logits(logits[SAID], said, reduction="none").sum(1).mean()
        more = functional.binary_cross_entropy_with_logits(logits[SEVERAL][:, 0], (said.sum(1) > 1).float())
        return each + more


def contrast(vectors: Tensor, targets: Tensor, temperature: float = 0.1) -> Tensor:
    """Supervised contrastive loss over messages with one and the same intent (Khosla et al. 2020)."""
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
