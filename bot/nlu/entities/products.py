"""Products: those of the catalogue as their SKU, other goods as they were called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.nlu.entities.folding import fold_phrase
from bot.nlu.entities.phrasebook import Hit
from bot.nlu.entities.rules import load_rules
from bot.nlu.entities.scene import Found, Scene

_RANK_SKU, _RANK_NAME, _RANK_GOODS = 90, 67, 54  # goods as places: `กัมพูชา` is longer than `ชาม`
_SHORTEST_TYPO = 7
_ARTICLE = re.compile(r"(?<![a-z0-9@-])(?=[a-z-]*\d)[a-z]{1,5}-?\d{2,8}(?:-[a-z0-9]{1,5})?(?![a-z0-9@-])")
_ARTICLE_REACH = 4
_SHORTEST_NOUN = 5


@dataclass(frozen=True, slots=True)
class Misspellings:
    """Words with one letter left out, to the words they may be. Deletions on both sides meet (SymSpell, Garbe 2012)."""

    words: Mapping[str, tuple[str, str]]

    def correct(self, word: str) -> tuple[str, str] | None:
        """Return the (word, value) that `word` misspells by one letter, none when there is no such word."""
        for variant in (word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))):
            found = self.words.get(variant)
            if found and _is_slip(found[0], word):
                return found
        return None


def _is_slip(right: str, written: str) -> bool:
    """Tell whether one inner letter is missing or added or two are swapped; other letters make other words."""
    if right[0] != written[0] or right[-1] != written[-1] or abs(len(right) - len(written)) > 1:
        return False
    if len(right) == len(written):
        differing = [at for at in range(len(right)) if right[at] != written[at]]
        swapped = len(differing) == 2 and differing[1] == differing[0] + 1
        return swapped and right[differing[0]] == written[differing[1]]
    longer, shorter = sorted((right, written), key=len, reverse=True)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(1, len(longer) - 1))


def misspellings(words: Mapping[str, str]) -> Misspellings:
    """Return the table for single words (plain spelling) with their values; short words are left out."""
    table: dict[str, tuple[str, str]] = {}
    for word, value in words.items():
        if len(word) >= _SHORTEST_TYPO and word.isalpha() and word[0] < "\u0600":
            table.setdefault(word, (word, value))
            for at in range(1, len(word)):
                table.setdefault(word[:at] + word[at + 1 :], (word, value))
    return Misspellings(table)


def find_products(scene: Scene, typos: Misspellings) -> Iterator[Found]:
    """Yield the products of a message, with the words beside the noun that belong to it (`kids puzzle`)."""
    by_span: dict[tuple[int, int], set[str]] = {}
    for hit in scene.of("product"):
        if _within_a_colour(scene, hit):
            continue
        by_span.setdefault((hit.begin, hit.stop), set()).add(hit.value)
    for (start, end), values in by_span.items():
        skus = values - {""}
        written = scene.folded.written(start, end)
        value = skus.pop() if len(skus) == 1 else _plain(written)
        if value.lower() == written.lower() and any(c.isdigit() for c in written) and value in values:
            yield Found("product", value, start, end, "product_sku", 1.0, rank=_RANK_SKU)
            continue
        first, last = _widen(scene, start, end)
        if (first, last) != (start, end) and value not in values:
            value = _plain(scene.folded.written(first, last))
        known = value in values
        yield Found(
            "product", value, first, last, "product_catalogue" if known else "product_noun", 1.0 if known else 0.8,
            rank=_RANK_NAME if known else _RANK_GOODS,
        )  # fmt: skip
    for match in _ARTICLE.finditer(scene.text):  # an article number that the catalogue does not know
        if scene.cued("product", match.start(), _ARTICLE_REACH) or scene.cued_after("product", match.end(), 1):
            yield Found("product", match[0].upper(), match.start(), match.end(), "product_number", 0.8, rank=_RANK_SKU)
    if scene.rules.words["compounds"] == "true":
        yield from _compounds(scene, by_span)
    yield from _misspelt(scene, typos, by_span)


def _within_a_colour(scene: Scene, hit: Hit) -> bool:
    """Tell whether a name is only a part of the longer word for a colour: `ブラ` of `ブラック`, `cream coloured`."""
    around = (colour for colour in scene.of("colour") if colour.begin <= hit.begin and hit.stop <= colour.stop)
    return any(colour.stop - colour.begin > hit.stop - hit.begin for colour in around)


def _widen(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Return the span with the modifiers before and after it."""
    modifiers: list[Hit] = sorted(scene.of("modifier"), key=lambda hit: hit.start)
    for hit in reversed(modifiers):
        if hit.stop <= start <= hit.stop + 1 and scene.text[hit.stop : start] in ("", " ", "-"):
            start = hit.begin
    for hit in modifiers:
        if hit.begin - 1 <= end <= hit.begin and scene.text[end : hit.begin] in ("", " "):
            end = hit.stop
    return start, end


def _compounds(scene: Scene, known: Mapping[tuple[int, int], set[str]]) -> Iterator[Found]:
    """Yield words that end in a noun of wares: `Winterjacke`."""
    nouns = _long_nouns(scene.language)
    endings = scene.rules.lists["suffixes"]
    others = scene.rules.lists["not_compounds"]
    for match in re.finditer(r"[^\W\d_]{8,}", scene.text):
        if any(first < match.end() and match.start() < last for first, last in known):
            continue
        word = match[0]
        forms = (word, *(word[: -len(ending)] for ending in endings if word.endswith(ending)))
        if any(form.endswith(others) for form in forms):
            continue  # `automatische`, `Hersteller`
        if any(form[at:] in nouns for form in forms for at in range(3, len(form) - _SHORTEST_NOUN + 1)):
            yield Found("product", word, match.start(), match.end(), "product_compound", 0.7, rank=42)


@cache
def _long_nouns(language: str) -> frozenset[str]:
    rules = load_rules(language)
    return frozenset(noun for phrase in rules.lists["goods"] if len(noun := fold_phrase(phrase)) >= _SHORTEST_NOUN)


def _misspelt(scene: Scene, typos: Misspellings, known: Mapping[tuple[int, int], set[str]]) -> Iterator[Found]:
    if not typos.words:
        return
    at = 0
    for word in scene.text.split(" "):
        start, at = at, at + len(word) + 1
        core = word.strip(".,!?;:()\"'")
        if len(core) < _SHORTEST_TYPO or not core.isalpha():
            continue
        start += word.index(core)
        end = start + len(core)
        if any(first < end and start < last for first, last in known):
            continue
        if found := typos.correct(core):
            value = found[1] or found[0]
            yield Found("product", value, start, end, "product_misspelt", 0.6, rank=41)


def _plain(written: str) -> str:
    return " ".join(written.lower().split())
