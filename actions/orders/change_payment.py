"""Another way to pay for an order that has not left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, method_of, money, term
from actions.care.people import pass_on
from actions.commerce import customers, operations
from actions.commerce.accounts import GIFT_CARD, Account, change_payment, paid_with
from actions.commerce.ports import CHANGE_PAYMENT, Refused
from actions.commerce.shapes import COD_METHODS, Order
from actions.goods.variant_plan import gift_card
from actions.orders.find_order import current_order
from actions.payments.money_back import money_back_by

_UNTIL = "processing"
_REASON = "payment_failed"


class WaysToPay(ShopAction):
    """Whether a question about ways to pay is a wish to pay a certain order another way."""

    action = "action_ways_to_pay"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to change where the message names an order or means one of the shopper's, else to knowledge."""
        if "order_id" in slots.kinds:
            return slots.set(outcome="change")
        named = {str(one.get("value")) for one in slots.entities if one.get("entity") == "payment_method"}
        talked_of = slots.get("order_id") or slots.get("last_order")
        meant = [one for one in await _own_open(context) if _means(named, one, talked_of=one.id == talked_of)]
        return slots.set(outcome="change", order_id=meant[0].id) if len(meant) == 1 else slots.set(outcome="knowledge")


async def _own_open(context: ActionContext) -> list[Order]:
    orders = await context.unit.orders_of(context.customer.id) if context.customer else []
    return [order for order in orders if operations.not_later_than(order, _until(context, order))]


def _means(named: set[str], order: Order, *, talked_of: bool) -> bool:
    """Whether who names these ways to pay wants this order paid another way: "from cash to card", or one way while it
    waits for its payment by another; of one to be paid at the door only where it has been talked of."""
    present = paid_with(order).method
    if order.paid > 0 or (present in COD_METHODS and not talked_of):
        return present in named and len(named) > 1
    return bool(named - {present})


async def ways(order: Order, context: ActionContext) -> list[Account]:
    """How this order could be paid instead: what the shopper has stored, else what the market has; as it is only where
    that failed."""
    stored = customers.accounts(context.customer) if context.customer else ()
    card = await gift_card(order, context)
    kept = [one for one in stored if one.method != GIFT_CARD] + ([card] if card is not None else [])
    names = context.rules(order).get("payment_methods", ["card", "paypal"])
    offered = kept or [Account(str(name), str(name)) for name in names if name != GIFT_CARD]
    now = paid_with(order)
    if operations.nothing_came(order) and not operations.is_unpaid(order):
        return offered  # what failed may be tried once more
    return [one for one in offered if one.id != now.id and (kept or one.method != now.method)]


def _chosen(said: str, offered: Iterable[Account]) -> Account | None:
    wanted = said.strip().casefold()
    return next((one for one in offered if wanted in (one.id.casefold(), one.method.casefold())), None)


def _methods(offered: Iterable[Account]) -> JsonDict:
    names = dict.fromkeys(one.method for one in offered)
    return {"list": [term(f"payment_method.{name}") for name in names], "style": "or"}


def _until(context: ActionContext, order: Order) -> str:
    return str(context.rules(order).get("payment_change_until", _UNTIL))


class CheckPayment(ShopAction):
    """Whether and how the payment of the order can be changed."""

    action = "action_check_payment"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to refused, ask_method or confirm."""
        order = await current_order(slots, context)
        if not operations.not_later_than(order, _until(context, order)):
            say("utter_payment_too_late", order_id=order.id, status=term(f"order_status.{order.status}"))
            return slots.set(outcome="refused")
        offered = await ways(order, context)
        if CHANGE_PAYMENT in context.unit.commerce.by_hand or not offered:
            pass_on(say, context, _REASON)
            return slots.set(outcome="refused")
        said = str(slots.get("pay_with") or "")
        if not said:
            return slots.set(outcome="ask_method")
        # "By card, not at the door" names both; the way it is paid now is never what is wanted.
        others = [str(one["value"]) for one in slots.entities if one.get("entity") == "payment_method"]
        present = paid_with(order).method
        names = sorted((said, *others), key=lambda name: name == present)
        account = next((found for name in names if (found := _chosen(name, offered))), None)
        if account is None:
            now = paid_with(order)
            same = said.strip().casefold() in (now.id.casefold(), now.method.casefold())
            if same:
                say("utter_payment_same", order_id=order.id, payment_method=term(f"payment_method.{now.method}"))
            else:
                say("utter_payment_not_offered", methods=_methods(offered))
            return slots.set(outcome="ask_method", pay_with=None)
        try:
            self._try(order, account, context)
        except Refused as refused:
            return refuse_payment(refused, order, say, slots, context)
        return slots.set(outcome="confirm", pay_with=account.id)

    @staticmethod
    def _try(order: Order, account: Account, context: ActionContext) -> None:
        change_payment(order, account, until=_until(context, order), due=None)


def refuse_payment(refused: Refused, order: Order, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
    """Says why it cannot be paid so; what the bot cannot untangle goes to a person."""
    if refused.code == "balance_too_low":
        say("utter_gift_card_too_low")
        return slots.set(outcome="ask_method", pay_with=None)
    if refused.code == "too_late":
        say("utter_payment_too_late", order_id=order.id, status=term(f"order_status.{order.status}"))
    else:
        pass_on(say, context, _REASON)
    return slots.set(outcome="refused")


class AskPayWith(ShopAction):
    """Asks how the order shall be paid instead."""

    action = "action_ask_pay_with"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """A button for each way."""
        order = await current_order(slots, context)
        buttons = [
            {"title": term(f"payment_method.{one.method}"), "payload": f"/SetSlots(pay_with={one.id})"}
            for one in await ways(order, context)
        ]
        say("utter_ask_pay_with", order_id=order.id, buttons=buttons)
        return []


async def _decided(slots: Slots, context: ActionContext) -> tuple[Order, JsonDict]:
    """The order as it would be, and what the shopper must know. Raises Refused."""
    order = await current_order(slots, context)
    account = _chosen(str(slots.get("pay_with") or ""), await ways(order, context))
    if account is None:
        raise Refused("method_not_allowed", order_id=order.id)
    due = money_back_by(order, context, method=paid_with(order).method)
    after = change_payment(order, account, until=_until(context, order), due=due)
    back = after.refunded - order.refunded
    known: dict[str, Any] = {
        "order_id": order.id,
        "new_method": term(f"payment_method.{account.method}"),
        "paid_case": "yes" if back > 0 else "no",
        "refund": money(back, order.currency),
        "payment_method": method_of(order),
        "refund_due": day(due),
        "how": "cod" if account.method in COD_METHODS else "other",
        "amount": money(after.payments[-1].amount, order.currency),
    }
    return after, known


class AskConfirmPayment(ShopAction):
    """Asks for the confirmation."""

    action = "action_ask_confirm_payment"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Names the new way, what goes back by when, and what is to be paid."""
        _, known = await _decided(slots, context)
        say("utter_ask_confirm_payment", **known)
        return []


class ChangePayment(ShopAction):
    """Changes the payment after the confirmation."""

    action = "action_change_payment"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Decides anew on the order as it is now."""
        try:
            after, known = await _decided(slots, context)
        except Refused as refused:
            return refuse_payment(refused, await current_order(slots, context), say, slots, context)
        payload = {"method": after.payments[-1].method}
        basis = context.rules(after).basis("payment_change_until", "payment_methods")
        await context.unit.record(after, "change_payment", "order", payload, basis=basis)
        say("utter_payment_changed", **known)
        return slots.set(outcome="done")
