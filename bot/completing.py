"""Whether an answer may go out as it is: what it lacks of fact, next step and date, and what it must not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers import Answers, Need, RenderedMessage

_DATELESS = ("empty_promise", "promise_without_date")
_MENDED = ("emoji", *_DATELESS)  # forbidden emoji are taken out, a promise gets its day


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a turn's messages, and what completes them.

    refused: for the alert, names of responses and what was wrong; never what the shopper wrote. need: what is to be
    added, `date` standing for a person who answers by a day; None when nothing is missing.
    """

    refused: tuple[str, ...] = ()
    need: Need | None = None


def judge(answers: Answers, messages: Sequence[RenderedMessage], *, locale: str, market: str | None) -> Verdict:
    """The verdict on the messages of one turn, taken together."""
    missing = list(answers.missing(messages, locale=locale))
    refused: list[str] = []
    for finding in answers.check(messages, locale=locale, market=market):
        if finding.severity != "error":
            continue
        if finding.code in _DATELESS and "date" not in missing:
            missing.append("date")
        if finding.code not in _MENDED:
            refused.append(f"{_named(messages[finding.message])}: {finding.code}")
    if not missing:
        return Verdict(tuple(refused))
    said = ", ".join(dict.fromkeys(_named(message) for message in messages))
    refused.append(f"{said}: without {', '.join(missing)}")
    # A person who answers by a day is a next step, too, and only a person can bring a fact that is not there.
    return Verdict(tuple(refused), "next_step" if missing == ["next_step"] else "date")


def _named(message: RenderedMessage) -> str:
    return message.response or "a free text"
