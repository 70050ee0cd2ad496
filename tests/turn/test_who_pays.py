"""Who pays is told in a word of what is talked of: what came broken, what goes back, what is refused, the duties."""

from __future__ import annotations

import pytest
from shop_talk import CUP, Shop, Talk, delivered, order

from bot.dialogue import UserTurn
from bot.nlu.wordlists import WHO_PAYS, says

SHOP, SHOPPER = "fact_return_shipping_shop", "fact_return_shipping_customer"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "who pays it"),
        ("zh", "谁付"),
        ("es", "quien lo paga"),
        ("fr", "qui paie les frais de retour"),
        ("de", "wer zahlt das"),
        ("it", "chi li paga"),
        ("pt", "quem paga"),
        ("ru", "кто платит"),
        ("ar", "مين يدفعها"),
        ("tr", "kim ödüyor"),
        ("ja", "誰が払うんですか"),
        ("ko", "누가 내요?"),
        ("th", "ใครจ่ายคะ"),
        ("vi", "ai trả vậy shop"),
        ("id", "siapa yang bayar"),
    ],
)
async def test_it_is_asked_of_the_way_back_at_the_confirmation(language: str, text: str) -> None:
    talk = Talk(Shop(delivered(CUP)), language=language, return_shipping_paid_by="customer")
    await talk.say("the mug came broken", "item_damaged")
    assert (await talk.say("money", "return_request"))[-1] == "ask_confirm_problem_refund"
    asked = UserTurn(text, (("return_policy", 0.98),), language=language, decision="answer")
    assert await talk.hear(asked) == [SHOP, "resume", "ask_confirm_problem_refund"]
    assert talk.shop.orders["PA-2026-100001"][0].returns == ()


async def test_of_a_change_of_mind_the_shopper_pays_where_the_rules_say_so() -> None:
    talk = Talk(Shop(delivered(CUP)), return_shipping_paid_by="customer")
    await talk.say("the mug goes back, I do not like it", "return_request", product="mug")
    names = await talk.hear(UserTurn("I changed my mind", values={"return_reason": ("changed_mind", 0.99)}))
    assert names[-1] == "ask_resolution"
    assert await talk.say("who pays the postage", "payment_methods") == [SHOPPER, "resume", "ask_resolution"]


async def test_after_the_duties_it_is_asked_of_them() -> None:
    talk = Talk(Shop(order()), duties_paid_by="shop", duty_percent=10)
    await talk.say("are there duties?", "customs_duties")
    assert "fact_duties_paid_shop" in await talk.say("who pays it", "payment_methods")
    assert "duty" not in talk.text
    assert "fact_duties_paid_shop" in await talk.say("you or me?", "bot_challenge")


@pytest.mark.parametrize(("language", "text"), [("tr", "kim ödüyor onu"), ("ar", "مين يدفعها"), ("en", "who pays it")])
async def test_nothing_but_who_pays_is_asked_of_the_duties_whatever_it_sounds_like(language: str, text: str) -> None:
    talk = Talk(Shop(order()), language=language, duties_paid_by="shop", duty_percent=10)
    await talk.say("are there duties?", "customs_duties")
    heard = (("return_policy", 0.51), ("customs_duties", 0.22))
    asked = UserTurn(text, heard[:1], ranking=heard, language=language, decision="answer")
    assert "fact_duties_paid_shop" in await talk.hear(asked)


async def test_what_names_returns_beside_who_pays_is_asked_of_them() -> None:
    talk = Talk(Shop(order()), language="zh", duties_paid_by="shop", duty_percent=10)
    await talk.say("有关税吗", "customs_duties")
    asked = UserTurn("退货谁付", (("return_policy", 0.9),), (("return_policy", 0.9),), language="zh", decision="answer")
    assert "fact_duties_paid_shop" not in await talk.hear(asked)


async def test_the_rules_of_returns_are_asked_about_after_the_duties_too() -> None:
    talk = Talk(Shop(order()), duties_paid_by="shop", duty_percent=10)
    await talk.say("are there duties?", "customs_duties")
    said = await talk.say("how many days may I return it, and who pays?", "return_policy")
    assert "fact_duties_paid_shop" not in said


async def test_without_a_matter_it_is_asked_of_none() -> None:
    talk = Talk(Shop(order()))
    assert "fact_payment_methods" in await talk.say("who pays it", "payment_methods")


@pytest.mark.parametrize(
    ("language", "text"), [("vi", "ai trả lời giúp mình"), ("en", "how do i pay"), ("de", "wie zahle ich")]
)
def test_other_words_ask_something_else(language: str, text: str) -> None:
    assert not says(WHO_PAYS, text, language)
