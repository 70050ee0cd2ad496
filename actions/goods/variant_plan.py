"""Which variants a wish means for the lines of an order, and what it costs or brings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal
from unicodedata import east_asian_width

from actions.base import ActionContext, JsonDict, Said, Slots, listed, money, term
from actions.commerce import customers, offers
from actions.commerce.accounts import GIFT_CARD, Account, paid_with
from actions.commerce.shapes import OPEN_STATUSES, Item, Order, Product
from actions.commerce.variants import Swap, in_stock, options_of
from actions.goods.colours import in_one_line, shown
from actions.goods.size_steps import next_size
from actions.goods.sizing import own_shoe_sizes
from actions.goods.variant_wished import wanted_variant
from actions.said.word_tables import SAME_COLOUR, SAME_SIZE, speaks_of

Code = Literal["ready", "ask", "several", "missing", "same", "sold_out", "one_version", "unknown", "sentence"]
_SHOWN = 8
_LONGEST_VARIANT = 30


@dataclass(frozen=True, slots=True)
class Plan:
    """What a wish comes to. code: ready, or why not; item: the line that it fails at; wish: the variant that was meant.

    offered: what may be had instead of what was had. options: what becomes different.
    """

    code: Code
    swaps: tuple[Swap, ...] = ()
    item: Item | None = None
    wish: Any = ""
    offered: tuple[Product, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    had: Product | None = None

    @property
    def none_left(self) -> bool:
        """Whether the variant cannot be had, and no other either: there is nothing to ask for."""
        return self.code in ("missing", "sold_out") and not self.offered


def variant_text(variant: dict[str, Any] | tuple[tuple[str, str], ...]) -> Any:
    """The variant in one line, as a variable of a response; nothing for none."""
    return in_one_line(dict(variant).values())


async def plan_swaps(order: Order, items: Iterable[Item], slots: Slots, context: ActionContext) -> Plan:
    """The same wish for every one of these lines; the first at which it fails decides."""
    catalogue = await context.unit.commerce.products()
    known = {product.sku: product for product in catalogue}
    done: list[Plan] = []
    for item in items:
        product = known.get(item.sku) or await context.unit.commerce.product(item.sku)
        plan = _plan(item, product, catalogue, order.currency, wanted_variant(slots))
        if plan.code != "ready":
            return plan
        done.append(plan)
    swaps = tuple(swap for plan in done for swap in plan.swaps)
    options = tuple(dict(pair for plan in done for pair in plan.options).items())
    return Plan("ready", swaps, None, variant_text(options), (), options)


def _plan(item: Item, product: Product | None, catalogue: list[Product], currency: str, said: dict[str, str]) -> Plan:
    if product is None:
        return Plan("unknown", item=item)
    own = offers.as_ordered(item, product, currency)
    if "step" in said:
        said = _stepped(said, own, product)
    variants = offers.variants_of(item, product, catalogue, currency, said)
    if not variants:
        return Plan("unknown" if offers.comes_in_variants(product) else "one_version", item=item)
    if not said:
        return Plan("ask", item=item, offered=offers.instead(variants, own, ()), had=own)
    meant = _meant(variants, own, said)
    if not meant.found:
        meant = _meant(variants, own, settled(said, product.attributes))
    wish = variant_text(dict(meant.named)) or variant_text(said)
    instead = offers.instead(variants, own, meant.named)
    if not meant.found and set(said) == {"variant"} and _names_none(said["variant"]):
        return Plan("sentence", item=item, offered=instead, had=own)
    if not meant.found:
        return Plan(
            "missing", item=item, wish=_with_what_stays(meant.named, own, instead, wish), offered=instead, had=own
        )
    if len(meant.found) > 1:
        return Plan(
            "several", item=item, wish=wish, offered=tuple(one for one in meant.found if in_stock(one)), had=own
        )
    new = meant.found[0]
    if options_of(new) == options_of(own):
        return Plan("same", item=item, wish=wish, offered=instead, had=own)
    if not in_stock(new) or (isinstance(new.stock, int) and new.stock < item.quantity):
        wish = _with_what_stays(meant.named, own, instead, wish)
        return Plan("sold_out", item=item, wish=wish, offered=instead, had=own)
    swap = Swap(item.id, own, new)
    return Plan("ready", (swap,) * item.quantity, item, wish, (), tuple(offers.changed(new, own).items()))


def _with_what_stays(named: Mapping[str, Any], own: Product, offered: tuple[Product, ...], wish: Any) -> Any:
    """What cannot be had, with the rest of the item where what was named comes in another one: no "L" in green, though
    there is one in white."""
    had = options_of(own)
    if named and any(all(options_of(one).get(name) == value for name, value in named.items()) for one in offered):
        return variant_text({**named, **{name: value for name, value in had.items() if name not in named}})
    return wish


def _stepped(said: dict[str, str], own: Product, product: Product) -> dict[str, str]:
    """The wish with the size that the step leads to; without a size where it leads to none."""
    sizes = [str(value) for value in product.attributes.get("sizes") or ()]
    size = next_size(said["step"], str(options_of(own).get("size", "")), sizes)
    rest = {name: value for name, value in said.items() if name != "step"}
    return {**rest, "size": size} if size else rest


def _meant(variants: tuple[Product, ...], own: Product, said: dict[str, str]) -> offers.Meant:
    return offers.meant(variants, own, {k: v for k, v in said.items() if k != "variant"}, said.get("variant", ""))


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


def offered_text(plan: Plan) -> Any:
    """What may be had instead, in the options in which it differs."""
    values = [
        str(options_of(one)[name]) for name in _differing(plan) for one in plan.offered if name in options_of(one)
    ]
    return in_one_line(dict.fromkeys(values)) or "–"


def choices(plan: Plan) -> list[str]:
    """What may be had instead, as long as it differs in one thing only."""
    names = _differing(plan)
    if len(names) != 1:
        return []
    return list(dict.fromkeys(str(options_of(one)[names[0]]) for one in plan.offered))[:_SHOWN]


def buttons(values: Iterable[str]) -> list[JsonDict]:
    """One for each variant that may be had."""
    return [{"title": shown(value), "payload": f"/SetSlots(new_variant={value})"} for value in values]


def _differing(plan: Plan) -> list[str]:
    """The options in which what is offered differs from what was had."""
    if plan.had is None:
        return []
    return list(dict.fromkeys(name for one in plan.offered for name in offers.changed(one, plan.had)))


def say_why_not(plan: Plan, say: Said) -> bool:
    """Says why the wish cannot be met and what there is instead; False where only the question is left to ask. A
    sentence that names no variant is forgotten and not said back as one."""
    if plan.item is None or plan.code in ("ask", "several", "ready", "unknown"):
        return False
    if plan.code == "sentence":
        return True
    item = listed((plan.item,))
    if plan.code == "one_version":
        say("utter_variant_only_one", item=item)
    elif plan.code == "same":
        say("utter_variant_same", item=item, variant=plan.wish, available=offered_text(plan))
    elif plan.offered:
        say("utter_variant_unavailable", item=item, variant=plan.wish, available=offered_text(plan))
    else:
        say("utter_variant_none_left", item=item, variant=plan.wish)
    return True


def _names_none(words: str) -> bool:
    """Whether words are no name of a variant: too many, signs that stand for syllables or words counted double, or
    "the same colour is fine"."""
    stays = speaks_of(SAME_COLOUR, words) or speaks_of(SAME_SIZE, words)
    return stays or sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words) > _LONGEST_VARIANT


async def settled_with(order: Order, slots: Slots, context: ActionContext) -> Account:
    """The way in which a difference is paid or comes back: the one of the order, or the gift card that was chosen."""
    card = await gift_card(order, context)
    return card if card is not None and str(slots.get("settle_with")) in (GIFT_CARD, card.id) else paid_with(order)


async def gift_card(order: Order, context: ActionContext) -> Account | None:
    """The shopper's gift card with the most on it that no other open payment has claimed; None without one."""
    if context.customer is None:
        return None
    claimed: dict[str, Decimal] = {}
    for one in await context.unit.orders_of(context.customer.id):
        for made in one.payments:
            if made.status.lower() in OPEN_STATUSES and (name := str(getattr(made, "account", ""))):
                claimed[name] = claimed.get(name, Decimal(0)) + made.amount
    cards = [one for one in customers.accounts(context.customer) if one.method == GIFT_CARD]
    free = [Account(one.id, one.method, (one.balance or Decimal(0)) - claimed.get(one.id, Decimal(0))) for one in cards]
    return max(free, key=lambda one: one.balance or Decimal(0), default=None)


def net(before: Order, after: Order) -> Decimal:
    """What is still to be paid for a change (above zero), or comes back."""
    return (_owed(after) - _owed(before)) - (after.refunded - before.refunded)


def _owed(order: Order) -> Decimal:
    return sum((made.amount for made in order.payments if made.status.lower() in OPEN_STATUSES), Decimal(0))


def price_terms(case: str, amount: Decimal, order: Order, account: Account, due: JsonDict | None) -> JsonDict:
    """The sentence about the money, as a variable of a response. case: with `more` and `less` by the amount's sign."""
    if case in ("", "open", "exchange"):
        sign = "more" if amount > 0 else "less" if amount < 0 else "same"
        case = sign if sign == "same" or not case else f"{case}_{sign}"
    return {
        "response": "utter_price_terms",
        "price_case": case,
        "difference": money(abs(amount), order.currency),
        "payment_method": term(f"payment_method.{account.method}"),
        "refund_due": due or "–",
    }
