"""Goods that a shop names in one language are known by what other languages call them."""

from __future__ import annotations

import pytest

from actions.goods.common_goods import goods_named


@pytest.mark.parametrize(
    ("said", "goods"),
    [
        ("Jacket", {"jacket"}),
        ("แจ็คเก็ตตัวใหญ่ไปค่ะ", {"jacket"}),
        ("夹克收到了", {"jacket"}),
        ("ceketimi iade etmek istiyorum", {"jacket"}),
        ("الجاكيت كبير علي", {"jacket"}),
        ("хочу вернуть сумку", {"bag"}),
        ("quero devolver a frigideira", {"pan"}),
        ("mũ của em", {"hat"}),
        ("スマホケースが違う", {"phone_case"}),
        ("หม้อหุงข้าวไม่ร้อน", {"rice_cooker"}),
        ("그림책 두 권", {"book"}),
        ("แก้วแตก", {"mug", "glass"}),
    ],
)
def test_the_kind_of_thing_is_known(said: str, goods: set[str]) -> None:
    assert goods_named(said) == goods


@pytest.mark.parametrize("said", ["that happens случайно", "정책이 뭐예요", "a capsule hotel", "", "watching it"])
def test_a_part_of_another_word_is_none(said: str) -> None:
    assert goods_named(said) <= {"watch"}
