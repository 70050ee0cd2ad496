"""The hours of a span: the last one is after noon where the first is, and a part of the day makes sure of an hour."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.nlu.understanding import Entity


@pytest.mark.parametrize(
    ("language", "text", "hours"),
    [
        ("zh", "下午两点到五点", ["14:00", "17:00"]),
        ("zh", "下午2点到5点", ["14:00", "17:00"]),
        ("zh", "上午9点到12点", ["09:00", "12:00"]),
        ("zh", "下晝兩點", ["14:00"]),
        ("ja", "午後2時から5時", ["14:00", "17:00"]),
        ("ja", "夜7時以降", ["19:00"]),
        ("ja", "14時から16時", ["14:00", "16:00"]),
        ("ko", "오후 2시에서 5시", ["14:00", "17:00"]),
        ("ko", "오전 9시~12시", ["09:00", "12:00"]),
        ("vi", "từ 2 giờ chiều đến 5 giờ", ["14:00", "17:00"]),
        ("en", "between 2pm and 5", ["14:00", "17:00"]),
        ("en", "from 9 am to 12 am", ["09:00", "12:00"]),
    ],
)
def test_both_hours_are_read(
    find: Callable[..., tuple[Entity, ...]], language: str, text: str, hours: list[str]
) -> None:
    dates = [one for one in find(language, text) if one.entity == "date"]
    assert [str(one.value).partition("T")[2] for one in dates] == hours


def test_a_little_is_no_hour(find: Callable[..., tuple[Entity, ...]]) -> None:
    assert not [one for one in find("zh", "一点消息都没有") if "T" in str(one.value)]
