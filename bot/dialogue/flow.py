"""What a flow is once its file has been read: steps that know what comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.dialogue.predicates import Predicate

END = "END"
StepKind = Literal["collect", "action", "set_slots", "call", "link", "noop"]


@dataclass(frozen=True, slots=True)
class Branch:
    """Where to go when a condition holds; a branch without a condition is the `else`."""

    condition: Predicate | None
    target: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A value of a collected slot that is refused, and what is said then."""

    condition: Predicate
    utter: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `value` is the slot, action or flow or, for set_slots, the pairs."""

    id: str
    kind: StepKind
    value: Any
    next: tuple[Branch, ...]
    line: int | None = None
    utter: str | None = None
    ask_before_filling: bool = False
    reset_after_flow_ends: bool = True
    rejections: tuple[Rejection, ...] = ()
    otherwise: Any = None

    @property
    def predicates(self) -> Iterator[Predicate]:
        """All conditions of the step."""
        yield from (branch.condition for branch in self.next if branch.condition is not None)
        yield from (rejection.condition for rejection in self.rejections)


@dataclass(frozen=True, slots=True)
class Trigger:
    """An intent that starts a flow, and how sure one must be of it."""

    intent: str
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Flow:
    """A piece of business logic, or a conversation pattern. instead_of: flows whose place it takes when it is wished
    for while they run. resumed: whether it goes on after something else that interrupted it.
    answers_at_once: it tells something and asks nothing, so that it goes before other wishes of the same message."""

    id: str
    name: str
    description: str
    steps: Mapping[str, Step]
    first: str
    triggers: tuple[Trigger, ...] = ()
    guard: Predicate | None = None
    persisted_slots: frozenset[str] = frozenset()
    run_pattern_completed: bool = True
    instead_of: frozenset[str] = frozenset()
    resumed: bool = True
    answers_at_once: bool = False
    is_default: bool = False

    @property
    def links(self) -> frozenset[str]:
        """Flows that it goes over to."""
        return frozenset(step.value for step in self.steps.values() if step.kind == "link")

    @property
    def slots(self) -> frozenset[str]:
        """Slots that the flow itself asks for, sets or looks at."""
        found: set[str] = set()
        for step in self.steps.values():
            if step.kind == "collect":
                found.add(step.value)
            elif step.kind == "set_slots":
                found |= {name for name, _ in step.value}
            for predicate in step.predicates:
                found |= predicate.slots
        return frozenset(found)

    @property
    def kept_slots(self) -> frozenset[str]:
        """Slots that outlive the flow."""
        lasting = {
            step.value for step in self.steps.values() if step.kind == "collect" and not step.reset_after_flow_ends
        }
        return self.persisted_slots | lasting


@dataclass(frozen=True, slots=True)
class Names:
    """What flows may name besides slots and flows."""

    actions: Collection[str]
    responses: Collection[str]
