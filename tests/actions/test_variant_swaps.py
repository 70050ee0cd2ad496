"""Given an order, another variant costs or brings its difference, and nothing is swapped that may not be."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_parts import DUE, NOW, an_order, delivered, euro

from actions.commerce import accounts, operations, variants
from actions.commerce.accounts import Account
from actions.commerce.ports import Refused
from actions.commerce.shapes import Order, Product
from actions.commerce.variants import Swap

CARD = Account("card-1", "card")
PAID = [{"method": "card", "amount": 100, "status": "captured", "account": "card-1"}]


def product(sku: str, price: str, family: str = "shoes", stock: int = 3) -> Product:
    return Product.model_validate(
        {
            "sku": sku,
            "name": "Shoes",
            "price": price,
            "currency": "EUR",
            "category": "shoes",
            "attributes": {"product": family, "options": {"size": sku}},
            "stock": stock,
        }
    )


SHOE, MUG = product("SHOE", "60"), product("MUG", "20", "mugs")


def swap(order: Order, new: Product, account: Account = CARD) -> Order:
    swaps = (Swap("2", SHOE, new),)
    return variants.swap_items(order, swaps, account=account, until="processing", at=NOW, due=DUE)


def test_a_dearer_variant_leaves_an_open_payment_of_the_difference() -> None:
    after = swap(an_order(payments=PAID), product("SHOE-43", "72.50"))
    assert after.items[1].sku == "SHOE-43" and after.items[1].options == {"size": "SHOE-43"}
    assert (after.payments[-1].amount, after.payments[-1].status) == (euro("12.50"), "pending")
    assert accounts.account_of(after.payments[-1]) == "card-1" and after.total == euro("112.50")


def test_a_cheaper_variant_brings_the_difference_back_to_the_account() -> None:
    after = swap(an_order(payments=PAID), product("SHOE-41", "55"), Account("gift-1", "gift_card", euro("0")))
    assert after.refunds[-1].amount == euro("5")
    assert accounts.account_of(after.refunds[-1]) == "gift-1"


@pytest.mark.parametrize(
    ("order", "new", "account", "code"),
    [
        (an_order(payments=PAID, status="shipped"), product("S", "60"), CARD, "too_late"),
        (an_order(payments=PAID), product("CUP", "60", "mugs"), CARD, "other_product"),
        (an_order(payments=PAID), product("S", "60", stock=0), CARD, "sold_out"),
        (an_order(payments=PAID), SHOE, CARD, "same_variant"),
        (an_order(payments=PAID), product("S", "61"), Account("g", "gift_card", euro("0.99")), "balance_too_low"),
        (operations.note(an_order(), "items_changed", NOW), product("S", "60"), CARD, "already_changed"),
    ],
)
def test_what_may_not_be_swapped_is_refused(order: Order, new: Product, account: Account, code: str) -> None:
    with pytest.raises(Refused) as refused:
        swap(order, new, account)
    assert refused.value.code == code


def test_more_pieces_than_were_ordered_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        variants.check_swaps(an_order(), (Swap("1", MUG, product("CUP", "20", "mugs")),) * 3)
    assert refused.value.code == "item_not_found"


def test_one_of_two_pieces_becomes_a_line_of_its_own() -> None:
    swaps = (Swap("1", MUG, product("CUP", "25", "mugs")),)
    after = variants.swap_items(an_order(payments=PAID), swaps, account=CARD, until="processing", at=NOW, due=DUE)
    assert [(item.id, item.sku, item.quantity) for item in after.items] == [
        ("1", "MUG", 1),
        ("1.1", "CUP", 1),
        ("2", "SHOE", 1),
    ]


def test_an_exchange_names_variant_difference_and_account_and_is_registered_once() -> None:
    def exchange(order: Order) -> Order:
        return variants.exchange_items(
            order,
            (Swap("2", SHOE, product("SHOE-43", "72.50")),),
            account=CARD,
            reason="changed_mind",
            shipping_paid_by="customer",
            deadline=DUE,
            at=NOW,
        )

    after = exchange(delivered(3))
    wanted = {"skus": [{"item": "2", "sku": "SHOE-43"}], "difference": "12.50", "account": "card-1"}
    assert (after.returns[-1].resolution, after.returns[-1].variant) == ("exchange", wanted)
    with pytest.raises(Refused) as refused:
        exchange(after)
    assert refused.value.code == "already_returned"
    with pytest.raises(Refused) as refused:
        exchange(an_order())
    assert refused.value.code == "not_delivered"


def test_another_way_to_pay_sends_the_money_back_the_way_it_came() -> None:
    after = accounts.change_payment(an_order(payments=PAID), Account("pp-1", "paypal"), until="processing", due=DUE)
    assert [(accounts.account_of(made), made.amount) for made in after.refunds] == [("card-1", euro("100"))]
    assert [accounts.account_of(made) for made in after.payments] == ["card-1", "pp-1"]
    for account, code in ((CARD, "same_account"), (Account("g", "gift_card", euro("99")), "balance_too_low")):
        with pytest.raises(Refused) as refused:
            accounts.change_payment(an_order(payments=PAID), account, until="processing", due=DUE)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        accounts.change_payment(after, Account("pp-2", "paypal"), until="processing", due=DUE)
    assert refused.value.code in ("several_payments", "nothing_paid")


def test_a_return_is_refunded_the_way_it_was_paid_or_on_a_gift_card() -> None:
    order = delivered(3, payments=PAID)
    accounts.check_refund_way(order, CARD)
    accounts.check_refund_way(order, Account("g", "gift_card"))
    with pytest.raises(Refused) as refused:
        accounts.check_refund_way(order, Account("card-2", "card"))
    assert refused.value.code == "method_not_allowed"


PRICES = st.decimals("0.01", "500", places=2)


@given(PRICES, st.decimals("0", "300", places=2), st.sampled_from(["card", "gift_card"]))
def test_the_books_stay_right_whatever_the_variant_costs(price: Decimal, balance: Decimal, method: str) -> None:
    order = an_order(payments=PAID)
    account = Account("a", method, balance if method == "gift_card" else None)
    try:
        after = swap(order, product("NEW", str(price)), account)
    except Refused as refused:
        assert refused.code == "balance_too_low" and price - 60 > balance
        return
    still_open = sum((made.amount for made in after.payments if made.status == "pending"), Decimal(0))
    assert after.paid - after.refunded + still_open == after.total
    assert after.refunded <= after.paid
    assert Order.model_validate(after.document()) == after
    with pytest.raises(Refused):
        swap(after, product("NEWER", "60"), account)
