"""Which number of an address is put right, and which is the number of an order."""

from __future__ import annotations

from typing import Any

import pytest
from shop_talk import Shop, Talk, order

ADDRESS = "order_change_address"
ORDER, OTHER = "PA-2026-100001", "PA-2026-100002"
KAZAN = "ул. Баумана 44, кв 12, Казань 420111"


def _at(**address: str) -> dict[str, Any]:
    return {"shipping_address": {"country": "BR", **address}}


@pytest.mark.parametrize(
    ("address", "said", "right"),
    [
        ("Rua Augusta 15, São Paulo 01304-001", "o certo é 01304-002", "Rua Augusta 15, São Paulo 01304-002"),
        ("Rua Augusta 15, São Paulo 01304-001", "01304-002, não 01304-001", "Rua Augusta 15, São Paulo 01304-002"),
        (KAZAN, "неправильный индекс, 420112 надо", KAZAN.replace("420111", "420112")),
        ("45/21 Lê Văn Sỹ, TP.HCM", "45/12 chứ không phải 45/21", "45/12 Lê Văn Sỹ, TP.HCM"),
    ],
)
async def test_a_number_of_the_orders_own_address_is_put_right_whole(address: str, said: str, right: str) -> None:
    talk = Talk(Shop(order(**_at(text=address))))
    assert (await talk.say(said, ADDRESS))[-1] == "ask_confirm_address"
    assert right in talk.text


async def test_one_that_is_written_otherwise_puts_no_postcode_right() -> None:
    talk = Talk(Shop(order(**_at(text="Rua Augusta 1500, São Paulo 01304-001"))))
    assert (await talk.say("o certo é 13045", ADDRESS))[-1] == "ask_new_address"


@pytest.mark.parametrize("said", ["100002", "100001"])
async def test_the_number_of_an_order_is_no_postcode_of_the_orders_own_address(said: str) -> None:
    talk = Talk(Shop(order(**_at(text=KAZAN)), order(id=OTHER, status="shipped")))
    await talk.say(f"адрес {said}", ADDRESS)
    assert f"Казань {said}" not in talk.text


@pytest.mark.parametrize("heard", [ADDRESS, "affirm", None])
async def test_the_number_of_another_own_order_means_that_order(heard: str | None) -> None:
    talk = Talk(Shop(order(), order(id=OTHER)))
    await talk.say(f"{KAZAN} 100001", ADDRESS, place=KAZAN, order_id=ORDER)
    assert ORDER in talk.text
    await talk.say("100002", heard, place="100002")
    await talk.say(KAZAN, ADDRESS, place=KAZAN)
    assert OTHER in talk.text
    assert KAZAN in talk.text


@pytest.mark.parametrize("days", [("2026-12-17", "2026-12-07"), ()])
async def test_a_number_that_sounds_like_a_day_is_put_right_where_the_wrong_one_is_named(days: tuple[str, ...]) -> None:
    talk = Talk(Shop(order()))
    told = "via Milano 7, 20121 Milano"
    await talk.say(told, ADDRESS, place=told)
    entities = {"date": days} if days else {}
    assert (await talk.say("anzi è il 17, non il 7", ADDRESS, **entities))[-1] == "ask_confirm_address"
    assert "via Milano 17, 20121" in talk.text
