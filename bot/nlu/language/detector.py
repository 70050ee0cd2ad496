"""Language of a text: script rules, a character n-gram model, and what was known before."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.nlu.language.blocks import Block, load_blocks
from bot.nlu.language.cleaning import clean
from bot.nlu.language.guess import LanguageGuess
from bot.nlu.language.languages import DATA, ROMANISED, Languages, languages
from bot.nlu.language.scripts import count_scripts, main_script

WEIGHTS = DATA / "weights.npz"

# Log-odds that come with what is known before the text is read.
_NOT_SUPPORTED = -2.0  # a shop has few shoppers of languages it does not serve
_ROMANISED = -1.5
_HAN_ALONE = {"zh": 0.8}  # Japanese seldom does without kana
_LOCALE, _LOCALE_SHORT = 1.0, 2.0
_COUNTRY = 0.5
_PREVIOUS = 1.5
_PREVIOUS_SHORT = 6.0  # more for what was known the shorter the text is, fading over SHORT letters
_SHORT = 8.0
_ENOUGH = 0.55  # probability from the text alone from which it may leave the conversation's language
_UNKNOWN_LETTERS, _UNKNOWN_BELOW = 24, 0.5
_SCRIPT_CODES = {"Hang": "Kore"}


class LanguageDetector:
    """Tells the language of chat messages."""

    def __init__(self, blocks: Mapping[str, Block], table: Languages) -> None:
        self._blocks = blocks
        self._table = table

    @classmethod
    def load(cls, path: Path | None = None) -> LanguageDetector:
        """Return a detector with the weights at `path`, or with the weights that come with the package.

        Raises `FileNotFoundError`, and `ValueError` when the file's languages are not those of `languages.yml`.
        """
        table, file = languages(), path or WEIGHTS
        blocks = load_blocks(file, table.blocks)
        for script, block in blocks.items():
            if block.labels != table.blocks[script]:
                raise ValueError(f"{file}: its {script} languages are not those of languages.yml; train it again")
        return cls(blocks, table)

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
        the telephone number. They are added as log-odds to what the text says, and decide where it says nothing.
        """
        told = self._telling_words(clean(text), previous)
        counts = count_scripts(told)
        script = main_script(counts)
        if script == "Zyyy":
            return self._from_before(count_scripts(text), previous, locale, country)
        scores = self._read(told, script) if not _is_japanese(told) else {"ja": 0.0}
        alone = max(scores, key=lambda code: scores[code])
        certainty = math.exp(scores[alone])
        letters = sum(counts.values())
        if certainty < _UNKNOWN_BELOW and letters >= _UNKNOWN_LETTERS and not (previous or locale):
            scores = self._ask_langdetect(told, scores)
        weighed = self._weigh(scores, self._letters_worth(counts), previous, locale, country)
        ranking = tuple(sorted(weighed.items(), key=lambda item: -item[1])[:5])
        code, confidence = ranking[0]
        evidence = certainty >= _ENOUGH or math.exp(scores.get(code, -9.0)) >= _ENOUGH
        return LanguageGuess(code, confidence, ranking, self._script_code(text, code, script, locale), evidence)

    def _telling_words(self, cleaned: str, previous: str | None) -> str:
        told = [word for word in cleaned.split() if not self._table.says_nothing(word, previous)]
        return " ".join(told)

    def _read(self, text: str, script: str) -> dict[str, float]:
        """Return code to log-probability from the text alone."""
        block = self._blocks.get(script)
        if block is None:
            return {self._table.scripts.get(script, "und"): 0.0}
        log_p, _ = block.log_probabilities(text)
        probabilities: dict[str, float] = {}
        likelier = _HAN_ALONE if script == "Hani" and not count_scripts(text)["Kana"] else {}
        for label, value in zip(block.labels, log_p.tolist(), strict=True):
            code = label.removesuffix(ROMANISED)
            prior = (_ROMANISED if label != code else 0.0) + likelier.get(code, 0.0)
            if code not in self._table.supported:
                prior += _NOT_SUPPORTED
            probabilities[code] = probabilities.get(code, 0.0) + math.exp(value + prior)
        total = sum(probabilities.values())
        return {code: math.log(p / total + 1e-12) for code, p in probabilities.items()}

    def _letters_worth(self, counts: Counter[str]) -> float:
        """Return the length of a text in letters; a Han character or a syllable stands for several."""
        return sum(n * (3.0 if script in ("Hani", "Hang", "Kana") else 1.0) for script, n in counts.items())

    def _weigh(
        self,
        scores: Mapping[str, float],
        length: float,
        previous: str | None,
        locale: str | None,
        country: str | None,
    ) -> dict[str, float]:
        """Return code to probability, with what was known before added."""
        odds = dict(scores)
        known = {
            self._table.code(previous): _PREVIOUS + _PREVIOUS_SHORT * math.exp(-length / _SHORT),
            self._table.code(locale): _LOCALE + _LOCALE_SHORT * math.exp(-length / _SHORT),
        }
        for code in self._table.countries.get((country or "").upper(), ())[:3]:
            odds[code] = odds.get(code, -25.0) + _COUNTRY
        for code, bonus in known.items():
            if code in odds:
                odds[code] += bonus
        highest = max(odds.values())
        total = sum(math.exp(value - highest) for value in odds.values())
        return {code: math.exp(value - highest) / total for code, value in odds.items()}

    def _ask_langdetect(self, text: str, scores: dict[str, float]) -> dict[str, float]:
        """Return the scores, with langdetect's answer above them when it names a language unknown here."""
        code = _langdetect(text)
        known = {name for labels in self._table.blocks.values() for name in labels}
        if code and code not in known and code not in scores:
            return {**{name: value - 1.0 for name, value in scores.items()}, code: math.log(0.5)}
        return scores

    def _from_before(
        self, raw: Counter[str], previous: str | None, locale: str | None, country: str | None
    ) -> LanguageGuess:
        """Return what was known before, for a text that says nothing."""
        homes = self._table.countries.get((country or "").upper(), ())
        candidates = [self._table.code(previous), self._table.code(locale), *homes[:1]]
        code = next((candidate for candidate in candidates if candidate), "und")
        script = "Latn" if raw.get("Latn") else "Zyyy"
        confidence = 0.5 if code != "und" else 0.0
        return LanguageGuess(code, confidence, ((code, confidence),), script, evidence=False)

    def _script_code(self, text: str, code: str, script: str, locale: str | None) -> str:
        if script != "Hani":
            return _SCRIPT_CODES.get(script, script)
        if code == "ja":
            return "Jpan"
        traditional = sum(c in self._table.hant for c in text)
        simplified = sum(c in self._table.hans for c in text)
        if traditional != simplified:
            return "Hant" if traditional > simplified else "Hans"
        home = (locale or "").replace("_", "-").lower()
        return "Hant" if home.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")) else "Hans"


def _is_japanese(text: str) -> bool:
    """Tell whether hiragana stand in a text, other than の, which Chinese shops write for show.

    Katakana may be a product's name in a Chinese message.
    """
    return any("\u3041" <= letter <= "\u309f" and letter != "の" for letter in text)


@cache
def _langdetect_ready() -> bool:
    from langdetect import DetectorFactory

    DetectorFactory.seed = 0  # it draws n-grams at random otherwise
    return True


def _langdetect(text: str) -> str:
    from langdetect import detect
    from langdetect.lang_detect_exception import LangDetectException

    _langdetect_ready()
    try:
        return str(detect(text)).split("-", 1)[0]
    except LangDetectException:
        return ""
