"""Reads messages: with the model that serves now, in a language that is decided here."""

from __future__ import annotations

import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import Any

from babel import Locale

from bot.dialogue import UserTurn, parse_payload
from bot.inference.asked import Understood
from bot.nlu.language import LanguageGuess, reply_language
from bot.nlu.understanding import ParseContext, Understanding
from bot.reading.reading import Heard, Reading
from bot.reading.torn import NUMBERS

MAX_TEXT = 4000
_WHERE_TO = "new_address"
_DIGITS = 3
_NUMBER_FIRST = {
    "order_or_contact": "order_id",
    "new_variant": "variant",
    "confirm_exchange": "variant",
    "confirm_items": "variant",
    "confirm_return": "variant",
}
"""Questions that several entities answer, or one beside a yes or no, by the one whose bare digits are more likely."""
_CODES = NUMBERS | {"email", "phone", "coupon_code"}
_BORROWED = frozenset({"thanks", "goodbye", "affirm", "deny"})
_FEW_WORDS = 3
_LOOKS_SO = 0.9
_ENDING = 2  # letters of a Russian adjective's ending
_ARABIC = str.maketrans("أإآة", "اااه")


class Reader:
    """Reads messages. understand: asks the model that serves now."""

    def __init__(
        self, understand: Callable[[str, ParseContext], Awaitable[Understood]], languages: Sequence[str]
    ) -> None:
        self._understand, self._languages = understand, tuple(languages)

    async def read(self, heard: Sequence[Heard], known: dict[str, Any]) -> Reading:
        """What a burst means. known: `previous`, `chosen`, `profile_locale`, `market`, `channel`, `waiting_for`,
        `running`, `said_before`, `supported`; what the house knew before."""
        last = heard[-1]
        pressed = last.button_payload
        if pressed and parse_payload(pressed):
            return self._without_words(heard, known, last.text, pressed)
        text = "\n".join(one.text.strip() for one in heard if one.text.strip() and not one.button_payload)
        text = (text or last.text.strip())[:MAX_TEXT]
        if not text:
            return self._without_words(heard, known, "", None)
        context = ParseContext(
            previous_language=known["previous"],
            locale=known["profile_locale"],
            country=known["market"],
            channel=known["channel"],
            expected_entity=_NUMBER_FIRST.get(known["waiting_for"], known["waiting_for"]),
        )
        understood = await self._understand(text, context)
        found = understood.whole
        guess = LanguageGuess(
            found.language.name,
            found.language.confidence,
            tuple((one.name, one.confidence) for one in found.language_ranking),
            "Zyyy",
            found.language_evidence,
        )
        few = _borrowed_courtesy(text, found) or _is_slang(text, found)
        borrowed = (known["previous"] and few) or _is_a_code(text, found)
        borrowed = borrowed or (known["waiting_for"] == _WHERE_TO and _is_numbered(text))
        return Reading(
            text=text,
            language=self._language(None if borrowed else guess, known),
            message_id=str(last.id),
            attachments=any(one.attachments for one in heard),
            understanding=found,
            waiting_for=known["waiting_for"],
            running=frozenset(known["running"]),
            said_before=known.get("said_before", ""),
            metadata={"kind": last.kind},
            language_named=self._named(text, found),
            apart=understood.apart,
        )

    def unread(self, heard: Sequence[Heard], known: dict[str, Any]) -> Reading:
        """The message without any understanding, where reading failed."""
        return self._without_words(heard, known, heard[-1].text, None)

    def _without_words(self, heard: Sequence[Heard], known: dict[str, Any], text: str, payload: str | None) -> Reading:
        return Reading(
            text=text[:MAX_TEXT],
            language=self._language(None, known),
            message_id=str(heard[-1].id),
            payload=payload,
            attachments=any(one.attachments for one in heard),
            metadata={"kind": heard[-1].kind},
        )

    @staticmethod
    def _language(guess: LanguageGuess | None, known: dict[str, Any]) -> str:
        if known.get("chosen"):
            return str(known["chosen"])
        return reply_language(
            guess,
            previous=known["previous"],
            profile_locale=known["profile_locale"],
            supported=known["supported"],
        )

    def _named(self, text: str, found: Understanding) -> str | None:
        """The language that a wish for another one names; without a name, the one the wish is written in."""
        if not any(one.name == "language_switch" for one in found.intents):
            return None
        folded = _folded(text)
        named = [
            (folded.rfind(name), -len(name), code)
            for name, code in _language_names(self._languages).items()
            if name in folded
        ]
        return max(named)[2] if named else None


def _borrowed_courtesy(text: str, found: Understanding) -> bool:
    """Whether the text is a few words of courtesy or a yes or no, which people borrow: "merci" is said in Zurich and in
    Cairo, "ok thanks" and "ok, proceed" everywhere. They say nothing of the language to go on in."""
    words = text.split()
    latin = all(char.isascii() or "LATIN" in unicodedata.name(char, "") for char in text if char.isalpha())
    courtesy = found.decision == "answer" and bool(found.intents) and found.intents[0].name in _BORROWED
    return 0 < len(words) <= _FEW_WORDS and latin and courtesy


def _is_slang(text: str, found: Understanding) -> bool:
    """Whether a few words in plain letters, or numbers and names as an address has them, say nothing that is understood
    in the language they look like, and only look a little like it: "walao so slow" in Singapore and "riad rue 12,
    casablanca 20000" are no Vietnamese."""
    few = 0 < len(text.split()) <= _FEW_WORDS or _is_numbered(text)
    return few and text.isascii() and found.decision == "reject" and found.language.confidence < _LOOKS_SO


def _is_numbered(text: str) -> bool:
    """Whether a text has the numbers of an address: where one was asked for, its names are of a place and no language.
    Those of Japan are written in signs that are Chinese as well."""
    return sum(map(str.isdigit, text)) >= _DIGITS


def _is_a_code(text: str, found: Understanding) -> bool:
    """Whether the text is a voucher's code, a number or an address of mail and nothing besides: WELCOME10 is written
    so everywhere, and says nothing of the language."""
    bare = UserTurn(text, entities=tuple(one.to_dict() for one in found.entities)).bare_values
    return bare and all(one.entity in _CODES for one in found.entities)


@cache
def _language_names(codes: tuple[str, ...]) -> dict[str, str]:
    """Names of the languages in all of them, folded, from CLDR."""
    names: dict[str, str] = {}
    for shown in codes:
        for code in codes:
            name = Locale.parse(shown).languages.get(code)
            if name and len(name) > 1:
                names[_folded(str(name))] = code
                if shown == "ru" and len(name) > _ENDING:
                    names[_folded(str(name)[:-_ENDING])] = code  # "на русском": the ending goes with the case
                if shown == "ar":  # as people write: without the article and the ending that names of languages have
                    names[_folded(str(name)).removeprefix("ال").removesuffix("ه")] = code
    return names


def _folded(text: str) -> str:
    """Without case, and Arabic without the marks that people leave out."""
    return text.casefold().translate(_ARABIC)
