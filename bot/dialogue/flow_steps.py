"""Reads the steps of one flow: checks every name and flattens nested steps."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from bot.dialogue import predicates, yaml_source
from bot.dialogue.domain import Domain
from bot.dialogue.errors import FlowFileError
from bot.dialogue.flow import END, Branch, Names, Rejection, Step, StepKind

_KINDS: tuple[StepKind, ...] = get_args(StepKind)
_COLLECT_ONLY = {"utter", "ask_before_filling", "reset_after_flow_ends", "rejections", "otherwise"}
_STEP_KEYS = {*_KINDS, *_COLLECT_ONLY, "id", "next", "description"}


@dataclass
class StepReader:
    """Flattens one flow's nested steps into `steps`; every failure is a FlowFileError with the line."""

    path: Path
    flow: str
    domain: Domain
    names: Names
    steps: dict[str, Step] = field(default_factory=dict)
    referred: list[tuple[str, int | None]] = field(default_factory=list)

    def fail(self, line: int | None, problem: str) -> FlowFileError:
        """The error to raise."""
        return FlowFileError(self.path, line, f"flow {self.flow!r}: {problem}")

    def read(self, nodes: Any, line: int | None) -> str:
        """Reads all steps; returns the id of the first."""
        first = self.sequence(nodes, "step_", END, line)
        for target, at in self.referred:
            if target != END and target not in self.steps:
                raise self.fail(at, f"goes on at the unknown step {target!r}; expected a step id of this flow or END")
        self._check_reachable(first)
        return first

    def sequence(self, nodes: Any, prefix: str, after: str | None, line: int | None) -> str:
        """Adds the steps of a list and returns the id of its first.

        `after` follows the last step; None when the last step must say itself what comes next.
        """
        if not isinstance(nodes, list) or not nodes:
            raise self.fail(line, "expected a list of steps")
        ids = [
            str(node["id"]) if isinstance(node, dict) and node.get("id") else f"{prefix}{index}"
            for index, node in enumerate(nodes)
        ]
        for index, node in enumerate(nodes):
            follower = ids[index + 1] if index + 1 < len(ids) else after
            self.step(node, yaml_source.line_of(node) or yaml_source.line_of(nodes, index), ids[index], follower)
        return ids[0]

    def step(self, node: Any, line: int | None, step_id: str, follower: str | None) -> None:
        """Adds one step, and those nested in it."""
        kind = self._kind(node, line)
        if step_id in self.steps:
            raise self.fail(line, f"the step id {step_id!r} is used twice")
        if step_id == END:
            raise self.fail(line, "END is no step id; it says that the flow ends")
        value = self._value(kind, node, line)
        if kind == "link":
            if node.get("next") is not None:
                raise self.fail(line, "nothing comes after a link; expected no next, or call instead of link")
            follower = END
        elif node.get("next") is None and follower is None:
            raise self.fail(line, "the last step of a branch has no next; expected next: END or a step id")
        self.steps[step_id] = Step(step_id, kind, value, ())  # keeps the order of the file; completed below
        self.steps[step_id] = Step(
            step_id,
            kind,
            value,
            self._branches(node, step_id, follower or END, line),
            line,
            self._response(node.get("utter"), line),
            self.flag(node, "ask_before_filling", False),
            self.flag(node, "reset_after_flow_ends", True),
            tuple(self._rejection(item, line) for item in node.get("rejections") or ()),
            self._otherwise(value, node, line),
        )

    def _otherwise(self, slot: Any, node: Any, line: int | None) -> Any:
        value = node.get("otherwise")
        if value is not None and not self.domain.slots[str(slot)].accepts(value):
            raise self.fail(line, f"otherwise: {value!r} does not fit the slot {slot!r}")
        return value

    def _kind(self, node: Any, line: int | None) -> StepKind:
        if not isinstance(node, dict):
            raise self.fail(line, f"{node!r} is no step; expected one of {list(_KINDS)}")
        for key in node:
            if key not in _STEP_KEYS:
                at = yaml_source.line_of(node, key)
                raise self.fail(at, f"unknown step key {key!r}; expected one of {sorted(_STEP_KEYS)}")
        kinds = [kind for kind in _KINDS if kind in node]
        if len(kinds) > 1:
            raise self.fail(line, f"a step is one thing, but this one names {kinds}")
        if not kinds and "next" not in node:
            raise self.fail(line, f"the step says nothing to do; expected one of {list(_KINDS)} or next")
        kind: StepKind = kinds[0] if kinds else "noop"
        if kind != "collect" and (extra := _COLLECT_ONLY & set(node)):
            raise self.fail(line, f"{sorted(extra)} belong to collect steps only")
        return kind

    def flag(self, node: Any, key: str, default: bool) -> bool:
        """The value of a key that is true or false."""
        value = node.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(yaml_source.line_of(node, key), f"{key} is {value!r}; expected true or false")
        return value

    def _value(self, kind: StepKind, node: Any, line: int | None) -> Any:
        value = node.get(kind)
        match kind:
            case "set_slots":
                return self._assignments(value, line)
            case "noop":
                return ""
            case "collect":
                self._check_question(value, node, line)
            case "action":
                what, known = "action", self.names.actions
                if str(value).startswith("utter_"):
                    what, known = "response", self.names.responses
                if value not in known:
                    raise self.fail(line, f"unknown {what} {value!r}; expected {_nearest(str(value), known, what)}")
            case _:
                if not isinstance(value, str):
                    raise self.fail(line, f"{kind} expects the id of a flow, not {value!r}")
        return str(value)

    def _check_question(self, slot: Any, node: Any, line: int | None) -> None:
        if slot not in self.domain.slots:
            expected = _nearest(str(slot), self.domain.slots, "slot of domain.yml")
            raise self.fail(line, f"collects the unknown slot {slot!r}; expected {expected}")
        asks = {f"utter_ask_{slot}", f"action_ask_{slot}"}
        if not node.get("utter") and not asks & {*self.names.responses, *self.names.actions}:
            raise self.fail(line, f"nothing asks for the slot {slot!r}; expected utter, or one of {sorted(asks)}")

    def _assignments(self, value: Any, line: int | None) -> tuple[tuple[str, Any], ...]:
        pairs: list[tuple[str, Any]] = []
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, dict):
                raise self.fail(line, "set_slots expects a list of slot: value")
            for name, new in item.items():
                slot = self.domain.slots.get(name)
                at = yaml_source.line_of(item, name) or line
                if slot is None:
                    expected = _nearest(str(name), self.domain.slots, "slot of domain.yml")
                    raise self.fail(at, f"sets the unknown slot {name!r}; expected {expected}")
                if new is not None and not slot.accepts(new):
                    expected = f"one of {list(slot.values)}" if slot.values else f"a value of type {slot.type}"
                    raise self.fail(at, f"sets slot {name!r} to {new!r}; expected {expected}")
                pairs.append((str(name), yaml_source.plain(new)))
        return tuple(pairs)

    def _response(self, name: Any, line: int | None) -> str | None:
        if name is not None and name not in self.names.responses:
            expected = _nearest(str(name), self.names.responses, "response")
            raise self.fail(line, f"unknown response {name!r}; expected {expected}")
        return None if name is None else str(name)

    def _rejection(self, node: Any, line: int | None) -> Rejection:
        line = yaml_source.line_of(node) or line
        if not isinstance(node, dict) or set(node) != {"if", "utter"}:
            raise self.fail(line, "a rejection expects if and utter")
        return Rejection(self.predicate(node["if"], line), str(self._response(node["utter"], line)))

    def predicate(self, source: Any, line: int | None) -> predicates.Predicate:
        """A condition of this flow."""
        try:
            return predicates.parse(source, self.domain.slots)
        except ValueError as error:
            raise self.fail(line, str(error)) from error

    def _branches(self, node: Any, step_id: str, default: str, line: int | None) -> tuple[Branch, ...]:
        spec = node.get("next")
        at = yaml_source.line_of(node, "next") or line
        if spec is None:
            return (Branch(None, default),)
        if isinstance(spec, str):
            self.referred.append((spec, at))
            return (Branch(None, spec),)
        if not isinstance(spec, list) or not spec:
            raise self.fail(at, "next expects a step id, END, a list of steps, or a list of if/then and else")
        if not any(isinstance(item, dict) and {"if", "then", "else"} & set(item) for item in spec):
            return (Branch(None, self.sequence(spec, f"{step_id}_", None, at)),)
        made: list[Branch] = []
        for index, item in enumerate(spec):
            at = yaml_source.line_of(item) or at
            keys = set(item) if isinstance(item, dict) else set()
            prefix = f"{step_id}_{index}_"
            if keys == {"if", "then"}:
                made.append(Branch(self.predicate(item["if"], at), self._target(item, "then", prefix)))
            elif keys == {"else"} and index == len(spec) - 1:
                made.append(Branch(None, self._target(item, "else", prefix)))
            else:
                raise self.fail(at, "next expects items with if and then, and an else at the end")
        if made[-1].condition is not None:
            raise self.fail(at, "next has no else: nothing says what happens when no condition holds; expected else")
        return tuple(made)

    def _target(self, item: Any, key: str, prefix: str) -> str:
        node = item[key]
        line = yaml_source.line_of(item, key)
        if isinstance(node, str):
            self.referred.append((node, line))
            return node
        return self.sequence(node, prefix, None, line)

    def _check_reachable(self, first: str) -> None:
        seen = reachable(self.steps, first)
        for step_id, step in self.steps.items():
            if step_id not in seen:
                raise self.fail(
                    step.line, f"the step {step_id!r} can never be reached; expected a next that leads to it"
                )


def reachable(steps: dict[str, Step], first: str, *, without: str | None = None) -> set[str]:
    """Ids of the steps that can follow `first`, on ways that do not ask for the slot `without`."""
    seen: set[str] = set()
    todo = [first]
    while todo:
        step_id = todo.pop()
        if step_id == END or step_id in seen:
            continue
        seen.add(step_id)
        step = steps[step_id]
        if step.kind == "collect" and step.value == without:
            continue
        todo += [branch.target for branch in step.next]
    return seen


def _nearest(name: str, known: Any, what: str) -> str:
    close = difflib.get_close_matches(name, [str(item) for item in known], 1)
    return f"a known {what}, perhaps {close[0]!r}" if close else f"a known {what}"
