"""All of an order but one item: never that one without asking."""

from __future__ import annotations

import pytest
from shop_talk import CUP, LINE, SECOND, Shop, Talk, delivered
from understood import understood

from actions.goods.named_items import all_but
from bot.nlu.understanding import Entity
from bot.reading import Reading

CAP = {**SECOND, "sku": "CAP", "name": {"en": "Cap"}}


@pytest.mark.parametrize(
    "text",
    [
        "return everything except the mug",
        "alles außer der Tasse zurück",
        "tout renvoyer sauf le mug",
        "devolver todo menos la taza",
        "rendo tutto tranne la tazza",
        "devolver tudo menos a caneca",
        "вернуть всё кроме кружки",
        "ابي ارجع كل شي ما عدا الكوب",
        "kupa hariç hepsini iade edeceğim",
        "除了杯子其他都退",
        "マグカップ以外全部返品したい",
        "머그컵 빼고 다 반품할게요",
        "คืนทุกอย่างยกเว้นแก้ว",
        "trả hết trừ cái cốc",
        "retur semua kecuali mug",
    ],
)
def test_every_language_excepts(text: str) -> None:
    assert all_but(text)


@pytest.mark.parametrize(
    "text",
    ["außerdem hat die Tasse einen Sprung", "кроме того, кружка разбита", "selain itu mugnya pecah", "return the mug"],
)
def test_what_comes_besides_excepts_nothing(text: str) -> None:
    assert not all_but(text)


async def test_which_ones_is_asked_and_the_others_are_offered_together() -> None:
    talk = Talk(Shop(delivered(LINE, CUP, CAP)))
    answers = await talk.say("return everything except the mug", "return_request", product="mug")
    assert answers[-1] == "ask_item_choice"
    assert [one.split("=")[1].split(")")[0] for one in talk.buttons] == ["1", "2", "1+2"]


async def test_as_the_answer_it_chooses_the_others() -> None:
    talk = Talk(Shop(delivered(LINE, CUP, CAP)))
    await talk.say("I want to return something", "return_request")
    assert (await talk.say("everything except the mug", None, product="mug"))[-1] == "ask_return_reason"
    await talk.press("/SetSlots(return_reason=changed_mind)")
    assert "Linen shirt" in talk.text and "Cap" in talk.text and "Mug" not in talk.text


async def test_all_fine_except_the_mug_reports_the_mug() -> None:
    talk = Talk(Shop(delivered(LINE, CUP, CAP)))
    answers = await talk.say("all fine except the mug, it is broken", "item_damaged", product="mug")
    assert answers[-1] == "ask_problem_resolution" and "Mug" in talk.text


@pytest.mark.parametrize("asked", ["return_item", "return_reason", "resolution", "confirm_return"])
async def test_within_a_return_it_chooses_the_others_and_reports_nothing(asked: str) -> None:
    cap = (Entity("product", "CAP", 15, 18, "list", "cap"),)
    reason = {"return_reason": ("missing_parts", 0.6)}
    guess = Entity(asked, "missing_parts", 0, 18, "SlotValueClassifier", "everything but cap")
    heard = understood("everything but cap", ("item_missing", 0.8), entities=(*cap, guess), values=reason)
    running = frozenset({"return_item"})
    turn = Reading(heard.text, "en", "m", understanding=heard, waiting_for=asked, running=running).as_turn()
    assert not turn.intents and turn.values["return_item"][0] == heard.text
    talk = Talk(Shop(delivered(LINE, CUP, CAP)))
    await talk.say("I want to return all of it", "return_request")
    if asked != "return_item":
        await talk.press("/SetSlots(return_item=all)")
    if asked in ("resolution", "confirm_return"):
        await talk.press("/SetSlots(return_reason=changed_mind)")
    if asked == "confirm_return":
        await talk.press("/SetSlots(resolution=refund)")
    await talk.hear(turn)
    for payload in ("/SetSlots(return_reason=changed_mind)", "/SetSlots(resolution=refund)"):
        if any(one.startswith(payload) for one in talk.buttons):
            await talk.press(payload)
    await talk.say("yes", "affirm")
    (made,) = talk.shop.orders["PA-2026-100001"][0].returns
    assert (set(made.items), made.reason) == ({"1", "3"}, "changed_mind")
