"""Where an act of an order is to be confirmed, nothing short of an account or one's data begins their deletion."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order
from understood import understood

from bot.dialogue import UserTurn
from bot.reading import Reading

PRIVACY = ("account_privacy", 0.77)
OF_THE_ORDER = {
    "en": "just wipe it off",
    "zh": "删了吧那个",
    "ja": "消してかまいません",
    "ko": "그거 지워 주세요",
    "es": "si bórralo nomás",
    "pt": "apaga logo isso",
    "fr": "supprimez-la donc",
    "de": "löscht es halt",
    "it": "toglietelo pure",
    "ru": "да сотрите уже",
    "ar": "ايه امسحوه بقى",
    "tr": "silin gitsin",
    "id": "hapus aja lah",
    "vi": "xoá giùm đi",
    "th": "ลบทิ้งไปเลย",
}
OF_AN_ACCOUNT = {
    "en": "delete my account",
    "zh": "注销我的账号",
    "ja": "アカウントを削除",
    "ko": "계정 삭제해 주세요",
    "es": "borren mis datos",
    "pt": "apaguem meus dados",
    "fr": "supprimez mon compte",
    "de": "löschen Sie mein Konto",
    "it": "cancellate i miei dati",
    "ru": "удалите мой аккаунт",
    "ar": "احذفوا حسابي",
    "tr": "hesabımı silin",
    "id": "hapus akun saya",
    "vi": "xoá tài khoản của em",
    "th": "ลบบัญชีของฉัน",
}
YES_AND_THE_ACT = {
    "en": "yes cancel it",
    "zh": "好的取消吧",
    "ja": "はい、キャンセルしてください",
    "ko": "네 취소해 주세요",
    "es": "si cancelalo nomas",
    "pt": "sim, pode cancelar",
    "fr": "oui annulez",
    "de": "ja, stornieren Sie bitte",
    "it": "sì annullatelo",
    "ru": "да, отменяйте",
    "ar": "ايوه الغيه",
    "tr": "evet iptal edin",
    "id": "iya batalin aja",
    "vi": "vâng hủy đi ạ",
    "th": "โอเค ยกเลิกเลยค่ะ",
}


def heard(text: str, language: str, waiting_for: str | None = "confirm_cancel") -> UserTurn:
    found = understood(text, PRIVACY, ("order_cancel", 0.17))
    return Reading(text, language, None, understanding=found, waiting_for=waiting_for).as_turn()


@pytest.mark.parametrize("asked", ["confirm_cancel", "confirm_refusal", "confirm_return", "confirm_items"])
@pytest.mark.parametrize(("language", "text"), list(OF_THE_ORDER.items()))
def test_words_that_name_no_data_wish_nothing(language: str, text: str, asked: str) -> None:
    assert (heard(text, language, asked).intents, heard(text, language, asked).decision) == ((), "reject")


@pytest.mark.parametrize(("language", "text"), list(OF_AN_ACCOUNT.items()))
def test_who_names_the_account_means_it(language: str, text: str) -> None:
    assert heard(text, language).intent == "account_privacy"


@pytest.mark.parametrize(("language", "text"), list(YES_AND_THE_ACT.items()))
def test_a_yes_with_the_act_is_one_whatever_it_sounds_like(language: str, text: str) -> None:
    assert heard(text, language).intent == "affirm"


@pytest.mark.parametrize("asked", ["confirm_privacy", "privacy_act", None])
def test_elsewhere_it_stays_what_it_is(asked: str | None) -> None:
    assert heard("bórralo", "es", asked).intent == "account_privacy"


async def test_the_question_of_the_order_is_asked_again() -> None:
    talk = Talk(Shop(order()))
    await talk.say("cancel my order", "order_cancel")
    assert (await talk.hear(heard("just wipe it off", "en")))[-1] == "ask_confirm_cancel"
    await talk.say("yes", "affirm")
    assert talk.shop.orders["PA-2026-100001"][0].status == "cancelled"
