"""People: handing over, complaints, compensation, praise."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.articles.article import say_article
from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots, day, moment, money, term
from actions.commerce.shapes import Order
from actions.logistics.tracking import track
from actions.orders.find_order import current_order
from actions.payments.vouchers import grant_voucher, voucher_for
from actions.policy.compensation import Cause
from actions.policy.eligibility import FAULT_REASONS
from actions.returns.inspection import READABLE, say_inspection

_COMPENSATION, _SEARCHED = "compensation_request", 8
_CROSS = frozenset({"angry", "frustrated", "disappointed"})
_NEGATIVE = _CROSS | {"anxious"}


class Handoff(ShopAction):
    """Brings a person in and says by when."""

    action = "action_handoff"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The turn puts the conversation into the queue with everything known."""
        reason = str(slots.get("handoff_reason") or "human_agent")
        case = {"reason": reason, "emotion": context.emotion, "urgency": context.urgency, "tier": context.tier}
        answer_by = context.desk.answer_by(market=context.market, **case)
        opens = context.desk.opens_at(context.market)
        context.ask("handoff", reason=reason)
        if opens is not None:
            say("utter_handoff_closed", opens_at=moment(opens), answer_by=moment(answer_by))
        elif context.desk.is_urgent(**case):
            say("utter_handoff_urgent", answer_by=moment(answer_by))
        else:
            say("utter_handoff", answer_by=moment(answer_by))
        return slots.set(handoff_reason=None)


class Compensate(ShopAction):
    """Compensation by the shop's table."""

    action = "action_compensation"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """What the facts give is given at once; above the limit a person decides; nothing is promised otherwise.
        Where the order may still be late the rules are told: they answer "and if it is?"."""
        order = await current_order(slots, context)
        causes = [] if order.status == "cancelled" else await troubles(order, context)
        for cause, since in causes:
            voucher = await voucher_for(order, cause, since, context)
            if voucher is None or any(given.reason == cause for given in order.compensations):
                continue
            if voucher.review:
                return self._review(say, slots, context)
            if await grant_voucher(order, cause, since, say, context, "utter_compensation_granted"):
                return slots.set(outcome="granted")
        if order.compensations:
            return await self._already(order, say, slots, context)
        if not causes and slots.get("return_reason") in FAULT_REASONS and order.status == "delivered":
            return self._review(say, slots, context)  # something off for a fault that was told, of what is kept
        standing = "settled" if order.status in ("cancelled", "returned") else "short" if causes else "fine"
        status = term(f"order_status.{order.status}")
        say("utter_compensation_none", order_id=order.id, status=status, standing=standing)
        if standing == "fine" and order.status in ("paid", "processing", "shipped"):
            await self._rules(say, slots, context)
        return slots.set(outcome="none")

    @staticmethod
    async def _rules(say: Said, slots: Slots, context: ActionContext) -> None:
        language, today = context.locale.split("-")[0], context.now.date()
        found = await context.articles.search(
            slots.question,
            market=context.market,
            locale=context.locale,
            on=today,
            intents=[(_COMPENSATION, 1.0)],
            limit=_SEARCHED,
        )
        own = [one for one in found if one["locale"].split("-")[0] == language and _COMPENSATION in one["topics"]]
        if own:
            say_article(own, language, say)

    @staticmethod
    def _review(say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        by = context.desk.answer_by(
            market=context.market,
            reason="compensation",
            emotion=context.emotion,
            urgency=context.urgency,
            tier=context.tier,
        )
        context.ask("handoff", reason=_COMPENSATION)
        say("utter_compensation_review", answer_by=moment(by))
        return slots.set(outcome="review")

    async def _already(self, order: Order, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The voucher with its own last day; a person has to look without one in the shop, and where the shopper is
        cross with what was given. One that was given a moment ago, in answer to the other wish of the same message, has
        just been told."""
        last = order.compensations[-1]
        if any(made.order_id == order.id and made.coupon is not None for made in context.unit.effects):
            return slots.set(outcome="told")
        coupon = await context.unit.commerce.coupon(last.coupon_code) if last.coupon_code else None
        if coupon is None or coupon.valid_until is None:
            return self._review(say, slots, context)
        say(
            "utter_compensation_already",
            order_id=order.id,
            coupon_code=coupon.code,
            value=money(last.value, last.currency),
            valid_until=day(coupon.valid_until),
        )
        if context.emotion in _CROSS:  # what was given is not enough to who says so: more than that a person decides
            return self._review(say, slots, context)
        return slots.set(outcome="told")


async def troubles(order: Order, context: ActionContext) -> list[tuple[Cause, datetime]]:
    """What went wrong with an order and since when: parcels held, lost or late, goods that came damaged."""
    found: list[tuple[Cause, datetime]] = []
    for shipment in order.shipments:
        parcel = await track(shipment, context.carrier, context.now)
        if parcel.hold_since is not None and parcel.state == "customs_hold":
            found.append(("customs_hold", parcel.hold_since))
        if parcel.state == "lost" and parcel.last is not None:
            found.append(("lost", parcel.last.at))
        elif parcel.eta is not None:  # what is lost is not late besides
            due = datetime.combine(parcel.eta, context.now.timetz())
            arrived = parcel.last.at if parcel.last and parcel.state == "delivered" else context.now
            if arrived > due + timedelta(days=1):
                found.append(("delay", due))
    if any(back.reason in ("damaged", "faulty") for back in order.returns):
        found.append(("damaged", order.delivered_at or order.placed_at))
    return found


class Praise(ShopAction):
    """Thanks; lukewarm or sad praise gets a question instead."""

    action = "action_praise"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """S-024: hidden dissatisfaction is followed up."""
        if context.emotion in _NEGATIVE:
            say("utter_grudging_check")
            context.ask("alert", kind="hidden_dissatisfaction", text="Praise that sounds dissatisfied")
        else:
            say("utter_praise")
        return []


class Thanks(ShopAction):
    """Answers thanks."""

    action = "action_thanks"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Thanks with a bitter undertone get a polite check."""
        say("utter_polite_check" if context.emotion in _NEGATIVE else "utter_welcome")
        return []


class AffirmAlone(ShopAction):
    """A yes when nothing was asked; 大丈夫 and its like are checked politely, "fine, I wait" ends a matter."""

    action = "action_affirm_alone"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """A resigned yes is no consent."""
        answered = slots.get("last_order") or slots.get("last_answer")
        calm = "utter_anything_else" if answered else "utter_affirm_nothing_open"
        say("utter_polite_check" if context.emotion in _NEGATIVE else calm)
        return []


class Greet(ShopAction):
    """Says hello, by name when the shopper is known."""

    action = "action_greet"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The style decides about honorifics."""
        if context.customer is not None and context.customer.name:
            say("utter_greet_name", name={"name": context.customer.name})
        else:
            say("utter_greet")
        return []


class SwitchLanguage(ShopAction):
    """Goes on in the language that was asked for, or lists those that are spoken."""

    action = "action_switch_language"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """The turn recognises the language's name in the message."""
        wanted = slots.get("outcome")
        if wanted in context.languages:
            context.ask("language", language=wanted)
            say("utter_language_switched")
        else:
            say(
                "utter_languages",
                languages={"list": [{"language": code} for code in context.languages], "style": "and"},
            )
        return []


class Attachment(ShopAction):
    """A photo or file without words."""

    action = "action_attachment"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Kept with the case when there is one, else the reason is asked; a voice note or place is not understood."""
        if slots.kind not in READABLE:
            say("utter_unsupported_message")
            return []
        if slots.get("return_reason"):
            say_inspection(say, slots, context)
        else:
            say("utter_photo_received", file=slots.kind)
        return slots.set(photo_shown=True)
