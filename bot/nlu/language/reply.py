"""The one place that decides which language an answer is in."""

from __future__ import annotations

from collections.abc import Collection

from bot.nlu.language.guess import LanguageGuess

FALLBACK = "en"


def reply_language(
    guess: LanguageGuess | None,
    *,
    previous: str | None,
    profile_locale: str | None,
    supported: Collection[str],
) -> str:
    """Return the code of the language to answer in; always one of `supported`, or `en`.

    The message's own language when it is supported and the message says which it is; otherwise the language of
    the conversation so far; otherwise, also for a language that is not supported, the profile's; else English.
    guess: None when there was no text (a sticker, a photo).
    """
    if guess is not None and guess.evidence:
        if guess.code in supported:
            return guess.code
        candidates = (profile_locale, None) if guess.code != "und" else (previous, profile_locale)
    else:
        candidates = (previous, profile_locale)
    for candidate in candidates:
        code = primary_subtag(candidate)
        if code in supported:
            return code
    return FALLBACK


def primary_subtag(locale: str | None) -> str:
    """Return the language code of a locale (`pt-BR`, `zh_TW`), Malay as `id`; "" for None."""
    if not locale:
        return ""
    code = locale.replace("_", "-").split("-", 1)[0].lower()
    return {"ms": "id", "in": "id"}.get(code, code)
