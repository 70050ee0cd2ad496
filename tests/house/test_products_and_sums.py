"""Questions about products, and sums: sizes by measure, comparison, warranty, duties, vouchers, prices of a change."""

from __future__ import annotations

import pytest

from tests.house.house import House
from tests.house.shop import customer, orders, product


@pytest.mark.parametrize(
    ("locale", "text", "advice"),
    [
        ("en-US", "which size of the linen shirt fits, my chest is 100 cm?", "For 100 cm (chest), size L fits."),
        ("de-DE", "Welche Größe vom Leinenhemd passt bei Brustumfang 88 cm?", "passt Größe S"),
        ("ja-JP", "リネンシャツのサイズは？胸囲は95センチです", "Mサイズが合います"),
    ],
)
def test_a_measure_gets_its_size(house: House, locale: str, text: str, advice: str) -> None:
    answer = house.shopper(None, locale).says(text)
    assert answer.says("product_sizes", "size_fits")
    assert advice in answer


def test_without_a_measure_it_is_said_what_to_measure(house: House) -> None:
    answer = house.shopper(None, "en-US").says("what size should I take for the linen shirt?")
    assert answer.says("product_sizes", "size_ask_measure")
    assert "chest or waist" in answer


def test_an_american_shoe_size_is_told_in_the_shops_sizes(house: House) -> None:
    answer = house.shopper(None, "en-US").says("I usually wear US 10, what size of the sneakers is that?")
    assert answer.says("size_table")
    assert "EU 43" in answer


def test_two_products_are_compared_with_both_prices(house: House) -> None:
    answer = house.shopper(None, "en-US").says("which is better, FA-1001 or FA-1003?")
    assert answer.says("product_compare")
    assert product("FA-1001")["attributes"]["material"] in answer
    assert product("FA-1003")["attributes"]["material"] in answer


def test_a_sum_and_a_country_give_an_estimate_of_duties(house: House) -> None:
    olivia = house.shopper("cust-demo-en", "en-US")
    answer = olivia.says("how much customs duty is due to Brazil for 80 EUR?")
    assert "duty about 60%" in answer
    assert "duty €48.00" in answer  # 60 % of 80


def test_a_warranty_counts_from_the_delivery_of_the_own_item(house: House) -> None:
    bought = [
        (owner, item)
        for order, owner in orders(lambda one: one["status"] == "delivered")
        for item in order["items"]
        if product(item["sku"])["attributes"].get("warranty_months")
    ]
    owner, item = bought[0]
    answer = house.shopper(owner["id"], f"en-{owner['market']}").says(f"is {item['sku']} still under warranty?")
    assert answer.says("warranty_valid") or answer.says("warranty_over")


def test_a_voucher_is_a_coupon_of_the_shop_and_given_once(house: House) -> None:
    owner = customer("cust-case-vip-customs")
    shopper = house.shopper(owner["id"], "en-AE")
    shopper.says("where is my parcel PA-2026-102017?")
    (given,) = house.order("PA-2026-102017")["compensations"]
    again = shopper.says("I want compensation for order PA-2026-102017")
    assert again.says("compensation_already")
    assert given["coupon_code"] in again
    assert house.order("PA-2026-102017")["compensations"] == [given]
    assert shopper.says(f"I have a voucher code {given['coupon_code']}, can I use this coupon?").says("coupon_valid")


def test_a_cancelled_order_is_not_called_in_time(house: House) -> None:
    answer = house.shopper("cust-case-cancelled", "en-RU").says("I want compensation for order PA-2026-102013")
    assert answer.says("compensation_none")
    assert "cancelled" in answer
    assert "promised time" not in answer


def test_the_same_answer_twice_offers_a_person(house: House) -> None:
    shopper = house.shopper(None, "de-DE")
    assert not shopper.says("Wie lange dauert die Lieferung?").says("cannot_handle_offer_human")
    assert shopper.says("Wie lange dauert die Lieferung?").says("cannot_handle_offer_human")
    shopper.says("ja")
    assert shopper.conversation["status"] == "waiting"


def test_points_are_told_with_the_articles_rules(house: House) -> None:
    answer = house.shopper("cust-demo-en", "en-US").says("how many points do I have?")
    assert answer.says("membership", "knowledge")


def test_more_pieces_cost_more_and_that_is_said_before_the_yes(house: House) -> None:
    order, owner = next(
        (order, owner)
        for order, owner in orders(lambda one: one["status"] == "processing")
        if len(order["items"]) == 1 and all(paid["status"] == "captured" for paid in order["payments"])
    )
    (item,) = order["items"]
    shopper = house.shopper(owner["id"], f"en-{owner['market']}")
    question = shopper.says(f"please make it {item['quantity'] + 2} pieces in order {order['id']}")
    assert question.says("ask_confirm_items")
    assert "more" in question
    assert shopper.says("yes").says("items_changed")
    changed = house.order(order["id"])
    assert changed["items"][0]["quantity"] == item["quantity"] + 2
    assert changed["payments"][-1]["status"] == "pending"
    assert changed["payments"][-1]["amount"] == pytest.approx(2 * item["unit_price"])
