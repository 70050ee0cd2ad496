"""The domain: intents, entities, slots and how slots are filled, in Rasa's shape.

Actions that cannot be taken back name the yes/no slot that must have got a clear yes in the same run:

    actions:
    - action_track_order
    - action_cancel_order: {confirm: confirm_cancel}
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

MappingType = Literal["from_entity", "from_intent", "from_text", "controlled", "custom"]

WANTS_PERSON = "wants_person"
"""A yes/no slot that always exists: the answer to the offer of a person."""


@dataclass(frozen=True, slots=True)
class SlotMapping:
    """One way to fill a slot; `intent` of from_entity and from_text limits it to messages with that intent.

    pattern: a regular expression that words must contain to be taken by from_text, in all scripts' digits.
    asked: only as the answer to the question for the slot.
    """

    type: MappingType
    entity: str | None = None
    intent: str | None = None
    not_intent: tuple[str, ...] = ()
    role: str | None = None
    group: str | None = None
    value: Any = None
    pattern: str | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A named value of the conversation."""

    name: str
    type: str
    values: tuple[str, ...] = ()
    initial: Any = None
    mappings: tuple[SlotMapping, ...] = ()
    lowest: float = -math.inf
    highest: float = math.inf

    @property
    def takes_text(self) -> bool:
        """Whether words of the shopper may fill it."""
        return any(mapping.type == "from_text" for mapping in self.mappings)

    def takes(self, text: str) -> bool:
        """Whether these words may fill it: an e-mail address or a telephone number is not just any words."""
        return any(
            mapping.type == "from_text" and (mapping.pattern is None or re.search(mapping.pattern, text) is not None)
            for mapping in self.mappings
        )

    @property
    def entities(self) -> frozenset[str]:
        """The entities that fill it."""
        return frozenset(one.entity for one in self.mappings if one.type == "from_entity" and one.entity)

    @property
    def from_entities(self) -> bool:
        """Whether entities fill it: such a slot says what is talked about, whatever the flow."""
        return bool(self.entities)

    @property
    def from_wishes(self) -> bool:
        """Whether intents fill it: the wish itself tells the value, such as a report of a broken item its reason."""
        return any(mapping.type == "from_intent" and not mapping.asked for mapping in self.mappings)

    def accepts(self, value: Any) -> bool:
        """Whether a value fits the slot's type."""
        match self.type:
            case "bool":
                return isinstance(value, bool)
            case "categorical":
                return isinstance(value, str) and value in self.values
            case "float":
                return isinstance(value, int | float) and not isinstance(value, bool)
            case "text":
                return isinstance(value, str)
            case "list":
                return isinstance(value, list)
        return True

    def read(self, raw: Any) -> Any:
        """A value from outside (entity, payload) as the slot holds it; None when it does not fit."""
        if self.type == "text" and isinstance(raw, int | float) and not isinstance(raw, bool):
            raw = str(raw)
        if self.type == "float" and isinstance(raw, str):
            try:
                raw = float(raw)
            except ValueError:
                return None
        if self.type == "list" and raw is not None and not isinstance(raw, list):
            raw = [raw]
        if not self.accepts(raw):
            return None
        if self.type == "float":
            return min(max(raw, self.lowest), self.highest)
        return raw


@dataclass(frozen=True, slots=True)
class Domain:
    """Everything that may be named in flows.

    confirms: the yes/no slot each irreversible action needs. responses: names from domain.yml, if it lists any.
    source: the file's content as plain data, for remote action servers.
    """

    intents: frozenset[str]
    entities: frozenset[str]
    slots: Mapping[str, Slot]
    actions: frozenset[str] = frozenset()
    confirms: Mapping[str, str] = field(default_factory=dict)
    responses: frozenset[str] = frozenset()
    session_minutes: int = 1440
    carry_over_slots: bool = True
    source: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def by_entity(self, entity: str) -> tuple[Slot, ...]:
        """Slots that this entity fills."""
        return tuple(
            slot
            for slot in self.slots.values()
            if any(mapping.type == "from_entity" and mapping.entity == entity for mapping in slot.mappings)
        )
