"""Word-like fragments drawn from lingua's n-gram models: letter statistics of text that is not at hand.

lingua (Apache-2.0, the pure-Python 1.3 series) publishes P(last letter | letters before) of 1- to 5-grams inside
words. A fragment is a 5-gram drawn by its joint probability and grown letter by letter.
"""

from __future__ import annotations

import json
import zipfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ORDERS = ("unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams")
_FOLDERS = {"no": ("nb", "nn"), "hr": ("hr", "bs"), "id": ("id", "ms")}
_UNSEEN = 1e-4


def draw_fragments(wheel: Path, code: str, count: int, seed: int = 0) -> list[str]:
    """Return about `count` fragments of the language `code`; [] when lingua has no model of it.

    Needs the `brotli` package. wheel: lingua_language_detector-1.3.*.whl.
    """
    names = _FOLDERS.get(code, (code,))
    fragments: list[str] = []
    with zipfile.ZipFile(wheel) as archive:
        known = set(archive.namelist())
        for name in names:
            paths = [f"lingua/language-models/{name}/{order}.json.br" for order in ORDERS]
            if paths[0] in known:
                tables = [_read(archive.read(path)) for path in paths]
                fragments += _draw(tables, count // len(names), seed)
    return fragments


def _read(content: bytes) -> dict[str, float]:
    import brotli  # type: ignore[import-not-found,import-untyped,unused-ignore]

    table: dict[str, float] = {}
    for fraction, ngrams in json.loads(brotli.decompress(content))["ngrams"].items():
        numerator, denominator = fraction.split("/")
        table.update(dict.fromkeys(ngrams.split(), int(numerator) / int(denominator)))
    return table


def _draw(tables: Sequence[dict[str, float]], count: int, seed: int) -> list[str]:
    rng = np.random.default_rng(seed)
    longest = list(tables[-1])
    joint = np.array([_joint(tables, ngram) for ngram in longest])
    followers: dict[str, tuple[list[str], list[float]]] = defaultdict(lambda: ([], []))
    for ngram in longest:
        letters, reached = followers[ngram[:-1]]
        letters.append(ngram[-1])
        reached.append((reached[-1] if reached else 0.0) + tables[-1][ngram])
    fragments = []
    for start in rng.choice(len(longest), size=count, p=joint / joint.sum()):
        fragment = longest[start]
        for luck in rng.random(rng.integers(0, 6)):
            if fragment[-4:] not in followers:
                break
            letters, reached = followers[fragment[-4:]]
            fragment += letters[min(bisect_right(reached, luck * reached[-1]), len(letters) - 1)]
        fragments.append(fragment)
    return fragments


def _joint(tables: Sequence[dict[str, float]], ngram: str) -> float:
    product = 1.0
    for order, table in enumerate(tables, start=1):
        product *= table.get(ngram[:order], _UNSEEN)
    return product
