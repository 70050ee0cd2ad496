"""Some of an order's items, named together, without accents, or by words that no product is known by."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker
from shop_talk import CUP, LINE, SECOND, Shop, Talk, delivered, order

from actions.base import Slots
from actions.goods.named_items import match_items

THERMOS = {**LINE, "name": {"it": "Botella térmica"}}
CAMERA = {**SECOND, "name": {"it": "Cámara doméstica"}}


async def test_both_of_three_are_the_two_that_were_named() -> None:
    talk = Talk(Shop(delivered(THERMOS, CAMERA, CUP)))
    answers = await talk.say("la botella pierde y la camara no enciende", "item_damaged")
    assert answers[-1] == "ask_item_choice"
    assert [one.split("=")[1].split(")")[0] for one in talk.buttons] == ["1", "2", "1+2"]
    assert (await talk.press("/SetSlots(return_item=1+2)"))[-1] == "ask_problem_resolution"
    assert "Botella térmica" in talk.text and "Cámara doméstica" in talk.text and "Mug" not in talk.text


async def test_some_that_go_back_are_registered_and_the_rest_stays() -> None:
    talk = Talk(Shop(delivered(THERMOS, CAMERA, CUP)))
    await talk.say("return the botella and the camara", "return_request")
    assert (await talk.press("/SetSlots(return_item=1+2)"))[-1] == "ask_return_reason"
    await talk.press("/SetSlots(return_reason=changed_mind)")
    await talk.press("/SetSlots(resolution=refund)")
    await talk.say("yes", "affirm")
    (made,) = talk.shop.orders["PA-2026-100001"][0].returns
    assert set(made.items) == {"1", "2"}


async def test_where_none_or_all_are_named_all_are_offered() -> None:
    talk = Talk(Shop(delivered(THERMOS, CAMERA, CUP)))
    assert (await talk.say("something is broken", "item_damaged"))[-1] == "ask_item_choice"
    assert talk.buttons[-1].startswith("/SetSlots(return_item=all)") and len(talk.buttons) == 4


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [
        ("Relógio inteligente", "quero o dinheiro de volta do relogio", ("1",)),
        ("Sérum facial", "il serum che ho preso", ("1",)),
        ("Maiô", "chegou em maio", ()),  # short words stay as they are written
        ("Şapka", "şapkayı iade", ("1",)),
        ("Рюкзак", "рюкзак порвался", ("1",)),
        ("가방", "가방 환불", ("1",)),
    ],
)
def test_a_name_is_known_without_its_accents(name: str, said: str, found: tuple[str, ...]) -> None:
    lines = order({**LINE, "name": {"pt": name}}, CUP)
    heard = Slots(Tracker("sender", {}, {"text": said, "entities": []}, [], False, None, {}, ""))
    assert tuple(item.id for item in match_items(lines, said, heard)) == found
