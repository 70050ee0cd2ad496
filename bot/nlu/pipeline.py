"""The pipeline that `config.yml` describes, and the interpreter that serves a trained one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.nlu.batch import Batch
from bot.nlu.components.base import Component, Lesson, Resources
from bot.nlu.components.features import SentenceEncoder
from bot.nlu.components.ngrams import NgramClassifier
from bot.nlu.components.several import SeveralIntents
from bot.nlu.config import NluConfig
from bot.nlu.encoder.session import Encoder
from bot.nlu.entities import Catalogue
from bot.nlu.labels import EMOTIONS, URGENCIES, VALENCE
from bot.nlu.registry import COMPONENTS
from bot.nlu.understanding import OUT_OF_SCOPE, ParseContext, Scored, Understanding

_RANKING = 10
"""Intents listed in a ranking, as in Rasa."""


class Pipeline:
    """Components in the order of the configuration."""

    def __init__(self, components: Sequence[Component]) -> None:
        self.components = list(components)
        for component in self.components:
            component.attach(self.read, self.read_letters)

    @classmethod
    def build(cls, config: NluConfig, resources: Resources) -> Pipeline:
        """Untrained components of a configuration; ComponentError when one can't be built."""
        return cls([COMPONENTS[step.name](step.settings, resources) for step in config.pipeline])

    def fresh(self) -> Pipeline:
        """The same pipeline before it learnt anything."""
        return Pipeline([component.fresh() for component in self.components])

    def learn(self, lesson: Lesson, earlier: Pipeline | None = None, *, of_today: bool = True) -> None:
        """Every component learns, side by side: none needs what another one has learnt.

        earlier: the same pipeline after nearly the same lesson, to start from. of_today: it learnt from nothing, or was
        left as it was; else it may itself have started from an earlier one.
        """
        before: list[Component | None] = list(earlier.components) if earlier else [None] * len(self.components)
        before = [one if one is not None and (of_today or one.chained) else None for one in before]
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for _ in pool.map(lambda each, known: each.learn(lesson, known), self.components, before):
                pass

    def featurise(self, batch: Batch) -> Batch:
        """Adds languages and features."""
        for component in self.components:
            component.featurise(batch)
        return batch

    def run(self, batch: Batch) -> Batch:
        """Adds evidence."""
        for component in self.components:
            component.run(batch)
        return batch

    def finish(self, batch: Batch) -> Batch:
        """Turns evidence into results."""
        for component in self.components:
            component.finish(batch)
        return batch

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> Batch:
        """Features and evidence of parts of messages."""
        batch = self.featurise(Batch.of(texts, languages))
        for component in self.components:
            if not isinstance(component, SeveralIntents):
                component.run(batch)
        return batch

    def read_letters(self, texts: Sequence[str], languages: Sequence[str]) -> Batch:
        """Evidence about parts of messages from their letters alone: nothing is encoded."""
        batch = Batch.of(texts, languages)
        for component in self.components:
            if isinstance(component, NgramClassifier):
                component.run(batch)
        return batch


class Interpreter:
    """Understands messages with one trained bundle. Safe to use from several threads.

    >>> interpreter = Interpreter.load(Path("models/current"))              # doctest: +SKIP
    >>> interpreter.parse("Where is my parcel?").intent.name                # doctest: +SKIP
    'order_status'
    """

    def __init__(self, pipeline: Pipeline, version: str, resources: Resources, config: NluConfig) -> None:
        self.pipeline = pipeline
        self.version = version
        self.resources = resources
        self.config = config

    @classmethod
    def load(cls, path: Path, *, catalogue: Catalogue | None = None, resources: Resources | None = None) -> Interpreter:
        """The interpreter of a bundle's folder, or of a `models` folder's active bundle.

        resources: share those of an earlier interpreter, so that encoders are in memory once.
        BundleError when the bundle is missing or damaged.
        """
        from bot.nlu.bundle import load_interpreter

        return load_interpreter(path, catalogue=catalogue, resources=resources)

    @property
    def encoder(self) -> Encoder:
        """The sentence encoder, for rooms that search with the same vectors."""
        encoder: Encoder = self.resources.loaded["encoder"]
        return encoder

    def expect(self, text: str) -> None:
        """Begins with what needs no context of a message that is still on its way through the inbox."""
        for component in self.pipeline.components:
            if isinstance(component, SentenceEncoder):
                component.expect(text)

    def warm(self) -> None:
        """Makes ready what the first messages of each language would wait for; a second or so."""
        for component in self.pipeline.components:
            component.warm()

    def parse(self, text: str, context: ParseContext | None = None) -> Understanding:
        """What one message means."""
        return self.parse_batch([text], [context or ParseContext()])[0]

    def parse_batch(self, texts: Sequence[str], contexts: Sequence[ParseContext] | None = None) -> list[Understanding]:
        """What each message means, in order. contexts: one per message, or none."""
        if not texts:
            return []
        batch = Batch(list(texts), list(contexts or [ParseContext()] * len(texts)))
        self.pipeline.finish(self.pipeline.run(self.pipeline.featurise(batch)))
        return [self._understanding(batch, row) for row in range(len(batch))]

    def _understanding(self, batch: Batch, row: int) -> Understanding:
        guess = batch.languages[row]
        ranking = _ranking(batch, row)
        decision = batch.decisions[row] if batch.decisions else "answer"
        wishes = batch.wishes[row] if batch.wishes else ranking[:1]
        if wishes and ranking:
            confidence = {scored.name: scored.confidence for scored in ranking}
            first = replace(wishes[0], confidence=confidence.get(wishes[0].name, wishes[0].confidence))
            wishes = (first, *wishes[1:])
        emotions = batch.emotions[row] if batch.emotions is not None else np.eye(len(EMOTIONS))[1]
        urgencies = batch.urgencies[row] if batch.urgencies is not None else np.eye(len(URGENCIES))[1]
        urgency = int(urgencies.argmax())
        emotion = batch.emotion[row] if batch.emotion else "neutral"
        return Understanding(
            text=batch.texts[row],
            language=Scored(guess.code, guess.confidence),
            intents=() if decision == "reject" else tuple(wishes),
            intent_ranking=ranking,
            emotion=Scored(emotion, float(emotions[EMOTIONS.index(emotion)])),
            emotion_ranking=_sorted(EMOTIONS, emotions),
            intensity=float(batch.intensity[row]) if batch.intensity is not None else 0.0,
            sentiment=float(sum(VALENCE[name] * share for name, share in zip(EMOTIONS, emotions, strict=True))),
            urgency=Scored(URGENCIES[urgency], float(urgencies[urgency])),
            entities=batch.entities[row] if batch.entities else (),
            decision=decision,
            model=self.version,
            language_ranking=tuple(Scored(code, share) for code, share in guess.ranking),
            language_evidence=guess.evidence,
            values=batch.values[row] if batch.values else {},
        )


def _ranking(batch: Batch, row: int) -> tuple[Scored, ...]:
    """The likeliest intents; out of scope is always told, so that its probability can be read."""
    if batch.intents is None:
        return ()
    ranking = _sorted(batch.intent_labels, batch.intents[row])
    listed = ranking[:_RANKING]
    return listed + tuple(scored for scored in ranking[_RANKING:] if scored.name == OUT_OF_SCOPE)


def _sorted(labels: Sequence[str], shares: np.ndarray[tuple[int], np.dtype[np.floating]]) -> tuple[Scored, ...]:
    order = np.argsort(-shares, kind="stable")
    return tuple(Scored(labels[at], float(shares[at])) for at in order)
