"""What a catalogue file holds once it was read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answers.message import JsonValue, Need
from bot.answers.pattern import Pattern
from bot.answers.sources import Source

# Variables whose names say that they hold a day or a moment. `variables:` in en.yml may declare others.
_DATE_NAME = re.compile(
    r"(.+_)?(eta|deadline|date|due|until|by|at|on|since|update|as_of|day)(_min|_max|_from|_to)?|date_.+|eta_.+"
)


@dataclass(frozen=True, slots=True)
class ButtonText:
    """A quick reply as written: the title is a pattern, the payload is the same in every locale."""

    title: Pattern
    payload: str


@dataclass(frozen=True, slots=True)
class Condition:
    """`{type: slot, name: emotion, value: angry}`: the variation is said only when the slot has the value."""

    name: str
    value: JsonValue


@dataclass(frozen=True, slots=True)
class Variation:
    """One way to say a response. pieces: the text, split at blank lines; each becomes a message.

    needs: what the response must carry; None where nothing was declared.
    """

    index: int
    line: int
    pieces: tuple[Pattern, ...]
    buttons: tuple[ButtonText, ...] = ()
    image: Pattern | None = None
    attachment: JsonValue = None
    custom: JsonValue = None
    conditions: tuple[Condition, ...] = ()
    channel: str | None = None
    formality: str | None = None
    promise: bool = False
    needs: tuple[Need, ...] | None = None

    def patterns(self) -> tuple[Pattern, ...]:
        """Every pattern a shopper reads."""
        image = (self.image,) if self.image else ()
        return (*self.pieces, *(button.title for button in self.buttons), *image)

    def variables(self) -> frozenset[str]:
        """Every variable of the variation, in any branch."""
        return frozenset[str]().union(*(pattern.variables() for pattern in self.patterns()))


@dataclass(frozen=True)
class LocaleCatalogue:
    """One locale's catalogue. terms: words by dotted name. dates: variables declared in `variables:` as dates."""

    locale: str
    responses: Mapping[str, tuple[Variation, ...]]
    terms: Mapping[str, str]
    declared: Mapping[str, str]
    source: Source

    @property
    def regional(self) -> bool:
        """Whether it only overrides some texts of its language."""
        return "-" in self.locale

    def variables(self, response: str) -> frozenset[str]:
        """Every variable that any text of a response uses."""
        return frozenset[str]().union(*(v.variables() for v in self.responses.get(response, ())))

    def kinds(self, response: str) -> Mapping[str, frozenset[str]]:
        """How each variable is used: `` (text), `plural`, `select`, `date`…"""
        found: dict[str, set[str]] = {}
        for variation in self.responses.get(response, ()):
            for pattern in variation.patterns():
                for argument in pattern.walk():
                    found.setdefault(argument.name, set()).add(argument.kind)
        return {name: frozenset(kinds) for name, kinds in found.items()}

    def is_date(self, variable: str) -> bool:
        """Whether a variable holds a day or a moment: as declared, else by its name (`eta`, `refund_due`)."""
        if variable in self.declared:
            return self.declared[variable] in ("date", "datetime")
        return _DATE_NAME.fullmatch(variable) is not None
