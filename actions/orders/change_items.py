"""Another variant or number of pieces of what has not left yet, with the difference in price settled."""

from __future__ import annotations

from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed, money, term
from actions.care.people import pass_on
from actions.commerce import operations, variants
from actions.commerce.accounts import paid_with
from actions.commerce.ports import CHANGE_ITEMS, Refused
from actions.commerce.shapes import Item, Order
from actions.goods.fitting_items import fitting_items
from actions.goods.named_items import ALL, named_items
from actions.goods.size_counted import size_counted
from actions.goods.variant_plan import (
    Plan,
    buttons,
    choices,
    gift_card,
    net,
    plan_swaps,
    price_terms,
    say_why_not,
    settled_with,
    variant_text,
)
from actions.goods.variant_wished import VARIANT_SLOTS, named_beside, taken_back, wanted_variant
from actions.orders.find_order import current_order
from actions.payments.money_back import money_back_by
from actions.returns.return_terms import chosen_items
from actions.said.word_tables import EXTRAS, LEFT_OUT, speaks_of

_UNTIL = "processing"
_REASON = "order_change_items"
_MOST_PIECES = 99


def _pieces(slots: Slots) -> int | None:
    said = str(slots.get("quantity") or "")
    return int(said) if said.isdigit() and int(said) > 0 else None


def _text(plan: Plan, pieces: int | None) -> Any:
    return variant_text({**dict(plan.options), **({"quantity": f"{pieces} ×"} if pieces else {})})


def _until(order: Order, context: ActionContext) -> str:
    """The last status in which items can be changed, by the market's rules."""
    return str(context.rules(order).get("items_change_until", _UNTIL))


async def changed_order(
    order: Order, items: tuple[Item, ...], plan: Plan, slots: Slots, context: ActionContext
) -> Order:
    """The order after the change. Raises Refused."""
    account = await settled_with(order, slots, context)
    due = money_back_by(order, context, method=account.method)
    pieces, after, until = _pieces(slots), order, _until(order, context)
    if plan.swaps:
        after = variants.swap_items(
            after, plan.swaps, account=account, until=until, at=context.now, due=due, once=False
        )
    if pieces is not None:
        line, before = items[0].id, order.item(items[0].id)
        if before is not None and before.quantity != pieces:
            after = operations.change_item(after, line, options={}, quantity=pieces, until=until, due=due)
    return after


async def _money(order: Order, after: Order, slots: Slots, context: ActionContext) -> JsonDict:
    account = await settled_with(order, slots, context)
    if order.paid <= 0:
        return price_terms("open", after.total - order.total, order, account, None)
    change = net(order, after)
    if change < 0 and after.refunded == order.refunded:  # less of what is still to be paid: nothing comes back
        return price_terms("open", change, order, account, None)
    return price_terms("", change, order, account, day(money_back_by(order, context, method=account.method)))


class CheckItems(ShopAction):
    """Settles which items change to what."""

    action = "action_check_items"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to arrived, payment, refused, choose_item, again, ask_variant, ask_settle or confirm."""
        order = await current_order(slots, context)
        if order.status == "delivered":
            return slots.set(outcome="arrived")
        if _only_the_payment(slots):
            return slots.set(outcome="payment")
        if not operations.not_later_than(order, _until(order, context)):
            say("utter_items_too_late", order_id=order.id, status=term(f"order_status.{order.status}"))
            return slots.set(outcome="refused")
        # A card or wrapping is put in by hand, and one of several items taken out.
        by_hand = speaks_of(EXTRAS, slots.text) or (len(order.items) > 1 and speaks_of(LEFT_OUT, slots.text))
        by_hand = by_hand and not wanted_variant(slots) and _pieces(slots) is None
        if by_hand or CHANGE_ITEMS in context.unit.commerce.by_hand:
            pass_on(say, context, _REASON)
            return slots.set(outcome="refused")
        items = named_items(order, slots) or await fitting_items(order, slots, context)
        if not items:
            if slots.get("return_item"):
                say("utter_item_unknown", order_id=order.id, items=listed(order.items))
            return slots.set(outcome="choose_item", return_item=None)
        whole = slots.set(return_item=ALL if len(items) == len(order.items) > 1 else items[0].id)
        if size := await size_counted(items, slots, context):
            return [*whole, *slots.set(outcome="again", size=size, quantity=None)]
        return [*whole, *await self._settle(order, items, say, slots, context)]

    async def _settle(
        self, order: Order, items: tuple[Item, ...], say: Said, slots: Slots, context: ActionContext
    ) -> list[JsonDict]:
        if back := taken_back(slots):
            return slots.set(outcome="again", **back)
        pieces = _pieces(slots) if len(items) == 1 else None
        if pieces == items[0].quantity and not wanted_variant(slots):  # as many as there are: how many are wanted?
            return slots.set(outcome="ask_variant", quantity=None)
        plan = await plan_swaps(order, items, slots, context) if wanted_variant(slots) or not pieces else Plan("ready")
        if plan.code == "unknown" or (plan.swaps and _of_fewer(items, pieces)):
            pass_on(say, context, _REASON)
            return slots.set(outcome="refused")
        if plan.code == "one_version" and pieces:
            plan = Plan("ready")
        elif plan.code == "one_version" and len(items) == 1 and (count := _bare_number(slots)):
            return slots.set(outcome="again", quantity=count, **dict.fromkeys(VARIANT_SLOTS))
        elif plan.code == "one_version" and _to_be_left_out(order, items, slots):
            pass_on(say, context, _REASON)
            return slots.set(outcome="refused")
        if plan.code == "same" and (other := named_beside(items, slots)):
            return slots.set(outcome="again", **other)
        if plan.code != "ready":
            cleared = dict.fromkeys(VARIANT_SLOTS) if say_why_not(plan, say) else {}
            if plan.none_left:
                return slots.set(outcome="refused", **cleared)
            offer: JsonDict = {"instead": choices(plan)}
            if plan.code == "one_version" and len(items) == 1 and wanted_variant(slots):
                known = slots.get("offer")
                if isinstance(known, dict) and known.get("refused"):
                    return slots.set(outcome="refused", **cleared)  # whichever is named next, there is none either
                offer["refused"] = True
            return slots.set(outcome="ask_variant", offer=offer, **cleared)
        try:
            after = await changed_order(order, items, plan, slots, context)
        except Refused as refused:
            return await _refuse(refused, order, say, slots, context)
        amount, card = net(order, after), await gift_card(order, context)
        choice = order.paid > 0 and amount != 0 and card is not None and (card.balance or 0) >= amount
        if choice and not slots.get("settle_with"):
            return slots.set(outcome="ask_settle", offer={"difference": money(abs(amount), order.currency)})
        return slots.set(outcome="confirm")


def _of_fewer(items: tuple[Item, ...], pieces: int | None) -> bool:
    """Whether fewer pieces than the line has are meant: in another size, the others would be that too."""
    return pieces is not None and len(items) == 1 and pieces < items[0].quantity


def _told_now(slots: Slots) -> int | None:
    """The number of pieces in the message itself: "yes, but only one of them"."""
    told = [str(one.get("value")) for one in slots.entities if one.get("entity") == "quantity"]
    return int(told[-1]) if told and told[-1].isdigit() else None


def _bare_number(slots: Slots) -> str | None:
    """A number that is all of the message: of what comes in no sizes it is how many are wanted."""
    said = slots.text.strip().rstrip(".")
    return str(int(said)) if said.isdecimal() and 0 < int(said) <= _MOST_PIECES else None


def _to_be_left_out(order: Order, items: tuple[Item, ...], slots: Slots) -> bool:
    """Whether all that can be changed about an item of several is that it stays: there is one piece of one kind, and no
    number was told."""
    return len(items) == 1 < len(order.items) and items[0].quantity == 1 and not wanted_variant(slots)


def _only_the_payment(slots: Slots) -> bool:
    """Whether "change my order" is about how it is paid."""
    nothing_else = not wanted_variant(slots) and _pieces(slots) is None and not slots.get("return_item")
    return nothing_else and "payment_method" in slots.kinds


async def _refuse(refused: Refused, order: Order, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
    if refused.code == "balance_too_low":
        say("utter_gift_card_too_low")
        return slots.set(outcome="ask_settle", settle_with=None)
    if refused.code == "too_late":
        say("utter_items_too_late", order_id=order.id, status=term(f"order_status.{order.status}"))
    else:
        pass_on(say, context, _REASON)
    return slots.set(outcome="refused")


class AskSettleWith(ShopAction):
    """Asks how a difference is paid or comes back."""

    action = "action_ask_settle_with"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The way the order was paid, or the gift card."""
        order = await current_order(slots, context)
        ways = [paid_with(order), await gift_card(order, context)]
        offered = [
            {"title": term(f"payment_method.{way.method}"), "payload": f"/SetSlots(settle_with={way.id})"}
            for way in ways
            if way is not None
        ]
        say("utter_ask_settle_with", buttons=offered)
        return []


class AskConfirmItems(ShopAction):
    """Asks for the confirmation."""

    action = "action_ask_confirm_items"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Names items, change and money."""
        order, items, plan, after = await _decided(slots, context)
        say(
            "utter_ask_confirm_items",
            item=listed(items),
            order_id=order.id,
            variant=_text(plan, _pieces(slots)),
            price_terms=await _money(order, after, slots, context),
        )
        return []


async def _decided(slots: Slots, context: ActionContext) -> tuple[Order, tuple[Item, ...], Plan, Order]:
    order = await current_order(slots, context)
    items = await chosen_items(slots, context, order)
    plan = await plan_swaps(order, items, slots, context) if wanted_variant(slots) else Plan("ready")
    if plan.code not in ("ready", "one_version"):
        raise Refused(plan.code, order_id=order.id)
    return order, items, plan, await changed_order(order, items, plan, slots, context)


class ChangeItems(ShopAction):
    """Changes the items after the confirmation."""

    action = "action_change_items"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Decides anew on the order as it is now."""
        order = await current_order(slots, context)
        try:
            order, items, plan, changed = await _decided(slots, context)
        except Refused as refused:
            return await _refuse(refused, order, say, slots, context)
        pieces = _pieces(slots)
        if plan.swaps and _of_fewer(items, pieces or _told_now(slots)):
            pass_on(say, context, _REASON)
            return slots.set(outcome="refused")
        payload: dict[str, Any] = {"options": dict(plan.options), "quantity": pieces}
        if plan.swaps:
            payload["difference"] = str(variants.difference(order, plan.swaps))
        target = "+".join(item.id for item in items)
        text = _text(plan, pieces)
        terms = await _money(order, changed, slots, context)
        basis = context.rules(order).basis("items_change_until")
        await context.unit.record(changed, "change_items", target, payload, basis=basis)
        say("utter_items_changed", item=listed(items), order_id=order.id, variant=text, price_terms=terms)
        return slots.set(outcome="done")


class AskNewVariant(ShopAction):
    """Asks what the shopper wants instead, with a button for each variant where only one thing can differ."""

    action = "action_ask_new_variant"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """An item that has arrived is exchanged, another is changed."""
        order = await current_order(slots, context)
        items = await chosen_items(slots, context, order)
        known = slots.get("offer")
        instead = known.get("instead") if isinstance(known, dict) else None
        arrived = order.status == "delivered"
        if not instead:
            plan = await plan_swaps(order, items[:1], slots, context)
            instead = choices(plan)
            if plan.code == "one_version" and len(items) == 1 and not arrived:
                say("utter_ask_pieces")
                return []
        say("utter_ask_exchange_variant" if arrived else "utter_ask_new_variant", buttons=buttons(instead))
        return []
