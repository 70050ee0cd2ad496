"""The value that language detection returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The language of one text.

    code: ISO 639-1 code; one of the languages answered natively, another language's code, or `und` when
        neither the text nor what was known before says anything. Malay is told as `id`.
    confidence: probability of `code`, 0..1, with the priors that were given.
    ranking: codes with their probabilities, best first, at most five.
    script: ISO 15924 code of the text's main script (`Latn`, `Arab`, `Hans`, `Hant`, `Zyyy` when no letter).
    evidence: False when the text itself says nothing (digits, emoji, a link) or too little to leave the
        language of the conversation, so that `code` only repeats what was known before.
    """

    code: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    script: str
    evidence: bool = True
