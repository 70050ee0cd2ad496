"""What a short question leaves unsaid is taken from the question before; what stands alone is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue import UserTurn
from bot.followups import Topic, followed

Ranking = tuple[tuple[str, float], ...]
DELIVERY = Topic(("delivery_time",), place="DE", text="How long does delivery to Germany take?")
SHIRT = Topic(("product_availability",), product="FA-1001", text="Is the linen shirt in stock?")
POINTS = Topic(("membership_points",), text="How do I become a gold member?")
RETURNS = Topic(("return_policy",), place="DE", text="How long can I return something in Germany?")
PRICE: Ranking = (("product_info", 0.98), ("delivery_cost", 0.015), ("customs_duties", 0.001))


def turn(text: str, ranking: Ranking, *entities: tuple[str, str, str], decision: str = "answer") -> UserTurn:
    found = tuple({"entity": name, "value": value, "text": said} for name, value, said in entities)
    said = ranking[:1] if decision == "answer" else ()
    return UserTurn(text, intents=said, ranking=ranking, entities=found, decision=decision)  # type: ignore[arg-type]


def values(of: UserTurn) -> dict[str, str]:
    return {str(one["entity"]): str(one["value"]) for one in of.entities}


def test_a_price_after_a_question_about_delivery_is_the_price_of_delivery_there() -> None:
    found = followed(turn("and how much does it cost?", PRICE), DELIVERY)
    assert found.intent == "delivery_cost"
    assert values(found) == {"place": "DE"}
    assert found.metadata["about"] == DELIVERY.text


def test_a_price_after_a_question_about_a_product_is_the_products() -> None:
    found = followed(turn("and how much does it cost?", PRICE), SHIRT)
    assert found.intent == "product_info"
    assert values(found) == {"product": "FA-1001"}


def test_words_that_alone_mean_nothing_mean_something_about_a_product() -> None:
    ranking = (("out_of_scope", 0.8), ("product_info", 0.17), ("delivery_cost", 0.01))
    found = followed(turn("いくらですか？", ranking, decision="reject"), SHIRT)
    assert (found.intent, found.decision, values(found)) == ("product_info", "answer", {"product": "FA-1001"})
    assert followed(turn("いくらですか？", ranking, decision="reject"), Topic()).decision == "reject"


def test_what_would_have_been_asked_about_is_clear_from_the_topic() -> None:
    ranking = (("product_info", 0.45), ("greet", 0.2), ("delivery_cost", 0.15))
    asked = UserTurn("얼마예요?", intents=ranking[:1], ranking=ranking, decision="clarify")
    found = followed(asked, SHIRT)
    assert (found.intent, found.decision, values(found)) == ("product_info", "answer", {"product": "FA-1001"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("and to Austria?", "Austria"),
        ("und nach Österreich?", "Österreich"),
        ("ya Avusturya'ya?", "Avusturya"),
        ("那奥地利呢", "奥地利"),
        ("オーストリアへは？", "オーストリア"),
        ("وإلى النمسا؟", "النمسا"),
    ],
)
def test_a_country_alone_asks_the_same_of_another_country(text: str, said: str) -> None:
    ranking = (("delivery_coverage", 0.96), ("delivery_cost", 0.02))
    found = followed(turn(text, ranking, ("place", "AT", said)), Topic(("delivery_cost",), place="DE", text="?"))
    assert (found.intent, values(found)) == ("delivery_cost", {"place": "AT"})
    found = followed(turn(text, ranking, ("place", "AT", said)), RETURNS)
    assert (found.intent, values(found)) == ("return_policy", {"place": "AT"})


def test_a_whole_question_about_a_country_is_its_own() -> None:
    asked = turn("do you deliver to Austria as well?", (("delivery_coverage", 0.96),), ("place", "AT", "Austria"))
    assert followed(asked, RETURNS).intent == "delivery_coverage"


def test_another_product_alone_asks_the_same_of_it() -> None:
    ranking = (("product_recommend", 0.5), ("out_of_scope", 0.4))
    found = followed(turn("and the hoodie?", ranking, ("product", "FA-1007", "hoodie"), decision="clarify"), SHIRT)
    assert (found.intent, values(found)) == ("product_availability", {"product": "FA-1007"})


def test_customs_and_payment_stay_with_the_country_returns_do_not_take_it_over() -> None:
    for intent in ("customs_duties", "payment_methods", "delivery_cost"):
        assert values(followed(turn("and that?", ((intent, 0.98),)), DELIVERY)) == {"place": "DE"}
    assert values(followed(turn("can I return it?", (("return_policy", 0.98),)), DELIVERY)) == {}
    assert values(followed(turn("and who pays?", (("return_policy", 0.98),)), RETURNS)) == {"place": "DE"}


def test_a_price_after_any_other_question_goes_on_with_it() -> None:
    found = followed(turn("what does it cost?", PRICE), POINTS)
    assert found.intent == "membership_points"
    assert found.metadata["about"] == POINTS.text


@pytest.mark.parametrize(
    ("text", "heard", "topic", "meant"),
    [
        ("how much?", ("product_info", 0.99), "customs_duties", "customs_duties"),
        ("เท่าไหร่คะ", ("product_info", 0.99), "customs_duties", "customs_duties"),
        ("要交多少", ("delivery_cost", 0.87), "customs_duties", "customs_duties"),
        ("运费多少", ("delivery_cost", 0.99), "customs_duties", "delivery_cost"),
        ("how much?", ("product_info", 0.99), "delivery_time", "delivery_cost"),
        ("what is it made of in the end", ("product_info", 0.99), "delivery_time", "product_info"),
    ],
)
def test_how_much_is_asked_of_what_is_talked_of(text: str, heard: tuple[str, float], topic: str, meant: str) -> None:
    assert followed(turn(text, (heard,)), Topic((topic,), text="…")).intent == meant


@pytest.mark.parametrize(
    "own",
    [
        turn("I want to talk to a person", (("human_agent", 1.0),)),
        turn("where is my order?", (("order_status", 0.99),)),
        turn("and PA-2026-100011?", (("delivery_time", 0.9),), ("order_id", "PA-2026-100011", "PA-2026-100011")),
        turn("what is the linen shirt made of?", (("product_info", 1.0),), ("product", "FA-1001", "linen shirt")),
        turn("and what material is it?", (("product_info", 1.0), ("bot_challenge", 0.0))),
        turn("thanks", (("thanks", 1.0),)),
        turn(
            "I would like to know in detail what the most expensive shirt of the shop costs these days",
            (("product_info", 0.9), ("delivery_cost", 0.1)),
        ),
    ],
    ids=lambda own: own.text,
)
def test_what_stands_alone_is_left_alone(own: UserTurn) -> None:
    assert followed(own, DELIVERY) == own


def test_a_pressed_button_and_a_new_session_lean_on_nothing() -> None:
    asked = turn("and how much does it cost?", PRICE)
    for own in (
        UserTurn("/product_info", payload="/product_info", intents=PRICE[:1]),
        UserTurn(asked.text, intents=PRICE[:1], ranking=PRICE, new_session=True),
    ):
        assert followed(own, DELIVERY) is own


def test_the_topic_lasts_through_courtesies_and_ends_with_other_business() -> None:
    asked = followed(turn("and how much does it cost?", PRICE), DELIVERY)
    topic = DELIVERY.after(asked)
    assert topic == Topic(("delivery_cost",), place="DE", text=DELIVERY.text, wish="delivery_cost")
    assert topic.after(turn("thanks", (("thanks", 1.0),))) == topic
    assert topic.after(turn("hm?", (), decision="reject")) == topic
    assert topic.after(turn("where is my order?", (("order_status", 0.99),))) == Topic(wish="order_status")
    assert Topic.from_state(topic.to_state()) == topic
    assert Topic.from_state(None) == Topic()


def test_the_product_that_was_asked_for_belongs_to_the_topic() -> None:
    asked = Topic(("product_size",), text="Which size fits me?")
    named = UserTurn(
        "hoodie", entities=({"entity": "product", "value": "FA-1007", "text": "hoodie"},), decision="reject"
    )
    assert asked.after(named).product == "FA-1007"


def test_clear_business_with_an_order_goes_on_with_no_question_that_was_asked_before() -> None:
    ranking = (("refund_status", 0.6), ("promotion_question", 0.11))
    offers = Topic(("promotion_question",), text="is there a discount?")
    assert followed(turn("when do I see the cash", ranking), offers).intent == "refund_status"
    torn = turn("and when?", (("refund_status", 0.3), ("promotion_question", 0.2)), decision="clarify")
    assert followed(torn, offers).intent == "promotion_question"


def test_another_number_in_the_place_of_the_first_wants_the_same_for_that_order() -> None:
    ranking = (("order_change_address", 0.46), ("order_status", 0.43))
    topic = Topic().after(turn("what about my refund?", (("refund_status", 0.9),)))
    heard = turn("wrong number, it is PA-2026-100002", ranking, ("order_id", "PA-2026-100002", "PA-2026-100002"))
    assert followed(replace(heard, corrects=True), topic).intent == "refund_status"
    asked = replace(topic, wish="delivery_time")
    assert followed(replace(heard, corrects=True), asked).intent == "order_status"
    assert followed(heard, topic).intent == "order_change_address", "a number alone takes nothing back"
    no = turn("no, order PA-2026-100002", (("deny", 0.8),), ("order_id", "PA-2026-100002", "PA-2026-100002"))
    assert followed(no, topic).intent == "refund_status"
    assert Topic.from_state(topic.to_state()) == topic
    assert topic.after(turn("thanks", (("thanks", 0.9),))).wish == "refund_status"


CAP = ("product", "FA-1017", "cap")
BACK = Topic(wish="return_request")


def test_no_and_another_item_wants_the_same_of_that() -> None:
    found = followed(turn("nah the cap", (("deny", 0.95),), CAP), BACK)
    assert found.intent == "return_request" and values(found) == {"product": "FA-1017"}


@pytest.mark.parametrize(
    ("text", "topic", "entities"),
    [
        ("nah the cap", Topic(wish="order_cancel"), (CAP,)),
        ("no", BACK, ()),
        ("no, there is nothing wrong with the cap", BACK, (CAP,)),
    ],
)
def test_a_no_that_wants_nothing_of_another_item_stays_one(
    text: str, topic: Topic, entities: tuple[tuple[str, str, str], ...]
) -> None:
    assert followed(turn(text, (("deny", 0.95),), *entities), topic).intent == "deny"
