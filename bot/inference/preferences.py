"""What a message wants that names two things: money back or another one, one size or another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.options import asks, is_brief
from bot.nlu.contrasts import contrasts, refused_spans, refuses
from bot.nlu.understanding import OUT_OF_SCOPE, Scored, Understanding
from bot.nlu.wordlists import FITS, MONEY, UNWANTED, around, says

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
_OTHER = {_MONEY: _ANOTHER, _ANOTHER: _MONEY}
_ASKED_FOR, _PLAIN = "refund_status", 0.73
_ANSWERS = frozenset({"affirm", "deny", "return_policy"})
_HEARD = 0.01
_CLEAR, _SURE = 0.5, 0.9
_NO, _YES = "deny", "affirm"
_FEW = 8
"""Letters beside what is not wanted up to which they say nothing by themselves: "I", "я уже"."""
_PAUSE = re.compile(r"[,.;:!،؛。、，；！]\s*")
_SIZE = "size"
_VARIANTS = frozenset({_SIZE, "colour"})
_SPOKEN = frozenset({"S", "L"})
"""Sizes that are also called by words for small and large."""
_NOT_AS_ORDERED = frozenset({"item_wrong", "item_missing", "item_damaged"})
"""Wishes that tell what came: "red instead of blue" refuses what was not sent."""
_FAINT = 0.1


def preferred(found: Understanding, parse: Callable[[str], Understanding]) -> Understanding:
    """The understanding of a message that names two of a return, an exchange and a cancellation and says which of them
    it does not want: of the other one alone; and of one that does not want a refund or an exchange and names no other
    of them, of what it says besides. Any other message as it was understood.

    parse: understands a part of the message.
    """
    if any(one.name == _ASKED_FOR and one.confidence >= _PLAIN for one in found.intents):
        return found  # "you say it left, the bank says no": the money is asked about, nothing is preferred
    heard = {_MEANS.get(one.name) for one in found.intent_ranking if one.confidence >= _HEARD}
    if not heard & {_MONEY, _ANOTHER}:
        return _unwanted(found, parse)
    for contrast in contrasts(found.text, found.language.name):
        wanted = _meaning(parse(contrast.wanted))
        refused = _meaning(_behind_a_no(parse(contrast.refused))) if wanted is not None else None
        if wanted is not None and refused is not None and wanted != refused:
            return _only(found, wanted)
    return _unwanted(found, parse)


def instead(found: Understanding, parse: Callable[[str], Understanding]) -> Understanding:
    """The understanding of a message that says no to what was proposed and then which of a refund and an exchange it
    wants ("no, I'd rather have the money"), with that wish. Any other message as it was understood.

    parse: understands a part of the message.
    """
    likeliest = found.intent_ranking[0].name if found.intent_ranking else None
    pause = _PAUSE.search(found.text)
    if likeliest != _NO or pause is None or any(one.name in _MEANS for one in found.intents):
        return found
    rest = found.text[pause.end() :].strip()
    if not rest or refuses(rest, found.language.name):
        return found
    wish = _meaning(parse(rest))
    if wish not in _VALUES:
        return found
    return replace(
        found,
        intents=(*found.intents, Scored(wish, _CLEAR)),
        values={**found.values, "resolution": (_VALUES[wish], _SURE)},
    )


def variants_wanted(found: Understanding) -> Understanding:
    """The understanding without the sizes and colours that a message refuses for others ("43 instead of 42" wants 43),
    and without a size that only tells how something fits ("the size is large on me")."""
    found = _without_fit(found)
    if any(one.name in _NOT_AS_ORDERED and one.confidence >= _FAINT for one in found.intent_ranking):
        return found
    named = [one for one in found.entities if one.entity in _VARIANTS]
    spans = refused_spans(found.text, found.language.name) if len(named) > 1 else ()
    refused = [one for one in named if any(start <= one.start and one.end <= end for start, end in spans)]
    kept = {one.entity for one in named if one not in refused}
    dropped = [one for one in refused if one.entity in kept]
    return replace(found, entities=tuple(one for one in found.entities if one not in dropped)) if dropped else found


def _without_fit(found: Understanding) -> Understanding:
    sizes = [one for one in found.entities if one.entity == _SIZE]
    spoken = all(one.value in _SPOKEN and one.text.casefold() != str(one.value).casefold() for one in sizes)
    if len(sizes) != 1 or not spoken or not says(FITS, found.text, found.language.name):
        return found
    return replace(found, entities=tuple(one for one in found.entities if one not in sizes))


def _unwanted(found: Understanding, parse: Callable[[str], Understanding]) -> Understanding:
    """The understanding of a message that says outright that it does not want a refund, or another one, which it sounds
    like a wish for: a no and the other remedy, or what stands beside it ("I don't want a replacement, a discount
    rather")."""
    language = found.language.name
    likeliest = found.intent_ranking[0].name if found.intent_ranking else None
    wish = _MEANS.get(str(likeliest))
    if (likeliest != _NO and wish not in _OTHER) or asks(found.text) or not says(UNWANTED, found.text, language):
        return found
    for contrast in contrasts(found.text, language):
        wanted = _meaning(parse(contrast.wanted))
        if wanted in _OTHER and _meaning(_behind_a_no(parse(contrast.refused))) is None:
            return _only(found, wanted)  # "refund it no need to swap" refuses the swap, whatever that word sounds like
    parts = [part for part in map(str.strip, _PAUSE.split(found.text)) if part]
    refused: dict[int, str] = {}
    beside: list[Understanding] = []
    for at, part in enumerate(parts):
        read = {piece: parse(piece) for piece in around(UNWANTED, part, language)}
        named = {piece: remedy for piece, one in read.items() if (remedy := _remedy(one, piece)) is not None}
        if len(named) == 1:
            refused[at] = next(iter(named.values()))
            beside += [one for piece, one in read.items() if piece not in named and not is_brief(piece, _FEW)]
    remedies = set(refused.values())
    if len(remedies) != 1 or (wish is not None and wish not in remedies):
        return found
    others = ", ".join(part for at, part in enumerate(parts) if at not in refused)
    besides = parse(others) if others else next(iter(beside), None)
    if besides is None or (besides.decision == "answer" and besides.intent.name in (_NO, _YES)):
        only = (Scored(_NO, _SURE),)
        other = (_VALUES[_OTHER[remedies.pop()]], _SURE)
        return replace(found, intents=only, intent_ranking=only, decision="answer", values={"resolution": other})
    clear = besides.decision == "answer"
    return replace(
        found,
        intents=besides.intents if clear else (),
        intent_ranking=besides.intent_ranking,
        decision="answer" if clear else "reject",
        values=besides.values if clear else {},
    )


def _remedy(part: Understanding, text: str) -> str | None:
    """Which remedy a part names: money by its word, for what is not to be returned may be all the same."""
    remedy, sure = part.values.get("resolution", ("", 0.0))
    if says(MONEY, text, part.language.name) or (remedy == _VALUES[_MONEY] and sure >= _CLEAR):
        return _MONEY
    return _ANOTHER if _meaning(_behind_a_no(part)) == _ANOTHER else None


def _behind_a_no(part: Understanding) -> Understanding:
    """What is refused without the no before it: of "no, not the money", the money."""
    if not part.intent_ranking or part.intent_ranking[0].name != _NO:
        return part
    rest = 1.0 - part.intent_ranking[0].confidence
    others = tuple(replace(one, confidence=one.confidence / rest) for one in part.intent_ranking[1:] if rest > 0)
    return replace(part, intent_ranking=others)


def _meaning(part: Understanding) -> str | None:
    """What a part wants of the three, if it wants one of them and nothing else."""
    remedy, sure = part.values.get("resolution", ("", 0.0))
    likeliest = part.intent_ranking[0] if part.intent_ranking else None
    if likeliest is not None and likeliest.name in _MEANS and likeliest.confidence >= _CLEAR:
        return _MEANS[likeliest.name]
    # A value is the nearest of a few: in words that plainly say something else ("let me ask my mum") it is chance.
    elsewhere = likeliest is not None and likeliest.name != OUT_OF_SCOPE and likeliest.confidence >= _PLAIN
    return _REMEDIES.get(remedy) if sure >= _CLEAR and not elsewhere else None


def _only(found: Understanding, wish: str) -> Understanding:
    said = Scored(wish, max(_SURE, *(one.confidence for one in found.intent_ranking if one.name == wish), 0.0))
    others = tuple(one for one in found.intent_ranking if one.name not in _MEANS)
    besides = tuple(one for one in found.intents if one.name not in _MEANS and one.name not in _ANSWERS)
    values = dict(found.values)
    if wish in _VALUES:
        values["resolution"] = (_VALUES[wish], max(_SURE, values.get("resolution", ("", 0.0))[1]))
    return replace(found, intents=(said, *besides), intent_ranking=(said, *others), decision="answer", values=values)
