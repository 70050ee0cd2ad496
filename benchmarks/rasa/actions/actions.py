"""What the peer's action server does: language by script, order status, the return form."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

_SCRIPTS = (("zh", "[\u4e00-\u9fff]"), ("ar", "[\u0600-\u06ff]"), ("th", "[\u0e00-\u0e7f]"), ("es", "[áéíóúñ¿¡]"))
_ORDER = re.compile(r"PA-\d{4}-\d{6}", re.IGNORECASE)
Events = list[dict[str, Any]]


class DetectLanguage(Action):  # type: ignore[misc]
    """Sets the slot `language`, asked for by Rasa after every message."""

    def name(self) -> str:
        return "action_detect_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        text = tracker.latest_message.get("text") or ""
        found = next((language for language, letters in _SCRIPTS if re.search(letters, text)), "en")
        return [SlotSet("language", found)]


class OrderStatus(Action):  # type: ignore[misc]
    """Says where an order is."""

    def name(self) -> str:
        return "action_order_status"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        order = tracker.get_slot("order_id")
        dispatcher.utter_message(text=f"Order {order} is on its way." if order else "Which order is it?")
        return []


class SubmitReturn(Action):  # type: ignore[misc]
    """Registers the return."""

    def name(self) -> str:
        return "action_submit_return"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        done = f"The return of {tracker.get_slot('order_id')} is registered."
        dispatcher.utter_message(text=done if tracker.get_slot("return_confirm") else "Nothing was registered.")
        return [SlotSet("return_reason", None), SlotSet("return_confirm", None)]


class ValidateReturnForm(FormValidationAction):  # type: ignore[misc]
    """Takes order numbers of the shop only."""

    def name(self) -> str:
        return "validate_return_form"

    def validate_order_id(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        if isinstance(value, str) and _ORDER.fullmatch(value):
            return {"order_id": value.upper()}
        dispatcher.utter_message(text="That does not look like an order number.")
        return {"order_id": None}
