"""The default delivery address of the account; whatever else stands in the account a person changes."""

from __future__ import annotations

from typing import Any

from babel import Locale, UnknownLocaleError

from actions.addresses.address_told import told_address
from actions.base import ActionContext, JsonDict, Said, ShopAction, Slots
from actions.care.people import pass_on
from actions.commerce import customers
from actions.commerce.address import address_parts
from actions.commerce.ports import MOVE_CUSTOMER, Refused
from actions.commerce.shapes import Customer

_REASON = "account_update"


class CheckAccount(ShopAction):
    """Whether the shopper is proven, and whether the bot may do what they want changed."""

    action = "action_check_account"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to verify, ask_field, address, address_told or refused. Who answers with an address when asked
        what is to change need not write it again."""
        field = slots.get("account_field")
        if field is None and any(one.get("entity") in ("email", "phone") for one in slots.entities):
            field = "contact"
        told = slots.get("new_address") or told_address(slots.text, slots.entities)
        if field is None and told:
            field = "address"
        if field in ("contact", "other"):
            pass_on(say, context, _REASON, "utter_account_update_staff")
            return slots.set(outcome="refused")
        if field is None:
            return slots.set(outcome="ask_field")
        if context.customer is None:
            return slots.set(outcome="verify", account_field=field, new_address=told)
        if MOVE_CUSTOMER in context.unit.commerce.by_hand:
            pass_on(say, context, _REASON)
            return slots.set(outcome="refused")
        if told:
            return slots.set(outcome="address_told", account_field=field, new_address=told)
        return slots.set(outcome="address", account_field=field)


def written(text: str, customer: Customer, locale: str) -> dict[str, Any]:
    """The address as its parts where the text says clearly which is which, else as the text; the country is the one
    that it ends with, else the customer's market."""
    country = _country_at_the_end(text, locale)
    known = {"name": customer.name, "country": country[0] if country else customer.market}
    text = text.strip().rstrip(".。")
    parts = address_parts({**known, "text": country[1] if country else text})
    return {**parts, "text": text} if parts else {**known, "text": text}


def _country_at_the_end(text: str, locale: str) -> tuple[str, str] | None:
    """The country's code and the text before its name in the shopper's language or in English."""
    whole = text.strip().rstrip(".。")
    for language in dict.fromkeys((locale, "en")):
        try:
            territories = Locale.parse(language, sep="-").territories
        except (UnknownLocaleError, ValueError):
            continue
        for code, name in territories.items():
            if len(code) == 2 and code.isalpha() and whole.casefold().endswith(str(name).casefold()):
                return code, whole[: -len(str(name))].rstrip(" ,，、،\n")
    return None


class CheckHome(ShopAction):
    """Whether the address is another one than the account has."""

    action = "action_check_home"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Sets outcome to confirm or refused."""
        customer = _proven(context)
        had = getattr(customer, "address", None) or {}
        if had == written(str(slots.get("new_address")), customer, context.locale):
            say("utter_account_address_same")
            return slots.set(outcome="refused")
        return slots.set(outcome="confirm")


class AskConfirmHome(ShopAction):
    """Asks for the confirmation."""

    action = "action_ask_confirm_home"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Repeats the address word for word."""
        say("utter_ask_confirm_account_address", new_address=_said(slots))
        return []


class MoveHome(ShopAction):
    """Changes the default address after the confirmation."""

    action = "action_move_home"

    async def act(self, say: Said, slots: Slots, context: ActionContext) -> list[JsonDict]:
        """Orders that were placed keep theirs."""
        customer = _proven(context)
        try:
            moved = customers.move(customer, written(str(slots.get("new_address")), customer, context.locale))
        except Refused:
            pass_on(say, context, _REASON, "utter_account_update_staff")
            return slots.set(outcome="refused")
        context.unit.record_customer(customer, moved, "move_home")
        context.customer = moved
        say("utter_account_address_changed", new_address=_said(slots))
        return slots.set(outcome="done")


def _said(slots: Slots) -> str:
    return str(slots.get("new_address") or "").strip().rstrip(".。")


def _proven(context: ActionContext) -> Customer:
    if context.customer is None:
        raise LookupError("the account of nobody")
    return context.customer
