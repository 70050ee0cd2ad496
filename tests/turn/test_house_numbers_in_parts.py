"""House numbers in parts ("88/12", "27/5", "1-2-3") that are put right while an address is to be confirmed."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order

from bot.dialogue import UserTurn

ADDRESS = "order_change_address"
_THAI = "88/12 หมู่บ้านพฤกษา ซอย 5 ต.บางพลี สมุทรปราการ 10540"
_VIETNAMESE = "25/7 Lê Lợi, phường Bến Nghé, quận 1, TP.HCM 700000"


@pytest.mark.parametrize(
    ("address", "said", "right"),
    [
        (_THAI, "เดี๋ยวๆ เลขบ้านผิด 88/21 ค่ะ", "88/21 หมู่บ้านพฤกษา ซอย 5"),
        (_VIETNAMESE, "ủa nhầm, 27/5 cơ", "27/5 Lê Lợi, phường Bến Nghé, quận 1"),
        ("〒150-0001 東京都渋谷区神宮前1-2-3", "1-2-4でした", "〒150-0001 東京都渋谷区神宮前1-2-4"),
    ],
)
@pytest.mark.parametrize("heard", [ADDRESS, "deny", "affirm"])
async def test_a_number_in_parts_is_put_right_as_a_whole(address: str, said: str, right: str, heard: str) -> None:
    talk = Talk(Shop(order()))
    await talk.say(address, ADDRESS, place=address)
    assert (await talk.say(said, heard))[-1] == "ask_confirm_address"
    await talk.say("yes", "affirm")
    assert right in talk.shop.orders["PA-2026-100001"][0].shipping_address["text"]


async def test_what_looks_like_a_day_is_the_number_of_the_house() -> None:
    talk = Talk(Shop(order()), language="vi")
    await talk.say(_VIETNAMESE, ADDRESS, place=_VIETNAMESE)
    day = {"entity": "date", "value": "2027-05-27", "text": "27/5"}
    said = ((ADDRESS, 0.9),)
    assert (await talk.hear(UserTurn("ủa nhầm, số 27/5 cơ", said, said, (day,))))[-1] == "ask_confirm_address"
    assert "27/5 Lê Lợi" in talk.text


async def test_a_day_stays_a_day_where_the_address_has_no_such_number() -> None:
    talk = Talk(Shop(order()), language="vi")
    address = "số 25 Lê Lợi, phường Bến Nghé, quận 1, TP.HCM 700000"
    await talk.say(address, ADDRESS, place=address)
    day = {"entity": "date", "value": "2027-05-27", "text": "27/5"}
    await talk.hear(UserTurn("27/5 nha", (("affirm", 0.9),), (("affirm", 0.9),), (day,)))
    assert address in talk.shop.orders["PA-2026-100001"][0].shipping_address.get("text", address)


async def test_so_is_a_number_with_the_sign_that_follows_that_of_the_house() -> None:
    talk = Talk(Shop(order()), language="zh")
    address = "广东省深圳市南山区科技园南路18号3栋502 518057"
    await talk.say(address, ADDRESS, place=address)
    day, said = {"entity": "date", "value": "2026-11-28", "text": "28号"}, ((ADDRESS, 0.95),)
    assert (await talk.hear(UserTurn("号码写错了 是28号", said, said, (day,))))[-1] == "ask_confirm_address"
    await talk.say("对", "affirm")
    assert "南路28号3栋502" in talk.shop.orders["PA-2026-100001"][0].shipping_address["text"]
