"""A postcode that is told while an address without one is to be confirmed belongs to that address."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order

ADDRESS = "order_change_address"
ORDER = "PA-2026-100001"


@pytest.mark.parametrize(
    ("address", "said", "postcode"),
    [
        ("上海市浦东新区世纪大道100号", "邮编200120 收件人王芳", "200120"),
        ("上海市静安区南京西路1266号2座1801 李雷 13900001111", "邮编200040", "200040"),
        ("東京都渋谷区神宮前1-2-3", "郵便番号は150-0001です", "150-0001"),
        ("東京都渋谷区神宮前1-2-3", "〒150-0001", "150-0001"),
        ("Rua Augusta 1500, São Paulo", "o CEP é 01304-001", "01304-001"),
        ("Lindenstr. 5, Berlin", "PLZ 10969", "10969"),
    ],
)
@pytest.mark.parametrize("heard", [ADDRESS, "deny", "affirm", None])
async def test_it_is_added_and_the_whole_is_to_be_confirmed(
    address: str, said: str, postcode: str, heard: str | None
) -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say(address, ADDRESS, place=address))[-1] == "ask_confirm_address"
    assert (await talk.say(said, heard, place=postcode))[-1] == "ask_confirm_address"
    assert f"{address} {postcode}" in talk.text
    assert talk.shop.keys == []
    await talk.say("yes", "affirm")
    who = "，recipient 王芳" if "王芳" in said else ""
    assert talk.shop.orders[ORDER][0].shipping_address["text"] == f"{address} {postcode}{who}"


async def test_a_bare_number_that_is_long_enough_is_one() -> None:
    talk = Talk(Shop(order()))
    await talk.say("Lindenstr. 5, Berlin", ADDRESS, place="Lindenstr. 5, Berlin")
    assert (await talk.say("10969"))[-1] == "ask_confirm_address"
    assert "Lindenstr. 5, Berlin 10969" in talk.text


@pytest.mark.parametrize(("said", "place"), [("flat 12", ()), ("it is 10969", ()), ("12", ())])
async def test_any_other_number_is_not_added(said: str, place: tuple[str, ...]) -> None:
    talk = Talk(Shop(order()))
    await talk.say("Lindenstr. 5, Berlin", ADDRESS, place="Lindenstr. 5, Berlin")
    await talk.say(said, ADDRESS, place=place)
    assert f"Berlin {said.rsplit(maxsplit=1)[-1]}" not in talk.text


@pytest.mark.parametrize("heard", [ADDRESS, "deny", None])
async def test_the_town_that_is_told_with_it_is_added_too(heard: str | None) -> None:
    talk = Talk(Shop(order(shipping_address={"country": "TR", "text": "Tunalı Hilmi Caddesi 12, 06680 Ankara"})))
    street = "Bağdat Cad. No:212 D:9 Kadıköy"
    await talk.say(street, ADDRESS, place=street)
    assert (await talk.say("34728 istanbul", heard, place="34728 istanbul"))[-1] == "ask_confirm_address"
    assert f"{street}, 34728 istanbul" in talk.text


async def test_a_postcode_beside_an_address_is_none_of_the_orders_own() -> None:
    talk = Talk(Shop(order(shipping_address={"country": "TR", "text": "Tunalı Hilmi Caddesi 12, 06680 Ankara"})))
    street = "Bağdat Cad. No:212 D:9 Kadıköy"
    await talk.say(street, ADDRESS, place=street)
    assert (await talk.say("posta kodu 34728 olacak", ADDRESS))[-1] == "ask_new_address"
    assert "Ankara" not in talk.text


async def test_one_that_is_announced_is_no_order_that_ends_so() -> None:
    address, other = "北京市朝阳区建国路88号B座2003", "PA-2026-100022"
    talk = Talk(Shop(order(), order(id=other)))
    assert (await talk.say(f"{ORDER}", ADDRESS, order_id=ORDER))[-1] == "ask_new_address"
    assert (await talk.say(address, ADDRESS, place=address))[-1] == "ask_confirm_address"
    assert (await talk.say("邮编100022", None, place="100022"))[-1] == "ask_confirm_address"
    assert ORDER in talk.text and f"{address} 100022" in talk.text
    assert (await talk.say("100022", None, order_id=other))[-1] == "ask_confirm_address"
    assert other in talk.text
