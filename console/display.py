"""Names, times and words of the console in the language of the person who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_time, format_timedelta
from babel.numbers import format_decimal

from console.strings import DEFAULT, catalogues


def ui_language(*wanted: str | None) -> str:
    """The first of these languages that has a catalogue, else English."""
    for one in wanted:
        language = (one or "").replace("_", "-").split("-")[0].lower()
        if language in catalogues():
            return language
    return DEFAULT


@dataclass(frozen=True, slots=True)
class Display:
    """Texts and formats for one language at one moment."""

    language: str
    now: datetime

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(Locale(self.language).text_direction)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Codes and own names of the languages that the console speaks."""
        return [(code, Locale(code).get_display_name(code) or code) for code in catalogues()]

    def t(self, key: str, /, **values: Any) -> str:
        """The text of a key; raises KeyError for an unknown one."""
        return catalogues()[self.language][key].format(**values)

    def word(self, group: str, name: str | None) -> str:
        """The word for a value such as an emotion; a value without one is shown as it is."""
        if not name:
            return "–"
        return catalogues()[self.language].get(f"{group}.{name}", name.replace("_", " "))

    def alert(self, alert: dict[str, Any]) -> str:
        """What an alert is about: in words where its kind has some, else its own text."""
        words = catalogues()[self.language].get(f"alert.{alert['kind']}")
        order = (alert.get("data") or {}).get("order_id") or ""
        return words.format(order=order).strip() if words else str(alert["text"])

    def step(self, name: str) -> str:
        """A flow or action that was run, in words."""
        return self.word("intent", name.removeprefix("action_"))

    def language_name(self, code: str | None) -> str:
        """A language's name."""
        if not code:
            return "–"
        try:
            return Locale.parse(code.replace("-", "_")).get_display_name(self.language) or code
        except (UnknownLocaleError, ValueError):
            return code

    def market_name(self, code: str | None) -> str:
        """A country's name."""
        return str(Locale(self.language).territories.get(code or "", code or "–"))

    def since(self, moment: str | None) -> str:
        """How long ago, in the largest unit that fits."""
        if not moment:
            return "–"
        passed = max(self.now - datetime.fromisoformat(moment), timedelta())
        return format_timedelta(passed, threshold=1.2, granularity="minute", locale=self.language)

    def moment(self, moment: str | None) -> str:
        """A date and time in UTC; the page's script shows it in the reader's zone."""
        return format_datetime(datetime.fromisoformat(moment), "d MMM, HH:mm", UTC, self.language) if moment else "–"

    def clock(self, moment: str | None) -> str:
        """A time of day in UTC; the page's script shows it in the reader's zone."""
        return format_time(datetime.fromisoformat(moment), "HH:mm", UTC, self.language) if moment else ""

    def number(self, value: float) -> str:
        """A number."""
        return format_decimal(value, locale=self.language)

    def value(self, value: Any) -> str:
        """A slot's value as text."""
        if isinstance(value, list):
            return ", ".join(self.value(one) for one in value)
        if isinstance(value, dict):
            return ", ".join(f"{name}: {self.value(one)}" for name, one in value.items())
        return str(value)
