"""An order that is named by an item of it is cancelled whole; the confirmation tells all that is in it."""

from __future__ import annotations

import pytest
from shop_talk import CUP, LINE, Shop, Talk, order

from actions.said.word_tables import ORDER_WITH, speaks_of
from bot.dialogue import UserTurn

CANCEL = "order_cancel"


async def test_the_order_with_the_mug_is_asked_about_whole() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert (await talk.say("cancel the order with the mug", CANCEL, product="mug"))[-1] == "ask_confirm_cancel"
    assert talk.shop.orders["PA-2026-100001"][0].status == "processing"


async def test_an_item_taken_out_of_the_order_with_another_is_for_a_person() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    said = "cancel: remove the mug from the order with everything"
    assert await talk.say(said, CANCEL, product="mug") == ["done_by_person"]


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("cancel the order with the mug", "cancel the mug, my order without it stays"),
        ("cancela el pedido con la taza", "cancela la taza de mi pedido confirmado"),
        ("annulez la commande avec la tasse", "annulez la tasse de ma commande"),
        ("storniert die Bestellung mit der Tasse", "storniert die Tasse in meiner Bestellung"),
        ("annulla l'ordine con la tazza", "annulla la tazza del mio ordine confermato"),
        ("cancela o pedido com a caneca", "cancela a caneca do meu pedido completo"),
        ("отмените заказ с пижамой", "отмените пижаму, заказ сделан вчера"),
        ("الغوا الطلب اللي فيه الكوب", "الغوا الكوب من طلبي"),
        ("içinde kupa olan siparişi iptal edin", "siparişimdeki kupayı iptal edin"),
        ("マグカップの入った注文をキャンセル", "注文のマグカップをキャンセル"),
        ("머그컵 들어간 주문 취소해 주세요", "주문에서 머그컵만 취소해 주세요"),
        ("取消有杯子的那个订单", "取消我订单里的杯子"),
        ("ยกเลิกออเดอร์ที่มีแก้วมัค", "ยกเลิกแก้วมัคในออเดอร์"),
        ("huy don co cai ly", "huy cai ly trong don"),
        ("batalkan pesanan yang isinya mug", "batalkan mug di pesanan saya"),
    ],
)
def test_every_language_names_an_order_by_what_is_in_it(whole: str, part: str) -> None:
    assert speaks_of(ORDER_WITH, whole)
    assert not speaks_of(ORDER_WITH, part)


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("cancel my mug order", "mug", True),
        ("cancela el pedido de la taza", "taza", True),
        ("annulez la commande de la tasse", "tasse", True),
        ("die Tassen-Bestellung stornieren", "Tassen", True),
        ("annulla l'ordine della tazza", "tazza", True),
        ("cancela o pedido da caneca", "caneca", True),
        ("отмените заказ кружки", "кружки", True),
        ("الغي طلب الكوب", "الكوب", True),
        ("kupa siparişimi iptal et", "kupa", True),
        ("マグカップの注文をキャンセル", "マグカップ", True),
        ("머그컵 주문 취소할게요", "머그컵", True),
        ("杯子那单取消", "杯子", True),
        ("ยกเลิกออเดอร์แก้วมัคค่ะ", "แก้วมัค", True),
        ("huỷ đơn cái ly giúp mình", "ly", True),
        ("batalkan pesanan mug", "mug", True),
        ("cancel what I ordered, the one with the mug and more", "mug", True),
        ("cancela el pedido que hice ayer, el de la taza y lo otro", "taza", True),
        ("cancela o pedido de ontem, o da caneca", "caneca", True),
        ("annulla l'ordine di ieri, quello con la tazza", "tazza", True),
        ("cancel the mug", "mug", False),
        ("cancel just the mug of my order", "mug", False),
        ("주문에서 머그컵만 취소", "머그컵", False),
        ("注文のマグカップをキャンセル", "マグカップ", False),
        ("siparişimdeki kupayı iptal et", "kupayı", False),
        ("ยกเลิกแก้วมัคในออเดอร์", "แก้วมัค", False),
        ("reorder mug", "mug", False),
    ],
)
async def test_an_order_is_named_by_the_item_beside_its_word(text: str, name: str, whole: bool) -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    found = ({"entity": "product", "value": "mug", "text": name},)
    asked = UserTurn(text, ((CANCEL, 0.95),), ((CANCEL, 0.95),), found, decision="answer")
    assert (await talk.hear(asked))[-1] == ("ask_confirm_cancel" if whole else "done_by_person")


@pytest.mark.parametrize(
    "text",
    [
        "hello, please cancel my order, I picked the wrong mug",
        "Bonjour, je souhaite annuler ma commande svp, je me suis trompée de mug",
        "Bitte die Bestellung stornieren, ich habe mich beim Mug vertan",
        "отмените заказ, я ошиблась с mug",
        "取消订单，mug 选错了",
    ],
)
async def test_an_item_that_only_tells_why_takes_nothing_out(text: str) -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert (await talk.say(text, CANCEL, product="mug"))[-1] == "ask_confirm_cancel"
    assert "Mug" in talk.text and "Linen shirt" in talk.text


@pytest.mark.parametrize("text", ["cancel the mug, wrong one", "of my order cancel one thing, the mug, please"])
async def test_an_item_that_is_not_wanted_is_for_a_person(text: str) -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    assert await talk.say(text, CANCEL, product="mug") == ["done_by_person"]
