"""Which size fits: measures as shoppers of any language write them, and shoe sizes of other countries."""

from __future__ import annotations

from decimal import Decimal

import pytest

from actions.goods.size_steps import next_size, step_wanted
from actions.goods.sizing import Measure, fitting, measures, own_shoe_sizes, parts_of, shoe_sizes

CHART = {"S": "chest 84-90, waist 66-72", "M": "chest 90-96, waist 72-78", "L": "chest 96-104, waist 78-86"}
SHOES = {"41": "foot 25.9", "42": "foot 26.5"}


@pytest.mark.parametrize(
    ("text", "part", "size"),
    [
        ("my chest is 100 cm", "chest", "L"),
        ("I have a 36 inch chest", "chest", "M"),
        ("Brustumfang 88 cm, welche Größe?", "chest", "S"),
        ("tour de taille 75 cm", "waist", "M"),
        ("胸围95厘米穿多大", "chest", "M"),
        ("허리 80센티입니다", "waist", "L"),
        ("обхват груди 92 см", "chest", "M"),
        ("محيط الصدر 89 سم", "chest", "S"),
        ("รอบอก 34 นิ้ว", "chest", "S"),
        ("I need 92 cm", None, "M"),
        ("88 de pecho", "chest", "S"),
        ("peso 75 y pecho 100", "chest", "L"),
        ("на обхват груди 96", "chest", "M"),
        ("胸围95", "chest", "M"),
    ],
)
def test_a_measure_in_any_unit_and_language_finds_its_size(text: str, part: str | None, size: str) -> None:
    (told,) = measures(text)
    assert told.part == part
    fit = fitting(CHART, told)
    assert fit is not None
    assert (fit.size, fit.beyond) == (size, False)


def test_two_measures_belong_to_the_words_beside_them() -> None:
    lead = [Measure("waist", Decimal("76.2")), Measure("chest", Decimal("96.5"))]
    assert measures('waist 30", chest 38"') == lead
    assert measures("30 inch waist and 38 inch chest") == lead
    assert measures("what sizes are there?") == []
    assert measures("size 42 please") == []
    assert measures("chest 100, waist 80") == [Measure("chest", Decimal(100)), Measure("waist", Decimal(80))]
    assert measures("is the waist elastic? order PA-2026-100123") == []


def test_what_is_larger_than_the_largest_size_is_not_sold_as_fitting() -> None:
    fit = fitting(CHART, Measure("chest", Decimal(120)))
    assert fit is not None
    assert (fit.size, fit.beyond, fit.limit) == ("L", True, Decimal(104))
    assert fitting(CHART, Measure("foot", Decimal(26))) is None
    assert fitting({}, Measure(None, Decimal(26))) is None
    assert parts_of(CHART) == ["chest", "waist"]


def test_a_foot_takes_the_next_longer_shoe() -> None:
    fit = fitting(SHOES, Measure("foot", Decimal("26.0")))
    assert fit is not None and fit.size == "42"


@pytest.mark.parametrize(
    ("said", "pairs"),
    [
        ("US 10", [("US M 10", "EU 43"), ("US W 10", "EU 42")]),
        ("UK 8", [("UK 8", "EU 42")]),
        ("us w 8", [("US W 8", "EU 39")]),
        ("42", [("EU 42", "UK 8 · US M 9 · US W 10 · JP 26.5")]),
        ("US 99", []),
        ("XL", []),
        ("25.5 cm", []),
    ],
)
def test_shoe_sizes_of_other_countries(said: str, pairs: list[tuple[str, str]]) -> None:
    assert shoe_sizes(said) == pairs


@pytest.mark.parametrize("said", ["26", "26.0 cm", "26cm", "260", "260 mm", "JP 26"])
def test_the_length_of_a_foot_is_a_size_with_or_without_its_unit(said: str) -> None:
    assert own_shoe_sizes(said) == ["41"]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("un talla más pequeña, por favor", "smaller"),
        ("quiero una talla más", "larger"),
        ("一つ上のサイズに替えたい", "larger"),
        ("한 치수 작은 걸로 바꿔 주세요", "smaller"),
        ("想换小一码的", "smaller"),
        ("ขอเปลี่ยนเล็กลงอีกไซส์", "smaller"),
        ("อยากได้ใหญ่กว่านี้", "larger"),
        ("可以換大一個尺碼嗎", "larger"),
        ("換大一個碼", "larger"),
        ("eine Nummer größer", "larger"),
        ("мне бы на размер меньше", "smaller"),
        ("the size is fine, another colour", None),
        ("大一码还是小一码", None),
    ],
)
def test_a_size_up_or_down_is_heard(text: str, step: str | None) -> None:
    assert step_wanted(text) == step


def test_beyond_the_last_size_there_is_no_next() -> None:
    assert next_size("larger", "M", ["S", "M", "L"]) == "L" and next_size("smaller", "M", ["S", "M", "L"]) == "S"
    assert next_size("larger", "L", ["S", "M", "L"]) is None and next_size("smaller", "XL", ["S", "M"]) is None
