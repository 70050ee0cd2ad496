"""Which encoders read the messages, where the recipe leaves it to what is taught.

Tuned weights read best, and alone, what they were tuned to. A shop of another trade teaches intents that are foreign to
them: then the plain branch reads the messages too, and USE-M beside it in the languages that it knows. What each is
worth on others' intents: `python -m benchmarks trainer`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.nlu.components.base import ComponentError
from bot.nlu.components.features import SentenceEncoder, UniversalSentenceEncoder
from bot.nlu.config import NluConfig, Step
from bot.nlu.encoder.tuned import tuned_file, tuned_intents
from bot.nlu.training_data import TrainingData

FOREIGN = "foreign"
_MOST = 0.5
"""Share of the examples whose intents the tuned weights know, from which they read alone."""


def with_encoders(config: NluConfig, data: TrainingData, models: Path) -> NluConfig:
    """The recipe with every `foreign` decided: `plain` of SentenceEncoder, `where` of UniversalSentenceEncoder.

    Raises ComponentError naming a setting that is neither.
    """
    foreign = _is_foreign(data, models)
    steps = []
    for step in config.pipeline:
        if step.name == SentenceEncoder.name:
            plain = _choice(step, "plain", (True, False, FOREIGN), True)
            steps.append(Step(step.name, {**step.settings, "plain": foreign if plain == FOREIGN else plain}))
            continue
        if step.name == UniversalSentenceEncoder.name:
            where = _choice(step, "where", ("always", FOREIGN), "always")
            known = step.settings.get("languages", UniversalSentenceEncoder.defaults["languages"])
            if where == FOREIGN and not (foreign and set(known) & set(data.languages)):
                continue
        steps.append(step)
    return replace(config, pipeline=tuple(steps))


def _is_foreign(data: TrainingData, models: Path) -> bool:
    """Whether the tuned weights know the intents of fewer than most of the examples; not, where there are none."""
    file = tuned_file(models)
    known = tuned_intents(file) if file else None
    if known is None or not data.examples:
        return False
    return sum(known.issuperset(example.intents) for example in data.examples) < _MOST * len(data.examples)


def _choice(step: Step, name: str, choices: tuple[Any, ...], default: Any) -> Any:
    value = step.settings.get(name, default)
    if value not in choices:
        expected = ", ".join(str(choice).lower() for choice in choices)
        raise ComponentError(f"{step.name}: {name} is {value!r}; expected one of {expected}")
    return value
