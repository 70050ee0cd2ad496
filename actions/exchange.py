"""Exchanging an item that has arrived for another size, colour or unit."""

from __future__ import annotations

import re
from typing import Any

from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, listed, term
from actions.commerce import operations
from actions.commerce.ports import Refused
from actions.find_order import current_order
from actions.named_items import match_items
from actions.returns import chosen_items, decide, product_of, refuse
from actions.sizing import own_shoe_sizes


def wanted_variant(slots: Slots) -> dict[str, str]:
    """Size and colour that the shopper asked for."""
    found = {name: str(slots.get(name)) for name in ("size", "colour") if slots.get(name)}
    if not found and slots.get("new_variant"):
        found["variant"] = str(slots.get("new_variant"))
    return found


def variant_text(variant: dict[str, Any]) -> str:
    """The variant in one line."""
    return ", ".join(str(value) for value in variant.values())


class CheckExchange(ShopAction):
    """Settles item and variant, and applies the rules."""

    action = "action_check_exchange"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to refused, choose_item, ask_variant or confirm."""
        order = await current_order(slots, context)
        said = str(slots.get("return_item") or "")
        if len(order.items) > 1:
            items = match_items(order, said or slots.text, slots)
            if len(items) != 1:
                return slots.set(outcome="choose_item", return_item=None)
            item_id = items[0].id
        else:
            item_id = order.items[0].id
        events = slots.set(return_item=item_id)
        reason = slots.get("return_reason") or "changed_mind"
        order, items, decision = await self._decide(slots, context, item_id)
        running = operations.active_return(order, (item_id,))
        if running is not None:
            say(
                "utter_return_already",
                return_id=running.id,
                item=listed(items),
                return_status=term(f"return_status.{running.status}"),
                deadline=day(running.deadline) or day(context.now),
            )
            return [*events, *slots.set(outcome="refused")]
        if not decision.allowed:
            refuse(say, order, items, decision)
            return [*events, *slots.set(outcome="refused")]
        product = await product_of(items[0], context)
        variant = settled(wanted_variant(slots), product.attributes if product else {})
        if product is not None and not _comes_in_variants(product.attributes):  # another unit of the same
            same = slots.set(size=None, colour=None, new_variant=None, resolution="exchange")
            return [*events, *same, *slots.set(outcome="confirm", return_reason=reason)]
        if not variant:
            return [*events, *slots.set(outcome="ask_variant", return_reason=reason)]
        if product is not None and (missing := _unavailable(product.attributes, variant)):
            say("utter_variant_unavailable", item=listed(items), variant=variant_text(variant), available=missing)
            return [*events, *slots.set(outcome="ask_variant", size=None, colour=None, new_variant=None)]
        known = {name: variant[name] for name in ("size", "colour") if name in variant}
        return [*events, *slots.set(outcome="confirm", return_reason=reason, resolution="exchange", **known)]

    async def _decide(self, slots: Slots, context: ActionContext, item_id: str) -> Any:
        order, items, decision = await decide(slots, context, exchange=True)
        chosen = tuple(item for item in order.items if item.id == item_id)
        return order, chosen or items, decision


def settled(variant: dict[str, str], attributes: dict[str, Any]) -> dict[str, str]:
    """The variant in the product's own terms: the size or colour that free words name, a shoe size of another system
    ("260" in Korea, "24.5" in Japan) as the product's own."""
    sizes = [str(value) for value in attributes.get("sizes") or ()]
    if words := variant.get("variant"):
        every = {"size": sizes, "colour": [str(v) for v in attributes.get("colours") or attributes.get("colors") or ()]}
        named = {key: found for key, values in every.items() if (found := _named(words, values))}
        variant = named or variant
        number = re.search(r"\d+(?:[.,]\d)?", words)
        if "size" not in variant and number is not None:
            variant = {"size": number[0], **{k: v for k, v in variant.items() if k != "variant"}} if sizes else variant
    said = variant.get("size", "")
    if said and sizes and said.lower() not in {value.lower() for value in sizes}:
        own = [value for value in own_shoe_sizes(said) if value in sizes]
        variant = {**variant, "size": own[0]} if len(own) == 1 else variant
    return variant


def _named(words: str, values: list[str]) -> str | None:
    """The value that stands in the words by itself; a letter of another script may follow it ("41로")."""
    for value in sorted(values, key=len, reverse=True):
        if re.search(rf"(?<![0-9A-Za-z.]){re.escape(value)}(?![0-9A-Za-z]|[.,][0-9])", words, re.IGNORECASE):
            return value
    return None


def _comes_in_variants(attributes: dict[str, Any]) -> bool:
    return any(attributes.get(name) for name in ("sizes", "colours", "colors"))


def _unavailable(attributes: dict[str, Any], variant: dict[str, str]) -> str | None:
    """What there is instead of a variant that the product does not have; None when it has it. Free words must name a
    size or colour of the product: "money back" is no variant."""
    if "variant" in variant:
        every = [str(value) for name in ("sizes", "colours", "colors") for value in attributes.get(name) or ()]
        words = set(re.findall(r"\w+", variant["variant"].casefold()))
        named = any(words.issuperset(re.findall(r"\w+", value.casefold())) for value in every)
        return None if named or not every else ", ".join(every)
    for name, key in (("size", "sizes"), ("colour", "colours")):
        offered = attributes.get(key) or attributes.get(key.replace("colour", "color"))
        if name in variant and isinstance(offered, list) and offered:
            known = {str(value).lower() for value in offered}
            if variant[name].lower() not in known and not any(variant[name].lower() in value for value in known):
                return ", ".join(str(value) for value in offered)
    return None


class AskConfirmExchange(ShopAction):
    """Asks for the confirmation."""

    action = "action_ask_confirm_exchange"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Names item, variant, payer and deadline."""
        order, items, decision = await decide(slots, context, exchange=True)
        say(
            "utter_ask_confirm_exchange",
            item=listed(items),
            order_id=order.id,
            variant=variant_text(wanted_variant(slots)) or listed(items),
            payer=term(f"payer.{decision.shipping_paid_by or 'shop'}"),
            deadline=day(decision.deadline),
        )
        return []


class AskNewVariant(ShopAction):
    """Asks what the shopper wants instead."""

    action = "action_ask_new_variant"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """An item that has arrived is exchanged, another is changed."""
        order = await current_order(slots, context)
        say("utter_ask_exchange_variant" if order.status == "delivered" else "utter_ask_new_variant")
        return []


class CreateExchange(ShopAction):
    """Registers the exchange after the confirmation."""

    action = "action_create_exchange"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The new unit leaves when the old one is back."""
        order, _, decision = await decide(slots, context, exchange=True)
        items = await chosen_items(slots, context, order)
        variant = wanted_variant(slots)
        ids = tuple(item.id for item in items)
        try:
            if not decision.allowed:
                raise Refused(decision.code)
            changed = operations.register_return(
                order,
                ids,
                reason=str(slots.get("return_reason") or "changed_mind"),
                resolution="exchange",
                shipping_paid_by=decision.shipping_paid_by,
                deadline=decision.deadline,
                at=context.now,
                variant=variant,
            )
        except Refused:
            refuse(say, order, items, decision)
            return slots.set(outcome="refused")
        await context.unit.record(changed, "exchange", "+".join(ids), {"variant": variant}, basis=decision.basis)
        say(
            "utter_exchange_created",
            return_id=changed.returns[-1].id,
            item=listed(items),
            variant=variant_text(variant) or listed(items),
            deadline=day(decision.deadline),
        )
        return slots.set(outcome="done")
