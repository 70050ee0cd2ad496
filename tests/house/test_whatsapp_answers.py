"""A shopper on WhatsApp, whom the phone number identifies."""

from __future__ import annotations

from benchmarks.scenarios.play import in_words
from tests.house.house import House, eventually
from tests.house.provider import Phone, Provider
from tests.house.shop import customer


def test_a_question_on_whatsapp_is_answered_there_and_staff_answer_there_too(house: House, provider: Provider) -> None:
    owner = customer("cust-case-gift")
    phone = Phone(house.client, owner["phone"].lstrip("+").replace(" ", ""))
    phone.writes("Where is my order PA-2026-102015?")
    order = house.order("PA-2026-102015")
    number = order["shipments"][0]["tracking_number"]
    told = eventually(lambda: next((text for text in provider.texts_to(phone.number) if number in text), None))
    phone.writes("I want to talk to a person")
    conversation = eventually(
        lambda: (one := house.conversation(phone.number, channel="whatsapp"))["status"] == "waiting" and one
    )
    house.desk(conversation["id"], "messages", text="Hello, this is Ann of Paloma.")
    eventually(lambda: any("this is Ann" in str(body) for body in provider.sent_to(phone.number)))
    assert in_words(order["shipments"][0]["eta"], "en-US") or told
