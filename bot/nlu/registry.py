"""Component names of `config.yml` and what they stand for."""

from __future__ import annotations

from bot.nlu.components.base import Component
from bot.nlu.components.decision import Calibration
from bot.nlu.components.features import (
    LanguageComponent,
    SentenceEncoder,
    SurfaceFeatures,
    UniversalSentenceEncoder,
)
from bot.nlu.components.intents import IntentClassifier, NeighbourVote
from bot.nlu.components.mood import EmotionClassifier, UrgencyClassifier
from bot.nlu.components.ngrams import NgramClassifier
from bot.nlu.components.scope import OutOfScope
from bot.nlu.components.several import SeveralIntents
from bot.nlu.components.values import EntityComponent, SlotValueClassifier

COMPONENTS: dict[str, type[Component]] = {
    component.name: component
    for component in (
        LanguageComponent,
        SentenceEncoder,
        UniversalSentenceEncoder,
        SurfaceFeatures,
        IntentClassifier,
        NgramClassifier,
        NeighbourVote,
        OutOfScope,
        SeveralIntents,
        Calibration,
        EmotionClassifier,
        UrgencyClassifier,
        SlotValueClassifier,
        EntityComponent,
    )
}
"""A new component is added here; a test holds the list still, so that names are not lost by accident."""
