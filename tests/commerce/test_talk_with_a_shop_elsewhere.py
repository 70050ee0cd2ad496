"""Shoppers of a Shopify and a WooCommerce shop talk to the running server: they are told what the shop did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from shopify_standin import TOKEN, ShopifyStandIn
from standin import DELAYED
from woocommerce_standin import KEY, SECRET, WooStandIn

from tests.house.house import House, eventually, running

pytestmark = pytest.mark.timeout(400)  # a server of its own is started, and one is killed


class Elsewhere:
    """A house with its shop."""

    def __init__(self, house: House, shop: Any) -> None:
        self.house, self.shop = house, shop

    @property
    def is_shopify(self) -> bool:
        return isinstance(self.shop, ShopifyStandIn)


@pytest.fixture(scope="module", params=["shopify", "woocommerce"])
def elsewhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    shop: Any = ShopifyStandIn() if request.param == "shopify" else WooStandIn()
    shop.put_customer(501)
    for number in ("104231", "104232", "104234", "104235"):
        shop.put_order(number)
    shop.put_order("104233", lines=(("SHOE", 1, "100.00"),))
    shop.deliver("104233", (datetime.now(UTC) - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    choice = f"\ncommerce: {{adapter: {request.param}, address: '{shop.address}'}}\n"
    environment = {
        "DRAGOMAN_SHOPIFY_TOKEN": TOKEN,
        "DRAGOMAN_WOOCOMMERCE_KEY": KEY,
        "DRAGOMAN_WOOCOMMERCE_SECRET": SECRET,
    }
    house = House(
        tmp_path_factory.mktemp("elsewhere"), change_config=lambda text: text + choice, environment=environment
    )
    for started in running(house):
        yield Elsewhere(started, shop)
    shop.close()


def test_an_order_is_cancelled_and_refunded_in_the_shop(elsewhere: Elsewhere) -> None:
    lena = elsewhere.house.shopper("501", "en-DE")
    question = lena.says("I want to cancel my order 104231")
    assert question.says("ask_confirm_cancel")
    assert "100" in question and "104231" in question
    assert elsewhere.shop.refunded("104231") == 0
    assert lena.says("yes").says("cancelled")
    assert elsewhere.shop.refunded("104231") == 100
    order = elsewhere.house.order("104231")
    assert (order["status"], [one["reason"] for one in order["refunds"]]) == ("cancelled", ["cancelled"])
    assert lena.says("Please cancel order 104231").says("cancel_already")


def test_a_return_is_registered_in_the_shop(elsewhere: Elsewhere) -> None:
    lena = elsewhere.house.shopper("501", "en-DE")
    assert lena.says("I want to return order 104233").says("ask_return_reason")
    assert lena.presses("Changed my mind").says("ask_resolution")
    assert lena.presses("Money back").says("ask_confirm_return")
    assert not elsewhere.house.order("104233")["returns"]
    assert lena.says("yes").says("return_created")
    (back,) = elsewhere.house.order("104233")["returns"]
    assert (back["reason"], back["resolution"]) == ("changed_mind", "refund")
    if elsewhere.is_shopify:
        assert len(elsewhere.shop.orders["104233"]["returns"]["nodes"]) == 1
    else:
        assert "changed_mind" in elsewhere.shop.notes["104233"][0]["note"]


def test_someone_elses_order_is_as_unknown_as_none(elsewhere: Elsewhere) -> None:
    elsewhere.shop.put_customer(777)
    answers = [elsewhere.house.shopper("777", "en-DE").says(f"Cancel order {n}") for n in ("104235", "999999")]
    assert answers[0].responses == answers[1].responses
    assert "order_unknown" in answers[0].responses
    assert elsewhere.shop.refunded("104235") == 0


def test_a_lost_answer_is_said_so_and_never_tried_twice(elsewhere: Elsewhere) -> None:
    lena = elsewhere.house.shopper("501", "en-DE")
    assert lena.says("I want to cancel my order 104232").says("ask_confirm_cancel")
    elsewhere.shop.faults.extend([DELAYED] * 3 if elsewhere.is_shopify else ["", "", DELAYED])
    assert lena.says("yes").says("shop_unclear")
    elsewhere.shop.faults.clear()
    kinds = [one["kind"] for one in elsewhere.house.alerts(lena.conversation["id"])]
    assert "shop_unclear" in kinds
    assert lena.conversation["status"] == "waiting"
    elsewhere.shop.land()
    assert elsewhere.shop.refunded("104232") == 100


def test_a_shop_that_is_down_changes_nothing_and_a_person_is_called(elsewhere: Elsewhere) -> None:
    lena = elsewhere.house.shopper("501", "en-DE")
    assert lena.says("I want to cancel my order 104234").says("ask_confirm_cancel")
    elsewhere.shop.faults.extend(["403"])
    assert lena.says("yes").says("internal_error")
    assert elsewhere.shop.refunded("104234") == 0
    assert lena.conversation["status"] == "waiting"
    assert [one["kind"] for one in elsewhere.house.alerts(lena.conversation["id"])] == ["turn_failed"]


def test_a_server_that_dies_after_the_shop_did_it_tells_it_once_it_is_back(elsewhere: Elsewhere) -> None:
    house = elsewhere.house
    lena = house.shopper("501", "en-DE")
    assert lena.says("I want to cancel my order 104235").says("ask_confirm_cancel")
    elsewhere.shop.on_change = house.kill
    with pytest.raises(httpx2.HTTPError):
        lena.post("yes", message_id="the-yes")
    elsewhere.shop.on_change = None
    house.start()

    def told() -> bool:
        said = house.messages(lena.conversation["id"])
        return any(one["payload"].get("response") == "utter_cancelled" for one in said if one["author"] == "bot")

    eventually(told, 90)
    assert elsewhere.shop.refunded("104235") == 100
    assert len(house.order("104235")["refunds"]) == 1
