"""Buttons that were pressed; one from an earlier question never counts as a yes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.dialogue import filling, patterns
from bot.dialogue.payloads import DirectIntent, SetSlots
from bot.dialogue.same_matter import SameMatter
from bot.dialogue.turn_input import UserTurn

WHICH = frozenset({"order_id", "tracking_number", "product"})
"""Entities that say which order is meant."""
_OF_AN_ENTITY = ("entity", "value", "text", "role", "group")
"""What is kept of an entity beside a later message: its place in the earlier one is none."""


class Buttons(SameMatter):
    """Reads the payload of a button."""

    def _direct(self, turn: UserTurn, command: DirectIntent) -> UserTurn:
        domain = self.engine.domain
        self.trusted = command.stamp is not None and command.stamp == self.tracker.question
        known = command.intent in domain.intents or command.intent in (patterns.SKIP, patterns.NONE_OF_THESE)
        said = ((command.intent, 1.0),) if known else ()
        return replace(
            turn,
            intents=said,
            ranking=said,
            entities=(
                *turn.entities,
                *({"entity": n, "value": v} for n, v in command.entities if n in domain.entities),
            ),
            values={n: (str(v), 1.0) for n, v in command.entities if n not in domain.entities},
            decision="answer" if known else "reject",
            option=None,
        )

    def _named_before(self, turn: UserTurn) -> tuple[dict[str, Any], ...]:
        """What the message before talked of that was not understood, where nothing is open: "where is my tablet for
        God's sake" and then "my money back" means no other order. The order or product named now goes first."""
        before = self.tracker.latest
        if self.run.frames or not self.tracker.failures or before is None:
            return ()
        now = {str(one.get("entity")) for one in turn.entities}
        known = now | (WHICH if now & WHICH else frozenset())
        named = (one for one in before.entities if one.get("entity") in self.engine.domain.entities - known)
        return tuple({name: one[name] for name in _OF_AN_ENTITY if name in one} for one in named)

    def _values_before(self, named: tuple[dict[str, Any], ...]) -> dict[str, Any]:
        """The values of what was talked of before."""
        domain = self.engine.domain
        found = filling.message_values(domain, UserTurn("", entities=named))
        return {name: value for name, value in found.items() if domain.slots[name].from_entities}

    def _button(self, command: SetSlots) -> None:
        run, slots = self.run, self.engine.domain.slots
        values = {name: slots[name].read(raw) for name, raw in command.pairs if name in slots}
        values = {name: value for name, value in values.items() if value is not None}
        if run.frames and run.root.is_pattern and run.waiting not in values:
            run.drop_patterns()
        waiting = run.waiting
        if waiting is not None and waiting in values and self._is_current(command, waiting, values[waiting]):
            value = values.pop(waiting)
            others = {name: other for name, other in values.items() if slots[name].type != "bool"}
            self._accept(waiting, value, others, {})
            return
        if run.frames and not run.root.is_pattern:
            reach = self.engine.slots_of(run.root.flow)
            changes = {n: v for n, v in values.items() if n in reach and n != waiting and self._differs(n, v)}
            if changes:
                self._understood()
                run.correct(changes)
                return
        self._stale()

    def _is_current(self, command: SetSlots, slot: str, value: Any) -> bool:
        if self.engine.domain.slots[slot].from_entities:
            return True  # says what is talked about, which no later question changes
        if command.stamp is None:
            return value is not True
        return command.stamp == self.run.frames[-1].question
