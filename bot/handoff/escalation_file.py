"""Reads escalation.yml; a wrong file is refused with the file, the line and the key."""

from __future__ import annotations

from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import yaml

from bot.handoff.errors import EscalationError
from bot.handoff.escalation import Deadline, Escalation, Hours
from bot.yaml_files import LOADER, parse_yaml

DEFAULT_FILE = Path(__file__).parent.parent / "content" / "escalation.yml"
_EMOTIONS = ("satisfied", "neutral", "confused", "anxious", "disappointed", "frustrated", "angry")
_URGENCIES = ("low", "normal", "high")
_TIERS = ("standard", "silver", "gold", "vip")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(maxsize=4)
def load(path: Path = DEFAULT_FILE) -> Escalation:
    """The rules of the file; raises EscalationError naming file, line, key and what was expected."""
    return _File(path).read()


class _File:
    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            text = path.read_text(encoding="utf-8")
            self._node = yaml.compose(text, Loader=LOADER)
            self._data: Any = parse_yaml(text)
        except (OSError, UnicodeDecodeError) as error:
            raise EscalationError(f"{path}: cannot be read: {error}") from error
        except yaml.YAMLError as error:
            raise EscalationError(f"{path}: not valid YAML: {error}") from error

    def read(self) -> Escalation:
        top = ("version", "priority", "urgent_from", "answer_within", "service_hours")
        data = self._mapping(self._data, (), top, required=top)
        if data["version"] != 1:
            self._refuse(("version",), data["version"], "1")
        kinds = ("reasons", "emotions", "urgency", "tiers")
        priority = self._mapping(data["priority"], ("priority",), kinds, required=kinds)
        hours = self._mapping(data["service_hours"], ("service_hours",), ("default", "markets"), required=("default",))
        markets = hours.get("markets") or {}
        return Escalation(
            reasons=self._points(priority["reasons"], ("priority", "reasons"), None, ("default",)),
            emotions=self._points(priority["emotions"], ("priority", "emotions"), _EMOTIONS, _EMOTIONS),
            urgencies=self._points(priority["urgency"], ("priority", "urgency"), _URGENCIES, _URGENCIES),
            tiers=self._points(priority["tiers"], ("priority", "tiers"), _TIERS, _TIERS),
            urgent_from=self._number(data["urgent_from"], ("urgent_from",), 0, 100),
            deadlines=self._deadlines(data["answer_within"]),
            default_hours=self._hours(hours["default"], ("service_hours", "default")),
            market_hours={
                str(market): self._hours(entry, ("service_hours", "markets", str(market)))
                for market, entry in self._mapping(markets, ("service_hours", "markets"), None).items()
            },
        )

    def _points(
        self, value: Any, path: tuple[str, ...], known: tuple[str, ...] | None, required: tuple[str, ...]
    ) -> dict[str, int]:
        entries = self._mapping(value, path, known, required=required)
        return {name: self._number(points, (*path, name), 0, 100) for name, points in entries.items()}

    def _deadlines(self, value: Any) -> tuple[Deadline, ...]:
        if not isinstance(value, list) or not value:
            self._refuse(("answer_within",), value, "a list of {from, minutes}")
        found: list[Deadline] = []
        for index, entry in enumerate(value):
            path = ("answer_within", str(index))
            line = self._mapping(entry, path, ("from", "minutes"), required=("from", "minutes"))
            found.append(
                Deadline(
                    self._number(line["from"], (*path, "from"), 0, 100),
                    self._number(line["minutes"], (*path, "minutes"), 1, 10_000),
                )
            )
        found.sort(key=lambda deadline: -deadline.priority)
        if found[-1].priority != 0:
            self._refuse(("answer_within",), [d.priority for d in found], "one line with `from: 0` for all the rest")
        return tuple(found)

    def _hours(self, value: Any, path: tuple[str, ...]) -> Hours:
        entry = self._mapping(value, path, ("opens", "closes", "days"), required=("opens", "closes"))
        opens, closes = self._time(entry["opens"], (*path, "opens")), self._time(entry["closes"], (*path, "closes"))
        if closes <= opens:
            self._refuse((*path, "closes"), entry["closes"], f"a time after {entry['opens']}")
        days = entry.get("days")
        if days is None:
            return Hours(opens, closes)
        if not isinstance(days, list) or not days or any(day not in _DAYS for day in days):
            self._refuse((*path, "days"), days, "a list of " + ", ".join(_DAYS))
        return Hours(opens, closes, frozenset(_DAYS.index(day) for day in days))

    def _time(self, value: Any, path: tuple[str, ...]) -> time:
        try:
            return time.fromisoformat(value)
        except (TypeError, ValueError):
            self._refuse(path, value, 'a time in quotes, such as "09:00"')

    def _number(self, value: Any, path: tuple[str, ...], least: int, most: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self._refuse(path, value, f"a whole number from {least} to {most}")
        return int(value)

    def _mapping(
        self, value: Any, path: tuple[str, ...], known: tuple[str, ...] | None, required: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._refuse(path, value, "a mapping")
        for key in value:
            if known is not None and key not in known:
                self._refuse((*path, str(key)), key, "one of the keys " + ", ".join(known))
        for key in required:
            if key not in value:
                self._refuse((*path, key), None, "this key")
        return {str(key): entry for key, entry in value.items()}

    def _refuse(self, path: tuple[str, ...], value: Any, expected: str) -> NoReturn:
        what = "missing" if value is None else repr(value)
        raise EscalationError(f"{self._path}:{self._line(path)}: {'.'.join(path)}: {what}; expected {expected}")

    def _line(self, path: tuple[str, ...]) -> int:
        node: Any = self._node
        line = 1
        for step in path:
            if isinstance(node, yaml.MappingNode):
                found = next((pair for pair in node.value if pair[0].value == step), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line + 1, found[1]
            elif isinstance(node, yaml.SequenceNode) and step.isdigit():
                node = node.value[int(step)]
                line = node.start_mark.line + 1
        return line
