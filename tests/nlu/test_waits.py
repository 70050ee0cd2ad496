"""Words of somebody who waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.waits import _table, says_wait


@pytest.mark.parametrize(
    ("language", "waits", "holds_on", "is_tired_of_it"),
    [
        ("en", "fine, I’ll wait then", "hold on a sec", "yes, I can't wait any longer"),
        ("zh", "行吧，等着", "等一下", "等不了了，取消"),
        ("es", "vale, me espero", "espera un poco", "sí, ya no quiero esperar"),
        ("fr", "bon ok j’attends alors", "attendez un instant", "oui, je ne veux plus attendre"),
        ("de", "na gut, dann warte ich halt", "warte mal kurz", "ja, ich kann nicht länger warten"),
        ("it", "va bene, allora aspetto", "aspetta un attimo", "sì, non voglio più aspettare"),
        ("pt", "tá bom, vou esperar então", "peraí", "sim, não quero esperar"),
        ("ru", "ну хорошо, буду ждать", "погодите-ка", "да, больше не жду"),
        ("ar", "طيب بستنى", "لحظة من فضلك", "نعم، لن أنتظر"),
        ("tr", "peki beklerim o zaman", "dur bi dakika", "evet, daha fazla bekleyemem"),
        ("ja", "じゃあ待ちます", "ちょっと待って", "はい、もう待てません"),
        ("ko", "그럼 기다려볼게요", "잠깐만요", "네, 더는 못 기다려요"),
        ("th", "งั้นรอต่อ", "เดี๋ยวก่อน", "ค่ะ รอไม่ไหวแล้ว"),
        ("vi", "thôi được, tôi chờ vậy", "khoan đã", "ừ, không đợi nữa"),
        ("id", "ya udah deh ditunggu aja", "sebentar", "iya, gak bisa nunggu lagi"),
    ],
)
def test_every_language_waits_asks_to_wait_and_is_tired_of_waiting(
    language: str, waits: str, holds_on: str, is_tired_of_it: str
) -> None:
    assert says_wait(waits, language) and says_wait(holds_on, language)
    assert not says_wait(is_tired_of_it, language)


def test_other_words_and_other_languages_say_nothing_of_it() -> None:
    assert not says_wait("yes, go ahead", "en")
    assert not says_wait("the waiter", "en")
    assert not says_wait("wait", "xx")


def test_a_wrong_table_is_refused_with_the_language_and_what_was_expected(tmp_path: Path) -> None:
    wrong = tmp_path / "waits.yml"
    wrong.write_text("en: {waits: wait, other: []}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"waits.yml: en: expected lists of words as waits, other"):
        _table(wrong)
