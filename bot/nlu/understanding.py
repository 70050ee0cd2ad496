"""What the bot understood of one message: frozen values that every other room may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Decision: TypeAlias = Literal["answer", "clarify", "reject"]
"""What the confidence allows: answer, ask back between the likeliest intents, or admit not understanding."""

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Scored:
    """A label with its calibrated probability (0..1)."""

    name: str
    confidence: float

    def to_dict(self) -> dict[str, JsonValue]:
        """`{"name", "confidence"}`, as Rasa writes intents."""
        return {"name": self.name, "confidence": round(self.confidence, 4)}


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of the message with a meaning. `text[start:end]` is what was written, `value` is normalised."""

    entity: str
    value: str | int | float
    start: int
    end: int
    extractor: str
    text: str
    confidence: float = 1.0

    def to_dict(self) -> dict[str, JsonValue]:
        """Rasa's entity shape; `text` is the piece as the shopper wrote it."""
        return {
            "entity": self.entity,
            "value": self.value,
            "start": self.start,
            "end": self.end,
            "extractor": self.extractor,
            "text": self.text,
            "confidence_entity": round(self.confidence, 4),
        }


@dataclass(frozen=True, slots=True)
class ParseContext:
    """What is known before reading: priors, never facts. All are optional.

    previous_language: language code of the conversation so far. locale: the profile's (`pt-BR`).
    country: ISO code of the market or phone number. expected_entity: what the bot has just asked for.
    """

    previous_language: str | None = None
    locale: str | None = None
    country: str | None = None
    channel: str | None = None
    expected_entity: str | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was understood of one message.

    intents: every wish that was said, best first; empty when nothing was understood.
    intent_ranking: the likeliest intents, best first, whatever the decision.
    intensity: strength of the emotion, 0..1. sentiment: -1 (furious) to 1 (delighted).
    model: version of the bundle that understood.
    """

    text: str
    language: Scored
    intents: tuple[Scored, ...]
    intent_ranking: tuple[Scored, ...]
    emotion: Scored
    emotion_ranking: tuple[Scored, ...]
    intensity: float
    sentiment: float
    urgency: Scored
    entities: tuple[Entity, ...] = ()
    decision: Decision = "answer"
    model: str = ""
    language_ranking: tuple[Scored, ...] = field(default=())
    language_evidence: bool = True
    """False when the text itself says too little to leave the conversation's language."""
    values: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    """For slots with fixed values (`return_reason`): the value that shows in the words, and its probability."""

    @property
    def intent(self) -> Scored:
        """The main intent. Where nothing was sure enough (`decision` is `reject`), the likeliest one, as in Rasa."""
        if self.intents:
            return self.intents[0]
        return self.intent_ranking[0] if self.intent_ranking else Scored(OUT_OF_SCOPE, 0.0)

    def to_rasa(self) -> dict[str, JsonValue]:
        """The answer of `/model/parse`: Rasa's fields and ours beside them."""
        return {
            "text": self.text,
            "intent": self.intent.to_dict(),
            "intent_ranking": [scored.to_dict() for scored in self.intent_ranking],
            "entities": [entity.to_dict() for entity in self.entities],
            "intents": [scored.to_dict() for scored in self.intents],
            "language": {
                "code": self.language.name,
                "confidence": round(self.language.confidence, 4),
            },
            "emotion": self.emotion.to_dict(),
            "emotion_ranking": [scored.to_dict() for scored in self.emotion_ranking],
            "intensity": round(self.intensity, 4),
            "sentiment": round(self.sentiment, 4),
            "urgency": self.urgency.name,
            "urgency_confidence": round(self.urgency.confidence, 4),
            "decision": self.decision,
            "model": self.model,
        }
