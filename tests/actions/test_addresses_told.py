"""What belongs to an address that is told with a wish: the building before it, who gets the parcel behind it."""
# ruff: noqa: E501 (the table of addresses is easier to read in lines)

from __future__ import annotations

import pytest

from actions.addresses.address_told import told_address
from actions.addresses.address_words import address_alone
from actions.addresses.addressee import told_with


@pytest.mark.parametrize(
    ("text", "places", "phone", "address"),
    [
        ("เปลี่ยนที่อยู่เป็น คอนโดลุมพินี ตึก B ชั้น 7 89/12 ซอยลาดพร้าว 15 เขตจตุจักร กรุงเทพฯ 10900 ค่ะ", ("89/12 ซอยลาดพร้าว 15 เขตจตุจักร กรุงเทพฯ 10900",), "", "คอนโดลุมพินี ตึก B ชั้น 7 89/12 ซอยลาดพร้าว 15 เขตจตุจักร กรุงเทพฯ 10900"),
        ("đổi địa chỉ sang Căn hộ B1204 chung cư Sunrise City, 23 Nguyễn Hữu Thọ, quận 7, TP.HCM giúp em", ("23 Nguyễn Hữu Thọ, quận 7, TP.HCM",), "", "Căn hộ B1204 chung cư Sunrise City, 23 Nguyễn Hữu Thọ, quận 7, TP.HCM"),
        ("поменяйте адрес доставки на ул. Баумана 44, Казань 420111, получатель Иванов Пётр, тел +7 916 123-45-67", ("ул. Баумана 44, Казань 420111",), "+7 916 123-45-67", "ул. Баумана 44, Казань 420111, получатель Иванов Пётр, тел +7 916 123-45-67"),
        ("Bitte ändern: Lindenstr. 14, 10969 Berlin, Empfänger Max Huber, Tel 0171 2345678 danke", ("Lindenstr. 14, 10969 Berlin",), "0171 2345678", "Lindenstr. 14, 10969 Berlin, Empfänger Max Huber, Tel 0171 2345678"),
        ("送り先変えたい、〒530-0001 大阪府大阪市北区梅田3-1-3 北館 20階 鈴木宛", (), "", "〒530-0001 大阪府大阪市北区梅田3-1-3 北館 20階 鈴木宛"),
        ("想改地址，九龍旺角彌敦道688號旺角中心1座12樓1203室", ("九龍旺角彌敦道688號旺角中心1座12",), "", "九龍旺角彌敦道688號旺角中心1座12樓1203室"),
        ("地址改成上海市浦东新区世纪大道100号1208 200120", ("上海市浦东新区世纪大道100号",), "", "上海市浦东新区世纪大道100号1208 200120"),
        ("帮我把地址改成广东省深圳市南山区科技园南区T3栋1502 李明收 13812345678", (), "13812345678", "广东省深圳市南山区科技园南区T3栋1502 李明收 13812345678"),
        ("bitte adresse auf Mariahilfer Straße 45/2/14, 1060 Wien ändern", ("Mariahilfer Straße 45", "Wien"), "", "Mariahilfer Straße 45/2/14, 1060 Wien"),
        ("can you ship to my PO box instead? PO Box 1234, Austin, TX 78767", ("Austin",), "", "PO Box 1234, Austin, TX 78767"),
        ("cambiad la dirección a Calle Serrano 45, 28001 Madrid, y decidme cuándo llega", ("Calle Serrano 45, 28001 Madrid",), "", "Calle Serrano 45, 28001 Madrid"),
        ("change it to 12 MG Road, Bengaluru 560001 and tell me when it comes", ("12 MG Road, Bengaluru 560001",), "", "12 MG Road, Bengaluru 560001"),
    ],
)  # fmt: skip
def test_an_address_is_taken_whole_and_no_more(text: str, places: tuple[str, ...], phone: str, address: str) -> None:
    entities = [{"entity": "place", "text": place} for place in places]
    entities += [{"entity": "phone", "text": phone}] if phone else []
    assert address_alone(told_address(text, entities) or "") == address


@pytest.mark.parametrize(
    "text",
    [
        "can I change my address to another one? and when does order 100014 come, today?",
        "please send it to my office",
        "change it to the same address as 100014 please",
    ],
)
def test_a_wish_without_an_address_tells_none(text: str) -> None:
    assert told_address(text, [{"entity": "order_id", "text": "100014"}]) is None


@pytest.mark.parametrize(
    ("text", "country", "told"),
    [
        ("Lindenstr. 14, 10969 Berlin, Empfänger ist Max Huber, Tel 0171 2345678", "DE", {"name": "Max Huber", "phone": "0171 2345678"}),
        ("Ataşehir/İstanbul 34758, alıcı Ayşe Yılmaz 0532 123 45 67", "TR", {"name": "Ayşe Yılmaz", "phone": "0532 123 45 67"}),
        ("上海市世纪大道100号，收件人李明，电话13812345678", "CN", {"name": "李明", "phone": "13812345678"}),
        ("12 Elm Street, Austin, TX 78701. Recipient is my mom", "US", {}),
        ("Calle Serrano 45, 28001 Madrid", "ES", {}),
    ],
)  # fmt: skip
def test_who_gets_the_parcel_and_the_number_to_call_are_read(text: str, country: str, told: dict[str, str]) -> None:
    assert told_with(text, country) == told
