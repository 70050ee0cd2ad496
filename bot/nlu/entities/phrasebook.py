"""Finds the phrases of word lists in a text, in one pass, in scripts with and without spaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.nlu.entities.folding import Folded, fold_phrase, fold_phrase_signed

# phrases up to this length take no endings: `di` is not in `die`
_SHORT, _SHORT_NOUN = 3, 2
_LONG_HANGUL = 2
# kinds that Korean writes onto one another: `3일전`, `이공이육`, `만원`
_RUN_ON = frozenset({"number", "digit", "multiplier", "unit", "counter", "currency", "letter", "next", "last", "this"})
# kinds whose single syllables are also understood without accents; others could be any word (`nhan` is no ring)
_UNSIGNED = ("unit", "weekday", "month", "next", "last", "this", "part", "currency", "cue:")


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase that means something. signed: as written in the list, lower case, with its accents."""

    kind: str
    value: str
    signed: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found at `start:end` of the folded text. begin, stop: with what is written onto it (article, case)."""

    kind: str
    value: str
    start: int
    end: int
    begin: int
    stop: int


def is_dense(character: str) -> bool:
    """Tell whether a letter belongs to a script that writes words without spaces (Han, kana, Thai, Lao)."""
    point = ord(character)
    return 0x3040 <= point < 0x3100 or 0x3400 <= point < 0xA000 or 0x0E00 <= point < 0x0F00 or 0xF900 <= point < 0xFB00


def is_hangul(character: str) -> bool:
    """Tell whether a letter is a Korean syllable."""
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
    return before.isdigit() != here.isdigit()


def _may_stand(kind: str, length: int, *, inside: bool, stop: int) -> bool:
    """Tell whether a phrase may stand inside a Korean word, or with an ending of `stop` letters (< 0: not the end)."""
    if (inside or stop < 0) and kind not in _RUN_ON:
        return False
    return stop <= 0 or length > (_SHORT_NOUN if kind in ("product", "colour") else _SHORT)


def _understood_unsigned(kind: str, signed: str) -> bool:
    return " " in signed or kind.startswith(_UNSIGNED)


class Phrasebook:
    """Phrases with their meanings.

    prefixes, suffixes: what may be written onto a word (Arabic prepositions, Turkish cases); articles: prefixes that
    belong to the word. strict_signs: a phrase with accents may be typed without them only in a message that has none
    at all (Vietnamese).
    """

    def __init__(
        self,
        terms: Iterable[Term],
        *,
        prefixes: Iterable[str] = (),
        articles: Iterable[str] = (),
        suffixes: Iterable[str] = (),
        strict_signs: bool = False,
    ) -> None:
        self._terms: dict[str, list[tuple[Term, str]]] = defaultdict(list)
        lengths: dict[str, set[int]] = defaultdict(set)
        for term in terms:
            key, signed = fold_phrase_signed(term.signed)
            if key:
                self._terms[key].append((term, signed))
                lengths[key[:2]].add(len(key))
        self._lengths = {start: tuple(sorted(sizes, reverse=True)) for start, sizes in lengths.items()}
        self._prefixes = tuple(sorted((fold_phrase(p) for p in (*prefixes, *articles)), key=len, reverse=True))
        self._articles = tuple(sorted((fold_phrase(p) for p in articles), key=len, reverse=True))
        self._suffixes = frozenset(fold_phrase(s) for s in suffixes)
        self._longest_suffix = max((len(s) for s in self._suffixes), default=0)
        self._strict_signs = strict_signs

    def scan(self, folded: Folded) -> list[Hit]:
        """Return the longest phrase of each kind at each place, in order of position; hits may overlap.

        A phrase that has several values of one kind (a noun, and the product of that name) is several hits.
        """
        text = folded.plain
        unsigned = self._strict_signs and folded.text == folded.plain
        hits: list[Hit] = []
        run_on: set[int] = set()  # ends of what Korean writes more onto
        for word, start in self._starts(text):
            if word < 0 and start not in run_on:
                continue
            longer: set[str] = set()  # kinds that have a phrase here already
            for end, stop, terms in self._phrases(text, start):
                fitting = [
                    term
                    for term, signed in terms
                    if term.kind not in longer
                    and _may_stand(term.kind, end - start, inside=word < 0, stop=stop - end)
                    and self._signs_fit(
                        folded, start, end, signed, unsigned and _understood_unsigned(term.kind, signed)
                    )
                ]
                begin = self._begin(text, word, start)
                hits += [Hit(term.kind, term.value, start, end, begin, max(stop, end)) for term in fitting]
                longer.update(term.kind for term in fitting)
                if not longer.isdisjoint(_RUN_ON):
                    run_on.add(end)
        return hits

    def _phrases(self, text: str, start: int) -> Iterator[tuple[int, int, list[tuple[Term, str]]]]:
        """Yield the phrases that begin at `start`, the longest first: end, end with its ending, terms."""
        first = text[start : start + 2]
        for length in (*self._lengths.get(first, ()), *self._lengths.get(first[:1], ())):
            end = start + length
            terms = self._terms.get(text[start:end]) if end <= len(text) else None
            if terms is not None:
                stop = self._stop(text, end, length)
                if stop >= 0 or is_hangul(text[end - 1]):
                    yield end, stop, terms

    def _begin(self, text: str, word: int, start: int) -> int:
        """Return where the article before `start` begins, `start` when there is none."""
        if 0 <= word < start:
            for article in self._articles:
                if text.endswith(article, word, start):
                    return start - len(article)
        return start

    def _starts(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where a word begins and where a phrase may begin in it; -1 for the word inside a Korean one."""
        for at in range(len(text)):
            if text[at] == " ":
                continue
            if not starts_word(text, at):
                if is_hangul(text[at]):
                    yield -1, at
                continue
            yield at, at
            for prefix in self._prefixes:
                inside = at + len(prefix)
                if text.startswith(prefix, at) and inside < len(text) and text[inside] != " ":
                    yield at, inside

    def _stop(self, text: str, end: int, length: int) -> int:
        """Return where a phrase ends with what is written onto it, -1 when it is but the beginning of a word.

        Korean particles belong to no phrase; long Korean words may have any.
        """
        if ends_word(text, end):
            return end
        if is_hangul(text[end - 1]) and is_hangul(text[end]):
            return end if length > _LONG_HANGUL or self._suffix_end(text, end) > 0 else -1
        return self._suffix_end(text, end)

    def _suffix_end(self, text: str, at: int) -> int:
        """Return where the suffix at `at` ends, -1 when something else follows."""
        end = at
        while end < len(text) and text[end].isalpha():
            end += 1
            if end - at > self._longest_suffix:
                return -1
        return end if text[at:end] in self._suffixes else -1

    def _signs_fit(self, folded: Folded, start: int, end: int, signed: str, unsigned: bool) -> bool:
        written = folded.text[start:end]
        if written == folded.plain[start:end]:
            # typed without accents: fine, unless this language needs them and this message has some
            return not self._strict_signs or unsigned or signed == written
        if not self._strict_signs and written.isalpha() and not written.isascii() and ord(written[0]) > 0x24F:
            return True  # Arabic spelling variants and the like
        return signed == written
