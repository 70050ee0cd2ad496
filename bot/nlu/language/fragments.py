"""Word-like fragments drawn from lingua's n-gram models: letter statistics of text that is not at hand.

lingua (Apache-2.0, the pure-Python 1.3 series) publishes P(last letter | letters before) of 1- to 5-grams inside
words. A fragment is a 5-gram drawn by its joint probability and grown letter by letter.
"""

from __future__ import annotations

import json
import zipfile
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
    followers: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for ngram in longest:
        followers[ngram[:-1]].append((ngram[-1], tables[-1][ngram]))
    fragments = []
    for start in rng.choice(len(longest), size=count, p=joint / joint.sum()):
        fragment = longest[start]
        for _ in range(rng.integers(0, 6)):
            choices = followers.get(fragment[-4:])
            if not choices:
                break
            weights = np.array([weight for _, weight in choices])
            fragment += choices[rng.choice(len(choices), p=weights / weights.sum())][0]
        fragments.append(fragment)
    return fragments


def _joint(tables: Sequence[dict[str, float]], ngram: str) -> float:
    product = 1.0
    for order, table in enumerate(tables, start=1):
        product *= table.get(ngram[:order], _UNSEEN)
    return product
