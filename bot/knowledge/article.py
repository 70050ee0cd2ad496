"""An article and the schema of its front matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

KINDS = ("policy", "faq", "procedure", "reply")
KEYS = frozenset(
    {
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
    }
)
_STATUSES = ("pending", "paid", "processing", "shipped", "delivered", "cancelled", "returned")
_CAUSES = ("customs_hold", "delay", "lost", "damaged")


class ArticleError(ValueError):
    """A wrong article: `file: key: what is wrong; expected …`."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one locale."""

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

    def valid_on(self, day: date) -> bool:
        """Whether it holds on that day; both ends count."""
        return not (
            (self.valid_from is not None and day < self.valid_from)
            or (self.valid_until is not None and day > self.valid_until)
        )


@lru_cache(maxsize=1)
def groups() -> dict[str, frozenset[str]]:
    """Market groups and their countries."""
    text = (Path(__file__).parent / "groups.yml").read_text(encoding="utf-8")
    return {name: frozenset(codes) for name, codes in yaml.safe_load(text).items()}


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(code for code in Locale("en").territories if len(code) == 2 and code.isalpha())


def read_article(path: Path, topics: frozenset[str] | None = None) -> Article:
    """Reads one Markdown file with YAML front matter; raises ArticleError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError(f"{path}: cannot be read: {error}") from error
    if not text.startswith("---"):
        raise ArticleError(f"{path}: no front matter; expected `---`, YAML, `---`, then Markdown")
    _, front, body = (*text.split("---", 2), "", "")[:3]
    try:
        data = yaml.safe_load(front)
    except yaml.YAMLError as error:
        raise ArticleError(f"{path}: the front matter is not valid YAML: {error}") from error
    return make_article(str(path), data, body.strip(), topics)


def make_article(where: str, data: Any, body: str, topics: frozenset[str] | None = None) -> Article:
    """Checks front matter and body; `where` is named in errors. Raises ArticleError."""
    if not isinstance(data, dict):
        raise ArticleError(f"{where}: the front matter is no mapping")
    for key in data:
        if key not in KEYS:
            raise ArticleError(f"{where}: {key}: unknown key; expected one of {sorted(KEYS)}")
    for key in ("id", "title", "locale", "kind"):
        if not isinstance(data.get(key), str) or not data[key].strip():
            raise ArticleError(f"{where}: {key}: missing; expected a text")
    if data["kind"] not in KINDS:
        raise ArticleError(f"{where}: kind: {data['kind']!r} is unknown; expected one of {list(KINDS)}")
    if not body:
        raise ArticleError(f"{where}: the article has no text")
    markets = _texts(where, "markets", data.get("markets"))
    for market in markets:
        country = market.split("-", 1)[0]
        if market not in groups() and country not in _countries():
            raise ArticleError(
                f"{where}: markets: {market!r}; expected ISO country codes, states or {sorted(groups())}"
            )
    wanted = _texts(where, "topics", data.get("topics"))
    if topics is not None and (unknown := set(wanted) - topics):
        raise ArticleError(f"{where}: topics: {sorted(unknown)} are no intents of the domain")
    source = data.get("translation_of")
    if source is not None and (not isinstance(source, dict) or not {"id", "locale"} <= set(source)):
        raise ArticleError(f"{where}: translation_of: expected id, locale and version")
    return Article(
        data["id"],
        data["locale"],
        data["title"].strip(),
        data["kind"],
        body,
        markets,
        wanted,
        _day(where, "valid_from", data.get("valid_from")),
        _day(where, "valid_until", data.get("valid_until")),
        check_facts(where, data.get("facts") or {}),
        source,
        int(data.get("version") or 1),
    )


def _texts(where: str, key: str, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ArticleError(f'{where}: {key}: expected a list of texts (write "NO" in quotes for Norway)')
    return tuple(value)


def _day(where: str, key: str, value: Any) -> date | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ArticleError(f"{where}: {key}: {value!r} is no date; expected YYYY-MM-DD") from error


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_money(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"amount", "currency"} and _is_number(value["amount"])


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_voucher(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_voucher, value))
    return (
        isinstance(value, dict)
        and value.get("cause") in _CAUSES
        and _is_number(value.get("value"))
        and set(value) <= {"cause", "after_hours", "value", "currency"}
    )


_FACTS: dict[str, tuple[Any, str]] = {
    "categories": (_is_list, "a list of categories"),
    "tiers": (_is_list, "a list of tiers"),
    "returnable": (lambda value: isinstance(value, bool), "true or false"),
    **dict.fromkeys(
        ("return_window_days", "exchange_window_days", "damaged_window_days", "not_received_window_days"),
        (_is_count, "a number of days"),
    ),
    **dict.fromkeys(
        ("return_shipping_paid_by", "fault_return_shipping_paid_by"),
        (lambda value: value in ("shop", "customer"), "shop or customer"),
    ),
    **dict.fromkeys(
        ("return_fee", "shipping_fee", "free_shipping_from", "duty_free_below"), (_is_money, "{amount, currency}")
    ),
    "refund_days": (
        lambda value: _is_count(value) or (isinstance(value, dict) and all(map(_is_count, value.values()))),
        "working days, or working days by payment method",
    ),
    **dict.fromkeys(
        ("cancel_until", "address_change_until"), (lambda value: value in _STATUSES, f"one of {list(_STATUSES)}")
    ),
    "delivery_days": (
        lambda value: (
            isinstance(value, list) and len(value) == 2 and all(map(_is_count, value)) and value[0] <= value[1]
        ),
        "[min, max] working days",
    ),
    **dict.fromkeys(("duty_percent", "vat_percent"), (_is_number, "a number")),
    "voucher": (_is_voucher, f"{{cause, after_hours, value, currency}} with cause one of {list(_CAUSES)}"),
    "payment_methods": (_is_list, "a list of payment methods"),
}
LIMITS = ("categories", "tiers")
FACT_NAMES = tuple(name for name in _FACTS if name not in LIMITS)


def check_facts(where: str, facts: Any) -> dict[str, Any]:
    """Facts that fit the contract; raises ArticleError naming file and fact."""
    if not isinstance(facts, dict):
        raise ArticleError(f"{where}: facts: expected a mapping")
    for name, value in facts.items():
        if name not in _FACTS:
            raise ArticleError(f"{where}: facts.{name}: unknown fact; expected one of {sorted(_FACTS)}")
        check, expected = _FACTS[name]
        if not check(value):
            raise ArticleError(f"{where}: facts.{name}: {value!r}; expected {expected}")
    return dict(facts)


def read_folder(folder: Path, topics: frozenset[str] | None = None) -> list[Article]:
    """All articles below `<folder>/<locale>/`; the locale of the folder and of the file must agree."""
    articles: list[Article] = []
    seen: dict[tuple[str, str, date | None], Path] = {}
    for path in sorted(folder.rglob("*.md")):
        article = read_article(path, topics)
        if path.parent != folder and path.parent.name != article.locale:
            raise ArticleError(f"{path}: locale: {article.locale!r}; expected {path.parent.name!r} like its folder")
        key = (article.id, article.locale, article.valid_from)
        if key in seen:
            raise ArticleError(f"{path}: id: {article.id!r} in {article.locale} is also in {seen[key]}")
        seen[key] = path
        articles.append(article)
    if not articles:
        raise ArticleError(f"{folder}: no articles; expected <locale>/<id>.md")
    return articles
