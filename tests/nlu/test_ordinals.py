"""A choice from a list, said in words."""

from __future__ import annotations

import pytest

from bot.nlu.ordinals import place_named


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "the second one please", 2),
        ("zh", "第二个", 2),
        ("es", "La primera, por favor", 1),
        ("fr", "le dernier", -1),
        ("de", "Die dritte bitte", 3),
        ("it", "il secondo", 2),
        ("pt", "o último", -1),
        ("ru", "второй", 2),
        ("ar", "الأول", 1),
        ("tr", "ikincisi", 2),
        ("ja", "二番目でお願いします", 2),
        ("ko", "두 번째 거요", 2),
        ("th", "อันที่สองค่ะ", 2),
        ("vi", "cái thứ hai ạ", 2),
        ("id", "yang kedua", 2),
    ],
)
def test_a_place_is_understood_in_every_language(language: str, text: str, place: int) -> None:
    assert place_named(text, language) == place


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my last order"),
        ("zh", "最近那单"),
        ("es", "mi último pedido"),
        ("fr", "ma dernière commande"),
        ("de", "die neueste"),
        ("it", "l'ultimo ordine"),
        ("pt", "o meu último pedido"),
        ("ru", "последний заказ"),
        ("ar", "آخر طلب"),
        ("tr", "son siparişim için"),
        ("ja", "一番新しいものです"),
        ("ko", "가장 최근 주문이요"),
        ("th", "ออเดอร์ล่าสุดค่ะ"),
        ("vi", "đơn mới nhất ạ"),
        ("id", "pesanan terakhir saya"),
    ],
)
def test_the_newest_order_stands_first_in_a_list_of_orders(language: str, text: str) -> None:
    assert place_named(text, language) == 1


def test_no_place_several_places_and_long_stories_are_none() -> None:
    assert place_named("yes", "en") is None
    assert place_named("the first or the second", "en") is None
    assert place_named("this is the second time I have to write to you about the same parcel", "en") is None
    assert place_named("second", "xx") is None


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "third time I ask", None),
        ("zh", "第三次问了", None),
        ("es", "es la tercera vez que escribo", None),
        ("fr", "c'est la troisième fois", None),
        ("de", "zum dritten mal jetzt", None),
        ("it", "è la terza volta", None),
        ("pt", "terceira vez que pergunto", None),
        ("ru", "вы издеваетесь? третий раз пишу", None),
        ("ru", "в этот раз второй", 2),
        ("ar", "هذي المرة الثالثة", None),
        ("tr", "üçüncü kez yazıyorum", None),
        ("tr", "bu sefer ikincisi", 2),
        ("ko", "세번째 말하는데요", None),
        ("vi", "lần thứ ba rồi đó", None),
        ("id", "ini udah kali ketiga", None),
    ],
)
def test_a_third_time_is_no_third_of_a_list(language: str, text: str, place: int | None) -> None:
    assert place_named(text, language) == place
