"""Reads flow files: the YAML of Rasa's flows, checked in full before anything runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.dialogue import patterns, yaml_source
from bot.dialogue.domain import Domain
from bot.dialogue.errors import FlowFileError
from bot.dialogue.flow import END, Branch, Flow, Names, Rejection, Step, Trigger
from bot.dialogue.flow_steps import StepReader, reachable
from bot.dialogue.frame import PATTERN_PREFIX

__all__ = ["END", "Branch", "Flow", "Names", "Rejection", "Step", "Trigger", "load_flows"]

_DEFAULTS = Path(__file__).with_name("default_patterns.yml")
_FLOW_KEYS = {
    "name",
    "description",
    "if",
    "instead_of",
    "resumed",
    "answers_at_once",
    "nlu_trigger",
    "always_include_in_prompt",
    "run_pattern_completed",
    "persisted_slots",
    "steps",
}
_Origin = dict[str, tuple[Path, Any]]


def load_flows(paths: Iterable[Path], domain: Domain, names: Names) -> dict[str, Flow]:
    """All flows of the files, and the default patterns that the files do not replace.

    Raises FlowFileError for the first mistake with file, line and what was expected.
    """
    names = Names({*names.actions, *domain.actions, *patterns.BUILT_IN_ACTIONS}, {*names.responses, *domain.responses})
    flows: dict[str, Flow] = {}
    origin: _Origin = {}
    for path in sorted(paths):
        _read(path, domain, names, flows, origin)
    _read(_DEFAULTS, domain, names, flows, origin, defaults=True)
    for flow in flows.values():
        _check_links(flow, flows, origin)
        if unknown := flow.instead_of - set(flows):
            line = yaml_source.line_of(origin[flow.id][1], "instead_of")
            raise _error(flow, origin, line, f"instead_of the unknown flows {sorted(unknown)}; expected ids of flows")
        _check_confirmed(flow, domain, origin)
    _check_calls(flows, origin)
    _check_triggers(flows, origin)
    return flows


def _read(
    path: Path, domain: Domain, names: Names, flows: dict[str, Flow], origin: _Origin, *, defaults: bool = False
) -> None:
    data = yaml_source.load(path)
    if not isinstance(data, dict) or not isinstance(data.get("flows"), dict):
        raise FlowFileError(path, 1, "expected `flows:` with a mapping of flow ids")
    yaml_source.check_keys(path, data, {"version", "flows"}, "flow file")
    for flow_id, body in data["flows"].items():
        line = yaml_source.line_of(data["flows"], flow_id)
        if defaults and flow_id in flows:
            continue
        if flow_id in flows:
            raise FlowFileError(path, line, f"the flow {flow_id!r} is also in {origin[flow_id][0]}")
        if str(flow_id).startswith(PATTERN_PREFIX) and flow_id not in patterns.ALL:
            raise FlowFileError(path, line, f"unknown pattern {flow_id!r}; expected one of {sorted(patterns.ALL)}")
        flow = _flow(path, str(flow_id), body, line, domain, names)
        flows[str(flow_id)] = replace(flow, is_default=defaults)
        origin[str(flow_id)] = (path, body)


def _flow(path: Path, flow_id: str, body: Any, line: int | None, domain: Domain, names: Names) -> Flow:
    reader = StepReader(path, flow_id, domain, names)
    if not isinstance(body, dict):
        raise reader.fail(line, "expected a mapping with description and steps")
    for key in body:
        if key not in _FLOW_KEYS:
            at = yaml_source.line_of(body, key)
            raise reader.fail(at, f"unknown key {key!r}; expected one of {sorted(_FLOW_KEYS)}")
    if not body.get("description"):
        raise reader.fail(line, "has no description; expected what it does for the shopper")
    first = reader.read(body.get("steps"), yaml_source.line_of(body, "steps") if "steps" in body else line)
    persisted = frozenset(str(slot) for slot in body.get("persisted_slots") or ())
    if unknown := persisted - set(domain.slots):
        at = yaml_source.line_of(body, "persisted_slots")
        raise reader.fail(at, f"persists the unknown slots {sorted(unknown)}; expected slots of domain.yml")
    return Flow(
        flow_id,
        str(body.get("name") or flow_id.replace("_", " ")),
        str(body["description"]),
        reader.steps,
        first,
        _triggers(reader, body, domain),
        reader.predicate(body["if"], yaml_source.line_of(body, "if")) if "if" in body else None,
        persisted,
        reader.flag(body, "run_pattern_completed", True),
        frozenset(str(flow) for flow in body.get("instead_of") or ()),
        reader.flag(body, "resumed", True),
        reader.flag(body, "answers_at_once", False),
    )


def _triggers(reader: StepReader, body: Any, domain: Domain) -> tuple[Trigger, ...]:
    found = []
    node = body.get("nlu_trigger") or ()
    if not isinstance(node, list | tuple):
        raise reader.fail(yaml_source.line_of(body, "nlu_trigger"), "nlu_trigger expects a list of intents")
    for index, item in enumerate(node):
        line = yaml_source.line_of(node, index) or yaml_source.line_of(body, "nlu_trigger")
        spec = item.get("intent") if isinstance(item, dict) else item
        intent = spec.get("name") if isinstance(spec, dict) else spec
        if intent not in domain.intents:
            raise reader.fail(line, f"unknown intent {intent!r}; expected an intent of domain.yml")
        threshold = spec.get("confidence_threshold", 0.0) if isinstance(spec, dict) else 0.0
        if not isinstance(threshold, int | float) or not 0 <= threshold <= 1:
            raise reader.fail(line, f"confidence_threshold is {threshold!r}; expected a number from 0 to 1")
        found.append(Trigger(str(intent), float(threshold)))
    return tuple(found)


def _error(flow: Flow, origin: _Origin, line: int | None, problem: str) -> FlowFileError:
    return FlowFileError(origin[flow.id][0], line, f"flow {flow.id!r}: {problem}")


def _check_links(flow: Flow, flows: dict[str, Flow], origin: _Origin) -> None:
    for step in flow.steps.values():
        if step.kind not in ("call", "link"):
            continue
        if step.value not in flows:
            raise _error(flow, origin, step.line, f"unknown flow {step.value!r}; expected one of {sorted(flows)}")
        target = flows[step.value]
        if target.id in patterns.ALL and (step.kind == "call" or target.id != patterns.HUMAN_HANDOFF):
            raise _error(
                flow, origin, step.line, f"{target.id!r} may only be linked if it is {patterns.HUMAN_HANDOFF!r}"
            )


def _check_confirmed(flow: Flow, domain: Domain, origin: _Origin) -> None:
    """No way may lead to an act that cannot be taken back without asking for its confirmation."""
    for step in flow.steps.values():
        confirm = domain.confirms.get(step.value) if step.kind == "action" else None
        if confirm is None:
            continue
        if step.id in reachable(dict(flow.steps), flow.first, without=confirm):
            problem = f"{step.value!r} can be reached without asking; expected a collect of {confirm!r} on every way"
            raise _error(flow, origin, step.line, problem)
        for other in flow.steps.values():
            if other.kind == "collect" and other.value == confirm and not other.ask_before_filling:
                raise _error(flow, origin, other.line, f"the collect of {confirm!r} needs ask_before_filling: true")


def _check_calls(flows: dict[str, Flow], origin: _Origin) -> None:
    """A flow that calls itself would never end."""

    def visit(flow: Flow, way: tuple[str, ...]) -> None:
        for step in flow.steps.values():
            if step.kind != "call":
                continue
            if step.value in (*way, flow.id):
                raise _error(flow, origin, step.line, f"calls {step.value!r}, which is already running; expected link")
            visit(flows[step.value], (*way, flow.id))

    for flow in flows.values():
        visit(flow, ())


def _check_triggers(flows: dict[str, Flow], origin: _Origin) -> None:
    owner: dict[str, str] = {}
    for flow in flows.values():
        for trigger in flow.triggers:
            if trigger.intent in owner:
                line = yaml_source.line_of(origin[flow.id][1], "nlu_trigger")
                problem = f"the intent {trigger.intent!r} already starts {owner[trigger.intent]!r}; expected one flow"
                raise _error(flow, origin, line, problem)
            owner[trigger.intent] = flow.id
