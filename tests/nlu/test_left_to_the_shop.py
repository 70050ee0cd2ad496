"""Who leaves it to the shop what to do has agreed to no act by that; who thinks about it has not either."""

from __future__ import annotations

import pytest

from bot.nlu.wordlists import LEAVES, WAITS, says


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "那你们看着办吧"),
        ("zh", "那你們看著辦吧"),
        ("zh", "你哋睇住辦啦"),
        ("zh", "遲啲先講"),
        ("ja", "じゃあ、そちらにお任せします"),
        ("ja", "なんとかしてよ"),
        ("ko", "알아서 해주세요"),
        ("ko", "어떻게 좀 해봐요"),
    ],
)
def test_it_is_no_yes(language: str, text: str) -> None:
    assert says(WAITS, text, language)


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "那就算了"), ("zh", "算啦"), ("zh", "由得佢啦"), ("ja", "やっぱりいいです")]
)
def test_it_leaves_things_as_they_are(language: str, text: str) -> None:
    assert says(LEAVES, text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "好的，取消吧"),
        ("zh", "可以，不用等了"),
        ("ja", "はい、それで結構です"),
        ("ja", "はい、お願いします"),
        ("ko", "네, 그렇게 해주세요"),
        ("ko", "넵 취소해주세요"),
    ],
)
def test_a_yes_stays_one(language: str, text: str) -> None:
    assert not says(WAITS, text, language) and not says(LEAVES, text, language)
