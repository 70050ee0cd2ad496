"""The label sets that every merchant shares. Intents and entities are open: the training data names them."""

from __future__ import annotations

from bot.nlu.understanding import OUT_OF_SCOPE

EMOTIONS = ("satisfied", "neutral", "confused", "anxious", "disappointed", "frustrated", "angry")
"""From pleased to furious."""

NEGATIVE = frozenset({"anxious", "disappointed", "frustrated", "angry"})

URGENCIES = ("low", "normal", "high")

VALENCE = {
    "satisfied": 1.0,
    "neutral": 0.0,
    "confused": -0.2,
    "anxious": -0.5,
    "disappointed": -0.6,
    "frustrated": -0.8,
    "angry": -1.0,
}
"""Sentiment of an emotion, -1..1."""

SEPARATOR = "+"
"""Between the intents of a message with several, as in Rasa: `order_status+return_policy`."""

__all__ = ["EMOTIONS", "NEGATIVE", "OUT_OF_SCOPE", "SEPARATOR", "URGENCIES", "VALENCE"]
