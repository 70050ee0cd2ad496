"""What might have been understood of a text, for tests of what is made of it."""

from __future__ import annotations

from typing import Any

from bot.nlu.understanding import Scored, Understanding


def understood(text: str, *wishes: tuple[str, float], **more: Any) -> Understanding:
    """A calm English message with these wishes, the likeliest first; more: other fields."""
    scored = tuple(Scored(name, sure) for name, sure in wishes)
    return Understanding(
        text=text,
        language=Scored("en", 1.0),
        intents=scored,
        intent_ranking=scored,
        emotion=Scored("neutral", 1.0),
        emotion_ranking=(),
        intensity=0.0,
        sentiment=0.0,
        urgency=Scored("normal", 1.0),
        decision="answer" if scored else "reject",
        **more,
    )
