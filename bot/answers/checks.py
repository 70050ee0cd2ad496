"""The last look at a text before it is said: promises without a date, taboos, emoji, length, unfilled variables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answers.catalogue import Catalogue
from bot.answers.emoji import emoji_in, without_emoji
from bot.answers.errors import Problem
from bot.answers.locales import language
from bot.answers.markets import Markets
from bot.answers.message import Finding, RenderedMessage
from bot.answers.moments import names_moment
from bot.answers.styles import Style, Styles
from bot.answers.taboos import Taboos, plain

_UNFILLED = re.compile(r"\{[^{}]{0,60}\}")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|[。！？]")
_ARGUMENT = re.compile(r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")


@dataclass(frozen=True)
class Checks:
    """Checks with the data they rest on."""

    taboos: Taboos
    markets: Markets
    styles: Styles

    def check(
        self, messages: Sequence[RenderedMessage | str], *, locale: str, market: str | None
    ) -> tuple[Finding, ...]:
        """See `Answers.check`."""
        style = self.styles.of(market, locale)
        found: list[Finding] = []
        for index, message in enumerate(messages):
            rendered = message if isinstance(message, RenderedMessage) else RenderedMessage(message)
            found += self._one(rendered, index, locale, style)
        return tuple(found)

    def _one(self, message: RenderedMessage, index: int, locale: str, style: Style) -> Iterator[Finding]:
        titles = " ".join(button.title for button in message.buttons)
        text = f"{message.text}\n{titles}" if titles else message.text
        tag = language(locale)
        phrases = self.taboos.empty_promises.get(tag)
        empty = list(phrases.find(plain(text))) if phrases and not message.dated else []
        promised = message.promise and not message.dated
        if (empty or promised) and names_moment(message.text, locale):
            empty, promised = [], False
        for phrase in empty:
            yield Finding("empty_promise", "error", phrase, "a date or a time in the same message", index)
        if promised:
            yield Finding("promise_without_date", "error", message.response, "a date or a time", index)
        for taboo, found in self.taboos.find(text, tag, self.markets.get(style.market)):
            yield Finding("taboo", taboo.severity, found, taboo.instead, index)
        if style.emoji == "none" and (pictures := emoji_in(text)):
            yield Finding("emoji", "error", "".join(pictures), "no emoji in this market", index)
        if unfilled := _UNFILLED.search(text):
            yield Finding("placeholder", "error", unfilled.group(), "every variable filled", index)
        sentences = len(_SENTENCE_END.findall(message.text))
        if style.max_sentences and sentences > style.max_sentences:
            limit = f"at most {style.max_sentences} sentences in a message"
            yield Finding("too_long", "warning", f"{sentences} sentences", limit, index)

    def safe(
        self, messages: Sequence[RenderedMessage], *, locale: str, market: str | None
    ) -> tuple[tuple[RenderedMessage, ...], tuple[Finding, ...]]:
        """See `Answers.safe`."""
        findings = self.check(messages, locale=locale, market=market)
        pictured = {found.message for found in findings if found.code == "emoji" or emoji_in(found.found)}
        cleaned = tuple(
            _without_emoji(message) if index in pictured else message for index, message in enumerate(messages)
        )
        return cleaned, findings

    def static(self, catalogue: Catalogue) -> list[Problem]:
        """What the catalogues themselves must not say, whatever the variables: read once at load."""
        problems: list[Problem] = []
        for tag, locale in catalogue.locales.items():
            for term, word in locale.terms.items():
                line = locale.source.line("terms", *term.split("."))
                for found, expected in self._static(word, tag, dated=False):
                    problems.append(Problem(locale.source.file, line, term, found, expected))
            for key, variations in locale.responses.items():
                for variation in variations:
                    line = locale.source.line("responses", key, variation.index, "text")
                    for pattern in variation.patterns():
                        dated = any(catalogue.base.is_date(name) for name in pattern.variables())
                        for found, expected in self._static(pattern.text, tag, dated):
                            problems.append(Problem(locale.source.file, line, key, found, expected))
        return problems

    def _static(self, text: str, tag: str, dated: bool) -> Iterator[tuple[str, str]]:
        words = plain(_ARGUMENT.sub(_branches, text))
        phrases = self.taboos.empty_promises.get(language(tag))
        for phrase in phrases.find(words) if phrases and not dated else ():
            yield f"'{phrase}' promises without a date", "a date variable as {eta} in the text, or other words"
        for taboo, found in self.taboos.find(words, language(tag), None, everywhere=True):
            if taboo.severity == "error":
                yield f"'{found}' is not said", taboo.instead


def _branches(match: re.Match[str]) -> str:
    """The texts inside a plural or select stay, the variable's name goes: it is never said."""
    branches = match.group()[1:-1].partition(",")[2]
    return " ".join(re.findall(r"\{([^{}]*)\}", branches)) if branches else " 0 "


def _without_emoji(message: RenderedMessage) -> RenderedMessage:
    buttons = tuple(replace(button, title=without_emoji(button.title) or button.title) for button in message.buttons)
    return replace(message, text=without_emoji(message.text), buttons=buttons)
