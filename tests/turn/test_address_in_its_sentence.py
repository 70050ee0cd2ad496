"""An address leaves the sentence that it is told in where words are not written apart, too, and the order's number."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order

ADDRESS, ORDER = "order_change_address", "PA-2026-100001"


@pytest.mark.parametrize(
    ("language", "said", "address"),
    [
        ("zh", "地址是上海市静安区南京西路1266号", "上海市静安区南京西路1266号"),
        ("zh", "我的新地址是：北京市朝阳区建国路88号", "北京市朝阳区建国路88号"),
        ("zh", "寄去觀塘開源道60號駱駝漆大廈3座6樓B室", "觀塘開源道60號駱駝漆大廈3座6樓B室"),
        ("ja", "住所は東京都渋谷区神宮前1-2-3です", "東京都渋谷区神宮前1-2-3"),
        ("ko", "새 주소는 서울시 강남구 테헤란로 152", "서울시 강남구 테헤란로 152"),
        ("ko", "배송지 변경 부탁드립니다. 서울시 강남구 테헤란로 152 입니다", "서울시 강남구 테헤란로 152"),
        ("ko", "주소를 잘못 적었어요.. 서울시 강남구 테헤란로 152, 17층", "서울시 강남구 테헤란로 152, 17층"),
        ("en", "its now 22 Station Road, York YO1 6HT", "22 Station Road, York YO1 6HT"),
        ("id", "sekarang di Jl. Melati No. 5, Bandung 40115", "Jl. Melati No. 5, Bandung 40115"),
        ("th", "ที่อยู่ใหม่คือ 99/1 ถนนสุขุมวิท กรุงเทพ 10110", "99/1 ถนนสุขุมวิท กรุงเทพ 10110"),
    ],
)
async def test_the_address_alone_is_stored(language: str, said: str, address: str) -> None:
    talk = Talk(Shop(order()), language=language)
    assert (await talk.say(ORDER, ADDRESS, order_id=ORDER))[-1] == "ask_new_address"
    assert (await talk.say(said, ADDRESS, place=address))[-1] == "ask_confirm_address"
    await talk.press("/SetSlots(confirm_address=true")
    assert talk.shop.orders[ORDER][0].shipping_address["text"] == address


async def test_the_number_of_the_order_before_it_is_no_part_of_it() -> None:
    talk = Talk(Shop(order()), language="zh")
    address = "上海市静安区南京西路1266号恒隆广场2座1801"
    said = f"{ORDER} 改地址 {address} 李雷"
    assert (await talk.say(said, ADDRESS, order_id=ORDER, place=address))[-1] == "ask_confirm_address"
    await talk.press("/SetSlots(confirm_address=true")
    assert talk.shop.orders[ORDER][0].shipping_address["text"] == f"{address} 李雷"


async def test_building_and_flat_written_onto_it_belong_to_it() -> None:
    talk = Talk(Shop(order()), language="zh")
    place = "广州市天河区体育西路103号维多利广场"
    assert (await talk.say(f"改寄到{place}A塔1502", ADDRESS, place=place))[-1] == "ask_confirm_address"
    await talk.press("/SetSlots(confirm_address=true")
    assert talk.shop.orders[ORDER][0].shipping_address["text"] == f"{place}A塔1502"


@pytest.mark.parametrize("said", ["拼圖嗰單寄去{}啦", "幫我轉送去公司：{}", "可唔可以改去{}呀"])
async def test_one_that_is_told_with_the_wish_is_taken_from_the_place_that_is_known(said: str) -> None:
    talk = Talk(Shop(order()), language="zh")
    address = "觀塘開源道60號駱駝漆大廈3座6樓B室"
    assert (await talk.say(said.format(address), ADDRESS, place="觀塘"))[-1] == "ask_confirm_address"
    await talk.press("/SetSlots(confirm_address=true")
    assert talk.shop.orders[ORDER][0].shipping_address["text"] == address


async def test_a_place_alone_is_no_address() -> None:
    talk = Talk(Shop(order()), language="zh")
    assert (await talk.say("改去觀塘嗰邊，3號先到", ADDRESS, place="觀塘"))[-1] == "ask_new_address"


async def test_a_place_that_is_named_twice_begins_where_it_stands_first() -> None:
    talk = Talk(Shop(order()), language="zh")
    address = "中環皇后大道中99號中環中心25樓2501室"
    assert (await talk.say(f"轉送去公司：{address}", ADDRESS, place=("中環", "中環")))[-1] == "ask_confirm_address"
    assert address in talk.text
