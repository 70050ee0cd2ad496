"""Words for the money back: in every language, and in no yes to what is sent instead of it."""

from __future__ import annotations

import pytest

from bot.nlu.wordlists import MONEY, says


@pytest.mark.parametrize(
    ("language", "the_money", "something_else"),
    [
        ("en", "ok then, a refund", "yes please, I don't want a refund"),
        ("zh", "那退款吧", "好的，不要退款"),
        ("es", "vale, mejor el dinero", "vale, sin reembolso"),
        ("fr", "bon ok remboursez alors", "oui, pas de remboursement"),
        ("de", "na gut, dann das Geld", "ja, kein Geld, bitte"),
        ("it", "ok allora i soldi", "sì, non voglio i soldi"),
        ("pt", "tá bom, reembolso então", "pode ser, não quero o dinheiro"),
        ("ru", "ну ладно, давайте деньги", "да, деньги не нужны"),
        ("ar", "طيب رجعوا الفلوس", "تمام، مش عايز فلوس"),
        ("tr", "tamam para olsun", "olur, para istemiyorum"),
        ("ja", "やっぱ返金で", "はい、返金ではなく交換で"),
        ("ko", "네 그냥 환불요", "네, 환불 말고요"),
        ("th", "งั้นเอาเงินคืนละกัน", "ค่ะ ไม่เอาเงินคืน"),
        ("vi", "ừ thôi hoàn tiền đi", "ừ, khỏi hoàn tiền"),
        ("vi", "uk hoan tien di", "ok, khong can hoan tien"),
        ("id", "eh refund aja deh", "iya, jangan refund"),
        ("id", "ok lah, nak duit balik je", "boleh, tak nak refund"),
    ],
)
def test_every_language_names_the_money_and_does_not(language: str, the_money: str, something_else: str) -> None:
    assert says(MONEY, the_money, language)
    assert not says(MONEY, something_else, language)


@pytest.mark.parametrize(
    ("language", "yes"),
    [
        ("en", "yes, go ahead"),
        ("zh", "好的"),
        ("es", "vale, adelante"),
        ("de", "ja gerne"),
        ("ru", "да, давайте"),
        ("tr", "olur, gönderin"),
        ("th", "ค่ะ เอาเลย"),
        ("vi", "ok làm đi"),
        ("id", "ya, lanjut aja"),
    ],
)
def test_a_plain_yes_names_no_money(language: str, yes: str) -> None:
    assert not says(MONEY, yes, language)
