"""Whose order it is: nothing of an order is told to anybody but its owner."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import Any

import pytest

from tests.house.house import House, eventually, identity_token
from tests.house.shop import customer

THEIRS, NOBODYS = "PA-2026-100011", "PA-2026-999999"


def mails(house: House) -> list[dict[str, Any]]:
    """What was mailed, in order."""
    found = []
    for path in sorted((house.folder / "var" / "mail").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        found.append({"to": str(mail["To"]), "text": str(mail.get_content())})
    return found


def code_for(house: House, address: str, after: int = 0) -> str:
    """The newest code that was mailed to an address, once there are more than `after` mails."""
    sent = eventually(lambda: [one for one in mails(house) if one["to"] == address][after:])
    code = re.search(r"\b\d{6}\b", sent[-1]["text"])
    assert code, sent[-1]["text"]
    return code[0]


@pytest.mark.parametrize("question", ["Where is my order {}?", "Cancel order {}", "I want to return order {}"])
def test_somebody_elses_order_and_one_that_does_not_exist_get_the_same_answer(house: House, question: str) -> None:
    answers = []
    for number in (THEIRS, NOBODYS):
        answer = house.shopper("cust-demo-de", "en-DE").says(question.format(number))
        assert number in answer
        answers.append(answer.text.replace(number, "…"))
    assert answers[0] == answers[1]


def test_who_is_not_known_hears_nothing_of_an_order_whether_it_exists_or_not(house: House) -> None:
    talks = []
    for number in (THEIRS, NOBODYS):
        somebody = house.shopper(None, "en-US")
        talk = [somebody.says(f"Where is order {number}?"), somebody.says("guess@example.com")]
        talk += [somebody.says(code) for code in ("111111", "222222", "333333")]
        assert somebody.conversation["customer_id"] is None
        talks.append(talk)
    # The words may vary from one conversation to the next, what is said may not.
    assert [answer.responses for answer in talks[0]] == [answer.responses for answer in talks[1]]
    assert all(mail["to"] != "guess@example.com" for mail in mails(house))
    order = house.order(THEIRS)
    secrets = [order["shipments"][0]["carrier"], order["shipments"][0]["tracking_number"], order["items"][0]["sku"]]
    assert not any(secret in answer for answer in talks[0] for secret in secrets)


def test_a_mailed_code_proves_who_writes_after_a_wrong_try(house: House) -> None:
    owner = customer("cust-demo-en")
    somebody = house.shopper(None, "en-US")
    assert somebody.says(f"Where is my order {THEIRS}?").says("ask_contact")
    assert somebody.says(f"It is {owner['email']}").says("ask_verification_code")
    code = code_for(house, owner["email"])
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert somebody.says(wrong).says("code_wrong")
    answer = somebody.says(f"ok it is {code}")
    assert answer.says("verified", "order_in_transit")
    assert house.order(THEIRS)["shipments"][0]["tracking_number"] in answer
    assert somebody.conversation["customer_id"] == owner["id"]
    assert somebody.says("Where is order PA-2026-100051?").says("order_unknown")  # Anna's stays Anna's


def test_three_wrong_codes_end_it_and_the_right_one_comes_too_late(house: House) -> None:
    owner = customer("cust-demo-de")
    before = len([one for one in mails(house) if one["to"] == owner["email"]])
    somebody = house.shopper(None, "de-DE")
    somebody.says("Wo ist meine Bestellung PA-2026-100051?")
    somebody.says(owner["email"])
    code = code_for(house, owner["email"], before)
    wrong = [f"{(int(code) + more) % 1_000_000:06d}" for more in (1, 2, 3)]
    assert somebody.says(wrong[0]).says("code_wrong")
    assert somebody.says(wrong[1]).says("code_wrong")
    assert somebody.says(wrong[2]).says("code_failed")
    late = somebody.says(code)
    assert not late.says("verified")
    assert "PA-2026-100051" not in late
    assert somebody.conversation["customer_id"] is None


def test_codes_for_one_address_are_few_whoever_asks_for_them(house: House) -> None:
    owner = customer("cust-demo-it")
    talks = []
    for _ in range(7):
        somebody = house.shopper(None, "it-IT")
        somebody.says("Dov'è il mio ordine PA-2026-100061?")
        talks.append(somebody.says(owner["email"].upper()).responses)
    eventually(lambda: len([one for one in mails(house) if one["to"] == owner["email"]]) >= 5)
    assert len([one for one in mails(house) if one["to"] == owner["email"]]) == 5
    assert all("ask_verification_code" in responses for responses in talks)  # nobody learns that no code was sent


def test_a_token_of_another_shop_is_refused_and_its_bearer_stays_unknown(house: House) -> None:
    metadata = {"locale": "en-US", "identity_token": identity_token("cust-demo-en", secret="of another shop " * 3)}
    body = {"sender": "forger", "message": f"Where is my order {THEIRS}?", "metadata": metadata}
    answer = house.client.post("/webhooks/rest/webhook", json=body)
    assert answer.headers["dragoman-identity"] == "refused"
    assert house.order(THEIRS)["shipments"][0]["tracking_number"] not in answer.text
    assert house.conversation("forger")["customer_id"] is None
