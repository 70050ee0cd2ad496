"""A locale's catalogue against the base locale: same keys, same variables, same payloads, dated promises."""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale

from bot.answers.entries import LocaleCatalogue, Variation
from bot.answers.errors import Problem
from bot.answers.locales import regional
from bot.answers.message import JsonValue
from bot.answers.pattern import Pattern

_COUNTING = {"plural", "selectordinal", "number"}
# Whole numbers a shop really says; forms that only millions or fractions take are not demanded.
_SAID_NUMBERS = range(1, 201)


def compare(base: LocaleCatalogue, other: LocaleCatalogue) -> list[Problem]:
    """Every mistake of a catalogue seen from the base locale (which may be compared with itself)."""
    problems: list[Problem] = []

    def refuse(line: int, where: str, found: str, expected: str) -> None:
        problems.append(Problem(other.source.file, line, where, found, expected))

    for kind, wanted, present in (
        ("response", base.responses.keys(), other.responses.keys()),
        ("term", base.terms.keys(), other.terms.keys()),
    ):
        group = "responses" if kind == "response" else "terms"
        for key in present - wanted:
            path = (group, key) if kind == "response" else (group, *key.split("."))
            refuse(other.source.line(*path), key, f"unknown {kind} '{key}'", f"a {kind} that {base.locale} has")
        if not other.regional:
            for key in wanted - present:
                refuse(other.source.line(group), key, f"{kind} '{key}' is missing", f"every {kind} of {base.locale}")
    forms = plural_forms(regional(other.locale))
    for key, variations in other.responses.items():
        if key in base.responses:
            for variation in variations:
                for line, found, expected in _variation(base, other, key, variation, forms):
                    refuse(line, f"{key}[{variation.index}]", found, expected)
    return problems


def plural_forms(locale: Locale) -> frozenset[str]:
    """The CLDR plural forms that whole numbers from 1 to 200 take in a language."""
    return frozenset(locale.plural_form(number) for number in _SAID_NUMBERS)


def _variation(
    base: LocaleCatalogue, other: LocaleCatalogue, key: str, variation: Variation, forms: frozenset[str]
) -> Iterator[tuple[int, str, str]]:
    where = ("responses", key, variation.index)
    text_line = other.source.line(*where, "text")
    allowed = base.variables(key)
    if unknown := sorted(variation.variables() - allowed):
        declared = ", ".join(sorted(allowed)) or "none"
        yield text_line, f"unknown variables {', '.join(unknown)}", f"variables of {base.locale}: {declared}"
    yield from ((text_line, *found) for found in _kinds(base, key, variation))
    for pattern in variation.patterns():
        yield from ((text_line, *found) for found in _plurals(pattern, forms))
    promised = any(entry.promise for entry in base.responses[key]) or variation.promise
    if promised and not any(base.is_date(name) for piece in variation.pieces for name in piece.variables()):
        yield text_line, "promises something without a day", "a date variable as {eta} or {refund_due} in the text"
    payloads = sorted(button.payload for button in variation.buttons)
    known = [sorted(button.payload for button in entry.buttons) for entry in base.responses[key]]
    if payloads not in known:
        line = other.source.line(*where, "buttons")
        yield line, f"button payloads {payloads}", f"those of {base.locale}: {known[0]}"
    shapes = [_shape(entry.custom) for entry in base.responses[key]]
    if _shape(variation.custom) not in shapes:
        yield other.source.line(*where, "custom"), "'custom' has other keys", f"the keys of {base.locale}"


def _kinds(base: LocaleCatalogue, key: str, variation: Variation) -> Iterator[tuple[str, str]]:
    """A variable must be used as the base locale uses it: what is only a flag there cannot be printed here."""
    usage = base.kinds(key)
    for pattern in variation.patterns():
        for argument in pattern.walk():
            kinds = usage.get(argument.name, frozenset({argument.kind}))
            if argument.kind in _COUNTING and not kinds & _COUNTING:
                yield f"'{argument.name}' is counted ({argument.kind})", f"a text, as in {base.locale}"
            if argument.kind == "select" and "select" not in kinds:
                yield f"'{argument.name}' is used in a select", f"a text, as in {base.locale}"
            if argument.kind != "select" and kinds == {"select"}:
                yield f"'{argument.name}' is printed", f"a select, as in {base.locale}"


def _plurals(pattern: Pattern, forms: frozenset[str]) -> Iterator[tuple[str, str]]:
    for argument in pattern.walk():
        if argument.kind == "plural":
            present = {name for name, _ in argument.branches}
            # "=1" stands for a form that only 1 takes; it does elsewhere too, so only `one` may be spelt so.
            if "=1" in present:
                present.add("one")
            if missing := sorted(forms - present):
                yield f"plural '{argument.name}' has no {', '.join(missing)}", "every form: " + ", ".join(sorted(forms))


def _shape(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {key: _shape(below) for key, below in sorted(value.items())}
    if isinstance(value, list):
        return [_shape(below) for below in value]
    return None
