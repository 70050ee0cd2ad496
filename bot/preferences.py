"""Money back or another one: which of the two a message wants that names both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.nlu.contrasts import contrasts
from bot.nlu.understanding import Scored, Understanding

_MONEY, _ANOTHER, _NEITHER = "return_request", "exchange_request", "order_cancel"
_MEANS = {
    "return_request": _MONEY,
    "refund_status": _MONEY,
    "exchange_request": _ANOTHER,
    "order_cancel": _NEITHER,
}
"""What a wish comes to when it is weighed against another: for the shop's processes, three things."""
_REMEDIES = {"refund": _MONEY, "exchange": _ANOTHER, "reship": _ANOTHER, "repair": _ANOTHER}
_VALUES = {_MONEY: "refund", _ANOTHER: "exchange"}
_ASKED_FOR, _PLAIN = "refund_status", 0.7
_ANSWERS = frozenset({"affirm", "deny", "return_policy"})
_HEARD = 0.01
_CLEAR, _SURE = 0.5, 0.9


def preferred(found: Understanding, parse: Callable[[str], Understanding]) -> Understanding:
    """The understanding of a message that names two of a return, an exchange and a cancellation and says which of them
    it does not want: of the other one alone. Any other message as it was understood.

    parse: understands a part of the message.
    """
    if any(one.name == _ASKED_FOR and one.confidence >= _PLAIN for one in found.intents):
        return found  # "you say it left, the bank says no": the money is asked about, nothing is preferred
    heard = {_MEANS.get(one.name) for one in found.intent_ranking if one.confidence >= _HEARD}
    if not heard & {_MONEY, _ANOTHER}:
        return found
    for contrast in contrasts(found.text, found.language.name):
        wanted, refused = _meaning(parse(contrast.wanted)), _meaning(parse(contrast.refused))
        if wanted is not None and refused is not None and wanted != refused:
            return _only(found, wanted)
    return found


def _meaning(part: Understanding) -> str | None:
    """What a part wants of the three, if it wants one of them and nothing else."""
    remedy, sure = part.values.get("resolution", ("", 0.0))
    likeliest = part.intent_ranking[0] if part.intent_ranking else None
    if likeliest is not None and likeliest.name in _MEANS and likeliest.confidence >= _CLEAR:
        return _MEANS[likeliest.name]
    return _REMEDIES.get(remedy) if sure >= _CLEAR else None


def _only(found: Understanding, wish: str) -> Understanding:
    said = Scored(wish, max(_SURE, *(one.confidence for one in found.intent_ranking if one.name == wish), 0.0))
    others = tuple(one for one in found.intent_ranking if one.name not in _MEANS)
    besides = tuple(one for one in found.intents if one.name not in _MEANS and one.name not in _ANSWERS)
    values = dict(found.values)
    if wish in _VALUES:
        values["resolution"] = (_VALUES[wish], max(_SURE, values.get("resolution", ("", 0.0))[1]))
    return replace(found, intents=(said, *besides), intent_ranking=(said, *others), decision="answer", values=values)
