"""The domain: intents, entities, slots and how slots are filled, in Rasa's shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from bot.dialogue import yaml_source
from bot.dialogue.errors import FlowFileError

MappingType = Literal["from_entity", "from_intent", "from_text", "controlled"]
_SLOT_TYPES = ("text", "bool", "float", "categorical", "list", "any")
_MAPPING_KEYS = {"type", "entity", "intent", "value"}
_TOP_KEYS = {"version", "session_config", "intents", "entities", "slots", "responses", "actions"}


@dataclass(frozen=True, slots=True)
class SlotMapping:
    """One way to fill a slot."""

    type: MappingType
    entity: str | None = None
    intent: str | None = None
    value: Any = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A named value of the conversation."""

    name: str
    type: str
    values: tuple[str, ...] = ()
    initial: Any = None
    mappings: tuple[SlotMapping, ...] = ()

    @property
    def takes_text(self) -> bool:
        """Whether any words of the shopper may fill it."""
        return any(mapping.type == "from_text" for mapping in self.mappings)

    def accepts(self, value: Any) -> bool:
        """Whether a value fits the slot's type."""
        match self.type:
            case "bool":
                return isinstance(value, bool)
            case "categorical":
                return value in self.values
            case "float":
                return isinstance(value, int | float) and not isinstance(value, bool)
            case "text":
                return isinstance(value, str)
            case "list":
                return isinstance(value, list)
        return True


@dataclass(frozen=True, slots=True)
class Domain:
    """Everything that may be named in flows."""

    intents: frozenset[str]
    entities: frozenset[str]
    slots: dict[str, Slot]
    session_minutes: int = 1440
    source: dict[str, Any] = field(default_factory=dict, repr=False)

    def by_entity(self, entity: str) -> tuple[Slot, ...]:
        """Slots that this entity fills."""
        return tuple(
            slot
            for slot in self.slots.values()
            if any(mapping.type == "from_entity" and mapping.entity == entity for mapping in slot.mappings)
        )


def load_domain(path: Path) -> Domain:
    """Reads domain.yml; raises FlowFileError with file, line and what was expected."""
    data = yaml_source.load(path)
    if not isinstance(data, dict):
        raise FlowFileError(path, 1, "expected a mapping with intents, entities and slots")
    for key in data:
        if key not in _TOP_KEYS:
            raise FlowFileError(
                path, yaml_source.line_of(data, key), f"unknown key {key!r}; expected one of {sorted(_TOP_KEYS)}"
            )
    entities = frozenset(data.get("entities") or ())
    intents = frozenset(data.get("intents") or ())
    slots = {}
    for name, body in (data.get("slots") or {}).items():
        slots[name] = _slot(path, name, body, yaml_source.line_of(data["slots"], name), entities, intents)
    session = data.get("session_config") or {}
    minutes = int(session.get("session_expiration_time", 1440))
    return Domain(intents, entities, slots, minutes, _plain(data))


def _slot(
    path: Path, name: str, body: Any, line: int | None, entities: frozenset[str], intents: frozenset[str]
) -> Slot:
    if not isinstance(body, dict) or body.get("type") not in _SLOT_TYPES:
        raise FlowFileError(path, line, f"slot {name!r} needs a type; expected one of {list(_SLOT_TYPES)}")
    values = tuple(body.get("values") or ())
    if body["type"] == "categorical" and not values:
        raise FlowFileError(path, line, f"the categorical slot {name!r} needs values")
    mappings = []
    for mapping in body.get("mappings") or ():
        unknown = set(mapping) - _MAPPING_KEYS
        if unknown or mapping.get("type") not in ("from_entity", "from_intent", "from_text", "controlled"):
            raise FlowFileError(
                path, line, f"slot {name!r}: expected a mapping of type from_entity, from_intent, from_text, controlled"
            )
        if mapping["type"] == "from_entity" and mapping.get("entity") not in entities:
            raise FlowFileError(path, line, f"slot {name!r} maps the unknown entity {mapping.get('entity')!r}")
        if mapping["type"] == "from_intent" and mapping.get("intent") not in intents:
            raise FlowFileError(path, line, f"slot {name!r} maps the unknown intent {mapping.get('intent')!r}")
        mappings.append(
            SlotMapping(mapping["type"], mapping.get("entity"), mapping.get("intent"), mapping.get("value"))
        )
    return Slot(name, body["type"], values, body.get("initial_value"), tuple(mappings))


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return node
