"""D-21, the same shopper on another channel: what was talked of there is known here."""

from __future__ import annotations

from tests.house.house import House


def test_a_case_goes_on_where_the_shopper_writes_next(house: House) -> None:
    """The shopper has four orders; the number is given once, and on the other channel only "any news"."""
    first = house.shopper("cust-demo-id", "id-ID")
    assert first.says("Paket saya PA-2026-100152 sampai mana ya?").says("order_customs_hold")
    second = house.shopper("cust-demo-id", "id-ID")
    again = second.says("Ada kabar soal paket saya?")
    assert not again.says("ask_order_choice")
    assert "PA-2026-100152" in again


def test_somebody_else_and_somebody_unknown_do_not_hear_of_it(house: House) -> None:
    house.shopper("cust-demo-vi", "vi-VN").says("Đơn PA-2026-100142 của tôi tới đâu rồi?")
    for other in ("cust-demo-th", None):
        assert "PA-2026-100142" not in house.shopper(other, "vi-VN").says("Gói hàng của tôi có tin gì mới không?")
