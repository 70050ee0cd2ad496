"""Sending things back: conditions before the yes, and what is registered after it."""

from __future__ import annotations

from typing import Any

from benchmarks.scenarios.play import in_words
from tests.house.house import House, eventually
from tests.house.provider import Phone, Provider
from tests.house.shop import arrived_lately, comes_in_sizes, customer, orders, product


def _is_one_piece(order: dict[str, Any]) -> bool:
    return [item["quantity"] for item in order["items"]] == [1]


def test_a_return_shows_its_cost_before_the_yes(house: House) -> None:
    shopper = house.shopper("cust-case-california", "en-US")
    assert shopper.says("I want to return order PA-2026-102008").says("ask_return_reason")
    terms = shopper.presses("Changed my mind")
    assert terms.says("ask_resolution")
    question = shopper.presses("Money back")
    assert question.says("ask_confirm_return")
    order = house.order("PA-2026-102008")
    assert not order["returns"]
    assert "$" in terms.text or "you pay" in terms.text or "we pay" in terms.text
    done = shopper.says("yes")
    assert done.says("return_created")
    (registered,) = house.order("PA-2026-102008")["returns"]
    assert registered["reason"] == "changed_mind"
    assert registered["resolution"] == "refund"
    assert registered["id"] in done
    assert in_words(registered["deadline"], "en-US") in question
    assert ("you pay" if registered["shipping_paid_by"] == "customer" else "we pay") in question


def test_who_sends_the_same_back_twice_hears_of_the_running_return(house: House) -> None:
    shopper = house.shopper("cust-demo-es", "es-ES")
    shopper.says("Quiero devolver el pedido PA-2026-100033")
    shopper.says("me queda pequeño")
    shopper.says("reembolso")
    assert shopper.says("sí").says("return_created")
    assert shopper.says("Quiero devolver el pedido PA-2026-100033").says("return_already")
    assert len(house.order("PA-2026-100033")["returns"]) == 1


def test_what_came_too_long_ago_is_refused_with_the_day_until_when(house: House) -> None:
    shopper = house.shopper("cust-case-too-late", "de-DE")
    assert shopper.says("Ich möchte die Bestellung PA-2026-102006 zurückgeben").says("return_too_late")
    assert not house.order("PA-2026-102006")["returns"]


def test_underwear_does_not_come_back_unless_faulty(house: House) -> None:
    shopper = house.shopper("cust-case-not-returnable", "en-US")
    assert shopper.says("I want to return PA-2026-102007").says("return_not_returnable")
    assert not house.order("PA-2026-102007")["returns"]


def test_an_exchange_names_the_new_size_before_the_yes(house: House) -> None:
    order, owner = next(
        (order, owner)
        for order, owner in orders(arrived_lately)
        if _is_one_piece(order) and comes_in_sizes(order["items"][0]["sku"])
    )
    (item,) = order["items"]
    sizes = product(item["sku"])["attributes"]["sizes"]
    other = next(size for size in sizes if size != item["options"].get("size"))
    shopper = house.shopper(owner["id"], f"en-{owner['market']}")
    asked = shopper.says(f"I would like to exchange the item of order {order['id']} for another size")
    assert asked.says("ask_exchange_variant")
    question = shopper.says(f"size {other}")
    assert question.says("ask_confirm_exchange")
    assert other in question
    assert not house.order(order["id"])["returns"]
    assert shopper.says("yes").says("exchange_created")
    (registered,) = house.order(order["id"])["returns"]
    assert (registered["resolution"], registered["variant"]) == ("exchange", {"size": other})


def test_a_damaged_item_with_the_photo_first_over_whatsapp(house: House, provider: Provider) -> None:
    owner = customer("cust-case-damaged")
    phone = Phone(house.client, owner["phone"].lstrip("+").replace(" ", ""))

    def asked(count: int) -> dict[str, Any]:
        """The newest of at least so many questions with buttons."""

        def found() -> list[dict[str, Any]]:
            return [body for body in provider.sent_to(phone.number) if body["type"] == "interactive"]

        return dict(eventually(lambda: len(found()) >= count and found())[-1])

    phone.shows_a_photo()
    phone.presses(asked(1)["interactive"]["action"]["buttons"][0]["reply"])  # what is wrong with the item
    asked(2)
    conversation = house.conversation(phone.number, channel="whatsapp")
    assert conversation["customer_id"] == owner["id"]
    phone.writes("il vaso")
    asked(3)
    phone.writes("uno solo")
    asked(4)
    phone.writes("Rimborso")
    asked(5)
    phone.writes("sì")
    eventually(lambda: house.order("PA-2026-102005")["returns"])
    (case,) = house.order("PA-2026-102005")["returns"]
    assert (case["reason"], case["resolution"], case["shipping_paid_by"]) == ("damaged", "refund", "shop")
    assert case["pieces"] == 1


def test_what_comes_in_no_sizes_or_colours_is_exchanged_for_another_unit(house: House) -> None:
    order, owner = next(
        (order, owner)
        for order, owner in orders(arrived_lately)
        if _is_one_piece(order)
        and product(order["items"][0]["sku"])["returnable"]
        and not {"sizes", "colours"} & set(product(order["items"][0]["sku"])["attributes"])
    )
    shopper = house.shopper(owner["id"], f"en-{owner['market']}")
    assert shopper.says(f"I would like to exchange the item of order {order['id']}").says("ask_confirm_exchange")
    assert shopper.says("yes").says("exchange_created")
    (registered,) = house.order(order["id"])["returns"]
    assert (registered["resolution"], registered["items"]) == ("exchange", [order["items"][0]["id"]])
