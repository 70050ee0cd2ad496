"""Who lets the parcel come after all refuses nothing, and neither does who leaves it where it goes."""

from __future__ import annotations

import pytest

from bot.nlu.wordlists import WAITS, says


@pytest.mark.parametrize(
    ("language", "comes", "is_sent_back"),
    [
        ("en", "ok, let it come then", "yes, send it back"),
        ("zh", "那就送来吧", "好的，退回去"),
        ("es", "bueno, que llegue entonces", "sí, que vuelva"),
        ("fr", "bon, laissez-le arriver", "oui, renvoyez-le"),
        ("de", "na gut, dann soll es halt kommen", "ja, zurück damit"),
        ("it", "vabbè, lasciate che arrivi", "sì, rimandatelo"),
        ("pt", "tá, deixa chegar", "sim, pode devolver"),
        ("ru", "ладно, пусть едет", "да, пусть вернётся"),
        ("ar", "خلاص خلوه يجي", "نعم، رجعوه"),
        ("ar", "طب سيبوه ييجي", "آه رجعوه"),
        ("tr", "neyse gelsin o zaman", "evet, geri gitsin"),
        ("ja", "やっぱり届けてください", "はい、返送で"),
        ("ko", "네 그냥 보내주세요", "네, 반송해주세요"),
        ("th", "งั้นให้มาส่งแล้วกัน", "ค่ะ ตีกลับเลย"),
        ("vi", "thôi cứ giao đi", "ừ, trả lại đi"),
        ("id", "ya udah biarin dateng", "iya, balikin aja"),
    ],
)
def test_every_language_lets_the_parcel_come(language: str, comes: str, is_sent_back: str) -> None:
    assert says(WAITS, comes, language)
    assert not says(WAITS, is_sent_back, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "ok and what if I change my mind"),
        ("zh", "好，万一我后悔呢"),
        ("es", "vale, y qué pasa si me arrepiento"),
        ("fr", "ok et si je change d'avis"),
        ("de", "okay und wenn ich es mir anders überlege"),
        ("it", "ok, e se poi cambio idea"),
        ("pt", "tá, e se eu me arrepender"),
        ("ru", "хорошо, а если передумаю"),
        ("ar", "طيب اذا غيرت رايي"),
        ("tr", "evet de beden değişse olmaz mı"),
        ("ja", "はい、気が変わったら"),
        ("ko", "네 마음 바뀌면요"),
        ("th", "ได้ค่ะ แล้วถ้าเปลี่ยนใจ"),
        ("vi", "ok lỡ mà đổi ý thì sao"),
        ("id", "oke gimana kalo berubah pikiran"),
    ],
)
def test_who_asks_what_if_agrees_to_nothing_yet(language: str, text: str) -> None:
    assert says(WAITS, text, language)
