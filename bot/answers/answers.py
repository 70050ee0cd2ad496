"""Everything this room offers, behind one door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.answers.catalogue import Catalogue
from bot.answers.checks import Checks
from bot.answers.compose import compose
from bot.answers.errors import ContentError, Problem, RenderError
from bot.answers.formats import Formats
from bot.answers.locales import spoken
from bot.answers.markets import Markets
from bot.answers.message import Finding, JsonValue, Need, Part, RenderedMessage
from bot.answers.render import Rendering, choose, render_variation, voice_for
from bot.answers.styles import Style, Styles
from bot.answers.substance import Substance
from bot.answers.taboos import Taboos
from bot.answers.values import say
from bot.answers.voice import ValueProblem
from bot.kept import Kept, mark_of

T = TypeVar("T")
_LIBRARIES = ("babel", "icu4py", "pyyaml")


@dataclass(frozen=True)
class Answers:
    """Catalogues, formats, markets, styles and checks that were loaded together and fit together."""

    catalogue: Catalogue
    formats: Formats
    markets: Markets
    styles: Styles
    checks: Checks
    substance: Substance

    @classmethod
    def load(cls, content: Path, *, kept: Path | None = None) -> Answers:
        """Load `responses/*.yml`, `formats.yml`, `markets.yml`, `styles.yml`, `taboos.yml` and `substance.yml`.

        kept: a folder that keeps what was read, for the next start with the same files.
        Raises ContentError with every mistake in any of them (file, line, what was expected).
        """
        if kept is None:
            return cls._read(content)
        files = (path.read_bytes() for path in sorted(content.rglob("*.yml")))
        mark, aside = mark_of(files, Path(__file__).parent, _LIBRARIES), Kept(kept, "answers")
        answers = aside.recall(mark)
        if not isinstance(answers, cls):
            answers = cls._read(content)
            aside.keep(mark, answers)
        return answers

    @classmethod
    def _read(cls, content: Path) -> Answers:
        problems: list[Problem] = []

        def read(loader: Callable[[], T]) -> T | None:
            try:
                return loader()
            except ContentError as error:
                problems.extend(error.problems)
                return None

        formats = read(lambda: Formats.load(content / "formats.yml"))
        catalogue = read(lambda: Catalogue.load(content / "responses"))
        markets = read(lambda: Markets.load(content / "markets.yml"))
        styles = read(lambda: Styles.load(content / "styles.yml", markets)) if markets else None
        taboos = read(lambda: Taboos.load(content / "taboos.yml", markets)) if markets else None
        substance = read(lambda: Substance.load(content / "substance.yml"))
        if markets and styles and taboos and catalogue and formats and substance:
            checks = Checks(taboos, markets, styles)
            problems += checks.static(catalogue)
            problems += substance.static(catalogue)
            if not problems:
                return cls(catalogue, formats, markets, styles, checks, substance)
        raise ContentError(problems)

    def warm(self, now: datetime) -> None:
        """Makes ready what the first answer in each market would wait for: its names of days, what offends there."""
        for code, market in self.markets.by_code.items():
            style = self.style(code, market.locale)
            moment: JsonValue = {"datetime": now.isoformat()}
            self.format(moment, locale=market.locale, style=style, now=now, timezone=market.zones[0])
            self.check(["-"], locale=market.locale, market=code)

    def style(self, market: str | None, locale: str) -> Style:
        """How to speak to a shopper of that market (ISO country, may be unknown) in that locale."""
        return self.styles.of(market, locale)

    def render(
        self,
        response: str,
        *,
        locale: str,
        style: Style,
        now: datetime,
        timezone: str,
        variables: Mapping[str, JsonValue] | None = None,
        channel: str = "",
        slots: Mapping[str, JsonValue] | None = None,
        seed: str = "",
        last_variation: int | None = None,
    ) -> tuple[RenderedMessage, ...]:
        """The messages of one response, in order; a blank line in a text starts a new message.

        locale: as `es-MX`; texts fall back es-MX → es → en key by key. style: from `style()`; also carries the
        market, whose digits and money form are used. now, timezone: an aware time and an IANA zone, the shopper's.
        variables: JSON values; plain strings and numbers, or tagged ones (see `values.py`).
        channel, slots: choose among variations with `channel:` and `condition:`.
        seed: conversation id and turn; the same seed chooses the same variation. last_variation: the one used
        before, which is not chosen again when there are others.
        Raises RenderError naming response and variable; then nothing may be sent.
        """
        tag = spoken(locale, style.market)
        try:
            found, variations = self.catalogue.variations(response, tag)
        except KeyError:
            raise RenderError(response, "no such response in the catalogue", locale=tag) from None
        variation = choose(
            variations,
            style=style,
            channel=channel,
            slots=slots or {},
            seed=f"{seed}|{response}",
            last=last_variation,
        )
        if variation is None:
            raise RenderError(response, "no variation fits channel and conditions", locale=found)
        voice = voice_for(self.catalogue, self.formats, locale=tag, style=style, now=now, timezone=timezone)
        return render_variation(
            Rendering(response, voice, variables or {}, self.catalogue.promises(response)), variation, style
        )

    def format(self, value: JsonValue, *, locale: str, style: Style, now: datetime, timezone: str) -> str:
        """One value (tagged or plain) as it would stand in a text. Raises RenderError."""
        voice = voice_for(self.catalogue, self.formats, locale=locale, style=style, now=now, timezone=timezone)
        try:
            return say(value, voice).text
        except ValueProblem as problem:
            raise RenderError("-", str(problem), locale=voice.tag) from problem

    def compose(
        self,
        parts: Sequence[Part],
        *,
        style: Style,
        locale: str,
        emotion: str = "neutral",
        intensity: float = 0.0,
        first_answer: bool = False,
        name: str | None = None,
        previous: Sequence[str] = (),
    ) -> tuple[Part, ...]:
        """The parts of a turn as the style wants them said: greeting, acknowledgement, fact, action, deadline.

        Parts of one role keep their order. emotion, intensity (0..1): as understood; a negative one adds one
        acknowledgement. first_answer: nothing was said to this shopper before in this conversation.
        previous: responses of the turn before; an acknowledgement that would be repeated word for word is left out.
        """
        tag = spoken(locale, style.market)
        return compose(
            parts,
            style=style,
            has=lambda response: response in self.catalogue,
            variations=lambda response: len(self.catalogue.variations(response, tag)[1]),
            emotion=emotion,
            intensity=intensity,
            first_answer=first_answer,
            name=name,
            previous=previous,
        )

    def check(
        self, messages: Sequence[RenderedMessage | str], *, locale: str, market: str | None
    ) -> tuple[Finding, ...]:
        """What these messages must not say in that locale and market. For the bot's answers and staff drafts."""
        return self.checks.check(messages, locale=locale, market=market)

    def safe(
        self, messages: Sequence[RenderedMessage], *, locale: str, market: str | None
    ) -> tuple[tuple[RenderedMessage, ...], tuple[Finding, ...]]:
        """The messages without forbidden emoji, and the findings to be logged."""
        return self.checks.safe(messages, locale=locale, market=market)

    def missing(self, messages: Sequence[RenderedMessage], *, locale: str) -> tuple[Need, ...]:
        """What the messages of one turn must carry together (fact, next step, date), as declared, and do not."""
        return self.substance.missing(messages, self.catalogue, locale)

    def completion(self, need: Need) -> str | None:
        """The response that is added to a turn without it; None for a fact, which nothing can stand in for."""
        return self.substance.completions.get(need)
