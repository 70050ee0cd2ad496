"""Questions in eleven languages to English paragraphs (XQuAD, Artetxe et al. 2020): retrieval beyond the shop."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.claims import NotMeasured, Outcome, claim
from benchmarks.corpus import write_folder
from benchmarks.house import House
from benchmarks.mixed import read_lines
from benchmarks.plan import Plan
from bot.knowledge.article import Article

BAR = 0.82
_LANGUAGES = ("ar", "de", "el", "es", "hi", "ro", "ru", "th", "tr", "vi", "zh")
_MARKET = "US"


def measure(house: House, plan: Plan) -> Outcome:
    """Share of questions whose first passage is of the right paragraph; skipped when the folder was not given."""
    if plan.xquad is None:
        raise NotMeasured("give the folder with contexts.en.jsonl and questions.<language>.jsonl: --xquad DIR")
    files = {language: plan.xquad / f"questions.{language}.jsonl" for language in _LANGUAGES}
    missing = [str(path) for path in (plan.xquad / "contexts.en.jsonl", *files.values()) if not path.is_file()]
    if missing:
        raise NotMeasured(f"not there: {', '.join(missing)}")
    database = house.database()
    house.run(["knowledge", "import", str(_paragraphs(plan.xquad, house.folder / "xquad")), "--replace"], database)
    reached: dict[str, tuple[float, float]] = {}
    with house.serving(database) as server:
        client = server.client()
        for language, path in files.items():
            rows = read_lines(path)
            chosen = random.Random(0).sample(rows, min(plan.amount(300, 60), len(rows)))
            found = [(row, client.search(row["text"], _MARKET, language, 1)) for row in chosen]
            answered = [(row["labels"][0], passages[0]["id"]) for row, passages in found if passages]
            right = sum(wanted == got for wanted, got in answered)
            reached[language] = right / len(chosen), right / max(len(answered), 1)
        client.close()
    of_all, of_answered = (sum(one[at] for one in reached.values()) / len(reached) for at in (0, 1))
    table = "\n".join(f"| {language} | {one:.2f} | {other:.2f} |" for language, (one, other) in reached.items())
    return Outcome(
        "xquad",
        [
            claim("XQuAD, English paragraph first, mean of eleven languages", [of_all], "", BAR, "at least"),
            claim("the same, of the questions that got an answer", [of_answered], ""),
        ],
        "Paragraphs are imported as articles; a question whose best paragraph is less sure than `knowledge.threshold` "
        "gets no answer.\n\n"
        f"| language | first | first, of those answered |\n|---|---|---|\n{table}",
    )


def _paragraphs(source: Path, folder: Path) -> Path:
    rows = read_lines(source / "contexts.en.jsonl")
    named = [(row["id"].rpartition(".")[0], row["text"]) for row in rows]
    return write_folder([Article(name, "en", " ".join(text.split()[:6]), "faq", text) for name, text in named], folder)
