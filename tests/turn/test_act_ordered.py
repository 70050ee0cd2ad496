"""Where an act is to be confirmed, the act itself as an order is a yes: "cancel it"; other words with it are none."""

from __future__ import annotations

import pytest
from understood import understood

from bot.reading import Reading

CANCELLED = {
    "en": ("Cancel it.", "please cancel my order now", "just cancel it asap", "all right, cancel it then"),
    "zh": ("取消吧", "麻烦帮我取消订单", "取消咗佢"),
    "es": ("cancélalo", "Cancelen el pedido por favor", "anulá nomás"),
    "fr": ("annulez", "Annulez la commande, svp", "veuillez annuler"),
    "de": ("bitte stornieren", "Stornieren Sie die Bestellung", "dann storniere sie bitte"),
    "it": ("annullalo", "annullate l'ordine per favore"),
    "pt": ("pode cancelar", "cancela o pedido por favor"),
    "ru": ("отменяйте", "Отмените заказ, пожалуйста"),
    "ar": ("الغيه", "ألغوا الطلب لو سمحتوا", "كنسلوه خلاص", "واخا لغيوها عافاك"),
    "tr": ("iptal edin", "siparişi hemen iptal edin lütfen", "peki iptal edin o zaman"),
    "ja": ("キャンセルしてください", "この注文をキャンセルでお願いします"),
    "ko": ("취소해 주세요", "그냥 취소해줘요"),
    "th": ("ยกเลิกเลยค่ะ", "ช่วยยกเลิกให้หน่อยนะ"),
    "vi": ("hủy đi", "hủy đơn giúp mình nhé", "huy luon"),
    "id": ("batalkan", "tolong dibatalin aja ya kak"),
}
NOT_CANCELLED = {
    "en": (
        "cancel",
        "cancel later",
        "don't cancel it",
        "cancel what",
        "undo cancel",
        "wait with cancelling",
        "cancel it?",
    ),
    "zh": ("取消", "别取消", "先不取消", "取消不了吗", "取消就算了", "不要取消订单"),
    "es": ("cancelar", "no lo canceles", "no cancelen el pedido", "cancelar no"),
    "fr": ("annuler", "annule pas", "n'annulez pas", "annulez plus tard"),
    "de": ("abbrechen", "bitte nicht stornieren", "stornieren nicht", "stornieren lieber nicht"),
    "it": ("annulla", "non annullare", "non annullate l'ordine"),
    "pt": ("cancelar", "não cancele", "cancelar nao", "não pode cancelar"),
    "ru": ("отмена", "не отменяйте", "отменять не надо"),
    "ar": ("إلغاء", "لا تلغيه", "ما تلغوه", "متلغوش الطلب"),
    "tr": ("iptal", "iptal etmeyin", "iptal etme", "iptal istemiyorum"),
    "ja": ("キャンセル", "キャンセルしないでください", "キャンセルはいいです", "キャンセルではなく"),
    "ko": ("취소", "취소하지 마세요", "취소 안 할게요", "취소는 됐어요"),
    "th": ("ยกเลิก", "ไม่ยกเลิก", "อย่ายกเลิก", "ยกเลิกไม่ต้อง"),
    "vi": ("hủy", "đừng hủy", "hủy thì thôi", "chưa hủy"),
    "id": ("batal", "jangan dibatalkan", "ga jadi batalin", "gak usah dibatalin"),
}
RETURNED = {
    "en": "return it please",
    "zh": "帮我退货吧",
    "es": "haz la devolución",
    "fr": "faites le retour svp",
    "de": "Bitte zurückschicken",
    "it": "procedete con il reso",
    "pt": "pode devolver",
    "ru": "оформляйте возврат",
    "ar": "سجلوا الإرجاع",
    "tr": "iade edin lütfen",
    "ja": "返品でお願いします",
    "ko": "반품해 주세요",
    "th": "ทำคืนเลยค่ะ",
    "vi": "trả hàng đi ạ",
    "id": "proses returnya ya kak",
}


def agrees(
    text: str, language: str, waiting_for: str = "confirm_cancel", wish: str = "order_cancel", **more: str
) -> bool:
    found = understood(text, (wish, 0.97))
    known = Reading(text, language, None, understanding=found, waiting_for=waiting_for, **more)  # type: ignore[arg-type]
    return known.as_turn().intent == "affirm"


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, said in CANCELLED.items() for text in said])
def test_the_act_as_an_order_is_a_yes(language: str, text: str) -> None:
    assert agrees(text, language)
    assert not agrees(text, language, "confirm_return")


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, said in NOT_CANCELLED.items() for text in said])
def test_what_says_more_or_less_than_that_is_none(language: str, text: str) -> None:
    assert not agrees(text, language)


@pytest.mark.parametrize(("language", "text"), list(RETURNED.items()))
def test_a_return_is_ordered_too(language: str, text: str) -> None:
    assert agrees(text, language, "confirm_return", "return_request")
    assert not agrees(text, language, "confirm_cancel", "return_request")


def test_a_message_sent_twice_agrees_to_nothing() -> None:
    assert not agrees("Cancel my order", "en", said_before="cancel my order!")
    assert agrees("cancel it", "en", said_before="cancel my order!")
