"""Reads domain.yml and refuses what is wrong with file, line and what was expected."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any, get_args

from bot.dialogue import yaml_source
from bot.dialogue.domain import WANTS_PERSON, Domain, MappingType, Slot, SlotMapping
from bot.dialogue.errors import FlowFileError

_SLOT_TYPES = ("text", "bool", "float", "categorical", "list", "any")
_SLOT_KEYS = {"type", "values", "initial_value", "mappings", "min_value", "max_value", "influence_conversation"}
_MAPPING_TYPES: tuple[str, ...] = get_args(MappingType)
_MAPPING_KEYS = {"type", "entity", "intent", "not_intent", "role", "group", "value", "action", "pattern", "asked"}
_TOP_KEYS = {"version", "session_config", "intents", "entities", "slots", "responses", "actions"}
_SESSION_KEYS = {"session_expiration_time", "carry_over_slots_to_new_session"}


def load_domain(path: Path) -> Domain:
    """The domain; raises FlowFileError."""
    data = yaml_source.load(path)
    if not isinstance(data, dict):
        raise FlowFileError(path, 1, "expected a mapping with intents, entities and slots")
    yaml_source.check_keys(path, data, _TOP_KEYS, "domain")
    reader = _Reader(path, data)
    slots = reader.slots()
    actions, confirms = reader.actions(slots)
    session = data.get("session_config") or {}
    yaml_source.check_keys(path, session, _SESSION_KEYS, "session_config")
    minutes = session.get("session_expiration_time", 1440)
    if not isinstance(minutes, int | float) or isinstance(minutes, bool) or minutes < 0:
        line = yaml_source.line_of(session, "session_expiration_time")
        raise FlowFileError(path, line, f"session_expiration_time is {minutes!r}; expected minutes, 0 for never")
    return Domain(
        intents=reader.names("intents"),
        entities=reader.names("entities"),
        slots=slots,
        actions=actions,
        confirms=confirms,
        responses=reader.names("responses"),
        session_minutes=int(minutes),
        carry_over_slots=bool(session.get("carry_over_slots_to_new_session", True)),
        source=yaml_source.plain(data),
    )


class _Reader:
    def __init__(self, path: Path, data: Any) -> None:
        self.path, self.data = path, data

    def fail(self, line: int | None, problem: str) -> FlowFileError:
        return FlowFileError(self.path, line, problem)

    def names(self, key: str) -> frozenset[str]:
        """Names of a list of names or of one-key mappings (`- greet: {use_entities: []}`), or of a mapping's keys."""
        found: dict[str, None] = {}
        node = self.data.get(key) or ()
        for index, item in enumerate(node):
            line = yaml_source.line_of(node, item if isinstance(node, dict) else index)
            name = next(iter(item)) if isinstance(item, dict) and len(item) == 1 else item
            if not isinstance(name, str):
                raise self.fail(line, f"{key}: {item!r} is no name; expected a list of names")
            if name in found:
                raise self.fail(line, f"{key}: {name!r} is listed twice")
            found[name] = None
        return frozenset(found)

    def actions(self, slots: dict[str, Slot]) -> tuple[frozenset[str], dict[str, str]]:
        """All names, and the confirmations of those that cannot be taken back."""
        confirms: dict[str, str] = {}
        node = self.data.get("actions") or ()
        for index, item in enumerate(node):
            if not isinstance(item, dict):
                continue
            line = yaml_source.line_of(node, index)
            name, settings = next(iter(item.items()))
            settings = settings or {}
            yaml_source.check_keys(self.path, settings, {"confirm", "send_domain"}, f"action {name!r}", line)
            confirm = settings.get("confirm")
            if confirm is None:
                continue
            if confirm not in slots or slots[confirm].type != "bool":
                raise self.fail(line, f"action {name!r}: confirm names {confirm!r}; expected a slot of type bool")
            confirms[str(name)] = str(confirm)
        return self.names("actions"), confirms

    def slots(self) -> dict[str, Slot]:
        found = {WANTS_PERSON: Slot(WANTS_PERSON, "bool", mappings=(SlotMapping("controlled"),))}
        node = self.data.get("slots") or {}
        if not isinstance(node, dict):
            raise self.fail(yaml_source.line_of(self.data, "slots"), "slots: expected a mapping of names")
        for name, body in node.items():
            found[str(name)] = self.slot(str(name), body, yaml_source.line_of(node, name))
        return found

    def slot(self, name: str, body: Any, line: int | None) -> Slot:
        if not isinstance(body, dict) or body.get("type") not in _SLOT_TYPES:
            raise self.fail(line, f"slot {name!r} needs a type; expected one of {list(_SLOT_TYPES)}")
        yaml_source.check_keys(self.path, body, _SLOT_KEYS, f"slot {name!r}", line)
        values = tuple(body.get("values") or ())
        if body["type"] == "categorical" and not values:
            raise self.fail(line, f"the categorical slot {name!r} needs values")
        if any(not isinstance(value, str) for value in values):
            raise self.fail(line, f"slot {name!r}: values are text; write yes and no in quotes")
        if not body.get("mappings"):
            raise self.fail(line, f"slot {name!r} has no mappings; expected a list with one of {list(_MAPPING_TYPES)}")
        mappings = tuple(self.mapping(name, item, line) for item in body["mappings"])
        slot = Slot(
            name,
            body["type"],
            values,
            body.get("initial_value"),
            mappings,
            float(body.get("min_value", -math.inf)),
            float(body.get("max_value", math.inf)),
        )
        for what, value in [("initial_value", slot.initial), *(("value", mapping.value) for mapping in mappings)]:
            if value is not None and not slot.accepts(value):
                raise self.fail(line, f"slot {name!r}: {what} {value!r} does not fit its type {slot.type}")
        return slot

    def mapping(self, slot: str, item: Any, line: int | None) -> SlotMapping:
        line = yaml_source.line_of(item) or line
        if not isinstance(item, dict) or item.get("type") not in _MAPPING_TYPES:
            raise self.fail(line, f"slot {slot!r}: expected a mapping with a type of {list(_MAPPING_TYPES)}")
        yaml_source.check_keys(self.path, item, _MAPPING_KEYS, f"mapping of slot {slot!r}", line)
        if item["type"] == "from_entity" and item.get("entity") not in self.names("entities"):
            raise self.fail(line, f"slot {slot!r} maps the unknown entity {item.get('entity')!r}")
        intent = item.get("intent")
        if intent is not None and intent not in self.names("intents"):
            raise self.fail(line, f"slot {slot!r} maps the unknown intent {intent!r}")
        if item["type"] == "from_intent" and (intent is None or item.get("value") is None):
            raise self.fail(line, f"slot {slot!r}: from_intent expects intent and value")
        refused = item.get("not_intent") or ()
        refused = (refused,) if isinstance(refused, str) else tuple(refused)
        if unknown := [name for name in refused if name not in self.names("intents")]:
            raise self.fail(line, f"slot {slot!r} maps the unknown intents {unknown}")
        pattern = item.get("pattern")
        try:
            re.compile(str(pattern or ""))
        except re.error as error:
            raise self.fail(line, f"slot {slot!r}: pattern {pattern!r} is no regular expression: {error}") from error
        asked = item.get("asked", False)
        if not isinstance(asked, bool) or (asked and item["type"] != "from_intent"):
            raise self.fail(line, f"slot {slot!r}: asked is {asked!r}; expected true on a from_intent mapping")
        known = (item.get("role"), item.get("group"), item.get("value"), pattern, asked)
        return SlotMapping(item["type"], item.get("entity"), intent, refused, *known)
