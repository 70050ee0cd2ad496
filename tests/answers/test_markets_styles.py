"""Markets and style profiles."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers import Answers, ContentError
from bot.answers.locales import regional
from bot.answers.markets import Markets
from bot.answers.styles import Styles

NAMED = "DE FR ES GB SE NO DK FI PL RU TR US MX BR AR SA AE ID PH SG JP KR IN CN TH VN MY NG ZA KE EG"


def test_every_market_that_is_named_has_zone_currency_and_a_known_locale(answers: Answers) -> None:
    assert len(answers.markets.by_code) >= 80
    for code in NAMED.split():
        market = answers.markets.get(code)
        assert market is not None, code
        assert market.zones
        assert regional(market.locale).language == market.locale.split("-")[0]


def test_a_state_belongs_to_its_country_and_an_unknown_code_to_none(answers: Answers) -> None:
    california = answers.markets.get("US-CA")
    assert california is not None
    assert california.code == "US"
    assert answers.markets.get("XX") is None
    assert answers.markets.get(None) is None


def test_a_zone_is_certain_only_where_there_is_one_or_the_shopper_told_it(answers: Answers) -> None:
    america, japan = answers.markets.get("US"), answers.markets.get("JP")
    assert america is not None
    assert japan is not None
    assert america.zone() == ("America/New_York", False)
    assert america.zone("Pacific/Honolulu") == ("Pacific/Honolulu", True)
    assert america.zone("Nowhere/At_All") == ("America/New_York", False)
    assert japan.zone() == ("Asia/Tokyo", True)


def test_the_weekend_is_the_markets(answers: Answers) -> None:
    friday = datetime(2026, 11, 27, 12, tzinfo=UTC)
    working = {code: answers.markets.by_code[code].is_workday(friday) for code in ("SA", "AE", "DE")}
    assert working == {"SA": False, "AE": True, "DE": True}


@pytest.mark.parametrize(
    ("market", "locale", "expected"),
    [
        ("DE", "de", {"formality": "formal", "emoji": "none", "honorific": "{name}"}),
        ("JP", "ja", {"formality": "formal", "emoji": "none", "honorific": "{name}様", "apology": "high"}),
        ("JP", "en", {"emoji": "none", "honorific": "{name}"}),
        ("KR", "ko", {"emoji": "none", "honorific": "{name}님"}),
        ("SA", "ar", {"greeting_first": True, "digits": "arab"}),
        ("SA", "en", {"greeting_first": True, "digits": "latn"}),
        ("US", "en", {"directness": "direct", "emoji": "allowed", "greeting_first": False}),
        ("ES", "es", {"formality": "informal", "emoji": "allowed"}),
        ("US-CA", "es", {"market": "US", "directness": "direct"}),
        (None, "th", {"market": None, "honorific": "คุณ{name}"}),
    ],
)
def test_a_style_comes_from_language_region_and_market(
    answers: Answers, market: str | None, locale: str, expected: dict[str, object]
) -> None:
    style = answers.style(market, locale)
    assert {name: getattr(style, name) for name in expected} == expected


def test_at_least_fourteen_markets_have_a_profile_of_their_own(answers: Answers) -> None:
    assert len(answers.styles.markets) >= 14


def test_quiet_hours_end_in_the_morning_of_the_shopper(answers: Answers) -> None:
    style = answers.style("JP", "ja")
    late = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)  # 22:00 in Tokyo
    end = style.quiet_until(late, "Asia/Tokyo")
    assert end is not None
    assert end.isoformat() == "2026-11-25T09:00:00+09:00"
    early = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # 05:00 in Tokyo
    end = style.quiet_until(early, "Asia/Tokyo")
    assert end is not None
    assert end.isoformat() == "2026-11-25T09:00:00+09:00"
    assert style.quiet_until(datetime(2026, 11, 24, 3, 0, tzinfo=UTC), "Asia/Tokyo") is None


def test_a_wrong_market_is_refused_with_file_line_and_what_was_expected(tmp_path: Path) -> None:
    path = tmp_path / "markets.yml"
    path.write_text(
        "version: 1\nmarkets:\n  DE:\n    zones: [Europe/Berlinn]\n    currency: DM\n    locale: de\n    tax: 19\n"
    )
    with pytest.raises(ContentError) as caught:
        Markets.load(path)
    told = str(caught.value)
    assert "markets.yml:4: markets.DE.zones.0: unknown zone 'Europe/Berlinn'" in told
    assert "markets.yml:5: markets.DE.currency" in told
    assert "markets.yml:7: markets.DE.tax: unknown key 'tax'" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("markets:\n  DE: {formality: stiff}\n", "styles.yml:2: markets.DE.formality: found 'stiff'"),
        ("markets:\n  XX: {formality: formal}\n", "unknown 'XX'"),
        ("markets:\n  JP: {honorific: '{name}様'}\n", "unknown key 'honorific'"),
        ("languages:\n  ja: {honorific: 様}\n", "expected a text with {name} once"),
        ("default: {quiet_hours: {from: '25:00', to: '08:00'}}\n", "expected a time as '21:00'"),
        ("default: {emoji: 3}\n", "expected one of none, allowed"),
        ("default: [formal]\n", "expected a mapping"),
    ],
)
def test_a_wrong_style_is_refused_with_what_was_expected(
    answers: Answers, tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "styles.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        Styles.load(path, answers.markets)
    assert told in str(caught.value)


@pytest.mark.parametrize("code", ["RE", "GP", "MQ", "GF", "YT", "PM", "BL", "MF"])
def test_the_islands_of_france_pay_in_euros(answers: Answers, code: str) -> None:
    market = answers.markets.by_code[code]
    assert (market.currency, market.locale) == ("EUR", "fr")
