"""Whether a shopper's question finds the article that answers it in their market."""

from __future__ import annotations

from collections import defaultdict

from benchmarks.claims import Outcome, claim
from benchmarks.house import House
from benchmarks.mixed import QUESTIONS, read_lines
from benchmarks.plan import Plan

_TOP = 3


def measure(house: House, plan: Plan) -> Outcome:
    """Share of questions whose first passage, or one of the first three, is of a right article."""
    del plan
    first: dict[str, list[bool]] = defaultdict(list)
    among: dict[str, list[bool]] = defaultdict(list)
    unknown: list[bool] = []
    with house.serving() as server:
        client = server.client()
        for row in read_lines(QUESTIONS):
            found = [one["id"] for one in client.search(row["text"], row["market"], row["lang"], _TOP)]
            wanted = set(row["answers"])
            if not wanted:
                unknown.append(not found)
                continue
            first[row["lang"]].append(found[:1] != [] and found[0] in wanted)
            among[row["lang"]].append(bool(wanted & set(found)))
    rows = sorted(first, key=lambda language: sum(first[language]) / len(first[language]))
    table = "\n".join(
        f"| {language} | {len(first[language])} | {_share(first[language]):.2f} | {_share(among[language]):.2f} |"
        for language in rows
    )
    claims = [
        claim("right article first", [_share([hit for hits in first.values() for hit in hits])], ""),
        claim(f"right article among {_TOP}", [_share([hit for hits in among.values() for hit in hits])], ""),
    ]
    if unknown:
        claims.append(claim("question without an article: no answer", [_share(unknown)], ""))
    return Outcome(
        "knowledge",
        claims,
        "Questions of `benchmarks/data/questions.jsonl` over `GET /api/v1/knowledge/search`, each with its "
        "market and language. The weakest language first.\n\n"
        f"| language | questions | first | among {_TOP} |\n|---|---|---|---|\n{table}",
    )


def _share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0
