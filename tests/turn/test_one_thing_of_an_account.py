"""Who wants one thing deleted that the account says has neither the account nor all data deleted."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order
from understood import understood

from bot.dialogue import UserTurn
from bot.reading import Reading

MY_NUMBER = {
    "en": "delete my phone number from the account please",
    "zh": "请把我账户里的手机号删除",
    "ja": "アカウントから電話番号を削除してください、クレジットカードも",
    "ko": "계정에서 제 전화번호를 삭제해 주세요",
    "es": "eliminen mi número de teléfono de la cuenta",
    "pt": "apaguem meu telefone do cadastro",
    "fr": "supprimez mon numéro de téléphone du compte",
    "de": "Löschen Sie meine Telefonnummer aus dem Konto",
    "it": "cancellate il mio numero di telefono dal conto",
    "ru": "удалите мой номер телефона из аккаунта",
    "ar": "احذفوا رقم هاتفي من الحساب",
    "tr": "telefon numaramı hesabımdan silin",
    "id": "tolong hapus nomor telepon saya dari akun",
    "vi": "xoá số điện thoại của em khỏi tài khoản",
    "th": "ลบเบอร์โทรของฉันออกจากบัญชี",
}
THE_ACCOUNT = {
    "en": "delete my account and all my data, my phone number too",
    "de": "Löschen Sie mein Konto",
    "fr": "effacez toutes mes données, tout, mon adresse e-mail aussi",
    "ru": "удалите мой аккаунт",
}


def heard(text: str, language: str, waiting_for: str | None = None) -> UserTurn:
    found = understood(text, ("account_privacy", 0.97))
    return Reading(text, language, None, understanding=found, waiting_for=waiting_for).as_turn()


@pytest.mark.parametrize(("language", "text"), list(MY_NUMBER.items()))
def test_it_is_a_change_of_the_account(language: str, text: str) -> None:
    assert heard(text, language).intent == "account_update"


@pytest.mark.parametrize(("language", "text"), list(THE_ACCOUNT.items()))
def test_the_whole_stays_the_whole(language: str, text: str) -> None:
    assert heard(text, language).intent == "account_privacy"


def test_no_letters_to_a_number_are_no_deletion() -> None:
    assert heard("delete my number from your sms list", "en").intent == "account_privacy"


async def test_a_person_does_it() -> None:
    talk = Talk(Shop(order()))
    assert (await talk.hear(heard(MY_NUMBER["de"], "de")))[-1] == "account_update_staff"
