"""D-21, the same shopper on another channel: what was talked of there is known here."""

from __future__ import annotations

import json

from tests.house.house import House, eventually
from tests.house.provider import Phone, Provider
from tests.house.shop import customer


def test_a_case_goes_on_where_the_shopper_writes_next(house: House, provider: Provider) -> None:
    """The shopper has four orders; the number is given once, and on WhatsApp only "any news"."""
    owner = customer("cust-demo-id")
    first = house.shopper(owner["id"], "id-ID")
    assert first.says("Paket saya PA-2026-100152 sampai mana ya?").says("order_customs_hold")
    phone = Phone(house.client, owner["phone"].lstrip("+").replace(" ", ""))
    phone.writes("Ada kabar soal paket saya?")
    eventually(lambda: "PA-2026-100152" in json.dumps(provider.sent_to(phone.number)))


def test_a_new_conversation_on_the_same_channel_begins_anew(house: House) -> None:
    assert (
        house.shopper("cust-demo-vi", "vi-VN")
        .says("Đơn PA-2026-100142 của tôi tới đâu rồi?")
        .says("order_customs_hold")
    )
    assert house.shopper("cust-demo-vi", "vi-VN").says("đơn hàng của tôi đang ở đâu").says("ask_order_choice")


def test_somebody_else_and_somebody_unknown_do_not_hear_of_it(house: House) -> None:
    house.shopper("cust-demo-vi", "vi-VN").says("Đơn PA-2026-100142 của tôi tới đâu rồi?")
    for other in ("cust-demo-th", None):
        assert "PA-2026-100142" not in house.shopper(other, "vi-VN").says("Gói hàng của tôi có tin gì mới không?")
