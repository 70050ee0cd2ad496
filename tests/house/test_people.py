"""From the bot to a person and back."""

from __future__ import annotations

from tests.house.house import House, Shopper, eventually


def waiting(house: House, shopper: Shopper, said: str = "I want to talk to a person") -> dict[str, object]:
    """The conversation after the shopper asked for a person."""
    assert shopper.says(said).responses[-1].startswith("handoff")
    found = shopper.conversation
    assert found["status"] == "waiting"
    return found


def test_a_person_in_the_middle_of_a_request_gets_everything_that_is_known(house: House) -> None:
    shopper = house.shopper("cust-case-late", "en-DE")
    shopper.says("Where is order PA-2026-102001? You promised it for last week, I am really angry!")
    question = shopper.says("I want to change the delivery address of PA-2026-102001")
    assert question.says("address_too_late")
    package = waiting(house, shopper)["context_package"]
    assert isinstance(package, dict)
    assert package["reason"] == "human_agent"
    assert package["intent"] == "order_change_address"
    assert package["slots"]["order_id"] == "PA-2026-102001"
    assert package["orders"][0]["id"] == "PA-2026-102001"
    assert package["who"]["customer_id"] == "cust-case-late"
    assert package["who"]["verified"] is True
    assert "angry" in [entry["name"] for entry in package["emotions"]]
    assert package["answer_by"]
    assert [one for one in package["tried"] if one.startswith("action_")] == [
        "action_find_order",
        "action_track_order",
        "action_find_order",
        "action_check_address",
    ]
    assert "change the delivery address" in " ".join(said["text"] for said in package["messages"])


def test_what_the_bot_had_asked_goes_along(house: House) -> None:
    shopper = house.shopper("cust-demo-ar", "ar-SA")
    assert shopper.says("أريد إلغاء الطلب PA-2026-100094").says("ask_confirm_cancel")
    package = waiting(house, shopper, "أريد التحدث مع موظف")["context_package"]
    assert isinstance(package, dict)
    assert package["question"] == "confirm_cancel"
    assert package["intent"] == "order_cancel"
    assert package["slots"]["order_id"] == "PA-2026-100094"
    assert house.order("PA-2026-100094")["status"] == "processing"


def test_who_waits_is_told_once_and_then_left_in_peace(house: House) -> None:
    shopper = house.shopper("cust-demo-en", "en-US")
    waiting(house, shopper)
    assert shopper.says("hello?").responses == ("waiting",)
    assert shopper.says("is anybody there?").responses == ()
    assert shopper.says("cancel my order PA-2026-100014").responses == ()
    assert house.order("PA-2026-100014")["status"] == "processing"


def test_staff_answer_the_bot_is_silent_and_comes_back_when_it_is_asked(house: House) -> None:
    shopper = house.shopper("cust-demo-en", "en-US")
    conversation = str(waiting(house, shopper)["id"])
    house.desk(conversation, "messages", text="Hello Olivia, I am looking into it.")
    assert shopper.conversation["status"] == "human"
    known = shopper.seen()
    assert shopper.post("Thank you! Where is my order PA-2026-100011?").json() == []
    assert [one["author"] for one in house.messages(conversation, after=known)] == ["shopper"]
    assert "Hello Olivia, I am looking into it." in [one["text"] for one in house.messages(conversation)]
    house.desk(conversation, "release")
    assert shopper.says("Where is my order PA-2026-100011?").says("order_in_transit")
    assert shopper.conversation["id"] == conversation


def test_a_closed_conversation_is_followed_by_a_new_one(house: House) -> None:
    shopper = house.shopper("cust-demo-en", "en-US")
    first = str(waiting(house, shopper)["id"])
    house.desk(first, "handoff", action="take")
    house.desk(first, "resolve")
    answer = shopper.says("Where is my order PA-2026-100011?")
    assert answer.says("session_start", "order_in_transit")
    assert shopper.conversation["id"] != first
    assert house.staff.get(f"/api/v1/conversations/{first}").json()["status"] == "closed"


def test_what_staff_write_reaches_the_web_chat(house: House) -> None:
    opened = house.client.post("/webchat/session", json={"locale": "en-US", "market": "US"}).json()
    bearer = {"authorization": f"Bearer {opened['session']}"}
    house.client.post("/webchat/messages", json={"text": "I want to talk to a person"}, headers=bearer)

    def state() -> dict[str, object]:
        found: dict[str, object] = house.client.get("/webchat/messages", headers=bearer).json()
        return found

    conversation = eventually(
        lambda: (one := state()["conversation"]) and one["status"] == "waiting" and one  # type: ignore[index]
    )
    house.desk(conversation["id"], "messages", text="Good day, this is Ann.")
    shown = state()
    assert shown["conversation"]["status"] == "human"  # type: ignore[index]
    assert shown["messages"][-1]["author"] == "staff"  # type: ignore[index]
    assert shown["messages"][-1]["text"] == "Good day, this is Ann."  # type: ignore[index]


def test_a_complaint_goes_to_a_person_at_once(house: House) -> None:
    shopper = house.shopper("cust-demo-en", "en-US")
    answer = shopper.says("I want to file a formal complaint about your service")
    assert answer.says("complaint")
    found = shopper.conversation
    assert found["status"] == "waiting"
    assert found["context_package"]["reason"] == "complaint"
