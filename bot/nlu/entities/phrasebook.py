"""Finds the phrases of word lists in a text, in one pass, in scripts with and without spaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.nlu.entities.folding import Folded, fold, fold_phrase


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase that means something. signed: as written in the list, lower case, with its accents."""

    kind: str
    value: str
    signed: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found at `start:end` of the folded text."""

    kind: str
    value: str
    start: int
    end: int


def is_dense(character: str) -> bool:
    """Tell whether a letter belongs to a script that writes words without spaces (Han, kana, Thai, Lao)."""
    point = ord(character)
    return 0x3040 <= point < 0x3100 or 0x3400 <= point < 0xA000 or 0x0E00 <= point < 0x0F00 or 0xF900 <= point < 0xFB00


def _is_hangul(character: str) -> bool:
    return 0xAC00 <= ord(character) <= 0xD7A3


def starts_word(text: str, at: int) -> bool:
    """Tell whether a word may begin at `at`."""
    if at == 0:
        return True
    before, here = text[at - 1], text[at]
    if not before.isalnum() or not here.isalnum() or is_dense(here) or is_dense(before):
        return True
    return before.isdigit() != here.isdigit()


def ends_word(text: str, at: int) -> bool:
    """Tell whether a word may end before `at`."""
    if at >= len(text):
        return True
    before, here = text[at - 1], text[at]
    if not before.isalnum() or not here.isalnum() or is_dense(before) or is_dense(here):
        return True
    # Hangul: particles are written onto the word
    return before.isdigit() != here.isdigit() or _is_hangul(before)


class Phrasebook:
    """Phrases with their meanings.

    prefixes, suffixes: what may be written onto a word (Arabic articles, Turkish cases). strict_signs: a phrase
    with accents may be typed without them only in a message that has none at all (Vietnamese).
    """

    def __init__(
        self,
        terms: Iterable[Term],
        *,
        prefixes: Iterable[str] = (),
        suffixes: Iterable[str] = (),
        strict_signs: bool = False,
    ) -> None:
        self._terms: dict[str, list[Term]] = defaultdict(list)
        lengths: dict[str, set[int]] = defaultdict(set)
        for term in terms:
            key = fold_phrase(term.signed)
            if key:
                self._terms[key].append(term)
                lengths[key[:2]].add(len(key))
        self._lengths = {start: tuple(sorted(sizes, reverse=True)) for start, sizes in lengths.items()}
        self._prefixes = tuple(sorted((fold_phrase(p) for p in prefixes), key=len, reverse=True))
        self._suffixes = frozenset(fold_phrase(s) for s in suffixes)
        self._longest_suffix = max((len(s) for s in self._suffixes), default=0)
        self._strict_signs = strict_signs

    def scan(self, folded: Folded) -> list[Hit]:
        """Return the longest phrase of each kind at each place, in order of position; hits may overlap."""
        text = folded.plain
        unsigned = self._strict_signs and folded.text == folded.plain
        hits: list[Hit] = []
        for start in self._starts(text):
            kinds: set[str] = set()
            for length in self._lengths.get(text[start : start + 2], ()):
                end = start + length
                terms = self._terms.get(text[start:end])
                if terms is None or end > len(text):
                    continue
                if not ends_word(text, end) and not self._suffix_follows(text, end):
                    continue
                for term in terms:
                    if term.kind not in kinds and self._signs_fit(folded, start, end, term, unsigned):
                        kinds.add(term.kind)
                        hits.append(Hit(term.kind, term.value, start, end))
        return hits

    def _starts(self, text: str) -> Iterator[int]:
        for at in range(len(text)):
            if text[at] == " " or not starts_word(text, at):
                continue
            yield at
            for prefix in self._prefixes:
                inside = at + len(prefix)
                if text.startswith(prefix, at) and inside < len(text) and text[inside] != " ":
                    yield inside

    def _suffix_follows(self, text: str, at: int) -> bool:
        end = at
        while end < len(text) and text[end].isalpha():
            end += 1
            if end - at > self._longest_suffix:
                return False
        return text[at:end] in self._suffixes

    def _signs_fit(self, folded: Folded, start: int, end: int, term: Term, unsigned: bool) -> bool:
        written = folded.text[start:end]
        if written == folded.plain[start:end]:
            # typed without accents: fine, unless this language needs them and this message has some
            return not self._strict_signs or unsigned or fold(term.signed).text == written
        if not self._strict_signs and written.isalpha() and not written.isascii() and ord(written[0]) > 0x24F:
            return True  # Arabic spelling variants and the like
        return fold(term.signed).text == written
