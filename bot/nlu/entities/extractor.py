"""All entities of a message."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from bot.nlu.entities.amounts import find_amounts
from bot.nlu.entities.books import build_book
from bot.nlu.entities.calendar_days import movable_feasts
from bot.nlu.entities.catalogue import Catalogue
from bot.nlu.entities.colours import find_colours
from bot.nlu.entities.contacts import find_emails, find_phones
from bot.nlu.entities.date_forms import compile_forms
from bot.nlu.entities.dates import find_dates
from bot.nlu.entities.folding import Folded, fold, fold_phrase
from bot.nlu.entities.invoice_data import find_companies, find_tax_numbers
from bot.nlu.entities.names import find_coupons, find_of_tables, find_payments, find_places
from bot.nlu.entities.numbers import find_numbers
from bot.nlu.entities.orders import DEFAULT_ORDER_PATTERNS, UNANNOUNCED, compile_order_pattern, find_orders
from bot.nlu.entities.phrasebook import Hit, Phrasebook
from bot.nlu.entities.products import Misspellings, find_products, misspellings
from bot.nlu.entities.quantities import find_quantities
from bot.nlu.entities.ranges import complete_ranges
from bot.nlu.entities.rules import Rules, available_languages, load_rules
from bot.nlu.entities.scene import Found, Scene, without_overlaps
from bot.nlu.entities.sizes import find_sizes
from bot.nlu.entities.tracking import find_tracking_numbers
from bot.nlu.understanding import Entity

_FALLBACK = "en"
# where telephone numbers without a country code are at home when the market is not known
_REGIONS = {
    "en": ("US", "GB"), "zh": ("CN", "TW", "HK"), "pt": ("BR", "PT"), "ar": ("SA", "AE", "EG", "KW"), "ja": ("JP",),
    "ko": ("KR",), "vi": ("VN",), "es": ("ES", "MX", "CO"), "ru": ("RU", "KZ"), "de": ("DE", "AT", "CH"),
    "id": ("ID", "MY"),
}  # fmt: skip
_LONGEST = 2000
_CERTAIN = 80  # rank from which digits are not read as a telephone number too


class EntityExtractor:
    """Finds the entities of messages in the fifteen languages.

    catalogue: products by name. lookups: entity name to phrases. synonyms: written form to value.
    regexes: entity name to regular expressions (Rasa's three tables). order_patterns: shapes of order numbers,
    e.g. `PA-{year}-{digits:6}`. Raises `ValueError` for a pattern that can't be read, and `RulesError`.
    """

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        *,
        lookups: Mapping[str, Sequence[str]] | None = None,
        synonyms: Mapping[str, str] | None = None,
        regexes: Mapping[str, Sequence[str]] | None = None,
        order_patterns: Sequence[str] = DEFAULT_ORDER_PATTERNS,
    ) -> None:
        self._catalogue = catalogue or Catalogue()
        self._lookups = lookups or {}
        self._synonyms = {variant.lower(): value for variant, value in (synonyms or {}).items()}
        self._regexes = {name: [_compiled(name, one) for one in listed] for name, listed in (regexes or {}).items()}
        self._orders = [compile_order_pattern(template) for template in order_patterns]
        self._known = frozenset(available_languages())
        self._books: dict[str, tuple[Rules, Phrasebook, Misspellings]] = {}
        self._writing = threading.Lock()

    def warm(self) -> None:
        """Makes the phrasebooks of all languages: the first message of each would wait for its own."""
        for language in sorted(self._known):
            rules, *_ = self._book(language)
            compile_forms(rules.forms)
        movable_feasts()

    def extract(
        self,
        text: str,
        language: str,
        *,
        today: date | None = None,
        expected: str | None = None,
        market: str | None = None,
    ) -> tuple[Entity, ...]:
        """Return the entities of `text` in order of their position, without overlaps.

        language: code of the text's language. today: the day relative dates count from (default: today, UTC).
        expected: entity that was just asked for. market: ISO country code; decides what `$` or 03/04 means.
        """
        folded = fold(text[:_LONGEST])
        if not folded.text.strip():
            return ()
        scene, typos = self._scene(folded, language, today, expected, market)
        certain = [*find_emails(scene), *find_orders(scene, self._orders), *find_tracking_numbers(scene)]
        scene = scene.with_taken(one for one in certain if one.rank >= _CERTAIN)
        certain += find_tax_numbers(scene)
        scene = scene.with_taken(one for one in certain if one.rank >= _CERTAIN)
        certain += find_phones(scene, _REGIONS.get(scene.language, (scene.language.upper(),)))
        # Digits that nothing announces as an order's are a postcode behind a street and a town.
        places = list(find_places(scene.with_taken(without_overlaps(one for one in certain if one.rank > UNANNOUNCED))))
        scene = scene.with_taken(without_overlaps(certain))
        numbers = find_numbers(scene)
        products = list(find_products(scene, typos))
        ends = [*find_amounts(scene, numbers), *find_dates(scene, numbers)]
        found = [
            *certain,
            *find_of_tables(scene, self._regexes),
            *ends,
            *complete_ranges(scene, numbers, [one for one in ends if not _excluded(scene, one)]),
            *find_coupons(scene),
            *find_payments(scene),
            *find_sizes(scene, numbers),
            *products,
            *find_colours(scene),
            *places,
            *find_quantities(scene, numbers, products),
            *find_companies(scene),
        ]
        kept = without_overlaps(one for one in found if not _excluded(scene, one))
        return tuple(self._entity(folded, one) for one in kept)

    def _scene(
        self, folded: Folded, language: str, today: date | None, expected: str | None, market: str | None
    ) -> tuple[Scene, Misspellings]:
        code = language if language in self._known else _FALLBACK
        rules, book, typos = self._book(code)
        hits: dict[str, list[Hit]] = {}
        for hit in book.scan(folded):
            hits.setdefault(hit.kind, []).append(hit)
        day = today or datetime.now(UTC).date()
        return Scene(folded, code, rules, hits, day, (market or "").upper(), expected or ""), typos

    def _book(self, language: str) -> tuple[Rules, Phrasebook, Misspellings]:
        if language not in self._books:
            with self._writing:
                if language not in self._books:
                    self._books[language] = self._written(language)
        return self._books[language]

    def _written(self, language: str) -> tuple[Rules, Phrasebook, Misspellings]:
        rules = load_rules(language)
        words = {fold_phrase(noun): "" for noun in rules.lists["goods"]}
        for product in self._catalogue.products:
            words.update({fold_phrase(name): product.sku for name in product.names.values()})
        book = build_book(rules, self._catalogue, self._lookups)
        return rules, book, misspellings(words if rules.words["typos"] else {})

    def _entity(self, folded: Folded, found: Found) -> Entity:
        start, end = folded.span(found.start, found.end)
        written = folded.original[start:end]
        value = self._synonyms.get(str(found.value).lower(), self._synonyms.get(written.lower(), found.value))
        return Entity(found.entity, value, start, end, found.extractor, written, found.confidence)


def _excluded(scene: Scene, found: Found) -> bool:
    """Tell whether a phrase in which the words mean something else covers it (`good morning`)."""
    return any(hit.start <= found.start and found.end <= hit.stop for hit in scene.of(f"not:{found.entity}"))


def _compiled(name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"regex {name}: {pattern!r} is not a regular expression: {error}") from error
