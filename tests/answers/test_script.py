"""Chinese of Taiwan and Hong Kong is written in traditional characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers import Button, ContentError, RenderedMessage
from bot.answers.script import in_script, region_words

SAID = RenderedMessage("订单信息已改寄到台北市复兴路1号", (Button("转人工客服", "/human_agent"),), locale="zh")


@pytest.mark.parametrize(
    ("locale", "market", "text", "title"),
    [
        ("zh-TW", "TW", "訂單資訊已改寄到台北市復興路1號", "轉接真人客服"),
        ("zh", "HK", "訂單信息已改寄到台北市復興路1號", "轉真人客服"),
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


def test_words_that_the_conversion_gets_wrong_are_those_of_the_region() -> None:
    said = in_script(RenderedMessage("回复“人工”即可注销账户，款项到账后通知您", locale="zh"), "zh-TW", "TW", ())
    assert said.text == "回覆「人工」即可刪除帳號，款項入帳後通知您"


@pytest.mark.parametrize(("locale", "market"), [("zh-TW", "TW"), ("zh-HK", "HK")])
def test_what_is_one_sign_in_simplified_characters_is_the_right_one_of_several(locale: str, market: str) -> None:
    said = in_script(
        RenderedMessage("每单只能用一个码，两只脚都量，看尺码表，把金额发给我", locale="zh"), locale, market, ()
    )
    assert all(words in said.text for words in ("每單只能用", "兩隻腳", "尺碼表", "金額發"))


def test_a_wrong_file_of_words_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "scripts.yml"
    path.write_text("TW:\n  賬: 帳\n  郵編: []\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"scripts.yml:3"):
        region_words(path)


@pytest.mark.parametrize(
    ("market", "text"), [("CH", "Freundliche Grüsse, ausser heute"), ("DE", "Freundliche Grüße, außer heute")]
)
def test_switzerland_writes_german_without_its_own_letter(market: str, text: str) -> None:
    message = RenderedMessage("Freundliche Grüße, außer heute", (Button("Größe", "/size"),), locale="de")
    said = in_script(message, "de", market, ())
    assert said.text == text
    assert said.buttons[0].title == ("Grösse" if market == "CH" else "Größe")


def test_a_swiss_shopper_s_own_words_keep_their_letters() -> None:
    message = RenderedMessage("Außerdem: Weißensteinstraße 5", locale="de")
    assert in_script(message, "de-CH", "CH", ["Weißensteinstraße 5"]).text == "Ausserdem: Weißensteinstraße 5"
