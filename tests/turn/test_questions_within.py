"""A question in the midst of a return is answered, and is no answer, with or without a question mark."""

from __future__ import annotations

import pytest
from shop_talk import CUP, MUG, Shop, Talk, delivered, order
from understood import understood

from bot.dialogue import UserTurn
from bot.reading import Reading

Ranking = tuple[tuple[str, float], ...]


async def asked(text: str, *ranking: tuple[str, float], sure: float) -> list[str]:
    talk = Talk(Shop(delivered(CUP)))
    assert (await talk.say("the mug came broken", "item_damaged"))[-1] == "ask_problem_resolution"
    return await talk.hear(UserTurn(text, ranking, ranking, values={"resolution": ("reship", sure)}, decision="answer"))


@pytest.mark.parametrize("text", ["who pays the postage", "運費誰出", "who pays the postage?"])
async def test_a_question_that_looks_a_little_like_a_remedy_chooses_none(text: str) -> None:
    names = await asked(text, ("return_policy", 0.98), sure=0.73)
    assert names[-2:] == ["resume", "ask_problem_resolution"]


@pytest.mark.parametrize(
    ("text", "ranking", "sure"),
    [
        ("a new one", (("return_policy", 0.95),), 0.95),
        ("another one", (("return_policy", 0.6),), 0.73),
        ("send it anew", (("exchange_request", 0.95),), 0.73),
    ],
)
async def test_a_remedy_that_is_named_is_chosen(text: str, ranking: Ranking, sure: float) -> None:
    assert (await asked(text, *ranking, sure=sure))[-1] == "ask_confirm_problem_exchange"


async def test_in_the_report_of_a_fault_nobody_is_told_that_the_item_may_not_go_back() -> None:
    kept = MUG.model_copy(update={"returnable": False})
    talk = Talk(Shop(delivered(CUP), products=(kept,)))
    await talk.say("the mug came broken", "item_damaged")
    names = await talk.say("who pays the postage?", "return_policy")
    assert "return_not_returnable" not in names and names[-1] == "ask_problem_resolution"
    await talk.say("my money back", "return_request")
    assert "return_not_returnable" not in await talk.say("when is the money here?", "return_policy")
    alone = Talk(Shop(delivered(CUP), products=(kept,)))
    assert "return_not_returnable" in await alone.say("can the mug go back?", "return_policy", product="mug")


async def test_who_pays_for_what_came_broken_or_is_refused_is_told_in_a_word() -> None:
    free = ["fact_return_shipping_shop", "resume"]
    policy, ranking = (("return_policy", 0.98),), (("delivery_cost", 0.98), ("return_policy", 0.01))
    talk = Talk(Shop(delivered(CUP)), return_shipping_paid_by="customer")
    await talk.say("the mug came broken", "item_damaged")
    who_pays = UserTurn("who pays the postage", policy, ranking, decision="answer")
    assert await talk.hear(who_pays) == [*free, "ask_problem_resolution"]
    talk = Talk(Shop(order(status="shipped")), return_shipping_paid_by="customer")
    assert (await talk.say("I don't want it any more", "order_cancel"))[-1] == "ask_confirm_refusal"
    assert await talk.say("do I pay postage if I refuse it", "return_policy") == [*free, "ask_confirm_refusal"]


def test_whether_it_must_be_sent_back_is_a_question_and_no_other_return() -> None:
    found = understood("must it go back, broken as it is", ("return_policy", 0.8), ("return_request", 0.19))

    def heard(waiting_for: str | None) -> list[str]:
        turn = Reading(found.text, "en", None, understanding=found, waiting_for=waiting_for).as_turn()
        return [name for name, _ in turn.intents]

    assert heard("confirm_exchange") == ["return_policy"]
    assert heard(None) == ["return_policy", "return_request"]
