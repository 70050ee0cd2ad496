"""How the bot holds a conversation: languages, several wishes, interruptions, corrections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.house.house import House


def test_each_message_is_answered_in_its_own_language(house: House) -> None:
    olivia = house.shopper("cust-demo-en", "en-US")
    assert "on the way" in olivia.says("Where is my order PA-2026-100011?")
    spanish = olivia.says("¿Y cuántos días tengo para devolver un artículo?")
    assert olivia.conversation["language"] == "es"
    assert "días" in spanish
    assert "days" not in spanish
    olivia.says("How much is shipping?")
    assert olivia.conversation["language"] == "en"


def test_who_asks_for_a_language_keeps_it(house: House) -> None:
    olivia = house.shopper("cust-demo-en", "en-US")
    assert olivia.says("Can we speak German please?").says("language_switched")
    assert olivia.conversation["language"] == "de"
    answer = olivia.says("Where is my order PA-2026-100011?")
    assert "unterwegs" in answer or "Bestellung" in answer
    assert olivia.conversation["language"] == "de"


@pytest.mark.parametrize(
    ("locale", "text", "language"),
    [
        ("en-US", "我的订单PA-2026-100011到哪里了？", "zh"),
        ("en-US", "주문 PA-2026-100011 어디쯤 왔나요?", "ko"),
        ("en-US", "أين طلبي PA-2026-100011؟", "ar"),
        ("en-US", "Где мой заказ PA-2026-100011?", "ru"),
        ("en-US", "คำสั่งซื้อ PA-2026-100011 อยู่ที่ไหนแล้ว", "th"),
        ("en-US", "注文PA-2026-100011はどこですか？", "ja"),
    ],
)
def test_the_script_tells_the_language_of_a_first_message(house: House, locale: str, text: str, language: str) -> None:
    shopper = house.shopper("cust-demo-en", locale)
    answer = shopper.says(text)
    assert answer.says("order_in_transit")
    assert shopper.conversation["language"] == language


def test_two_wishes_in_one_message_are_both_answered(house: House) -> None:
    shopper = house.shopper("cust-demo-en", "en-US")
    answer = shopper.says("Where is my order PA-2026-100011? And how much does shipping cost?")
    assert answer.says("order_in_transit")
    assert "Shipping (United States) costs" in answer
    assert len(answer.responses) == len(set(answer.responses))


def test_a_burst_of_messages_is_one_turn(house: House) -> None:
    # On a busy machine three messages may arrive too far apart to be a burst; of three bursts one is.
    assert any(answered_once(house) for _ in range(3))


def answered_once(house: House) -> bool:
    """Sends a burst of which each part alone would be answered with the order's state; whether it was said once."""
    shopper = house.shopper("cust-demo-ko", "ko-KR")
    shopper.says("안녕하세요")
    known = shopper.seen()
    with ThreadPoolExecutor(3) as pool:
        texts = ("저기요", "주문 PA-2026-100121", "어디쯤 왔나요?")
        answers = list(pool.map(shopper.post, texts))
    assert all(answer.status_code == 200 for answer in answers)
    said = [one for one in house.messages(shopper.conversation["id"]) if one["id"] > known]
    assert {one["text"] for one in said if one["author"] == "shopper"} == set(texts)
    news = [one for one in said if one["payload"].get("response") == "utter_order_in_transit"]
    return len(news) == 1


def test_a_question_in_between_is_answered_and_the_open_one_is_asked_again(house: House) -> None:
    shopper = house.shopper("cust-demo-ja", "ja-JP")
    assert shopper.says("注文PA-2026-100114をキャンセルしたいです").says("ask_confirm_cancel")
    between = shopper.says("送料はいくらですか？")
    assert "送料" in between.messages[0]["text"]
    assert between.says("resume", "ask_confirm_cancel")
    assert house.order("PA-2026-100114")["status"] == "processing"
    assert shopper.says("はい").says("cancelled")
    assert house.order("PA-2026-100114")["status"] == "cancelled"


def test_a_correction_turns_the_question_to_the_other_order_and_needs_a_yes_of_its_own(house: House) -> None:
    shopper = house.shopper("cust-demo-id", "id-ID")
    shopper.says("Tolong batalkan pesanan PA-2026-100151")  # has left, cannot be cancelled
    question = shopper.says("Tolong batalkan pesanan PA-2026-100154")
    assert question.says("ask_confirm_cancel")
    corrected = shopper.says("bukan, maksud saya pesanan PA-2026-100152")
    assert "PA-2026-100154" not in corrected
    assert house.order("PA-2026-100154")["status"] == "processing"
    shopper.says("ya")
    assert house.order("PA-2026-100154")["status"] == "processing"


def test_a_wish_about_another_order_does_not_turn_the_open_request_to_it(house: House) -> None:
    shopper = house.shopper("cust-demo-en", "en-US")
    assert shopper.says("An item from order PA-2026-100013 arrived broken").says("ask_item_choice")
    assert shopper.says("Change the address of order PA-2026-100014").says("ask_new_address")
    assert shopper.says("Olivia Carter, 77 Main St, Springfield, IL 62701").says("ask_confirm_address")
    back = shopper.says("yes")
    assert back.says("address_changed", "resume", "ask_item_choice")
    assert house.order("PA-2026-100014")["shipping_address"]["text"].startswith("Olivia Carter, 77 Main St")
    assert shopper.says("all of it").says("ask_problem_resolution")
    assert shopper.says("money back").says("ask_confirm_problem_refund")
    assert shopper.says("yes").says("problem_created_refund")
    (case,) = house.order("PA-2026-100013")["returns"]
    assert case["items"] == [item["id"] for item in house.order("PA-2026-100013")["items"]]


def test_an_order_number_alone_asks_where_the_order_is(house: House) -> None:
    assert house.shopper("cust-demo-de", "de-DE").says("PA-2026-100051").says("order_in_transit")


def test_stop_ends_what_was_begun(house: House) -> None:
    shopper = house.shopper("cust-demo-th", "th-TH")
    assert shopper.says("ขอยกเลิกคำสั่งซื้อ PA-2026-100134").says("ask_confirm_cancel")
    assert shopper.says("หยุดก่อน ไม่ทำแล้ว").responses[-1] in ("stopped", "kept")
    shopper.says("ใช่")
    assert house.order("PA-2026-100134")["status"] == "processing"


def test_the_last_answer_is_said_again_on_request(house: House) -> None:
    shopper = house.shopper("cust-demo-en", "en-US")
    first = shopper.says("Where is my order PA-2026-100011?")
    again = shopper.says("Could you repeat that please?")
    assert first.messages[-1]["text"] in again


def test_the_same_message_sent_twice_is_one_message_with_one_answer(house: House) -> None:
    shopper = house.shopper("cust-demo-en", "en-US")
    first = shopper.post("Where is my order PA-2026-100011?", message_id="m1").json()
    assert first
    assert shopper.post("Where is my order PA-2026-100011?", message_id="m1").json() == first
    authors = [one["author"] for one in house.messages(shopper.conversation["id"])]
    assert authors.count("shopper") == 1


def test_what_is_not_the_shops_business_is_said_so_and_twice_brings_a_person(house: House) -> None:
    shopper = house.shopper(None, "en-US")
    first = shopper.says("What is the capital of Mongolia?")
    assert first.responses[-1] in ("out_of_scope", "ask_rephrase")
    second = shopper.says("And who won the football world cup in 1998?")
    assert second.says("cannot_handle_offer_human")
    assert shopper.says("yes").responses[-1].startswith("handoff")
