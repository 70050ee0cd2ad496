"""Both pieces of an item that was bought twice, said beside its name."""

from __future__ import annotations

from typing import Any

import pytest
from shop_talk import CUP, Shop, Talk, delivered

from bot.dialogue import UserTurn

VASES: dict[str, Any] = {**CUP, "id": "2", "sku": "VASE", "name": {"en": "Vase"}, "quantity": 2}
BROKEN = (("item_damaged", 0.97),)


def _named(vase: str, mug: str) -> tuple[dict[str, str], ...]:
    told = (("VASE", vase), ("MUG", mug))
    return tuple({"entity": "product", "value": value, "text": text} for value, text in told)


@pytest.mark.parametrize(
    ("language", "said", "vase", "mug"),
    [
        ("en", "both vases are broken, the mug is fine", "vases", "mug"),
        ("ru", "обе вазы разбиты, кружка целая", "вазы", "кружка"),
        ("it", "tutti e due i vasi sono rotti, la tazza è intatta", "vasi", "tazza"),
        ("zh", "花瓶两个都碎了，杯子没事", "花瓶", "杯子"),
        ("ja", "花瓶2本とも割れていました、マグは無事です", "花瓶", "マグ"),
        ("ko", "꽃병 두병 다 깨졌고 머그컵은 괜찮아요", "꽃병", "머그컵"),
        ("tr", "vazoların ikisi de kırık, kupa sağlam", "vazoların", "kupa"),
    ],
)
async def test_both_of_an_item_are_all_its_pieces(language: str, said: str, vase: str, mug: str) -> None:
    talk = Talk(Shop(delivered(CUP, VASES)), language=language)
    names = await talk.hear(UserTurn(said, BROKEN, BROKEN, _named(vase, mug), language=language, decision="answer"))
    assert names[-1] == "ask_problem_resolution"
    assert "20" in talk.text


async def test_both_of_another_item_are_asked_about() -> None:
    talk = Talk(Shop(delivered({**CUP, "quantity": 2}, VASES)))
    said = "the vase is in pieces, luckily both mugs are fine"
    heard = UserTurn(said, BROKEN, BROKEN, _named("vase", "mugs"), decision="answer")
    assert (await talk.hear(heard))[-1] == "ask_how_many"


@pytest.mark.parametrize(
    "said", ["the vase is too small for my flowers, I return both", "el jarrón no va, devuelvo los dos"]
)
async def test_both_is_said_of_the_only_item_that_is_named(said: str) -> None:
    wish, name = (("item_damaged", 0.97),), "vase" if "vase" in said else "jarrón"
    found = ({"entity": "product", "value": "VASE", "text": name},)
    names = await Talk(Shop(delivered(CUP, VASES))).hear(UserTurn(said, wish, wish, found, decision="answer"))
    assert names[-1] == "ask_problem_resolution"
