"""An article and the schema of its front matter."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.knowledge.facts import FactError, check_facts
from bot.knowledge.markets import markets

KINDS = ("policy", "faq", "procedure", "reply")
KEYS = (
    "id",
    "title",
    "locale",
    "kind",
    "markets",
    "topics",
    "valid_from",
    "valid_until",
    "facts",
    "translation_of",
    "version",
)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")


class ArticleError(ValueError):
    """A wrong article. The message reads `place: key: what is wrong; expected …`; `key` is its key."""

    def __init__(self, where: str, key: str | None, problem: str) -> None:
        super().__init__(": ".join(part for part in (where, key, problem) if part))
        self.where, self.key, self.problem = where, key, problem

    def at(self, where: str) -> ArticleError:
        """The same error with a closer place."""
        return ArticleError(where, self.key, self.problem)


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article in one locale. `markets` empty: everywhere; `topics`: the intents it answers."""

    id: str
    locale: str
    title: str
    kind: str
    body: str
    markets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    translation_of: Mapping[str, Any] | None = None
    version: int = 1

    @property
    def subject(self) -> str:
        """What its versions in all locales share: the id of the article it translates, else its own."""
        return str(self.translation_of["id"]) if self.translation_of else self.id

    @property
    def products(self) -> frozenset[str]:
        """The SKUs of the products it is about; empty: it is about no single ones."""
        return frozenset(self.facts.get("products") or ())

    @property
    def name(self) -> str:
        """How it is named to people: `returns-eu (en)`."""
        return f"{self.id} ({self.locale})"

    def valid_on(self, day: date) -> bool:
        """Whether it holds on that day; both ends count."""
        return not (
            (self.valid_from is not None and day < self.valid_from)
            or (self.valid_until is not None and day > self.valid_until)
        )


def make_article(where: str, data: Any, body: str, topics: Collection[str] | None = None) -> Article:
    """The article of front matter and body, after all checks; raises ArticleError.

    where: how errors name the place. topics: the intents that may be named; without them any may.
    """
    if not isinstance(data, Mapping):
        raise ArticleError(where, None, "the front matter is no mapping; expected `key: value` lines")
    for key in data:
        if key not in KEYS:
            raise ArticleError(where, str(key), f"unknown key; expected one of {', '.join(KEYS)}")
    for key in ("id", "title", "locale", "kind"):
        if not isinstance(data.get(key), str) or not data[key].strip():
            raise ArticleError(where, key, f"{data.get(key)!r}; expected a text")
    _matches(where, "id", data["id"], _ID, "letters, digits, `-`, `_` and `.`, such as returns-eu")
    _matches(where, "locale", data["locale"], _LOCALE, "a language tag, such as en or pt-BR")
    if data["kind"] not in KINDS:
        raise ArticleError(where, "kind", f"{data['kind']!r}; expected one of {', '.join(KINDS)}")
    if not body.strip():
        raise ArticleError(where, "body", "the article has no text; expected Markdown after the front matter")
    first, last = (_day(where, key, data.get(key)) for key in ("valid_from", "valid_until"))
    if first and last and last < first:
        raise ArticleError(where, "valid_until", f"{last} is before valid_from {first}; expected a later day")
    return Article(
        id=data["id"],
        locale=data["locale"],
        title=data["title"].strip(),
        kind=data["kind"],
        body=body.strip(),
        markets=_markets(where, data.get("markets")),
        topics=_topics(where, data.get("topics"), topics),
        valid_from=first,
        valid_until=last,
        facts=_facts(where, data.get("facts")),
        translation_of=_source(where, data.get("translation_of")),
        version=_version(where, "version", data.get("version")) or 1,
    )


def _matches(where: str, key: str, value: str, pattern: re.Pattern[str], expected: str) -> None:
    if not pattern.fullmatch(value):
        raise ArticleError(where, key, f"{value!r}; expected {expected}")


def _texts(where: str, key: str, value: Any, hint: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ArticleError(where, key, f"{value!r}; expected a list of texts{hint}")
    return tuple(value)


def _markets(where: str, value: Any) -> tuple[str, ...]:
    codes = _texts(where, "markets", value, ' (write "NO" in quotes: YAML reads NO as false)')
    for code in codes:
        if problem := markets().problem(code):
            raise ArticleError(where, "markets", f"{code!r}; {problem}")
    return codes


def _topics(where: str, value: Any, known: Collection[str] | None) -> tuple[str, ...]:
    named = _texts(where, "topics", value, "")
    for topic in named:
        if known is not None and topic not in known:
            raise ArticleError(where, "topics", f"{topic!r} is no intent; expected one of {', '.join(sorted(known))}")
    return named


def _facts(where: str, value: Any) -> dict[str, Any]:
    try:
        return check_facts(value)
    except FactError as error:
        raise ArticleError(where, error.name, error.problem) from error


def _source(where: str, value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    expected = "{id: returns-eu, locale: en, version: 1}"
    if not isinstance(value, Mapping) or not {"id", "locale"} <= set(value) <= {"id", "locale", "version"}:
        raise ArticleError(where, "translation_of", f"{value!r}; expected {expected}")
    if not isinstance(value["id"], str) or not isinstance(value["locale"], str):
        raise ArticleError(where, "translation_of", f"{value!r}; expected {expected}")
    _version(where, "translation_of.version", value.get("version"))
    return dict(value)


def _version(where: str, key: str, value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ArticleError(where, key, f"{value!r}; expected a whole number from 1")
    return value


def _day(where: str, key: str, value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ArticleError(where, key, f"{value!r} is no date; expected YYYY-MM-DD") from error
