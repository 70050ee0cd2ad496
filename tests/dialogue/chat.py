"""A conversation with the engine: what the shopper says, what the bot says and does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.dialogue import (
    Engine,
    Handoff,
    Listen,
    Names,
    NextStep,
    RunAction,
    Say,
    Tracker,
    UserTurn,
    load_domain,
    load_flows,
    stamp,
)
from bot.dialogue import events as ev

SHOP = Path(__file__).parent / "shop"
TITLES = {
    "utter_ask_confirm_cancel": [
        ("Yes, cancel it", "/SetSlots(confirm_cancel=true)"),
        ("No", "/SetSlots(confirm_cancel=false)"),
    ],
    "utter_ask_confirm_return": [
        ("Yes, return it", "/SetSlots(confirm_return=true)"),
        ("No", "/SetSlots(confirm_return=false)"),
    ],
    "utter_ask_item": [("Blue mug", "/SetSlots(item=1)"), ("Tea pot", "/SetSlots(item=2)")],
    "utter_ask_reason": [("Too small", "/SetSlots(reason=too_small)"), ("Damaged", "/SetSlots(reason=damaged)")],
    "utter_ask_resolution": [
        ("Money back", "/SetSlots(resolution=refund)"),
        ("Exchange", "/SetSlots(resolution=exchange)"),
    ],
    "utter_cannot_handle_offer_human": [("Yes, a person", "/human_agent"), ("No", "/deny")],
}


def load_shop(*more: Path) -> Engine:
    """The engine of the test shop, with further flow files."""
    domain = load_domain(SHOP / "domain.yml")
    names = Names(domain.actions, domain.responses)
    flows = load_flows([SHOP / "flows.yml", *more], domain, names)
    return Engine(domain, flows, actions=domain.actions, responses=domain.responses)


class Shop:
    """The actions of the test shop: two orders, and what was done to them."""

    def __init__(self) -> None:
        self.orders = ["PA-2026-000001", "PA-2026-000002"]
        self.cancelled: list[str] = []
        self.returned: list[tuple[str, str, str]] = []
        self.failing: set[str] = set()
        self.shown: list[tuple[str, str]] = []

    def run(self, name: str, tracker: Tracker) -> list[ev.Event]:
        """Events of an action; raises RuntimeError when it is meant to fail."""
        self.shown = []
        if name in self.failing:
            raise RuntimeError(f"{name} is down")
        slots = tracker.slots
        match name:
            case "action_find_order":
                found = [order for order in self.orders if order.endswith(str(slots.get("order_id", "-")))]
                if found:
                    return [ev.SlotSet("order_id", found[0]), ev.SlotSet("lookup", "found")]
                return [ev.SlotSet("order_id", None), ev.SlotSet("lookup", "choose")]
            case "action_ask_order_id":
                self.shown = [(order, f"/SetSlots(order_id={order})") for order in self.orders]
            case "action_cancel":
                self.cancelled.append(slots["order_id"])
            case "action_return":
                self.returned.append((slots["order_id"], slots["reason"], slots["resolution"]))
        return []


class Chat:
    """Plays the caller of the engine. Each of `says`, `presses`, `sends` gives what the bot did, in order."""

    def __init__(self, engine: Engine, shop: Shop | None = None, *, started: bool = True) -> None:
        self.engine, self.shop = engine, shop or Shop()
        self.tracker = Tracker("c1")
        if started:
            self.tracker.apply(ev.SessionStarted())
        self.events: list[ev.Event] = []
        self.steps: list[NextStep] = []
        self.buttons: list[tuple[str, str]] = []

    def says(self, text: str, *intents: str | tuple[str, float], **known: Any) -> list[str]:
        """The shopper writes; intents are certain unless given with a probability."""
        pairs = tuple((item, 0.95) if isinstance(item, str) else item for item in intents)
        entities = tuple({"entity": name, "value": value} for name, value in known.pop("entities", {}).items())
        ranking = known.pop("ranking", pairs)
        return self.sends(UserTurn(text, pairs, ranking, entities, **known))

    def presses(self, title: str) -> list[str]:
        """The shopper presses a button that was shown, now or earlier."""
        payload = next(payload for shown, payload in reversed(self.buttons) if shown == title)
        return self.sends(UserTurn(title, payload=payload))

    def sends(self, turn: UserTurn) -> list[str]:
        """One turn."""
        done: list[str] = []
        run = self.engine.begin(self.tracker, turn)
        while not isinstance(step := run.next(), Listen):
            self.steps.append(step)
            match step:
                case Say():
                    done.append(step.response)
                    shown = [*TITLES.get(step.response, []), *step.options]
                    self._show(step.response, dict(step.variables), shown)
                case RunAction():
                    done.append(step.name)
                    self._act(run, step.name)
                case Handoff():
                    done.append(f"handoff: {step.reason}")
        self.events += self.tracker.new_events
        self.tracker = Tracker.from_state("c1", self.tracker.to_state())  # as if stored between turns
        return done

    def _act(self, run: Any, name: str) -> None:
        try:
            events = self.shop.run(name, self.tracker)
        except RuntimeError as error:
            run.action_failed(name, str(error))
            return
        for event in events:
            self.tracker.apply(event)
        if self.shop.shown:
            self._show(name, {}, self.shop.shown)
        run.action_done(name)

    def _show(self, response: str, variables: dict[str, Any], shown: list[tuple[str, str]]) -> None:
        self.buttons += [(title, stamp(payload, self.tracker.question)) for title, payload in shown]
        self.tracker.apply(ev.BotUttered(response, variables, tuple(shown)))


Script = Callable[[Chat], None]
