"""Which lines of an order are meant."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker
from shop_talk import CUP, LINE, MUG, SECOND, Shop, Talk, delivered, order, shirt

from actions.base import Slots
from actions.commerce.shapes import Product
from actions.goods.named_items import match_items
from bot.dialogue import UserTurn


async def test_of_two_that_are_named_none_is_changed_without_asking() -> None:
    talk = Talk(Shop(order(LINE, CUP)))
    answers = await talk.say("not the mug, the shirt in XL", "order_change_items", size="XL", product=("mug", "shirt"))
    assert answers == ["ask_item_choice"]
    assert (await talk.press("/SetSlots(return_item=1)"))[-1] == "ask_confirm_items"
    assert "Linen shirt" in talk.text and "XL" in talk.text


async def test_an_item_that_is_named_when_asked_for_is_not_reported_missing() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    assert (await talk.say("I want to return something", "return_request"))[-1] == "ask_item_choice"
    sounds = (("item_missing", 0.74),)
    product = {"entity": "product", "value": "MUG", "text": "mug"}
    answers = await talk.hear(UserTurn("only the mug", sounds, sounds, (product,), decision="answer"))
    assert answers[-1] == "ask_return_reason"
    again = Talk(Shop(delivered(LINE, CUP)))
    await again.say("I want to return something", "return_request")
    broken = (("item_damaged", 0.97),)
    answers = await again.hear(UserTurn("the mug, it is broken", broken, broken, (product,), decision="answer"))
    assert answers[-1] == "ask_problem_resolution"


async def test_what_is_missing_is_told_where_what_is_there_is_named_beside_it() -> None:
    glasses = {**LINE, "name": {"it": "Occhiali da sole"}}
    cap = {**CUP, "name": {"it": "Cappellino"}}
    talk = Talk(Shop(delivered(glasses, cap)), language="it")
    said = "mancano gli occhiali, c'era solo il cappellino"
    assert (await talk.say(said, "item_missing", product="cappellino"))[-1] == "ask_problem_resolution"
    assert "Occhiali" in talk.text and "Cappellino" not in talk.text


@pytest.mark.parametrize(
    ("names", "said", "found"),
    [
        ({"ko": "린넨 셔츠"}, "셔츠 바꿔 주세요", ("1",)),
        ({"ja": "デニム ジャケット"}, "ジャケットを返品したい", ("1",)),
        ({"en": "T shirt"}, "to be or not", ()),
    ],
)
def test_a_word_of_a_name_may_be_two_syllables_long(names: dict[str, str], said: str, found: tuple[str, ...]) -> None:
    lines = order({**LINE, "name": names}, CUP)
    heard = Slots(Tracker("sender", {}, {"text": said, "entities": []}, [], False, None, {}, ""))
    assert tuple(item.id for item in match_items(lines, said, heard)) == found


@pytest.mark.parametrize(
    ("names", "said", "found"),
    [
        ({"tr": "Kulaklık"}, "kulaklığın sol", ("1",)),  # the ending changes the last letter, and a word is beside it
        ({"tr": "Kulaklık"}, "şemsiyenin sol", ()),
    ],
)
def test_a_product_recognised_with_another_word_beside_it_is_its_item(
    names: dict[str, str], said: str, found: tuple[str, ...]
) -> None:
    lines = order({**LINE, "name": names}, CUP)
    entity = {"entity": "product", "value": said, "text": said}
    heard = Slots(Tracker("sender", {}, {"text": said, "entities": [entity]}, [], False, None, {}, ""))
    assert tuple(item.id for item in match_items(lines, f"{said} tarafından ses gelmiyo", heard)) == found


async def test_the_item_that_was_talked_of_is_still_meant_when_another_remedy_is_wanted() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    await talk.say("I want to return the shirt", "return_request", product="shirt")
    assert (await talk.say("no, in XL instead", "exchange_request", size="XL"))[-1] == "ask_confirm_exchange"
    assert "Linen shirt" in talk.text


async def test_it_stays_meant_when_the_remedy_changes_though_a_word_was_beside_it() -> None:
    phones = {**LINE, "name": {"en": "Earphones", "tr": "Kulaklık"}}
    talk = Talk(Shop(delivered(phones, CUP)))
    await talk.say("kulaklığın sol tarafından ses gelmiyo", "item_damaged", product="kulaklığın sol")
    await talk.say("yenisini yollayın", "exchange_request")
    assert (await talk.say("para iadesi olsun", "return_request"))[-1] != "ask_item_choice"
    assert "Earphones" in talk.text


async def test_another_name_of_the_catalogue_chooses_the_item_too() -> None:
    vase = Product.model_validate(MUG.model_dump() | {"attributes": {"aliases": ["فازة"]}})
    talk = Talk(Shop(delivered(LINE, CUP), products=(shirt(), vase)))
    assert (await talk.say("والفازة مكسورة", "item_damaged", product="والفازة"))[-1] == "ask_problem_resolution"
    assert "Mug" in talk.text
    talk = Talk(Shop(delivered(LINE, CUP), products=(shirt(), vase)))
    await talk.say("something is broken", "item_damaged")
    assert (await talk.say("الفازة أبيها", "item_damaged", product="الفازة"))[-1] == "ask_problem_resolution"


async def test_of_everything_what_may_not_come_back_is_named_and_the_rest_goes_back() -> None:
    fixed = MUG.model_copy(update={"returnable": False})
    talk = Talk(Shop(delivered(LINE, SECOND, CUP), products=(shirt(), fixed)))
    known = {"return_item": ("all", 0.9), "return_reason": ("too_small", 0.9)}
    wish = (("return_request", 0.95),)
    answers = await talk.hear(UserTurn("I return everything", wish, wish, values=known))
    assert answers == ["return_not_returnable", "ask_resolution"]
    assert "Mug cannot" in talk.text and "Linen shirt and Second shirt" in talk.text


async def test_where_nothing_may_come_back_that_is_told_once() -> None:
    fixed = MUG.model_copy(update={"returnable": False})
    talk = Talk(Shop(delivered(CUP, {**CUP, "id": "4"}), products=(fixed,)))
    wish = (("return_request", 0.95),)
    answers = await talk.hear(UserTurn("everything back", wish, wish, values={"return_item": ("all", 0.9)}))
    assert answers.count("return_not_returnable") == 1


async def test_an_item_named_in_the_shoppers_own_word_stays_meant_when_the_remedy_changes() -> None:
    cup = {**CUP, "name": {"en": "Mugs"}}
    talk = Talk(Shop(delivered(LINE, cup)))
    await talk.say("the mug came broken", "item_damaged", product="muggs")
    await talk.hear(UserTurn("a new one", values={"resolution": ("exchange", 0.9)}))
    answers = await talk.hear(UserTurn("no, money", (("deny", 0.95),), values={"resolution": ("refund", 0.9)}))
    assert answers[-1] == "ask_confirm_problem_refund"


async def test_a_question_beside_the_choice_chooses_nothing_and_another_item_may_be_named_later() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    wish = (("return_request", 0.95),)
    known = {"return_reason": ("changed_mind", 0.9)}
    both = tuple({"entity": "product", "value": name, "text": name} for name in ("mug", "shirt"))
    said = UserTurn("the mug goes back, the shirt I keep", wish, wish, both, known)
    assert (await talk.hear(said))[-1] == "ask_item_choice"
    assert (await talk.say("hey, can the shirt be washed hot?", product="shirt"))[-1] != "ask_resolution"
    await talk.press("/SetSlots(return_item=1)")
    assert "Linen shirt" in talk.text
    ranking = (("affirm", 0.4),)
    mug = ({"entity": "product", "value": "mug", "text": "mug"},)
    await talk.hear(UserTurn("go on with the mug then", ranking, ranking, mug, decision="clarify"))
    assert "Mug" in talk.text and "Linen shirt" not in talk.text


async def test_a_part_of_a_japanese_name_that_ends_with_its_script_names_the_item() -> None:
    serum = {**CUP, "id": "4", "name": {"ja": "フェイス美容液"}, "sku": "SERUM"}
    talk = Talk(Shop(delivered(LINE, serum)), language="ja")
    assert (await talk.say("美容液が割れていました", "item_damaged", product="美容液"))[-1] == "ask_problem_resolution"
