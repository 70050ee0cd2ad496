"""Words by which one thing is preferred to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.contrasts import KEYS, Contrast, contrasts
from bot.nlu.wordlists import read_wordlist


@pytest.mark.parametrize(
    ("language", "text", "wanted", "refused"),
    [
        ("en", "a refund rather than an exchange", "a refund", "an exchange"),
        ("zh", "不要换货，要退款", "要退款", "换货"),
        ("es", "no quiero devolverlo sino cambiarlo", "sino cambiarlo", "devolverlo"),
        ("fr", "plutôt un remboursement qu’un échange", "plutôt un remboursement", "un échange"),
        ("de", "kein Umtausch, sondern Geld zurück", "sondern Geld zurück", "Umtausch"),
        ("it", "un rimborso invece del cambio", "un rimborso", "cambio"),
        ("pt", "em vez de troca prefiro o dinheiro", "prefiro o dinheiro", "troca"),
        ("ru", "не обмен, а возврат", "а возврат", "обмен"),
        ("ar", "مش عايز أبدله عايز فلوسي", "عايز فلوسي", "أبدله"),
        ("ar", "مش عايزه مقاس تاني عايزه فلوسي", "عايزه فلوسي", "مقاس تاني"),
        ("ar", "ما ابا بداله ابا فلوسي", "ابا فلوسي", "بداله"),
        ("tr", "değişim değil iade istiyorum", "iade istiyorum", "değişim"),
        ("ja", "交換じゃなくて返金でお願いします", "返金でお願いします", "交換"),
        ("ko", "교환 말고 환불로", "환불로", "교환"),
        ("th", "ขอคืนเงินแทนการเปลี่ยนสินค้า", "ขอคืนเงิน", "เปลี่ยนสินค้า"),
        ("vi", "hoàn tiền thay vì đổi hàng", "hoàn tiền", "đổi hàng"),
        ("id", "bukan tukar tapi refund", "tapi refund", "tukar"),
    ],
)
def test_every_language_tells_what_is_wanted_from_what_is_refused(
    language: str, text: str, wanted: str, refused: str
) -> None:
    assert Contrast(wanted, refused) in contrasts(text, language)


def test_a_no_behind_what_is_refused_refuses_nothing_that_comes_then() -> None:
    assert contrasts("замену не надо скидку дайте", "ru") == (Contrast("скидку дайте", "замену"),)


def test_an_article_refuses_nothing() -> None:
    assert contrasts("preferia a devolução do dinheiro, se possível", "pt") == ()
    assert Contrast("prefiro a troca", "reembolso") in contrasts("prefiro a troca ao reembolso", "pt")


def test_a_message_without_such_words_or_with_a_story_has_none() -> None:
    assert contrasts("I want to return it", "en") == ()
    assert contrasts("Nota bene", "en") == ()
    assert contrasts("not", "en") == ()
    assert contrasts("a refund, not an exchange, " * 8, "en") == ()
    assert contrasts("not this", "xx") == ()


def test_a_wrong_table_is_refused_with_the_language_and_what_was_expected(tmp_path: Path) -> None:
    wrong = tmp_path / "contrasts.yml"
    wrong.write_text("en: {before: [no], after: []}\n", encoding="utf-8")  # a bare `no` is no word in YAML
    with pytest.raises(ValueError, match=r"contrasts.yml: en: expected lists of words as before, after, border"):
        read_wordlist(wrong, KEYS)
