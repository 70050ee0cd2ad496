"""Flows: the YAML of Rasa's flows, checked and flattened into steps that know what comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from bot.dialogue import predicates, yaml_source
from bot.dialogue.domain import Domain
from bot.dialogue.errors import FlowFileError

END = "END"
StepKind = Literal["collect", "action", "set_slots", "call", "link", "noop"]
_KINDS: tuple[StepKind, ...] = ("collect", "action", "set_slots", "call", "link", "noop")
_STEP_KEYS = {
    *_KINDS,
    "id",
    "next",
    "description",
    "utter",
    "ask_before_filling",
    "reset_after_flow_ends",
    "rejections",
}
_FLOW_KEYS = {
    "name",
    "description",
    "if",
    "nlu_trigger",
    "always_include_in_prompt",
    "persisted_slots",
    "steps",
}
_COLLECT_ONLY = {"utter", "ask_before_filling", "reset_after_flow_ends", "rejections"}


@dataclass(frozen=True, slots=True)
class Branch:
    """Where to go when a condition holds; a branch without a condition is the `else`."""

    condition: predicates.Predicate | None
    target: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A value of a collected slot that is refused, and what is said then."""

    condition: predicates.Predicate
    utter: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `value` is the slot, action, flow or, for set_slots, the pairs."""

    id: str
    kind: StepKind
    value: Any
    next: tuple[Branch, ...]
    line: int | None = None
    utter: str | None = None
    ask_before_filling: bool = False
    reset_after_flow_ends: bool = True
    rejections: tuple[Rejection, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """An intent that starts a flow, and how sure one must be of it."""

    intent: str
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Flow:
    """A piece of business logic."""

    id: str
    name: str
    description: str
    steps: dict[str, Step]
    first: str
    triggers: tuple[Trigger, ...] = ()
    guard: predicates.Predicate | None = None
    persisted_slots: frozenset[str] = frozenset()

    @property
    def collected(self) -> frozenset[str]:
        """Slots that the flow itself asks for."""
        return frozenset(step.value for step in self.steps.values() if step.kind == "collect")


@dataclass(frozen=True, slots=True)
class Names:
    """What flows may name besides slots and flows."""

    actions: Collection[str]
    responses: Collection[str]


@dataclass
class _Builder:
    """Flattens one flow's nested steps."""

    path: Path
    flow: str
    domain: Domain
    names: Names
    steps: dict[str, Step] = field(default_factory=dict)
    referred: list[tuple[str, int | None]] = field(default_factory=list)

    def fail(self, line: int | None, problem: str) -> FlowFileError:
        return FlowFileError(self.path, line, f"flow {self.flow!r}: {problem}")

    def sequence(self, nodes: Any, owner: Any, prefix: str, after: str) -> str:
        """Adds the steps of a list and returns the id of its first; `after` follows the last one."""
        if not isinstance(nodes, list) or not nodes:
            raise self.fail(yaml_source.line_of(owner), "expected a list of steps")
        ids = [
            str(node.get("id") or f"{prefix}{index}") if isinstance(node, dict) else ""
            for index, node in enumerate(nodes)
        ]
        for index, node in enumerate(nodes):
            follower = ids[index + 1] if index + 1 < len(ids) else after
            self.step(node, nodes, index, ids[index], follower)
        return ids[0]

    def step(self, node: Any, owner: Any, index: int, step_id: str, follower: str) -> None:
        line = yaml_source.line_of(node) or yaml_source.line_of(owner, index)
        if not isinstance(node, dict):
            raise self.fail(line, f"step {index + 1} is no mapping; expected one of {list(_KINDS)}")
        for key in node:
            if key not in _STEP_KEYS:
                line = yaml_source.line_of(node, key)
                raise self.fail(line, f"unknown step key {key!r}; expected one of {sorted(_STEP_KEYS)}")
        kinds = [kind for kind in _KINDS if kind in node]
        if len(kinds) > 1:
            raise self.fail(line, f"a step is one thing, but this one names {kinds}")
        kind: StepKind = kinds[0] if kinds else "noop"
        if kind == "noop" and "next" not in node:
            raise self.fail(line, f"the step says nothing to do; expected one of {list(_KINDS)} or next")
        if kind != "collect" and (extra := _COLLECT_ONLY & set(node)):
            raise self.fail(line, f"{sorted(extra)} belong to collect steps only")
        if step_id in self.steps:
            raise self.fail(line, f"the step id {step_id!r} is used twice")
        value = self.value(kind, node, line)
        placeholder = Step(step_id, kind, value, ())
        self.steps[step_id] = placeholder  # keeps the order of the file; completed below
        default = END if kind == "link" else follower
        self.steps[step_id] = Step(
            step_id,
            kind,
            value,
            self.branches(node, step_id, default, line),
            line,
            self.response(node.get("utter"), line),
            bool(node.get("ask_before_filling", False)),
            bool(node.get("reset_after_flow_ends", True)),
            tuple(self.rejection(rejection, line) for rejection in node.get("rejections") or ()),
        )

    def value(self, kind: StepKind, node: Any, line: int | None) -> Any:
        value = node.get(kind)
        if kind == "collect" and value not in self.domain.slots:
            raise self.fail(line, f"collects the unknown slot {value!r}; expected a slot of domain.yml")
        if kind == "collect" and not node.get("utter"):
            asks = {f"utter_ask_{value}", f"action_ask_{value}"}
            if not asks & {*self.names.responses, *self.names.actions}:
                raise self.fail(line, f"nothing asks for the slot {value!r}; expected one of {sorted(asks)}")
        if kind == "action":
            known = self.names.responses if str(value).startswith("utter_") else self.names.actions
            if value not in known:
                what = "response" if str(value).startswith("utter_") else "action"
                raise self.fail(line, f"names the unknown {what} {value!r}")
        if kind == "set_slots":
            return self.assignments(value, line)
        return str(value) if value is not None else ""

    def assignments(self, value: Any, line: int | None) -> tuple[tuple[str, Any], ...]:
        items = value if isinstance(value, list) else [value]
        pairs: list[tuple[str, Any]] = []
        for item in items:
            if not isinstance(item, dict):
                raise self.fail(line, "set_slots expects a list of slot: value")
            for name, new in item.items():
                slot = self.domain.slots.get(name)
                if slot is None:
                    raise self.fail(line, f"sets the unknown slot {name!r}")
                if new is not None and not slot.accepts(new):
                    raise self.fail(line, f"sets slot {name!r} to {new!r}, which does not fit its type {slot.type}")
                pairs.append((str(name), new))
        return tuple(pairs)

    def response(self, name: Any, line: int | None) -> str | None:
        if name is not None and name not in self.names.responses:
            raise self.fail(line, f"names the unknown response {name!r}")
        return None if name is None else str(name)

    def rejection(self, node: Any, line: int | None) -> Rejection:
        if not isinstance(node, dict) or set(node) != {"if", "utter"}:
            raise self.fail(line, "a rejection expects if and utter")
        utter = self.response(node["utter"], line)
        return Rejection(self.predicate(node["if"], line), str(utter))

    def predicate(self, source: Any, line: int | None) -> predicates.Predicate:
        try:
            return predicates.parse(source, self.domain.slots)
        except ValueError as error:
            raise self.fail(line, str(error)) from error

    def branches(self, node: Any, step_id: str, default: str, line: int | None) -> tuple[Branch, ...]:
        spec = node.get("next")
        if spec is None:
            return (Branch(None, default),)
        if isinstance(spec, str):
            self.referred.append((spec, yaml_source.line_of(node, "next")))
            return (Branch(None, spec),)
        if not isinstance(spec, list):
            raise self.fail(line, "next expects a step id, END, or a list of if/then and else")
        made: list[Branch] = []
        for index, item in enumerate(spec):
            at = yaml_source.line_of(item)
            keys = set(item) if isinstance(item, dict) else set()
            if keys == {"if", "then"}:
                made.append(
                    Branch(self.predicate(item["if"], at), self.target(item["then"], item, f"{step_id}_{index}_"))
                )
            elif keys == {"else"} and index == len(spec) - 1:
                made.append(Branch(None, self.target(item["else"], item, f"{step_id}_{index}_")))
            else:
                raise self.fail(at, "next expects items with if and then, and an else at the end")
        if made[-1].condition is not None:
            raise self.fail(line, "next has no else: nothing says what happens when no condition holds")
        return tuple(made)

    def target(self, node: Any, owner: Any, prefix: str) -> str:
        if isinstance(node, str):
            self.referred.append((node, yaml_source.line_of(owner)))
            return node
        return self.sequence(node, owner, prefix, END)


def load_flows(paths: Iterable[Path], domain: Domain, names: Names) -> dict[str, Flow]:
    """All flows of the files; raises FlowFileError for the first mistake with file, line and what was expected."""
    flows: dict[str, Flow] = {}
    origin: dict[str, tuple[Path, Any]] = {}
    for path in sorted(paths):
        data = yaml_source.load(path)
        if not isinstance(data, dict) or not isinstance(data.get("flows"), dict):
            raise FlowFileError(path, 1, "expected `flows:` with a mapping of flow ids")
        for key in data:
            if key not in ("version", "flows"):
                raise FlowFileError(path, yaml_source.line_of(data, key), f"unknown key {key!r}; expected flows")
        for flow_id, body in data["flows"].items():
            line = yaml_source.line_of(data["flows"], flow_id)
            if flow_id in flows:
                raise FlowFileError(path, line, f"the flow {flow_id!r} is also in {origin[flow_id][0]}")
            flows[flow_id] = _flow(path, str(flow_id), body, line, domain, names)
            origin[flow_id] = (path, body)
    _check_links(flows, origin)
    _check_triggers(flows, origin)
    return flows


def _flow(path: Path, flow_id: str, body: Any, line: int | None, domain: Domain, names: Names) -> Flow:
    builder = _Builder(path, flow_id, domain, names)
    if not isinstance(body, dict):
        raise builder.fail(line, "expected a mapping with steps")
    for key in body:
        if key not in _FLOW_KEYS:
            raise builder.fail(
                yaml_source.line_of(body, key), f"unknown key {key!r}; expected one of {sorted(_FLOW_KEYS)}"
            )
    if not body.get("description"):
        raise builder.fail(line, "has no description")
    first = builder.sequence(body.get("steps"), body, "step_", END)
    for target, at in builder.referred:
        if target != END and target not in builder.steps:
            raise builder.fail(at, f"goes on at the unknown step {target!r}; expected a step id of this flow or END")
    _check_reachable(builder, first)
    triggers = []
    for item in body.get("nlu_trigger") or ():
        spec = item.get("intent") if isinstance(item, dict) else item
        intent = spec.get("name") if isinstance(spec, dict) else spec
        threshold = float(spec.get("confidence_threshold", 0.0)) if isinstance(spec, dict) else 0.0
        if intent not in domain.intents:
            raise builder.fail(
                yaml_source.line_of(body, "nlu_trigger"), f"is triggered by the unknown intent {intent!r}"
            )
        triggers.append(Trigger(str(intent), threshold))
    persisted = frozenset(str(slot) for slot in body.get("persisted_slots") or ())
    if unknown := persisted - set(domain.slots):
        raise builder.fail(line, f"persists the unknown slots {sorted(unknown)}")
    guard = builder.predicate(body["if"], line) if "if" in body else None
    name = str(body.get("name") or flow_id.replace("_", " "))
    return Flow(flow_id, name, str(body["description"]), builder.steps, first, tuple(triggers), guard, persisted)


def _check_reachable(builder: _Builder, first: str) -> None:
    seen: set[str] = set()
    todo = [first]
    while todo:
        step_id = todo.pop()
        if step_id == END or step_id in seen:
            continue
        seen.add(step_id)
        todo += [branch.target for branch in builder.steps[step_id].next]
    for step_id, step in builder.steps.items():
        if step_id not in seen:
            raise builder.fail(step.line, f"the step {step_id!r} can never be reached")


def _check_links(flows: dict[str, Flow], origin: dict[str, tuple[Path, Any]]) -> None:
    for flow in flows.values():
        for step in flow.steps.values():
            if step.kind in ("call", "link") and step.value not in flows:
                path = origin[flow.id][0]
                raise FlowFileError(path, step.line, f"flow {flow.id!r}: {step.kind}s the unknown flow {step.value!r}")


def _check_triggers(flows: dict[str, Flow], origin: dict[str, tuple[Path, Any]]) -> None:
    owner: dict[str, str] = {}
    for flow in flows.values():
        for trigger in flow.triggers:
            if trigger.intent in owner:
                path, body = origin[flow.id]
                raise FlowFileError(
                    path,
                    yaml_source.line_of(body, "nlu_trigger"),
                    f"flow {flow.id!r}: the intent {trigger.intent!r} already starts {owner[trigger.intent]!r}",
                )
            owner[trigger.intent] = flow.id
