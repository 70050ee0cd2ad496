"""What can be chosen when something is broken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from shop_talk import CUP, LINE, MUG, NOW, Shop, Talk, delivered, order

from actions.commerce.shapes import Order, Product
from bot.dialogue import UserTurn


def now(talk: Talk) -> Order:
    return talk.shop.orders["PA-2026-100001"][0]


MACHINE = MUG.model_copy(update={"attributes": {"warranty_months": 24}})


@pytest.mark.parametrize(("product", "helped"), [(MACHINE, True), (MUG, False)])
async def test_a_machine_that_fails_may_be_looked_at_by_a_person_first(product: Product, helped: bool) -> None:
    talk = Talk(Shop(delivered(CUP), products=(product,)))
    assert await talk.say("it switches itself off", "item_damaged") == ["ask_problem_resolution"]
    payloads = [payload.partition("#")[0] for payload in talk.buttons]
    assert ("/human_agent" in payloads) is helped
    assert "/SetSlots(resolution=exchange)" in payloads
    if helped:
        await talk.press("/human_agent")
        assert talk.result is not None
        assert talk.result.handoff is not None


@pytest.mark.parametrize(
    "said",
    [
        "the linen shirt came torn, the mug is fine",
        "the mug is OK but the linen shirt has a hole",
        "the linen shirt has a hole, mug is spot on",
        "linen shirt ist zerrissen, mug ist einwandfrei",
        "linen shirt yırtık geldi, mug sağlam ama",
        "linen shirt порвана, с mug всё в порядке",
    ],
)
async def test_the_item_that_is_said_to_be_whole_is_not_the_broken_one(said: str) -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    assert await talk.say(said, "item_damaged", product=("mug", "linen shirt")) == ["ask_problem_resolution"]
    await talk.press("/SetSlots(resolution=refund)")
    await talk.say("yes", "affirm")
    assert [one.items for one in now(talk).returns] == [("1",)]


async def test_a_question_about_the_warranty_chooses_no_remedy() -> None:
    talk = Talk(Shop(delivered(CUP), products=(MACHINE,)))
    await talk.say("it does not charge", "item_damaged")
    wish = (("warranty_repair", 0.89),)
    asked = UserTurn("what is its warranty?", wish, wish, decision="answer", values={"resolution": ("repair", 0.78)})
    answers = await talk.hear(asked)
    assert "warranty_valid" in answers and answers[-1] == "ask_problem_resolution"


async def test_of_two_that_are_both_broken_it_is_asked_which() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    said = "the linen shirt is torn and the mug is broken"
    assert await talk.say(said, "item_damaged", product=("mug", "linen shirt")) == ["ask_item_choice"]


async def test_what_is_missing_needs_nobody_to_look_at_it() -> None:
    talk = Talk(Shop(delivered(CUP), products=(MACHINE,)))
    await talk.say("the cable is missing", "item_missing")
    assert not [payload for payload in talk.buttons if payload.startswith("/human_agent")]


async def test_what_may_be_in_the_parcel_that_still_comes_is_not_missing() -> None:
    came = {
        "id": "S1",
        "carrier": "DHL",
        "tracking_number": "LA1",
        "events": [{"at": NOW.isoformat(), "code": "delivered"}],
    }
    coming = {
        "id": "S2",
        "carrier": "DHL",
        "tracking_number": "LA2",
        "eta": (NOW + timedelta(days=2)).date().isoformat(),
    }
    talk = Talk(Shop(order(CUP, status="shipped", shipments=[came, coming])))
    answers = await talk.say("the cup is not in the box", "item_missing")
    assert answers[0] == "order_in_transit" and "LA2" in talk.text


async def test_what_is_missing_from_an_order_that_has_not_left_is_on_its_way() -> None:
    talk = Talk(Shop(order(CUP)))
    assert await talk.say("the cup is missing", "item_missing") == ["order_processing"]


async def test_a_second_fault_told_is_one_report() -> None:
    talk = Talk(Shop(delivered(CUP)))
    await talk.say("that is not what I bought", "item_wrong")
    assert await talk.say("well, its handle is off", "item_damaged") == ["ask_problem_resolution"]
    await talk.hear(UserTurn("money", values={"resolution": ("refund", 0.9)}))
    assert (await talk.say("yes", "affirm")) == ["problem_created_refund", "completed"]
    assert [made.reason for made in now(talk).returns] == ["damaged"]


async def test_who_speaks_of_a_photo_reports_nothing_new_and_the_money_is_due_on_the_day_that_is_told() -> None:
    talk = Talk(Shop(delivered(CUP)))
    await talk.say("the cup is not in the box", "item_missing")
    wish = (("item_damaged", 0.95),)
    await talk.hear(UserTurn("here is a photo of the open box", wish, wish, shows=True))
    await talk.hear(UserTurn("money", values={"resolution": ("refund", 0.9)}))
    assert "December 1" in talk.text
    assert (await talk.say("yes", "affirm"))[0] == "problem_created_missing_refund"
    assert [made.reason for made in now(talk).returns] == ["missing_parts"]
    assert [made.due and made.due.isoformat() for made in now(talk).refunds] == ["2026-12-01"]


@pytest.mark.parametrize(
    ("reason", "fault"), [("faulty", "item_damaged"), ("not_as_described", "item_wrong"), ("damaged", "item_damaged")]
)
async def test_a_fault_that_only_the_reason_shows_is_asked_for_before_the_shop_pays(reason: str, fault: str) -> None:
    told = {"return_reason": (reason, 0.75)}
    plain, heard = (("return_request", 0.9),), (("return_request", 0.8), (fault, 0.1))
    talk = Talk(Shop(delivered(CUP), products=(MUG,)))
    assert await talk.hear(UserTurn("it does not suit us, back with it", plain, plain, values=told)) == [
        "ask_return_reason"
    ]
    talk = Talk(Shop(delivered(CUP), products=(MUG,)))
    assert await talk.hear(UserTurn("it is odd, back with it", plain, heard, values=told)) == ["ask_problem_resolution"]


async def test_the_money_wished_for_at_the_confirmation_of_a_new_one_is_no_return_of_its_own() -> None:
    talk = Talk(Shop(delivered(CUP)))
    await talk.say("the cup is in bits", "item_damaged")
    await talk.press("/SetSlots(resolution=exchange)")
    wish = (("return_request", 0.55), ("refund_status", 0.3))
    heard = UserTurn("oh well, the money rather", wish[:1], wish, decision="answer")
    assert (await talk.hear(heard))[-1] == "ask_confirm_problem_refund"


async def test_who_is_torn_about_the_money_at_the_confirmation_of_a_new_one_gets_no_question_for_the_reason() -> None:
    talk = Talk(Shop(delivered(CUP)))
    await talk.say("the cup is in bits", "item_damaged")
    await talk.press("/SetSlots(resolution=exchange)")
    torn = (("return_request", 0.46), ("refund_status", 0.4))
    heard = UserTurn("hm no, the money, or it breaks again", torn[:1], torn, decision="clarify")
    assert (await talk.hear(heard))[-1] == "ask_confirm_problem_refund"
    assert (await talk.say("yes", "affirm"))[0] == "problem_created_refund"
    assert [(one.reason, one.resolution) for one in now(talk).returns] == [("damaged", "refund")]
