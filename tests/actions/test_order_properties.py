"""Whatever is asked of an order, in whatever order and however often, its books stay right."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from order_parts import DUE, NOW, Shelf, an_order, event, parcel

from actions.commerce import operations
from actions.commerce.money import rounded
from actions.commerce.ports import Refused, UnitOfWork
from actions.commerce.shapes import ORDER_STATUSES, Order

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD", "CLP", "USD"])
PRICES = st.decimals("0.5", "5000", places=3)
# The more often what allows more: orders that have arrived, and items that exist.
STATUSES = ("delivered", "processing", "delivered", *ORDER_STATUSES)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    currency = draw(CURRENCIES)
    lines: list[dict[str, Any]] = [
        {
            "id": str(number),
            "sku": f"SKU-{number}",
            "name": "Thing",
            "quantity": draw(st.integers(1, 4)),
            "unit_price": rounded(draw(PRICES), currency),
        }
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    total = sum((line["unit_price"] * line["quantity"] for line in lines), Decimal(0))
    status = draw(st.sampled_from(STATUSES))
    shares = draw(st.lists(st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("0.9")]), max_size=3))
    methods = st.sampled_from(["captured", "pending", "failed"])
    payments = [
        {"method": "card", "amount": rounded(total * share, currency), "status": draw(methods)} for share in shares
    ]
    arrived = status in ("delivered", "returned")
    shipments = [parcel(event("delivered", draw(st.integers(0, 90))))] if arrived else []
    return an_order(currency=currency, status=status, items=lines, payments=payments, shipments=shipments)


Act = tuple[str, dict[str, Any]]
ITEMS = st.sampled_from(["1", "1", "2", "9"])
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.just("cancel"), st.fixed_dictionaries({"until": st.sampled_from(ORDER_STATUSES)})),
    st.tuples(
        st.just("refund"),
        st.fixed_dictionaries(
            {"amount": PRICES, "reason": st.sampled_from(["lost", "double_charge", "goodwill", "missing_parts"])}
        ),
    ),
    st.tuples(st.just("return"), st.fixed_dictionaries({"items": st.lists(ITEMS, min_size=1, max_size=2).map(tuple)})),
    st.tuples(
        st.just("change_item"), st.fixed_dictionaries({"item": ITEMS, "quantity": st.none() | st.integers(0, 5)})
    ),
    st.tuples(st.just("grant"), st.fixed_dictionaries({"value": PRICES, "reason": st.sampled_from(["delay", "lost"])})),
)


def perform(order: Order, act: Act) -> Order:
    kind, terms = act
    if kind == "cancel":
        return operations.cancel(order, until=terms["until"], due=DUE)
    if kind == "refund":
        return operations.refund(order, terms["amount"], due=DUE, reason=terms["reason"])
    if kind == "change_item":
        quantity = terms["quantity"]
        return operations.change_item(order, terms["item"], options={}, quantity=quantity, until="processing", due=DUE)
    if kind == "grant":
        granted = operations.grant(
            order, kind="voucher", value=terms["value"], currency="EUR", reason=terms["reason"], valid_until=DUE
        )
        return granted[0]
    return operations.register_return(
        order,
        terms["items"],
        reason="changed_mind",
        resolution="refund",
        shipping_paid_by="customer",
        deadline=DUE,
        at=NOW,
    )


def books_are_right(before: Order, after: Order) -> None:
    assert after.refunded <= after.paid
    assert after.paid == before.paid
    assert after.refunded >= before.refunded
    assert all(made.amount > 0 and made.amount == rounded(made.amount, after.currency) for made in after.refunds)
    returned = [item for back in after.returns for item in back.items]
    assert len(returned) == len(set(returned))
    for rows in (after.refunds, after.returns, after.compensations):
        assert len({row.id for row in rows}) == len(rows)
    assert len({made.reason for made in after.compensations}) == len(after.compensations)
    if before.status == "cancelled":
        assert after.status == "cancelled"
    assert Order.model_validate(after.document()) == after


@given(orders(), st.lists(ACTS, max_size=12))
@settings(max_examples=300)
def test_no_sequence_of_acts_refunds_more_than_was_paid_or_returns_an_item_twice(order: Order, acts: list[Act]) -> None:
    for act in acts:
        try:
            after = perform(order, act)
        except Refused:
            continue
        books_are_right(order, after)
        order = after


def commit(shelf: Shelf, unit: UnitOfWork) -> bool:
    """Applies a turn's effects as the store does: all or none, each key once, each on the version it was decided on."""
    staged = dict(shelf.orders)
    done = set(shelf.done)
    for effect in unit.effects:
        if effect.idempotency_key in done:
            continue
        if staged[effect.order_id][1] != effect.expected_version:
            return False
        staged[effect.order_id] = (Order.model_validate(effect.document), effect.expected_version + 1)
        done.add(effect.idempotency_key)
    shelf.orders, shelf.done = staged, done
    return True


async def decide(unit: UnitOfWork, acts: list[Act]) -> None:
    for number, act in enumerate(acts):
        order = await unit.order("PA-2026-100001")
        assert order is not None
        try:
            changed = perform(order, act)
        except Refused:
            continue
        await unit.record(changed, act[0], str(number), act[1])


@given(
    orders(),
    st.lists(st.lists(ACTS, min_size=1, max_size=3), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=16),
)
@settings(max_examples=60)
async def test_turns_that_race_and_are_retried_keep_the_books_right(
    order: Order, turns: list[list[Act]], schedule: list[tuple[int, bool]]
) -> None:
    shelf = Shelf(order)
    open_turns: dict[int, UnitOfWork] = {}
    for choice, commits in schedule:
        number = choice % len(turns)
        if commits and number in open_turns:
            # A turn that has committed may be run again: its worker was killed before it heard of it.
            unit = open_turns.pop(number)
            before = shelf.orders[order.id][0]
            commit(shelf, unit)
            books_are_right(before, shelf.orders[order.id][0])
        else:
            unit = UnitOfWork(shelf, scope=f"conversation-1:flow-{number}")
            await decide(unit, turns[number])
            open_turns[number] = unit


@given(orders(), ACTS)
@settings(max_examples=60)
async def test_an_act_that_was_committed_is_not_done_again_by_the_same_flow_run(order: Order, act: Act) -> None:
    shelf = Shelf(order)
    for _ in range(3):
        unit = UnitOfWork(shelf, scope="conversation-1:flow-1")
        await decide(unit, [act])
        assert commit(shelf, unit)
    assert shelf.orders[order.id][1] <= 2
