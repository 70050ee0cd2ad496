"""Exchanging an item that has arrived for another size, colour or unit, with the difference in price shown first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed, money, term
from actions.commerce import operations, variants
from actions.commerce.ports import PRICE_VARIANTS, Refused
from actions.commerce.shapes import Item, Order
from actions.delivery.track import sought
from actions.goods.counted import counted, some_of_it
from actions.goods.fitting_items import fitting_items
from actions.goods.named_items import ALL, named_items, only_one
from actions.goods.shades import next_shade
from actions.goods.size_counted import size_counted
from actions.goods.size_steps import step_between
from actions.goods.variant_plan import (
    Plan,
    choices,
    gift_card,
    plan_swaps,
    price_terms,
    say_why_not,
    settled_with,
    variant_text,
)
from actions.goods.variant_wished import VARIANT_SLOTS, named_beside, taken_back, wanted_variant
from actions.orders.find_order import current_order
from actions.policy.eligibility import Decision
from actions.returns.return_items import says_another_item
from actions.returns.return_terms import decide, refuse

_SAME_AGAIN = frozenset({"damaged", "faulty", "wrong_item", "missing_parts"})
"""Reasons for which who names no other variant wants the one that was ordered."""


_NO_REASON = "changed_mind"
_NAMED = frozenset({"size", "colour"})


@dataclass(frozen=True, slots=True)
class _Case:
    """What is exchanged, by which rules, for what."""

    order: Order
    items: tuple[Item, ...]
    decision: Decision
    plan: Plan

    @property
    def text(self) -> Any:
        """The new variant; another unit of the same where there is only one."""
        return self.plan.wish or listed(self.items)


async def _case(slots: Slots, context: ActionContext) -> _Case:
    order, items, decision = await decide(slots, context, exchange=True)
    plan = await plan_swaps(order, items, slots, context)
    said = wanted_variant(slots)
    if plan.code == "unknown" and said:  # nobody knows its variants: the words are kept for those who pack it
        plan = Plan("ready", wish=variant_text(said), options=tuple(said.items()))
    elif plan.code == "one_version" and _NAMED & set(said) and slots.get("return_reason") not in _SAME_AGAIN:
        plan = Plan("one_version", wish=variant_text({name: said[name] for name in said if name in _NAMED}))
    elif plan.code == "one_version" or (plan.code == "ask" and slots.get("return_reason") in _SAME_AGAIN):
        plan = Plan("ready")  # another unit of the same
    return _Case(order, items, decision, plan)


async def _terms(case: _Case, slots: Slots, context: ActionContext) -> JsonDict:
    """The sentence about the difference in price."""
    order, plan = case.order, case.plan
    account = await settled_with(order, slots, context)
    if not plan.swaps:
        return price_terms("unknown" if plan.options else "other", variants.difference(order, ()), order, account, None)
    amount = variants.difference(order, plan.swaps)
    if PRICE_VARIANTS in context.unit.commerce.by_hand:
        return price_terms("unknown", amount, order, account, None)
    return price_terms("exchange", amount, order, account, day(case.decision.refund_due or case.decision.deadline))


async def _reason(plan: Plan, slots: Slots, context: ActionContext) -> str:
    """The reason that was told; without one, another size says that the first did not fit."""
    told = str(slots.get("return_reason") or _NO_REASON)
    for swap in plan.swaps if told == _NO_REASON else ():
        product = await context.unit.commerce.product(swap.old.sku)
        sizes = [str(size) for size in product.attributes.get("sizes") or ()] if product else []
        old, new = (str(variants.options_of(one).get("size", "")) for one in (swap.old, swap.new))
        if step := step_between(old, new, sizes):
            return "too_small" if step == "larger" else "too_large"
    return told


class CheckExchange(ShopAction):
    """Settles items and variant, and applies the rules."""

    action = "action_check_exchange"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to not_sent, lost, refused, choose_item, count, again, ask_variant, ask_settle or confirm."""
        order = await current_order(slots, context)
        if operations.not_later_than(order, "processing"):
            return slots.set(outcome="not_sent")  # nothing to send back yet: it can be changed
        if operations.on_its_way(order) and await sought(order, context):
            return slots.set(outcome="lost", return_reason=None)  # "another one" for what never came is a new parcel
        if not slots.get("return_item") and await says_another_item(order, say, slots, context):
            return slots.set(outcome="choose_item")
        items = named_items(order, slots) or await fitting_items(order, slots, context)
        if not items or only_one(items, slots):
            return slots.set(outcome="choose_item", return_item=None)
        whole = ALL if len(items) == len(order.items) > 1 else items[0].id
        if len(order.items) > 1 and slots.get("return_item") != whole:  # the rules look at the items that were chosen
            return slots.set(return_item=whole, outcome="again")
        running = operations.active_return(order, tuple(item.id for item in items))
        if running is not None:
            say(
                "utter_return_already",
                return_id=running.id,
                item=listed(items),
                return_status=term(f"return_status.{running.status}"),
                deadline=day(running.deadline) or day(context.now),
            )
            return slots.set(outcome="refused")
        if size := await size_counted(items, slots, context):
            return slots.set(outcome="again", size=size, quantity=None)
        if slots.get("pieces") is None:
            return slots.set(return_item=whole, outcome="count")
        if back := taken_back(slots):
            return slots.set(outcome="again", **back)
        case = await _case(slots, context)
        if not case.decision.allowed:
            refuse(say, case.order, case.items, case.decision)
            return slots.set(outcome="refused")
        reason = slots.set(return_reason=slots.get("return_reason") or _NO_REASON)
        if (shade := slots.get("shade")) and case.plan.had is not None and case.plan.code != "ready":
            near = next_shade(str(shade), case.plan.had, case.plan.offered)  # one colour, proposed in the question
            chosen = {"colour": near[1], "new_variant": None, "outcome": "again"} if near else {"outcome": "again"}
            return [*reason, *slots.set(shade=None, **chosen)]
        return [*reason, *await self._settle(case, say, slots, context)]

    @staticmethod
    async def _settle(case: _Case, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        order, plan = case.order, case.plan
        if plan.code == "same" and (other := named_beside(case.items, slots)):
            return slots.set(outcome="again", **other)
        if plan.code == "one_version":
            say("utter_variant_none_left", item=listed(case.items), variant=plan.wish)
            return slots.set(outcome="refused", **dict.fromkeys(VARIANT_SLOTS))
        if plan.code != "ready":
            cleared = {} if not say_why_not(plan, say) else dict.fromkeys(VARIANT_SLOTS)
            if plan.none_left:
                return slots.set(outcome="refused", **cleared)
            return slots.set(outcome="ask_variant", offer={"instead": choices(plan)}, **cleared)
        amount = variants.difference(order, plan.swaps)
        card = await gift_card(order, context)
        known = PRICE_VARIANTS not in context.unit.commerce.by_hand
        if known and amount and card is not None and (card.balance or 0) >= amount and not slots.get("settle_with"):
            return slots.set(outcome="ask_settle", offer={"difference": money(abs(amount), order.currency)})
        return slots.set(outcome="confirm", resolution="exchange")


class AskConfirmExchange(ShopAction):
    """Asks for the confirmation."""

    action = "action_ask_confirm_exchange"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Names items, variant, money, payer and deadline."""
        case = await _case(slots, context)
        say(
            "utter_ask_confirm_exchange",
            item=counted(case.order, case.items),
            order_id=case.order.id,
            variant=case.text,
            payer=term(f"payer.{case.decision.shipping_paid_by or 'shop'}"),
            deadline=day(case.decision.deadline),
            price_terms=await _terms(case, slots, context),
        )
        return []


class CreateExchange(ShopAction):
    """Registers the exchange after the confirmation."""

    action = "action_create_exchange"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The new unit leaves when the old one is back."""
        case = await _case(slots, context)
        order, items, decision, plan = case.order, case.items, case.decision, case.plan
        ids = tuple(item.id for item in items)
        known: dict[str, Any] = {
            "reason": await _reason(plan, slots, context),
            "shipping_paid_by": decision.shipping_paid_by,
            "deadline": decision.deadline,
            "at": context.now,
        }
        try:
            if not decision.allowed or plan.code != "ready":
                raise Refused(decision.code if not decision.allowed else plan.code)
            if plan.swaps:
                account = await settled_with(order, slots, context)
                changed = variants.exchange_items(
                    order, plan.swaps, account=account, options=dict(plan.options), **known
                )
            else:
                wish = dict(plan.options)
                some = some_of_it(order, items)
                changed = operations.register_return(
                    order, ids, resolution="exchange", variant=wish, pieces=some, **known
                )
        except Refused:
            refuse(say, order, items, decision)
            return slots.set(outcome="refused")
        payload = {"variant": dict(plan.options)}
        await context.unit.record(changed, "exchange", "+".join(ids), payload, basis=decision.basis)
        say(
            "utter_exchange_created",
            return_id=changed.returns[-1].id,
            item=counted(order, items),
            variant=case.text,
            deadline=day(decision.deadline),
            price_terms=await _terms(case, slots, context),
        )
        return slots.set(outcome="done")
