"""Values sound as people of a locale write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.answers import Answers, RenderError
from bot.answers.locales import chain

Spell = Callable[..., str]
NBSP, NNBSP, RLM = "\u00a0", "\u202f", "\u200f"


@pytest.mark.parametrize(
    ("locale", "market", "expected"),
    [
        ("en", "US", "Friday, November 27"),
        ("en", "GB", "Friday, 27 November"),
        ("zh", "CN", "11月27日（周五）"),
        ("zh", "TW", "11月27日（週五）"),
        ("es", "ES", "viernes 27 de noviembre"),
        ("fr", "FR", "vendredi 27 novembre"),
        ("de", "DE", "Freitag, 27. November"),
        ("it", "IT", "venerdì 27 novembre"),
        ("pt", "BR", "sexta-feira, 27 de novembro"),
        ("ru", "RU", "27 ноября (пт)"),
        ("ar", "SA", "الجمعة ٢٧ نوفمبر"),
        ("ar", "AE", "الجمعة 27 نوفمبر"),
        ("tr", "TR", "27 Kasım Cuma"),
        ("ja", "JP", "11月27日(金)"),
        ("ko", "KR", "11월 27일(금)"),
        ("th", "TH", "วันศุกร์ที่ 27 พฤศจิกายน"),
        ("vi", "VN", "Thứ Sáu, 27 tháng 11"),
        ("id", "ID", "Jumat, 27 November"),
    ],
)
def test_a_day_of_this_year_is_said_with_its_weekday_and_without_the_year(
    spell: Spell, locale: str, market: str, expected: str
) -> None:
    assert spell({"date": "2026-11-27"}, locale, market) == expected


@pytest.mark.parametrize(
    ("locale", "market", "expected"),
    [
        ("fr", "FR", "mardi 1er décembre"),
        ("fr", "CA", "mardi 1er décembre"),
        ("it", "IT", "martedì 1 dicembre"),
        ("pt", "BR", "terça-feira, 1 de dezembro"),
        ("pt-PT", "PT", "terça-feira, 1 de dezembro"),
        ("de", "DE", "Dienstag, 1. Dezember"),
        ("es", "ES", "martes 1 de diciembre"),
    ],
)
def test_the_first_of_a_month_is_written_as_the_language_writes_it(
    spell: Spell, locale: str, market: str, expected: str
) -> None:
    assert spell({"date": "2026-12-01"}, locale, market) == expected


@pytest.mark.parametrize(
    ("locale", "market", "expected"),
    [
        ("en", "US", f"Saturday, January 2, 2027 at 1:00{NBSP}PM"),
        ("en", "GB", "Saturday, 2 January 2027 at 18:00"),
        ("de", "DE", "Samstag, 2. Januar 2027, 19:00 Uhr"),
        ("fr", "FR", "samedi 2 janvier 2027 à 19 h 00"),
        ("ru", "RU", "2 января 2027 г. (сб), 21:00"),
        ("ar", "AE", "السبت 2 يناير 2027، الساعة 10:00 م"),
        ("ja", "JP", "2027年1月3日(日) 03:00"),
        ("ko", "KR", "2027년 1월 3일(일) 오전 3:00"),
        ("th", "TH", "วันอาทิตย์ที่ 3 มกราคม ค.ศ. 2027 เวลา 01:00 น."),
    ],
)
def test_a_moment_is_said_in_the_shoppers_zone_and_with_the_year_when_it_is_another(
    spell: Spell, locale: str, market: str, expected: str
) -> None:
    said = spell({"datetime": "2027-01-02T18:00:00+00:00"}, locale, market)
    assert said.replace(NBSP, " ") == expected.replace(NBSP, " ")


def test_the_shoppers_own_zone_goes_before_the_markets_first(spell: Spell) -> None:
    moment = {"datetime": "2026-11-27T02:00:00+00:00"}
    assert "Thursday" in spell(moment, "en", "US", "America/Los_Angeles")
    assert "Friday" in spell(moment, "en", "GB")


@pytest.mark.parametrize(
    ("value", "locale", "market", "expected"),
    [
        ({"money": "1234.50", "currency": "EUR"}, "de", "DE", f"1.234,50{NBSP}€"),
        ({"money": "1234.50", "currency": "USD"}, "en", "US", "$1,234.50"),
        ({"money": "1234.50", "currency": "EUR"}, "fr", "FR", f"1{NNBSP}234,50{NBSP}€"),
        ({"money": "1234", "currency": "JPY"}, "ja", "JP", "￥1,234"),
        ({"money": "1234000", "currency": "KRW"}, "ko", "KR", "₩1,234,000"),
        ({"money": "1234.50", "currency": "MXN"}, "es", "MX", "$1,234.50"),
        ({"money": "1234.50", "currency": "BRL"}, "pt", "BR", f"R${NBSP}1.234,50"),
        ({"money": "1234.50", "currency": "RUB"}, "ru", "RU", f"1{NBSP}234,50{NBSP}₽"),
        ({"money": "1234.50", "currency": "THB"}, "th", "TH", "฿1,234.50"),
        ({"money": "1.234", "currency": "KWD"}, "en", "KW", "KWD1.234"),
        ({"money": "1234.50", "currency": "MYR"}, "id", "MY", "RM1,234.50"),
        ({"money": "1234500", "currency": "IDR"}, "id", "ID", "Rp1.234.500,00"),
        ({"money": "99", "currency": "SAR"}, "ar", "SA", f"{RLM}٩٩٫٠٠{NBSP}ر.س.{RLM}"),
        ({"percent": "19"}, "de", "DE", f"19{NBSP}%"),
        ({"percent": "8.875"}, "en", "US", "8.88%"),
        ({"percent": "15"}, "tr", "TR", "%15"),
        ({"number": "1234567.5"}, "es", "MX", "1,234,567.5"),
        ({"number": "1234567.5"}, "es", "AR", "1.234.567,5"),
        (1234, "hi", "IN", "1,234"),
        ({"country": "DE"}, "zh", "TW", "德國"),
        ({"country": "DE"}, "zh", "CN", "德国"),
        ({"city": "Ho Chi Minh City", "in": "VN"}, "vi", "VN", "TP Hồ Chí Minh"),
        ({"city": "Moscow", "in": "RU"}, "ru", "RU", "Москва"),
        ({"city": "Moscow", "in": "US"}, "ru", "RU", "Moscow"),
        ({"city": "Shenzhen", "in": "CN"}, "ja", "JP", "Shenzhen"),
        ({"language": "th"}, "it", "IT", "thailandese"),
        ({"list": ["a", "b", "c"]}, "en", "GB", "a, b and c"),
        ({"list": ["a", "b"], "style": "or"}, "de", "DE", "a oder b"),
        ({"list": ["甲", "乙"], "style": "plain"}, "ja", "JP", "甲、乙"),
        ({"list": [{"money": "1", "currency": "EUR"}, {"days": 2}]}, "en", "US", "€1.00 and 2 days"),
        ({"localized": {"en": "Shirt", "de": "Hemd"}}, "de", "AT", "Hemd"),
        ({"localized": {"en": "Shirt", "de": "Hemd"}}, "ko", "KR", "Shirt"),
        ({"term": "order_status.shipped"}, "ja", "JP", "発送済み"),
        ({"term": "order_status.shipped"}, "es", "MX", "en camino"),
        ({"term": "order_status.shipped"}, "vi", "VN", "shipped"),
        ({"term": "payment_method.nequi"}, "es", "MX", "Nequi"),
        ({"name": "田中花子"}, "ja", "JP", "田中花子様"),
        ({"name": "김민지"}, "ko", "KR", "김민지님"),
        ({"name": "Hanako Tanaka"}, "en", "JP", "Hanako"),
        ({"name": "Erika Mustermann"}, "de", "DE", "Erika Mustermann"),
    ],
)
def test_values_have_the_form_of_locale_and_market(
    spell: Spell, value: object, locale: str, market: str, expected: str
) -> None:
    assert spell(value, locale, market) == expected


@pytest.mark.parametrize(
    ("locale", "days", "expected"),
    [
        ("ru", 1, "1 день"),
        ("ru", 22, "22 дня"),
        ("ru", 11, "11 дней"),
        ("ar", 1, "يوم واحد"),
        ("ar", 2, "يومان"),
        ("ar", 5, "5 أيام"),
        ("ar", 11, "11 يومًا"),
        ("ja", 3, "3日"),
        ("vi", 3, "3 ngày"),
    ],
)
def test_days_take_the_plural_of_the_language(spell: Spell, locale: str, days: int, expected: str) -> None:
    assert spell({"days": days}, locale, "AE") == expected


def test_codes_inside_arabic_are_isolated_and_links_are_not(spell: Spell) -> None:
    assert spell("+49 30 1234", "ar", "AE") == "\u2068+49 30 1234\u2069"
    assert spell("https://shop.example/x", "ar", "AE") == "https://shop.example/x"
    assert spell("قميص", "ar", "AE") == "قميص"
    assert spell("PA-2026-1", "en", "AE") == "PA-2026-1"


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        [],
        {"money": "12", "currency": "EURO"},
        {"money": "twelve", "currency": "EUR"},
        {"money": "NaN", "currency": "EUR"},
        {"date": "27.11.2026"},
        {"datetime": "2026-11-27T18:00:00"},
        {"days": -1},
        {"days": 2.5},
        {"list": []},
        {"list": ["a"], "style": "xor"},
        {"country": "Germany"},
        {"city": "Vienna"},
        {"term": "order_status.lost_in_space"},
        {"localized": {}},
        {"colour": "red"},
    ],
)
def test_a_value_that_cannot_be_said_is_an_error_and_not_a_guess(spell: Spell, value: object) -> None:
    with pytest.raises(RenderError):
        spell(value, "en", "US")


def test_an_unknown_zone_and_a_naive_time_are_refused(answers: Answers) -> None:
    style = answers.style("US", "en")
    aware = datetime(2026, 11, 24, tzinfo=UTC)
    with pytest.raises(RenderError, match="Mars"):
        answers.format(1, locale="en", style=style, now=aware, timezone="Mars/Olympus")
    with pytest.raises(RenderError, match="aware"):
        answers.format(1, locale="en", style=style, now=aware.replace(tzinfo=None), timezone="UTC")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ("en",)),
        ("es_mx", ("es-MX", "es-419", "es", "en")),
        ("es-AR", ("es-AR", "es-419", "es-MX", "es", "en")),
        ("es-ES", ("es-ES", "es", "en")),
        ("pt-BR", ("pt-BR", "pt", "en")),
        ("pt-AO", ("pt-AO", "pt-PT", "pt", "en")),
        ("zh-TW", ("zh-TW", "zh-Hant", "zh", "en")),
        ("zh-Hant-HK", ("zh-Hant-HK", "zh-Hant", "zh", "en")),
        ("de-JP", ("de-JP", "de", "en")),
        ("en-AU", ("en-AU", "en-GB", "en")),
    ],
)
def test_a_locale_falls_back_to_its_nearest_relatives(tag: str, expected: tuple[str, ...]) -> None:
    assert chain(tag) == expected


@pytest.mark.parametrize(
    ("seconds", "locale", "market", "expected"),
    [
        (5 * 3600, "en", "US", "5 hours ago"),
        (47 * 3600, "en", "US", "47 hours ago"),
        (72 * 3600, "de", "DE", "vor 3 Tagen"),
        (90 * 60, "ru", "RU", "90 минут назад"),
        (5 * 3600, "ja", "JP", "5 時間前"),
        (5 * 3600, "ar", "SA", "قبل ٥ ساعات"),
    ],
)
def test_an_age_is_said_in_hours_up_to_two_days(
    spell: Spell, seconds: int, locale: str, market: str, expected: str
) -> None:
    assert spell({"ago": seconds}, locale, market) == expected
