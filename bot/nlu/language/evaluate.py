"""Measures the detector on texts kept from training: `python -m bot.nlu.language.evaluate [DATA_DIR...]`.

With `--messages DIR` also on labelled messages that train nothing (JSONL rows with `text` and `lang`), and each wrong
one is printed with its ranking.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.nlu.language.corpus import Sample, held_out, read_data
from bot.nlu.language.detector import WEIGHTS, LanguageDetector
from bot.nlu.language.languages import ROMANISED, languages
from bot.nlu.language.train import OWN_TEXTS


@dataclass
class Score:
    """Results on one source of texts. right, total: by language. confused: (language, guess) to how often."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: float = 0.0

    def accuracy(self, codes: Iterable[str]) -> float:
        """Return the mean of the accuracies per language, 0..1, over those of `codes` that have texts."""
        shares = [self.right[code] / self.total[code] for code in codes if self.total[code]]
        return sum(shares) / len(shares) if shares else 0.0


def evaluate(detector: LanguageDetector, samples: Iterable[Sample]) -> dict[str, Score]:
    """Return source to score. No priors are given: only the text speaks."""
    scores: dict[str, Score] = defaultdict(Score)
    for sample in samples:
        score, code = scores[sample.source], sample.label.removesuffix(ROMANISED)
        begin = time.perf_counter()
        guess = detector.detect(sample.text).code
        score.seconds += time.perf_counter() - begin
        score.total[code] += 1
        score.right[code] += guess == code
        if guess != code:
            score.confused[code, guess] += 1
    return dict(scores)


def read_messages(folder: Path) -> list[tuple[str, str]]:
    """Return (text, language) of the rows of `folder/*.jsonl`. Raises `FileNotFoundError` when there is none."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise FileNotFoundError(f"{folder}: no labelled messages (*.jsonl)")
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
    return [(row["text"], languages().code(row["lang"])) for row in rows]


def report_messages(detector: LanguageDetector, messages: Sequence[tuple[str, str]]) -> list[str]:
    """Return the lines that tell the share of right ones and each wrong one, as in a conversation's first message."""
    guesses = [(text, code, detector.detect(text)) for text, code in messages]
    wrong = [(text, code, guess) for text, code, guess in guesses if guess.code != code]
    lines = [f"messages: {1 - len(wrong) / len(guesses):.4f} of {len(guesses)}"]
    for text, code, guess in wrong:
        ranking = " ".join(f"{name} {p:.2f}" for name, p in guess.ranking[:3])
        lines.append(f"  {code} as {ranking}: {text}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.nlu.language.evaluate", description=__doc__)
    parser.add_argument("data", nargs="*", type=Path, metavar="DATA_DIR", default=OWN_TEXTS)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--all", action="store_true", help="all texts, not only those kept from training")
    parser.add_argument("--messages", type=Path, metavar="DIR", help="labelled messages that train nothing")
    options = parser.parse_args(arguments)
    detector = LanguageDetector.load(options.weights)
    samples = [
        sample
        for folder in options.data
        for sample in read_data(folder)
        if options.all or held_out(sample.text, sample.source)
    ]
    if not samples:
        parser.error(f"no labelled texts in {', '.join(map(str, options.data))}: expected SET/*.jsonl or LANG/*.yml")
    supported = languages().supported
    for source, score in evaluate(detector, samples).items():
        count = score.total.total()
        print(f"{source}: {score.accuracy(supported):.4f} in the fifteen, {score.seconds / count * 1e3:.2f} ms a text")
        print("  " + " ".join(f"{c} {score.right[c] / n:.3f} ({n})" for c, n in sorted(score.total.items())))
        print("  " + ", ".join(f"{a} as {b} {n}" for (a, b), n in score.confused.most_common(12)), file=sys.stdout)
    if options.messages:
        print("\n".join(report_messages(detector, read_messages(options.messages))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
