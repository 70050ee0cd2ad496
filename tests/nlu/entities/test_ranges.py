"""Both ends of ranges, told on Wednesday, 25 November 2026."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.nlu.understanding import Entity

Find = Callable[..., tuple[Entity, ...]]


def _values(found: tuple[Entity, ...], kind: str) -> list[object]:
    return [entity.value for entity in found if entity.entity == kind]


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("en", "I'm away from 3 December till 12", "2026-12-03", "2026-12-12"),
        ("en", "away 28 December to 4", "2026-12-28", "2027-01-04"),
        ("en", "3-5 December", "2026-12-03", "2026-12-05"),
        ("de", "vom 5. bis 19. Dezember", "2026-12-05", "2026-12-19"),
        ("de", "vom 28. bis 4. Januar", "2026-12-28", "2027-01-04"),
        ("es", "del 5 al 19 de diciembre", "2026-12-05", "2026-12-19"),
        ("fr", "du 5 au 19 décembre", "2026-12-05", "2026-12-19"),
        ("it", "dal 5 al 19 dicembre", "2026-12-05", "2026-12-19"),
        ("pt", "de 5 a 19 de dezembro", "2026-12-05", "2026-12-19"),
        ("ru", "с 5 по 19 декабря", "2026-12-05", "2026-12-19"),
        ("ar", "من 5 الى 19 ديسمبر", "2026-12-05", "2026-12-19"),
        ("tr", "5 - 19 Aralık arası", "2026-12-05", "2026-12-19"),
        ("zh", "12月3号到12号", "2026-12-03", "2026-12-12"),
        ("ja", "12月5日から19日まで", "2026-12-05", "2026-12-19"),
        ("ko", "12월 5일부터 19일까지", "2026-12-05", "2026-12-19"),
        ("th", "วันที่ 5 ถึง 19 ธันวา", "2026-12-05", "2026-12-19"),
        ("vi", "từ 5 đến 19/12", "2026-12-05", "2026-12-19"),
        ("id", "tanggal 5 sampai 19 Desember", "2026-12-05", "2026-12-19"),
        ("en", "Saturday between 9 and 11am", "2026-11-25T09:00", "2026-11-25T11:00"),
        ("es", "entre las 9 y las 11 h", "2026-11-25T09:00", "2026-11-25T11:00"),
        ("zh", "上午九点到十一点之间", "2026-11-25T09:00", "2026-11-25T11:00"),
        ("en", "between 2 and 5 pm", "2026-11-25T14:00", "2026-11-25T17:00"),
    ],
)
def test_that_days_and_times_have_two_ends(find: Find, language: str, text: str, first: str, last: str) -> None:
    assert _values(find(language, text), "date")[-2:] == [first, last]


@pytest.mark.parametrize(
    ("language", "text", "least", "most"),
    [
        ("en", "between £30 and £50", "30 GBP", "50 GBP"),
        ("en", "20 to 30 dollars", "20 USD", "30 USD"),
        ("fr", "entre 30 et 50 euros", "30 EUR", "50 EUR"),
        ("it", "tra i 30 e i 50 euro", "30 EUR", "50 EUR"),
        ("de", "20-30€", "20 EUR", "30 EUR"),
        ("ru", "от 3000 до 5000 рублей", "3000 RUB", "5000 RUB"),
        ("ar", "بين ١٠٠ و٢٠٠ ريال", "100 SAR", "200 SAR"),
        ("tr", "300 ile 500 lira arası", "300 TRY", "500 TRY"),
        ("zh", "500到800块", "500 CNY", "800 CNY"),
        ("vi", "từ 300k đến 500k", "300000 VND", "500000 VND"),
    ],
)
def test_that_sums_have_two_ends(find: Find, language: str, text: str, least: str, most: str) -> None:
    assert _values(find(language, text), "amount") == [least, most]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "il reso è entro 14 o 30 giorni?"),
        ("ja", "返品は7日以内ですか14日以内ですか"),
        ("ko", "3~5일 걸려요"),
        ("en", "delivery takes 3-5 working days"),
        ("es", "el 2x1 aplica en zapatos"),
        ("fr", "le 4 fois sans frais"),
    ],
)
def test_that_periods_and_counts_are_no_days(find: Find, language: str, text: str) -> None:
    assert _values(find(language, text), "date")[1:] == []
    assert not any("2026-12-03" in str(value) for value in _values(find(language, text), "date"))


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("de", "bin vom 5. Dezember weg", "5. Dezember"),
        ("en", "it comes on Friday", "Friday"),
        ("ru", "нужно до 20 декабря", "20 декабря"),
        ("it", "dopo le 18", "18"),
        ("es", "llegó en dos días", "en dos días"),
    ],
)
def test_that_prepositions_are_no_part_of_a_day(find: Find, language: str, text: str, written: str) -> None:
    assert [entity.text for entity in find(language, text) if entity.entity == "date"] == [written]
