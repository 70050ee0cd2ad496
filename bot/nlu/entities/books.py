"""The phrases of a language, of the catalogue and of the training data's lookups, in one phrasebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from babel import Locale
from opencc import OpenCC

from bot.nlu.entities.catalogue import Catalogue
from bot.nlu.entities.currencies import currencies
from bot.nlu.entities.folding import fold_phrase
from bot.nlu.entities.names import TABLE
from bot.nlu.entities.phrasebook import Phrasebook, Term, is_dense, is_hangul
from bot.nlu.entities.rules import DATA, Rules, load_rules
from bot.nlu.entities.tracking import carrier_names
from bot.yaml_files import read_yaml

# section of a rules file -> kind of its terms
_BY_NAME = {
    "numbers": "number", "digits": "digit", "multipliers": "multiplier", "letters": "letter",
    "weekdays": "weekday", "months": "month", "short_months": "short_month",
    "days": "day", "parts": "part", "units": "unit", "holidays": "holiday", "currencies": "currency",
    "colours": "colour", "quantities": "quantity", "sizes": "size", "payments": "payment", "places": "place",
}  # fmt: skip
_LISTS = {
    "dash": "dash", "next": "next", "last": "last", "this": "this",
    "from": "range_from", "to": "range_to", "and": "range_and", "around": "range_around",
    "tenths": "tenth", "counters": "counter", "shades": "shade",
    "size_marks": "size_mark", "centimetres": "centimetre", "instead": "instead", "or": "or", "modifiers": "modifier",
    "uncounted": "uncounted", "partitives": "partitive", "measures": "measure",
    "more_places": "place", "goods": "product", "not_goods": "not:product",
    "not_colours": "not:colour", "not_dates": "not:date",
    "not_places": "not:place", "not_payments": "not:payment_method", "not_quantities": "not:quantity",
    "not_amounts": "not:amount", "not_sizes": "not:size",
}  # fmt: skip
# what messages in any language take from English
_NAMES = ("payments", "cues")
_ALL = ("payments", "cues", "colours", "goods", "modifiers", "weekdays", "months", "days", "currencies", "places", "letters", "dash")  # fmt: skip  # noqa: E501
_SHORTEST_NAME, _SHORTEST_CITY = 2, 4
_SHORT_WORD = 5
_SHORTEST_STEM = 3
# time zones that are not named after cities one ships to
_NO_CITIES = ("Etc", "Antarctica", "Arctic", "America/North_Dakota", "America/Indiana", "Indian", "Atlantic", "Pacific")


def build_book(rules: Rules, catalogue: Catalogue, lookups: Mapping[str, Sequence[str]]) -> Phrasebook:
    """Return all that is found by name in messages of one language."""
    terms = [*_own_terms(rules), *_borrowed(rules), *_shared_terms(), *_territories(rules), *_cities(rules)]
    terms += _products(catalogue, rules)
    terms += [Term(f"{TABLE}{entity}", phrase, phrase) for entity, listed in lookups.items() for phrase in listed]
    return Phrasebook(
        (*terms, *_in_other_scripts(terms, rules)),
        prefixes=rules.lists["prefixes"],
        articles=rules.lists["articles"],
        suffixes=rules.lists["suffixes"],
        strict_signs=rules.strict_signs,
    )


def _in_other_scripts(terms: Iterable[Term], rules: Rules) -> Iterator[Term]:
    """The phrases as the language's other scripts write them, where that differs: `马克杯`, `馬克杯`. Names that stand
    for themselves do so there too."""
    if not rules.lists["scripts"]:
        return
    written = sorted({term.signed for term in terms if any(map(is_dense, term.signed))})
    others: dict[str, set[str]] = {phrase: set() for phrase in written}
    for name in rules.lists["scripts"]:
        converter = OpenCC(name)  # it holds large dictionaries and is let go of at once
        for phrase in written:
            others[phrase].add(converter.convert(phrase))
    for term in terms:
        for phrase in sorted(others.get(term.signed, set()) - {term.signed}):
            yield Term(term.kind, phrase if term.value == term.signed else term.value, phrase)


def _own_terms(rules: Rules, sections: Iterable[str] | None = None) -> Iterator[Term]:
    for section, kind in _BY_NAME.items():
        if sections is None or section in sections:
            for name, phrases in rules.named[section].items():
                yield from (Term(kind, name, phrase) for phrase in phrases)
    if sections is None or "cues" in sections:
        for section, kind in (("cues", "cue"), ("hints", "hint")):
            for entity, phrases in rules.named[section].items():
                yield from (Term(f"{kind}:{entity}", entity, phrase) for phrase in phrases)
    for section, kind in _LISTS.items():
        if sections is None or section in sections:
            yield from (Term(kind, "" if kind == "product" else phrase, phrase) for phrase in rules.lists[section])


def _borrowed(rules: Rules) -> Iterator[Term]:
    if rules.borrows and rules.language != "en":
        yield from _own_terms(load_rules("en"), _ALL if rules.borrows == "all" else _NAMES)


@cache
def _shared_terms() -> tuple[Term, ...]:
    signs = (Term("currency", meaning, sign) for sign, meaning in currencies().phrases.items())
    names = (Term("cue:tracking_number", "tracking_number", name) for name in carrier_names())
    return (*signs, *names)


@cache
def _no_cities(path: Path = DATA / "no_cities.yml") -> frozenset[str]:
    return frozenset(read_yaml(path))


def _least_letters(name: str) -> int:
    """Return how long a city's name must be to be no part of other words (`ริกา` in `บริการ`)."""
    if "\u0e00" <= name[0] < "\u0f00":
        return _SHORTEST_CITY + 1
    return _SHORTEST_CITY - 1 if is_dense(name[0]) or is_hangul(name[0]) else _SHORTEST_CITY


def _cities(rules: Rules) -> Iterator[Term]:
    """The world's larger cities in the Unicode locale data (those that time zones are named after), by English name."""
    skipped = {phrase.lower() for phrase in rules.lists["not_places"]}
    locale = Locale.parse(rules.language)
    names = locale.time_zones  # Japanese names all of them, so that its keys are the whole list
    skipped |= {str(name).lower() for name in locale.territories.values()}
    for zone in map(str, Locale.parse("ja").time_zones):
        area, _, last = zone.rpartition("/")
        if not area or area.startswith(_NO_CITIES) or last in _no_cities():
            continue
        english = last.replace("_", " ")
        name = str(names.get(zone, {}).get("city", english))
        if len(name) < _least_letters(name) or name.lower() in skipped:
            continue
        ending = next((e for e in rules.lists["place_endings"] if name.endswith(e) and len(name) > _SHORTEST_CITY), "")
        yield Term("place", english, name.removesuffix(ending))


def _territories(rules: Rules) -> Iterator[Term]:
    """Country names of the Unicode locale data, as `ISO code`; endings that are declined are cut off."""
    skipped = {phrase.lower() for phrase in rules.lists["not_places"]}
    languages = {rules.language, "en"} if rules.borrows == "all" else {rules.language}
    for language in sorted(languages):
        for code, name in Locale.parse(language).territories.items():
            if len(code) != 2 or not code.isalpha() or str(name).lower() in skipped:
                continue
            phrase = str(name).split(" (")[0]
            if len(phrase) >= _SHORTEST_NAME:
                ending = next((e for e in rules.lists["place_endings"] if phrase.endswith(e)), "")
                yield Term("place", code, phrase.removesuffix(ending) if language == rules.language else phrase)


def _products(catalogue: Catalogue, rules: Rules) -> Iterator[Term]:
    """Names in the message's language, aliases, SKUs; names in other languages when they can't be mistaken. Where nouns
    are declined, a name of one word also without its ending, unless that is some other word."""
    taken = frozenset(term.signed.lower() for term in _own_terms(rules) if term.kind != "product")
    letters = frozenset("".join(product.names.get(rules.language, "") for product in catalogue.products).lower())
    for product in catalogue.products:
        own = product.names.get(rules.language) or product.names.get("en", "")
        phrases = {own, product.sku, product.sku.replace("-", ""), product.sku.replace("-", " "), *product.aliases}
        for language, name in product.names.items():
            if (language == "en" and rules.borrows == "all") or " " in name.strip() or _is_foreign(name):
                phrases.add(name)
        phrases -= {alias for alias in product.aliases if _is_another_word(alias.lower(), letters)}
        phrases |= {stem for stem in (_stem(own, rules),) if len(stem) >= _SHORTEST_STEM and stem not in taken}
        for phrase in phrases:
            if len(phrase) >= _SHORTEST_NAME:
                yield Term("product", product.sku, phrase.lower())


def _stem(name: str, rules: Rules) -> str:
    """A name of one word without the ending that is declined, empty when there is none."""
    word = name.strip().lower()
    ending = next((one for one in rules.lists["place_endings"] if word.endswith(one)), "")
    return word.removesuffix(ending) if ending and " " not in word else ""


def _is_another_word(alias: str, letters: frozenset[str]) -> bool:
    """Whether a short alias of another language, with accents that this one does not write, is some other word
    without them: Vietnamese `nón` is French `non`."""
    plain = fold_phrase(alias)
    foreign = bool(letters) and not set(alias) - set(plain) <= letters
    return foreign and plain.isascii() and len(plain) <= _SHORT_WORD


def _is_foreign(name: str) -> bool:
    return len(name) > 1 and all(is_dense(c) for c in name if c.isalpha())
