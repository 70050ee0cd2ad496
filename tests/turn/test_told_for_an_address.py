"""Who gets the parcel, which number to call and how to get in, told where an address is to be confirmed, belong to it:
they were dropped, or the question came again and again."""
# ruff: noqa: E501 (the table of addresses is easier to read in lines)

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order

from actions.addresses.address_besides import with_besides
from actions.addresses.addressee import told_with
from bot.dialogue import UserTurn

ADDRESS, ORDER = "order_change_address", "PA-2026-100001"
BERLIN = "Lindenstr. 5, 10969 Berlin"
SHENZHEN = "深圳市南山区科技园南路88号3栋502"


@pytest.mark.parametrize(
    ("address", "said", "phone", "language", "stored", "name"),
    [
        (BERLIN, "recipient is my wife Anna Huber, 0171 2345678", "0171 2345678", "en", BERLIN + ", recipient Anna Huber, 0171 2345678", "Anna Huber"),
        (BERLIN, "der Name ist falsch, richtig ist Anna Huber", "", "de", BERLIN + ", Empfänger Anna Huber", "Anna Huber"),
        (BERLIN + ", Empfänger Anna Hubar", "Nachname: Huber", "", "de", BERLIN + ", Empfänger Huber", "Huber"),
        ("Lindenstr. 5, Berlin", "PLZ 10969, Empfänger Anna Huber", "", "de", "Lindenstr. 5, Berlin 10969, Empfänger Anna Huber", "Anna Huber"),
        (BERLIN, "door code 4455", "", "en", BERLIN + ", door code 4455", None),
        (SHENZHEN, "收件人改成我老公 李强 13811112222", "13811112222", "zh", SHENZHEN + "，收件人 李强，13811112222", "李强"),
        (SHENZHEN + " 收件人张伟", "名字打错了 是章玮", "", "zh", SHENZHEN + " 收件人章玮", "章玮"),
        (SHENZHEN, "门禁密码是2580#", "", "zh", SHENZHEN + "，门禁密码是2580#", None),
        ("45/7 ซอยสุขุมวิท 71 กรุงเทพ 10110 ผู้รับ นภา", "พิมพ์ชื่อผิดค่ะ ต้องเป็น ณภา", "", "th", "45/7 ซอยสุขุมวิท 71 กรุงเทพ 10110 ผู้รับ ณภา", "ณภา"),
        ("99/12 ถ.รามคำแหง เขตบางกะปิ กทม 10240", "ผู้รับเปลี่ยนเป็น คุณสมชาย ใจดี เบอร์ 0891234567", "0891234567", "th", "99/12 ถ.รามคำแหง เขตบางกะปิ กทม 10240, ผู้รับ คุณสมชาย ใจดี, 0891234567", "คุณสมชาย ใจดี"),
        ("ул. Баумана 44, Казань 420111", "получатель будет Иванов Пётр", "", "ru", "ул. Баумана 44, Казань 420111, получатель Иванов Пётр", "Иванов Пётр"),
        ("서울시 강남구 테헤란로 12", "받는 분은 김민수", "", "ko", "서울시 강남구 테헤란로 12, 받는 분 김민수", "김민수"),
        ("東京都渋谷区神南1-2-3", "受取人は佐藤花子です", "", "ja", "東京都渋谷区神南1-2-3，受取人 佐藤花子", "佐藤花子"),
        ("Calle Serrano 45, 28001 Madrid", "el destinatario es mi hermana Ana de la Torre", "", "es", "Calle Serrano 45, 28001 Madrid, destinatario Ana de la Torre", "Ana de la Torre"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("heard", [ADDRESS, "account_access", "out_of_scope", None])
async def test_it_is_added_and_to_be_confirmed_again(
    address: str, said: str, phone: str, language: str, stored: str, name: str | None, heard: str | None
) -> None:
    talk = Talk(Shop(order()))
    await talk.say("another address", ADDRESS)
    assert (await talk.say(address, place=address))[-1] == "ask_confirm_address"
    ranking = ((heard, 0.95),) if heard else ()
    found = ({"entity": "phone", "value": phone, "text": phone},) if phone else ()
    turn = UserTurn(said, ranking, ranking, found, language=language, decision="answer" if heard else "reject")
    assert (await talk.hear(turn))[-1] == "ask_confirm_address"
    assert "text" not in talk.shop.orders[ORDER][0].shipping_address
    await talk.say("yes", "affirm")
    kept = talk.shop.orders[ORDER][0].shipping_address
    assert (kept["text"], kept.get("name")) == (stored, name)


@pytest.mark.parametrize(
    "said", ["yes", "no", "is the recipient right?", "same name", "收件人不变", "เบอร์เดิม", "我老婆不同意"]
)
def test_other_words_tell_nothing_for_it(said: str) -> None:
    assert with_besides(BERLIN, said, [], "DE", "en") is None


def test_the_name_in_an_address_ends_where_it_does() -> None:
    assert told_with(BERLIN + ", recipient is Jane van der Berg please", "DE") == {"name": "Jane van der Berg"}
    assert told_with(BERLIN + ", recipient is my mom", "DE") == {}
