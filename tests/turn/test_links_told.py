"""A link in a message that asks for a customs payment may be a fraud: no sum is told that makes it likely."""

from __future__ import annotations

import pytest
from shop_talk import ROOT, Shop, Talk, order

from bot.yaml_files import read_yaml


@pytest.mark.parametrize(
    "text",
    [
        "I got a text with a link to pay 12 euro of duty, is that you?",
        "прислали ссылку на оплату пошлины, это вы?",
        "89 TL gümrük öde diye bağlantı geldi, sizden mi",
        "وصلني رابط لدفع الجمارك",
        "關稅連結是你們發的嗎",
        "Hab ne Mail vom Zoll, 23,80 € soll ich überweisen, is das echt?",
        "un faux mail de la douane ?",
        "customs wants 14 dollars by email, is this legit",
        "接到電話說我被設成分期付款要我去ATM操作，是你們打的嗎",
        "客服叫我共享屏幕退关税",
    ],
)
async def test_who_asks_about_a_link_is_warned_and_told_no_sum(text: str) -> None:
    talk = Talk(Shop(order()))
    assert await talk.say(text, "customs_duties", amount="12 EUR") == ["link_not_ours"]
    assert "/human_agent" in [payload.partition("#")[0] for payload in talk.buttons]


@pytest.mark.parametrize(
    "text", ["what duties are there?", "Zoll für Schuhe", "echt teuer, der Zoll", "son último modelo, ¿pagan aduana?"]
)
async def test_a_plain_question_about_duties_is_answered(text: str) -> None:
    talk = Talk(Shop(order()))
    assert "link_not_ours" not in await talk.say(text, "customs_duties")


@pytest.mark.parametrize(
    "text",
    [
        "someone called from customs and wants me to transfer 150 dollars",
        "me llamaron de aduanas y quieren 80 euros",
        "มีคนโทรมาบอกว่าเป็นเจ้าหน้าที่กรมศุล ให้โอน 1,500 เข้าบัญชี",
        "có người gọi kêu chuyển khoản 350k phí hải quan mới giao",
        "ada yg wa gw ngaku petugas bea cukai minta transfer 750rb",
    ],
)
async def test_who_tells_of_a_caller_that_wants_money_is_warned(text: str) -> None:
    talk = Talk(Shop(order()))
    assert await talk.say(text, "customs_duties", amount="12 EUR") == ["link_not_ours"]
    assert "phone" in talk.text


async def test_a_caller_who_wants_no_money_is_no_fraud() -> None:
    talk = Talk(Shop(order()))
    assert "link_not_ours" not in await talk.say("the carrier called: my parcel is at customs", "customs_duties")


DEMANDS = {
    "en": "got a text from DHL, I have to pay 2.99 to release my parcel",
    "zh": "收到快递短信说要付2.99才放行",
    "ja": "ショートメールが届いて、関税を支払えと書いてあります",
    "ko": "택배사에서 문자가 왔는데 관세 3천원 결제하래요",
    "es": "me ha llegado un sms de DHL diciendo que pague 2,99€ para liberar mi paquete",
    "pt": "a transportadora mandou mensagem cobrando taxa de reentrega por pix",
    "fr": "j'ai reçu un sms de chronopost, il faut payer 1,95 € pour mon colis",
    "de": "hab eine sms von dhl bekommen dass ich 2,99 zahlen soll",
    "it": "mi è arrivato un sms del corriere, devo pagare 2 euro per sbloccare il pacco",
    "ru": "пришла смс от почты, надо оплатить 180 рублей пошлины",
    "ar": "وصلتني رسالة من شركة الشحن لازم ادفع 20 ريال عشان يفرجون عن الشحنة",
    "tr": "kargodan sms geldi, 19 TL gümrük ücreti ödeyin diyor",
    "th": "มีข้อความจากขนส่งให้จ่ายค่าภาษี 25 บาท",
    "vi": "có tin nhắn của bưu điện bảo đóng phí 15k mới giao",
    "id": "dapat sms dari kurir suruh bayar 15rb biar paketnya lepas",
}


@pytest.mark.parametrize("text", DEMANDS.values(), ids=DEMANDS)
async def test_who_tells_of_a_message_that_wants_money_is_warned_with_and_without_a_sum(text: str) -> None:
    talk = Talk(Shop(order()))
    assert await talk.say(text, "customs_duties") == ["link_not_ours"]


@pytest.mark.parametrize("text", ["I got a text from DHL: held by customs", "llegó un sms: mi paquete está en aduana"])
async def test_a_message_that_wants_no_money_is_no_fraud(text: str) -> None:
    talk = Talk(Shop(order()))
    assert "link_not_ours" not in await talk.say(text, "customs_duties")


def test_the_polite_warning_in_spanish_says_not_to_pay_either() -> None:
    spanish = read_yaml(ROOT / "bot" / "content" / "responses" / "es.yml")
    texts = [one["text"] for one in spanish["responses"]["utter_link_not_ours"]]
    assert all("teléfono" in text and "No pag" in text for text in texts)
