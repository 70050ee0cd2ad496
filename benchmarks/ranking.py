"""Chooses the weights of the search for articles from our own questions, and writes them with what they reach.

    .venv/bin/python -m benchmarks.ranking            # writes bot/knowledge/data/ranking.yml and languages.npy

Two linear models. The ranking is a softmax over the articles that hold where the question is asked (listwise, Cao et
al. 2007). The certainty is a logistic regression on whether the article ranked first answers at all; beside the
questions without an answer it learns from questions whose topics were taken out of the corpus. What is reported comes
from five folds: no article, and no theme of unanswerable questions, is learned from and measured at once.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.corpus import one_language_each, without_topics
from bot.inference.model import encoded
from bot.knowledge.encoding import Encode
from bot.knowledge.index import Question, Snapshot
from bot.knowledge.reader import read_folder
from bot.knowledge.scoring import EVIDENCE, RANKED, Fit, Weights, certainty, evidence, rank
from bot.knowledge.translations import with_sources
from bot.nlu.bundle import BundleStore
from bot.nlu.components.base import Resources
from bot.nlu.pipeline import Interpreter
from bot.nlu.training_data import read_training_data
from bot.nlu.understanding import OUT_OF_SCOPE
from bot.passages import stored, vectors_of
from bot.settings import read_settings

Floats = npt.NDArray[np.float64]
DAY = date(2026, 11, 25)
_DATA = Path(__file__).parents[1] / "bot" / "knowledge" / "data"
_QUESTIONS = Path(__file__).with_name("data") / "questions.jsonl"
_FOLDS, _THEMES, _TAKEN_OUT = 5, 14, 0.4
_RIDGE, _CALM = 0.5, 0.05
_WISH = 0.8
"""How much of the fitted weight the wish keeps: it knows shoppers only, and other articles must be found too."""
_MADE_UP = 0.3
"""How much a question counts whose topics were taken out, beside one that never had an answer."""
_REFUSED = 0.02
"""Share of the questions with an answer that may fall below a certainty of 0.5."""


@dataclass(frozen=True)
class Case:
    """A question to one corpus: how each article fits, and which are right (none: it has no answer there)."""

    number: int
    fit: Fit
    right: npt.NDArray[np.bool_]
    fold: int
    language: str


def main() -> None:
    """Fits, writes, prints."""
    settings = read_settings()
    interpreter = BundleStore(settings.models, resources=Resources(settings.models, progress=print)).interpreter
    np.save(_DATA / "languages.npy", language_directions(interpreter, settings.nlu_data).astype(np.float16))
    rows = [json.loads(line) for line in _QUESTIONS.read_text(encoding="utf-8").splitlines()]
    articles = with_sources(read_folder(settings.knowledge_base))
    corpora = {
        "one language each": one_language_each(articles, 0),
        "one language each, others": one_language_each(articles, 1),
        "one language each, no topics": without_topics(one_language_each(articles, 0)),
        "all languages": articles,
    }
    encoder = interpreter.encoder
    encode = partial(encoded, encoder)
    asked = read_questions(interpreter, rows, encode)
    passages = stored(
        encode,
        vectors_of(settings.models, encoder.identity, encoder.outputs),
        lambda share: print(f"Encoding: {share:.0%}"),
    )
    cases = {name: read_cases(rows, asked, Snapshot(0, corpus, passages)) for name, corpus in corpora.items()}
    weights = fit_weights([case for some in cases.values() for case in some])
    held_out = [
        fit_weights([case for some in cases.values() for case in some if case.fold != fold]) for fold in range(_FOLDS)
    ]
    report = [reached(name, some, held_out) for name, some in cases.items()]
    print("\n".join(report))
    write(weights, report, len(rows))


def language_directions(interpreter: Interpreter, folder: Path) -> Floats:
    """[languages - 1, dimension]: the directions in which the means of the languages' messages differ."""
    texts: dict[str, list[str]] = defaultdict(list)
    for example in read_training_data(folder).examples:
        texts[example.language].append(example.text)
    chance = random.Random(1)
    means = np.array(
        [
            interpreter.encoder.encode(chance.sample(some, min(500, len(some)))).mean(axis=0)
            for _, some in sorted(texts.items())
        ]
    )
    directions: Floats = np.linalg.svd(means - means.mean(axis=0))[2][: len(means) - 1]
    return directions


def read_questions(interpreter: Interpreter, rows: Sequence[dict[str, Any]], encode: Encode) -> list[Question]:
    """The questions as the search takes them."""
    read = []
    for row, found in zip(rows, interpreter.parse_batch([row["text"] for row in rows]), strict=True):
        intents = [(one.name, one.confidence) for one in found.intent_ranking]
        read.append(Question.read(row["text"], row["lang"], encode, intents, dict(intents).get(OUT_OF_SCOPE, 0.0)))
    return read


def read_cases(rows: Sequence[dict[str, Any]], asked: Sequence[Question], snapshot: Snapshot) -> list[Case]:
    """All questions, asked to one corpus."""
    folds = _folds(rows, asked)
    cases = []
    for number, (row, question) in enumerate(zip(rows, asked, strict=True)):
        found = snapshot.fit(question, row["market"], DAY)
        if found is None:
            continue
        ids, fit = found
        right = np.array([one in row["answers"] for one in ids])
        if right.any() or not row["answers"]:
            cases.append(Case(number, fit, right, folds[number], row["lang"]))
    return cases


def _folds(rows: Sequence[dict[str, Any]], read: Sequence[Question]) -> list[int]:
    """One fold for each article; and for each theme of questions without an answer."""
    without = [number for number, row in enumerate(rows) if not row["answers"]]
    vectors = np.array([np.concatenate([read[number].meaning, read[number].wish]) for number in without])
    theme = dict(zip(without, KMeans(_THEMES, n_init=10, random_state=0).fit_predict(vectors), strict=True))
    names = sorted({row["answers"][0] for row in rows if row["answers"]})
    random.Random(3).shuffle(names)
    return [
        names.index(row["answers"][0]) % _FOLDS if row["answers"] else int(theme[number]) % _FOLDS
        for number, row in enumerate(rows)
    ]


def fit_weights(cases: Sequence[Case]) -> Weights:
    """Ranking first, then certainty on top of it."""
    ranking = _fit_ranking([case for case in cases if case.right.any()])
    weights = Weights(dict(zip(RANKED, ranking.tolist(), strict=True)), dict.fromkeys(EVIDENCE, 0.0), 0.0)
    weights.rank["wish"] *= _WISH
    made_up = [other for seed in range(2) for other in _taken_out(cases, seed)]
    shown = [*cases, *made_up]
    counts = [1.0] * len(cases) + [_MADE_UP] * len(made_up)
    features = np.array([evidence(case.fit, rank(case.fit, weights)) for case in shown], np.float64)
    answered = np.array([case.right.any() for case in shown])
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=_CALM, class_weight="balanced")
    model.fit((features - middle) / spread, answered, sample_weight=counts)
    slopes = model.coef_[0] / spread
    logits = np.array([evidence(c.fit, rank(c.fit, weights)) for c in cases if c.right.any()]) @ slopes
    bias = -float(np.quantile(logits, _REFUSED))
    return Weights(weights.rank, dict(zip(EVIDENCE, slopes.tolist(), strict=True)), bias)


def _fit_ranking(cases: Sequence[Case]) -> Floats:
    matrices = [case.fit.matrix().astype(np.float64) for case in cases]
    spread = np.concatenate(matrices).std(axis=0) + 1e-9
    matrices = [(matrix - matrix.mean(axis=0)) / spread for matrix in matrices]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = _RIDGE * float(weights @ weights), 2 * _RIDGE * weights
        for matrix, case in zip(matrices, cases, strict=True):
            scores = matrix @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = shares[case.right].sum()
            total -= float(np.log(right + 1e-12))
            slope -= (shares * case.right / (right + 1e-12) - shares) @ matrix
        return total / len(cases), slope / len(cases)

    return np.asarray(minimize(loss, np.zeros(len(RANKED)), jac=True, method="L-BFGS-B").x / spread, np.float64)


def _taken_out(cases: Sequence[Case], seed: int) -> list[Case]:
    """Cases as they are when a random share of the topics has no article: likely topics stand for those of articles."""
    chance = random.Random(seed)
    found = []
    for case in cases:
        if not case.right.any() or chance.random() > _TAKEN_OUT:
            continue
        limit = case.fit.topic[case.right].max() * 0.5
        keep = ~case.right & (case.fit.topic < max(limit, 1e-3)) & (case.fit.wish < case.fit.wish[case.right].max())
        if keep.sum() >= 5:
            part = Fit(**{name: getattr(case.fit, name)[keep] for name in RANKED}, foreign=case.fit.foreign)
            found.append(Case(case.number, part, case.right[keep], case.fold, case.language))
    return found


def reached(name: str, cases: Sequence[Case], held_out: Sequence[Weights]) -> str:
    """What weights reach that never saw the articles or themes they are measured on."""
    first: dict[str, list[bool]] = defaultdict(list)
    third: list[bool] = []
    sure: list[float] = []
    for case in cases:
        weights = held_out[case.fold]
        scores = rank(case.fit, weights)
        order = np.argsort(-scores, kind="stable")
        sure.append(float(certainty(case.fit, scores, weights).max()))
        if case.right.any():
            first[case.language].append(bool(case.right[order[0]]))
            third.append(bool(case.right[order[:3]].any()))
    known = np.array([case.right.any() for case in cases])
    certain = np.array(sure)
    every = [hit for hits in first.values() for hit in hits]
    weakest = min(first, key=lambda language: float(np.mean(first[language])))
    return (
        f"{name}: right article first {np.mean(every):.3f}, among three {np.mean(third):.3f}, "
        f"weakest {weakest} {np.mean(first[weakest]):.2f}; known or not, AUROC {roc_auc_score(known, certain):.3f}, "
        f"below 0.5 {np.mean(certain[known] < 0.5):.2f} and {np.mean(certain[~known] < 0.5):.2f}"
    )


def write(weights: Weights, report: Iterable[str], count: int) -> None:
    """The weights with their card."""
    lines = [
        "# Weights of the search for articles: of the ranking, and of how sure its first article is.",
        "# Made by `python -m benchmarks.ranking` from the questions of benchmarks/data/questions.jsonl",
        f"# ({count}, fifteen languages) and the demo shop's articles, for the offline encoder and its tuned branch;",
        "# make them anew when either changes. Features: see bot/knowledge/scoring.py. Limits: one shop's articles,",
        "# and questions that were written for it. In five folds:",
        *(f"# - {line}" for line in report),
        "rank:",
        *(f"  {name}: {value:.4g}" for name, value in weights.rank.items()),
        "sure:",
        *(f"  {name}: {value:.4g}" for name, value in weights.sure.items()),
        f"  bias: {weights.bias:.4g}",
    ]
    (_DATA / "ranking.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
