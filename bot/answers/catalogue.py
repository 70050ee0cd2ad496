"""The catalogue: everything the bot can say, per locale, with fallback es-MX → es → en."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.answers.catalogue_checks import compare
from bot.answers.catalogue_file import read_catalogue
from bot.answers.entries import LocaleCatalogue, Variation
from bot.answers.errors import ContentError, Problem
from bot.answers.locales import BASE, chain
from bot.answers.message import NEEDS, Need

_BRANDS = frozenset({"payment_method"})


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far a locale is. missing: responses it has not, omitted: variables of `en` that a text does not say.

    A base locale with missing responses is refused at load; regional ones hold only what differs.
    """

    locale: str
    responses: int
    variations: int
    terms: int
    missing: tuple[str, ...]
    missing_terms: tuple[str, ...]
    omitted: tuple[str, ...]

    @property
    def share(self) -> float:
        """Responses that are there, of those that `en` has (0..1)."""
        wanted = self.responses + len(self.missing)
        return self.responses / wanted if wanted else 1.0


@dataclass(frozen=True)
class Catalogue:
    """Catalogues by locale. The base locale `en` is always there and names what exists."""

    locales: Mapping[str, LocaleCatalogue]

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        """Read every `<locale>.yml` of a folder. Raises ContentError with all mistakes of all files."""
        problems: list[Problem] = []
        found: dict[str, LocaleCatalogue] = {}
        paths = sorted(folder.glob("*.yml"))
        for path in paths:
            try:
                read = read_catalogue(path)
            except ContentError as error:
                problems += error.problems
                continue
            found[read.locale] = read
        base = found.get(BASE)
        if base is not None:
            for other in found.values():
                problems += compare(base, other)
        elif not (folder / f"{BASE}.yml").exists():
            where = str(folder.name)
            problems.append(Problem(where, 1, "folder", f"no {BASE}.yml", f"a catalogue for '{BASE}'"))
        if problems:
            raise ContentError(problems)
        return cls(found)

    @property
    def base(self) -> LocaleCatalogue:
        """English: the one that declares keys and variables."""
        return self.locales[BASE]

    def __contains__(self, response: object) -> bool:
        return response in self.base.responses

    def variations(self, response: str, locale: str) -> tuple[str, tuple[Variation, ...]]:
        """The nearest locale that has the response, and its variations. Raises KeyError when there is none."""
        for tag in chain(locale):
            found = self.locales.get(tag)
            if found is not None and response in found.responses:
                return tag, found.responses[response]
        raise KeyError(response)

    def promises(self, response: str) -> bool:
        """Whether the base locale declares that the response promises something; then every locale's text does."""
        return any(variation.promise for variation in self.base.responses.get(response, ()))

    def needs(self, response: str) -> tuple[Need, ...]:
        """What the base locale declares that an answer must carry; none for what is undeclared or unknown."""
        declared = {need for one in self.base.responses.get(response, ()) for need in one.needs or ()}
        return tuple(need for need in NEEDS if need in declared)

    def term(self, term: str, locale: str) -> str:
        """A catalogue word: `order_status.shipped`; a way to pay without one is a brand and called by its name.
        Raises KeyError."""
        for tag in chain(locale):
            found = self.locales.get(tag)
            if found is not None and term in found.terms:
                return found.terms[term]
        group, _, name = term.partition(".")
        if group in _BRANDS and name:
            return name.replace("_", " ").title()
        raise KeyError(term)

    def report(self) -> tuple[Completeness, ...]:
        """Completeness by locale, the base locale first."""
        return tuple(
            _completeness(self.base, self.locales[tag])
            for tag in sorted(self.locales, key=lambda tag: (tag != BASE, tag))
        )


def _completeness(base: LocaleCatalogue, other: LocaleCatalogue) -> Completeness:
    omitted = [
        f"{key}.{name}"
        for key, variations in other.responses.items()
        for name in sorted(base.variables(key) - frozenset[str]().union(*(v.variables() for v in variations)))
    ]
    return Completeness(
        locale=other.locale,
        responses=len(other.responses),
        variations=sum(len(variations) for variations in other.responses.values()),
        terms=len(other.terms),
        missing=tuple(key for key in base.responses if key not in other.responses),
        missing_terms=tuple(term for term in base.terms if term not in other.terms),
        omitted=tuple(omitted),
    )
