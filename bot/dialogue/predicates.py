"""Conditions of flows: `slots.x is "found" and not context.y`, as in Rasa's flows.

A small parser of its own. Grammar, loosest first; words in any case:

    or, and, not
    ==  !=  is  is not  equals  <  <=  >  >=  in  not in  contains  not contains  matches  not matches
    slots.<name>   context.<name>   "text"  'text'  12  1.5  true  false  null  ["a", "b"]  ( … )

Names of slots and the types on both sides are checked when a condition is read, so that it cannot fail later.
A comparison with an empty slot is false, except `is null`, `is not …`, `not in` and `not contains`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue import predicate_types
from bot.dialogue.domain import Slot

Scope = Mapping[str, Mapping[str, Any]]
Evaluate = Callable[[Scope], Any]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"]*"|'[^']*')
      | (?P<number>-?\d+(?:\.\d+)?)(?![\w.])
      | (?P<symbol>==|!=|<=|>=|<|>|=|\(|\)|\[|\]|\{|\}|,)
      | (?P<word>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)
    )""",
    re.VERBOSE,
)
_LITERALS: dict[str, Any] = {
    **{"null": None, "none": None, "undefined": None, "empty": None},
    **{"true": True, "false": False, "always": True, "never": False},
}
_WORDS = {"is": "==", "equals": "==", "in": "in", "contains": "contains", "matches": "matches"}
_EXPECTED = (
    "slots.<name>, context.<name>, text in quotes, numbers, true, false, null, lists, "
    "comparisons, is, in, contains, matches, and, or, not"
)


@dataclass(frozen=True)
class Predicate:
    """A condition that was checked when it was loaded. `slots` are the names it looks at."""

    source: str
    slots: frozenset[str] = frozenset()
    evaluate: Evaluate = field(default=lambda scope: True, compare=False, repr=False)

    def __call__(self, slots: Mapping[str, Any], context: Mapping[str, Any] | None = None) -> bool:
        """Whether it holds."""
        return bool(self.evaluate({"slots": slots, "context": context or {}}))


@dataclass(frozen=True)
class _Operand:
    """One side of a comparison: how to get it, and what is known of it."""

    evaluate: Evaluate
    kind: predicate_types.Kind


def parse(source: str | bool, slots: Mapping[str, Slot]) -> Predicate:
    """The condition; raises ValueError that says what is wrong and what is expected."""
    text = str(source).strip()
    parser = _Parser(text, slots)
    evaluate = parser.read()
    return Predicate(text, frozenset(parser.used), evaluate)


class _Parser:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, text: str, slots: Mapping[str, Slot]) -> None:
        self.text, self.slots = text, slots
        self.used: set[str] = set()
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        position = 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None:
                raise self.wrong(f"{text[position:].strip()[:20]!r} cannot be read; expected {_EXPECTED}")
            self.tokens.append((str(match.lastgroup), match.group(str(match.lastgroup))))
            position = match.end()

    def wrong(self, problem: str) -> ValueError:
        return ValueError(f"the condition {self.text!r}: {problem}")

    def peek(self, ahead: int = 0) -> str:
        """The coming word or symbol in lower case; empty for literals and at the end."""
        if self.at + ahead >= len(self.tokens):
            return ""
        kind, word = self.tokens[self.at + ahead]
        return word.lower() if kind in ("word", "symbol") else ""

    def take(self, word: str) -> bool:
        if self.peek() == word:
            self.at += 1
            return True
        return False

    def read(self) -> Evaluate:
        if not self.tokens:
            raise self.wrong(f"it is empty; expected {_EXPECTED}")
        evaluate = self.either()
        if self.at < len(self.tokens):
            raise self.wrong(f"{self.tokens[self.at][1]!r} is too much; expected and, or, or the end")
        return evaluate

    def either(self) -> Evaluate:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda scope: any(part(scope) for part in parts)

    def both(self) -> Evaluate:
        parts = [self.negated()]
        while self.take("and"):
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else lambda scope: all(part(scope) for part in parts)

    def negated(self) -> Evaluate:
        if self.take("not"):
            inner = self.negated()
            return lambda scope: not inner(scope)
        if self.take("("):
            inner = self.either()
            if not self.take(")"):
                raise self.wrong("a parenthesis is not closed; expected )")
            return inner
        return self.comparison()

    def comparison(self) -> Evaluate:
        left = self.operand()
        operator, negative = self.operator()
        if operator is None:
            if not left.kind.stands_alone:
                raise self.wrong(f"{left.kind} is no condition; expected a comparison")
            return left.evaluate
        right = self.operand()
        if problem := predicate_types.mismatch(operator, left.kind, right.kind):
            raise self.wrong(problem)
        compare = predicate_types.COMPARE[operator]

        def holds(scope: Scope) -> bool:
            return compare(left.evaluate(scope), right.evaluate(scope)) is not negative

        return holds

    def operator(self) -> tuple[str | None, bool]:
        """The coming comparison and whether it is turned round."""
        word = self.peek()
        if word in ("<", "<=", ">", ">="):
            self.at += 1
            return word, False
        if word in ("==", "=", "!="):
            self.at += 1
            return "==", word == "!="
        if word == "not" and self.peek(1) in ("in", "contains", "matches", "equals"):
            self.at += 2
            return _WORDS[self.tokens[self.at - 1][1].lower()], True
        if word in _WORDS:
            self.at += 1
            return _WORDS[word], word == "is" and self.take("not")
        return None, False

    def operand(self) -> _Operand:
        if self.at >= len(self.tokens):
            raise self.wrong("it ends too early; expected a value")
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return self.constant(word[1:-1])
        if kind == "number":
            return self.constant(float(word) if "." in word else int(word))
        if word in ("[", "{"):
            return self.constant(self.elements("]" if word == "[" else "}"))
        if kind == "word" and word.lower() in _LITERALS:
            return self.constant(_LITERALS[word.lower()])
        room, _, name = word.partition(".")
        if room == "context" and name:
            return _Operand(lambda scope: scope["context"].get(name), predicate_types.unknown(word))
        if room == "slots" and name:
            slot = self.slots.get(name)
            if slot is None:
                raise self.wrong(f"unknown slot {name!r}; expected a slot of domain.yml")
            self.used.add(name)
            return _Operand(lambda scope: scope["slots"].get(name), predicate_types.of_slot(slot))
        raise self.wrong(f"{word!r} is not known; expected {_EXPECTED}")

    def elements(self, closing: str) -> list[Any]:
        found: list[Any] = []
        while not self.take(closing):
            operand = self.operand()
            if operand.kind.constant is None or isinstance(operand.kind.constant.value, list):
                raise self.wrong("a list holds text, numbers, true and false only")
            found.append(operand.kind.constant.value)
            self.take(",")
        return found

    def constant(self, value: Any) -> _Operand:
        return _Operand(lambda scope: value, predicate_types.of_constant(value))
