"""A small catalogue in eleven languages beside the real formats, markets, styles and taboos."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers import Answers, RenderedMessage
from bot.answers.message import JsonValue

CONTENT = Path(__file__).parents[2] / "bot" / "content"
RESPONSES = Path(__file__).parent / "data" / "responses"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

Say = Callable[..., tuple[RenderedMessage, ...]]


def copy_content(target: Path) -> Path:
    """A content folder of its own that a test may spoil."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("formats.yml", "markets.yml", "styles.yml", "taboos.yml", "substance.yml"):
        shutil.copy(CONTENT / name, target / name)
    shutil.copytree(RESPONSES, target / "responses")
    return target


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copy_content(tmp_path / "content")


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return Answers.load(copy_content(tmp_path_factory.mktemp("answers") / "content"))


@pytest.fixture(scope="session")
def say(answers: Answers) -> Say:
    """Render a response for a market; the zone is the market's first unless given."""

    def render(
        response: str, locale: str, market: str, *, zone: str | None = None, **options: object
    ) -> tuple[RenderedMessage, ...]:
        found = answers.markets.get(market)
        assert found is not None
        return answers.render(
            response,
            locale=locale,
            style=answers.style(market, locale),
            now=NOW,
            timezone=found.zone(zone)[0],
            **options,  # type: ignore[arg-type]
        )

    return render


@pytest.fixture(scope="session")
def spell(answers: Answers) -> Callable[..., str]:
    """One value as it stands in a text of a locale and market."""

    def spoken(value: JsonValue, locale: str, market: str, zone: str | None = None) -> str:
        found = answers.markets.get(market)
        assert found is not None
        style = answers.style(market, locale)
        return answers.format(value, locale=locale, style=style, now=NOW, timezone=found.zone(zone)[0])

    return spoken
