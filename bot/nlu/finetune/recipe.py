"""How the encoder is tuned: the section `finetune` of `config.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class Recipe:
    """after: layers that stay. layers: tuned ones above them; fewer than the base model has make it quicker.
    batch: messages of a step and thread. rate, head_rate: of AdamW at its peak.

    rough: share of the texts that are shown with slips and without accents too. numbered: share that is shown
    with an order's number or an address too. joined: share of the short texts that
    are shown joined with another one, as a message with two wishes.
    emotion, urgency, contrast, several: weights of the losses beside the intent's. balance: of rare emotions, 0..1.
    teacher: weight of likeness to the vectors of earlier tuned weights that stand on another layer.
    """

    after: int = 4
    layers: int = 5
    epochs: int = 8
    batch: int = 64
    rough: float = 0.2
    numbered: float = 0.1
    joined: float = 0.3
    rate: float = 2e-4
    head_rate: float = 2e-3
    weight_decay: float = 0.02
    dropout: float = 0.1
    smoothing: float = 0.05
    emotion: float = 0.7
    urgency: float = 0.25
    contrast: float = 0.15
    several: float = 0.3
    balance: float = 0.4
    teacher: float = 3.0
    seed: int = 7


def read_recipe(config: Path) -> Recipe:
    """The section of a `config.yml`; ValueError names a setting that is not known."""
    section = read_yaml(config).get("finetune") or {}
    known = Recipe.__dataclass_fields__
    for name in section:
        if name not in known:
            raise ValueError(f"{config.name}: finetune.{name} is not known; expected one of {', '.join(known)}")
    return Recipe(**section)
