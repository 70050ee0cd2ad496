"""An order stays in its country: another one's address is not stored beside it, and the shopper is told why."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order

from actions.addresses.country_told import country_told

ADDRESS, ORDER = "order_change_address", "PA-2026-100001"
ABROAD = [
    ("12 Rue de Rivoli, 75001 Paris, France", "FR"),
    ("Mariahilfer Str. 5, 1060 Wien Österreich", "AT"),
    ("221B Baker Street, London NW1 6XE, UK", "GB"),
    ("東京都渋谷区神南1-2-3 渋谷ビル301 日本", "JP"),
    ("新加坡乌节路238号 238851", "SG"),
    ("香港九龙旺角弥敦道688号", "HK"),
    ("台灣台北市信義區松仁路100號12樓", "TW"),
    ("เลขที่ 12 ถนนหลวงพระบาง เวียงจันทน์ ประเทศลาว", "LA"),
    ("ул. Абая 12, Алматы, Казахстан", "KZ"),
    ("شارع الملك فهد 12، الرياض، السعودية", "SA"),
    ("12 Lê Lợi, Quận 1, TP HCM, Việt Nam", "VN"),
]


@pytest.mark.parametrize(("address", "country"), ABROAD)
async def test_it_is_refused_and_asked_for_again(address: str, country: str) -> None:
    talk = Talk(Shop(order()))
    await talk.say("another address", ADDRESS)
    assert country_told(address) == country
    assert (await talk.say(address, place=address))[-2:] == ["address_abroad", "ask_new_address"]
    assert (await talk.say("yes", "affirm"))[-1] == "ask_new_address"
    assert (await talk.say("Lindenstr. 5, 10969 Berlin, Germany", place="Berlin"))[-1] == "ask_confirm_address"
    assert "text" not in talk.shop.orders[ORDER][0].shipping_address


@pytest.mark.parametrize(
    "address",
    [
        "Avenida Colombia 12, 28016 Madrid",
        "Via Francia 12, 00191 Roma",
        "Madrid, Calle Francia",
        "Calle Real 5, 18001 Granada",
        "123 Peachtree St, Atlanta, Georgia 30303",
        "青岛市市南区香港中路8号",
        "香港中路8号",
        "中国银行大厦 花园道1号 中环",
        "日本橋1-2-3 中央区",
        "成都市锦江区春熙路99号",
    ],
)
def test_a_street_or_town_that_is_called_so_is_no_country(address: str) -> None:
    assert country_told(address) is None
