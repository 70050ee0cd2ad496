"""A response in words: which variation, with which values, as which messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bot.answers.catalogue import Catalogue
from bot.answers.emoji import without_emoji
from bot.answers.entries import Variation
from bot.answers.errors import RenderError
from bot.answers.formats import Formats
from bot.answers.locales import regional, right_to_left, spoken
from bot.answers.markets import is_zone
from bot.answers.message import Button, JsonValue, RenderedMessage
from bot.answers.pattern import Argument, Pattern, compiled, read_pattern
from bot.answers.styles import Style
from bot.answers.values import number_of, say, say_number, selector
from bot.answers.voice import ValueProblem, Voice, say_date, say_datetime, say_time

_BRANCHING = ("plural", "selectordinal")


def voice_for(
    catalogue: Catalogue, formats: Formats, *, locale: str, style: Style, now: datetime, timezone: str
) -> Voice:
    """All that decides how values sound. Raises RenderError for an unknown zone or a time without one."""
    if not is_zone(timezone):
        raise RenderError("-", f"unknown time zone '{timezone}'; expected an IANA name", locale=locale)
    if now.tzinfo is None:
        raise RenderError("-", "'now' has no time zone; expected an aware datetime", locale=locale)
    tag = spoken(locale, style.market)
    cldr = regional(tag)
    zone = ZoneInfo(timezone)
    return Voice(
        tag=tag,
        locale=cldr,
        forms=formats.of(tag),
        digits=style.digits,
        icu_locale=f"{str(cldr).replace('_', '-')}-u-nu-{style.digits}",
        zone=zone,
        today=now.astimezone(zone).date(),
        term=lambda term: catalogue.term(term, tag),
        honorific=style.honorific,
        first_name_only=style.name_part == "first",
        rtl=right_to_left(tag),
    )


@dataclass(frozen=True)
class Rendering:
    """One response being said: what the renderer needs to know while it fills texts."""

    response: str
    voice: Voice
    variables: Mapping[str, JsonValue]
    promise: bool = False

    def text(self, pattern: Pattern) -> tuple[str, bool, frozenset[str]]:
        """The pattern in words, whether a date was filled in, and the variables that were filled in with something.

        Raises RenderError naming the variable.
        """
        voice = self.voice
        selectors: dict[str, str] = {}
        for argument in pattern.walk():
            if argument.kind == "select" and argument.name in self.variables:
                selectors[argument.name] = self._branch(argument)
        params: dict[str, int | float | str | Decimal | date | datetime] = {**selectors}
        dated, said = False, set[str]()
        for argument in pattern.needed(selectors):
            if argument.kind == "select":
                if argument.name not in self.variables:
                    raise self._error(argument.name, "the variable is missing")
            elif argument.slot not in params or argument.kind in _BRANCHING:
                params[argument.slot], is_date = self._value(argument)
                dated = dated or is_date
                if any(char.isalnum() for char in str(params[argument.slot])):
                    said.add(argument.name)
        try:
            text: str = compiled(pattern, voice.icu_locale).format(params)
        except (RuntimeError, TypeError, ValueError) as error:
            raise self._error(None, str(error)) from error
        # ICU prints an argument it was not given; that must never reach a shopper.
        if "{" in text or "}" in text:
            raise self._error(None, "a variable stayed unfilled")
        return text, dated, frozenset(said)

    def data(self, value: JsonValue) -> JsonValue:
        """`custom` and `attachment`: every text in it is a pattern, everything else stays."""
        if isinstance(value, dict):
            return {key: self.data(below) for key, below in value.items()}
        if isinstance(value, list):
            return [self.data(below) for below in value]
        if isinstance(value, str) and "{" in value:
            return self.text(read_pattern(value))[0]
        return value

    def _value(self, argument: Argument) -> tuple[str | int | float, bool]:
        if argument.name not in self.variables or self.variables[argument.name] is None:
            raise self._error(argument.name, "the variable is missing")
        voice = self.voice
        value = self.variables[argument.name]
        try:
            if argument.kind in _BRANCHING:
                number = number_of(value, voice)
                return (int(number) if number == int(number) else float(number)), False
            if argument.kind == "number":
                return say_number(value, voice, argument.style), False
            if argument.kind == "date":
                return say_date(value, voice, argument.style), True
            if argument.kind == "time":
                return say_time(value, voice), True
            if argument.kind == "datetime":
                return say_datetime(value, voice, argument.style), True
            said = say(value, voice)
        except ValueProblem as problem:
            raise self._error(argument.name, str(problem)) from problem
        return said.text, said.dated

    def _branch(self, argument: Argument) -> str:
        try:
            return selector(self.variables[argument.name], self.voice)
        except ValueProblem as problem:
            raise self._error(argument.name, str(problem)) from problem

    def _error(self, variable: str | None, reason: str) -> RenderError:
        return RenderError(self.response, reason, variable=variable, locale=self.voice.tag)


def render_variation(rendering: Rendering, variation: Variation, style: Style) -> tuple[RenderedMessage, ...]:
    """The messages of a variation: one per blank-line piece; buttons, image and data go with the last."""
    spoken_pieces = [rendering.text(piece) for piece in variation.pieces] or [("", False, frozenset[str]())]
    strip = style.emoji == "none"
    messages = [
        RenderedMessage(
            text=without_emoji(text) if strip else text,
            response=rendering.response,
            variation=variation.index,
            locale=rendering.voice.tag,
            dated=dated,
            said=said,
            promise=rendering.promise or variation.promise,
        )
        for text, dated, said in spoken_pieces
    ]
    titles = [rendering.text(button.title)[0] for button in variation.buttons]
    # Addresses are for machines: no isolates, and no emoji rule.
    plain = replace(rendering, voice=replace(rendering.voice, rtl=False))
    messages[-1] = replace(
        messages[-1],
        buttons=tuple(
            Button(without_emoji(title) if strip else title, button.payload)
            for title, button in zip(titles, variation.buttons, strict=True)
        ),
        image=plain.text(variation.image)[0] if variation.image else None,
        attachment=plain.data(variation.attachment),
        custom=plain.data(variation.custom),
    )
    return tuple(messages)


def choose(
    variations: Sequence[Variation],
    *,
    style: Style,
    channel: str,
    slots: Mapping[str, JsonValue],
    seed: str,
    last: int | None,
) -> Variation | None:
    """The variation to say; None when no condition holds. The same seed chooses the same one.

    Rasa's order: those whose condition holds before unconditioned ones, those of the channel before general ones.
    The style's formality narrows the choice where it leaves any.
    """
    fitting = [
        variation
        for variation in variations
        if variation.channel in (None, channel)
        and all(slots.get(condition.name) == condition.value for condition in variation.conditions)
    ]
    in_tone = [variation for variation in fitting if variation.formality in (None, style.formality)]
    candidates = in_tone or fitting
    if not candidates:
        return None
    rank = max((bool(entry.conditions), entry.channel is not None) for entry in candidates)
    candidates = [entry for entry in candidates if (bool(entry.conditions), entry.channel is not None) == rank]
    fresh = [entry for entry in candidates if entry.index != last] or candidates
    digest = blake2b(seed.encode(), digest_size=8).digest()
    return fresh[int.from_bytes(digest, "big") % len(fresh)]
