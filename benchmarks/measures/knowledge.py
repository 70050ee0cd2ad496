"""Whether a shopper's question finds the article that answers it in their market, and is known to have none."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.claims import Claim, Outcome, claim
from benchmarks.corpus import one_language_each, write_folder
from benchmarks.house import PROJECT, House
from benchmarks.mixed import QUESTIONS, read_lines
from benchmarks.plan import Plan
from bot.knowledge.reader import read_folder
from bot.knowledge.translations import with_sources

_TOP = 3
_FIRST, _AMONG, _TOLD_APART = 0.80, 0.93, 0.90


@dataclass
class _Found:
    """Of each language whether the first article, or one of the first three, was right; and how sure it was."""

    first: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    among: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    known: list[float] = field(default_factory=list)
    unknown: list[float] = field(default_factory=list)


def measure(house: House, plan: Plan) -> Outcome:
    """All questions to the demo shop's articles, then to the same articles in English or Chinese only."""
    del plan
    own = _asked(house, house.database())
    articles = one_language_each(with_sources(read_folder(PROJECT / "knowledge_base")), 0)
    folder = write_folder(articles, house.folder / "one-language-each")
    database = house.database()
    house.run(["knowledge", "import", str(folder), "--replace"], database)
    foreign = _asked(house, database)
    claims = [*_claims(own, ""), *_claims(foreign, ", each article in English or Chinese only")]
    rows = sorted(own.first, key=lambda language: _share(foreign.first[language]))
    table = "\n".join(
        f"| {one} | {len(own.first[one])} | {_share(own.first[one]):.2f} | {_share(own.among[one]):.2f} "
        f"| {_share(foreign.first[one]):.2f} | {_share(foreign.among[one]):.2f} |"
        for one in rows
    )
    return Outcome(
        "knowledge",
        claims,
        "Questions of `benchmarks/data/questions.jsonl` over `GET /api/v1/knowledge/search`, each with its market and "
        "language, to the articles of the demo shop (in all languages, and in English or Chinese only). The search's "
        "weights were fitted on these questions; what they reach on articles they never saw stands in "
        "`bot/knowledge/data/ranking.yml`. The weakest language first.\n\n"
        f"| language | questions | first | among {_TOP} | first, en/zh only | among {_TOP}, en/zh only |\n"
        f"|---|---|---|---|---|---|\n{table}",
    )


def _asked(house: House, database: Path) -> _Found:
    found = _Found()
    with house.serving(database) as server:
        client = server.client()
        for row in read_lines(QUESTIONS):
            passages = client.search(row["text"], row["market"], row["lang"], _TOP)
            ids = [one["id"] for one in passages]
            sure = float(passages[0]["score"]) if passages else 0.0
            if not row["answers"]:
                found.unknown.append(sure)
                continue
            found.known.append(sure)
            found.first[row["lang"]].append(ids[:1] != [] and ids[0] in row["answers"])
            found.among[row["lang"]].append(bool(set(row["answers"]) & set(ids)))
        client.close()
    return found


def _claims(found: _Found, where: str) -> list[Claim]:
    first, among = ([hit for hits in of.values() for hit in hits] for of in (found.first, found.among))
    return [
        claim(f"right article first{where}", [_share(first)], "", _FIRST, "at least"),
        claim(f"right article among {_TOP}{where}", [_share(among)], "", _AMONG, "at least"),
        claim(
            f"questions without an article told apart, AUROC{where}",
            [told_apart(found.known, found.unknown)],
            "",
            _TOLD_APART,
            "at least",
        ),
        claim(f"question without an article: no answer{where}", [_share([sure == 0 for sure in found.unknown])], ""),
    ]


def told_apart(known: list[float], unknown: list[float]) -> float:
    """Area under the ROC curve: how often a known question is surer than an unknown one; a draw counts half."""
    pairs = [(one > other) + 0.5 * (one == other) for one in known for other in unknown]
    return sum(pairs) / len(pairs) if pairs else 0.0


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0
