"""Which of the shown buttons a message names."""

from __future__ import annotations

import pytest

from bot.dialogue.options import asks_between, is_brief, named_option, option
from bot.dialogue.turn_input import UserTurn

ORDERS = {
    "de": ("PA-2026-400105: Decke, in Vorbereitung", "PA-2026-400112: Ladegerät, in Vorbereitung"),
    "zh": ("PA-2026-400105：毛毯，准备中", "PA-2026-400112：充电器，准备中"),
    "th": ("PA-2026-400105: ผ้าห่ม กำลังเตรียม", "PA-2026-400112: ที่ชาร์จ กำลังเตรียม"),
    "en": ("PA-2026-400105: Ring, in transit", "PA-2026-400112: Charger, in transit"),
}


@pytest.mark.parametrize(
    ("language", "text", "named"),
    [
        ("de", "die mit dem Ladegerät", "second"),
        ("de", "die mit der Decke bitte", "first"),
        ("de", "die 400112", "second"),
        ("de", "die Vorbereitung", None),
        ("de", "Decke und Ladegerät", None),
        ("zh", "买充电器的那个", "second"),
        ("th", "อันที่เป็นที่ชาร์จค่ะ", "second"),
        ("en", "bring it tomorrow", None),
        ("en", "the ring", "first"),
    ],
)
def test_a_word_of_one_title_alone_names_it(language: str, text: str, named: str | None) -> None:
    options = list(zip(ORDERS[language], ("first", "second"), strict=True))
    assert named_option(UserTurn(text), options) == named


def test_a_question_or_a_sentence_is_not_brief() -> None:
    assert is_brief("die mit dem Ladegerät")
    assert is_brief("买充电器的那个")
    assert not is_brief("wie schnell lädt das Ladegerät?")
    assert not is_brief("I would also like to know what the charger can do for my old phone")
    assert not is_brief("充电器支持快充功能吗，我的手机是去年买的")


@pytest.mark.parametrize(
    ("text", "between"),
    [
        ("환불이랑 교환 중에 뭐가 더 빨라요?", True),
        ("교환 말고 환불로 해주세요", False),
        ("환불 되나요?", False),
    ],
)
def test_a_question_about_several_buttons_chooses_none(text: str, between: bool) -> None:
    options = [("새 상품으로 교환", "exchange"), ("환불", "refund")]
    assert asks_between(UserTurn(text), options) is between


@pytest.mark.parametrize(
    ("text", "pressed"),
    [
        ("reemboslo", "/refund"),
        ("Reembols", "/refund"),
        ("canbio de talla", "/exchange"),
        ("en bolsa", None),
        ("rebaja", None),
        ("PA-2026-100013", None),
    ],
)
def test_a_slip_in_a_title_is_seen(text: str, pressed: str | None) -> None:
    shown = [("Reembolso", "/refund"), ("Cambio de talla", "/exchange"), ("PA-2026-100012", "/order")]
    assert option(UserTurn(text), shown) == pressed


@pytest.mark.parametrize(
    ("text", "pressed"),
    [
        ("pesanan 112", "second"),
        ("the one ending in 0105", "first"),
        ("ตัวที่ลงท้าย 112 ค่ะ", "second"),
        ("末尾112の方です", "second"),
        ("order 400", None),
        ("the 12", None),
        ("105 and 112", None),
        ("does 112 come today?", None),
    ],
)
def test_the_last_digits_of_a_number_say_which_order_is_meant(text: str, pressed: str | None) -> None:
    options = list(zip(ORDERS["en"], ("first", "second"), strict=True))
    assert option(UserTurn(text), options) == pressed


def test_a_sum_is_no_end_of_a_number() -> None:
    options = list(zip(ORDERS["en"], ("first", "second"), strict=True))
    money = {"entity": "amount", "value": "112", "text": "112 euros"}
    assert option(UserTurn("112 euros", entities=(money,)), options) is None
