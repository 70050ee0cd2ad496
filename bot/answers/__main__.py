"""`python -m bot.answers [content folder]`: read all content as the bot does; mistakes, else completeness by locale."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.answers import Answers, ContentError


def main(arguments: list[str]) -> int:
    """Print problems (exit status 1), responses without declared needs among them, or a line per locale."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent.parent / "content"
    try:
        answers = Answers.load(folder)
    except ContentError as error:
        sys.stdout.write(f"{error}\n{len(error.problems)} problems\n")
        return 1
    if problems := answers.substance.undeclared(answers.catalogue):
        sys.stdout.write("\n".join(str(problem) for problem in problems) + f"\n{len(problems)} problems\n")
        return 1
    for entry in answers.catalogue.report():
        line = f"{entry.locale:8} {entry.share:4.0%} {entry.responses} responses, {entry.variations} texts"
        sys.stdout.write(f"{line}, {entry.terms} terms, {len(entry.omitted)} omitted variables\n")
        for omitted in entry.omitted:
            sys.stdout.write(f"         does not say {omitted}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
