"""Chinese of Taiwan and Hong Kong is written in traditional characters."""

from __future__ import annotations

import pytest

from bot.answers import Button, RenderedMessage
from bot.answers.script import in_script

SAID = RenderedMessage("订单信息已改寄到台北市复兴路1号", (Button("转人工客服", "/human_agent"),), locale="zh")


@pytest.mark.parametrize(
    ("locale", "market", "text", "title"),
    [
        ("zh-TW", "TW", "訂單資訊已改寄到臺北市復興路1號", "轉人工客服"),
        ("zh", "HK", "訂單信息已改寄到台北市復興路1號", "轉人工客服"),
        ("zh-CN", "TW", SAID.text, "转人工客服"),
        ("zh", "CN", SAID.text, "转人工客服"),
        ("ja-JP", "JP", SAID.text, "转人工客服"),
    ],
)
def test_the_script_is_that_of_the_locale(locale: str, market: str, text: str, title: str) -> None:
    said = in_script(SAID, locale, market, ())
    assert (said.text, said.buttons[0].title) == (text, title)
    assert said.buttons[0].payload == "/human_agent"


def test_the_shoppers_own_words_are_given_back_as_they_were() -> None:
    said = in_script(SAID, "zh-TW", "TW", ["台北市复兴路1号"])
    assert said.text == "訂單資訊已改寄到台北市复兴路1号"
