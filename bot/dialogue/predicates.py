"""Conditions of flows: `slots.x is "found" and not context.y`, as in Rasa's flows.

Python's own parser reads them; only comparisons, `and`/`or`/`not`, `is`, `in`, `contains`, `matches`, literals
and names under `slots.` and `context.` are allowed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

_CONSTANTS = {"null": None, "none": None, "true": True, "false": False, "never": False, "always": True}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# Rasa's word operators, written as operators that Python's parser knows and that mean nothing else here.
_WORDS = (("not contains", "<<"), ("contains", "@"), ("matches", ">>"))
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Is: lambda a, b: a == b,
    ast.IsNot: lambda a, b: a != b,
    ast.In: lambda a, b: b is not None and a in b,
    ast.NotIn: lambda a, b: b is None or a not in b,
    ast.Lt: lambda a, b: a is not None and b is not None and a < b,
    ast.LtE: lambda a, b: a is not None and b is not None and a <= b,
    ast.Gt: lambda a, b: a is not None and b is not None and a > b,
    ast.GtE: lambda a, b: a is not None and b is not None and a >= b,
}


@dataclass(frozen=True)
class Predicate:
    """A condition that was checked when it was loaded."""

    source: str
    tree: ast.expr

    def __call__(self, slots: Mapping[str, Any], context: Mapping[str, Any] | None = None) -> bool:
        """Whether it holds."""
        return bool(_evaluate(self.tree, {"slots": slots, "context": context or {}}))


def parse(source: str | bool, known_slots: Collection[str]) -> Predicate:
    """The condition; raises ValueError that says what is wrong and what is allowed."""
    text = str(source).strip()
    prepared = _outside_quotes(text)
    try:
        tree = ast.parse(prepared, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f'the condition {text!r} cannot be read; expected e.g. slots.name is "value"') from error
    _check(tree, text, known_slots)
    return Predicate(text, tree)


def _outside_quotes(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for match in _QUOTED.finditer(text):
        pieces += [_replace(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*pieces, _replace(text[end:])])


def _replace(piece: str) -> str:
    for word, operator in _WORDS:
        piece = re.sub(rf"\b{word}\b", operator, piece)
    return re.sub(r"\b(AND|OR|NOT)\b", lambda match: match.group().lower(), piece)


def _check(node: ast.expr, source: str, known_slots: Collection[str]) -> None:
    match node:
        case ast.BoolOp(values=values):
            children = list(values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            children = [operand]
        case ast.Compare(left=left, comparators=comparators):
            children = [left, *comparators]
        case ast.BinOp(op=ast.MatMult() | ast.RShift() | ast.LShift(), left=left, right=right):
            children = [left, right]
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            children = list(elements)
        case ast.Constant():
            return
        case ast.Name(id=name) if name.lower() in _CONSTANTS:
            return
        case ast.Attribute(value=ast.Name(id="context")):
            return
        case ast.Attribute(value=ast.Name(id="slots"), attr=slot):
            if slot not in known_slots:
                raise ValueError(f"the condition {source!r} names the unknown slot {slot!r}")
            return
        case _:
            raise ValueError(
                f"the condition {source!r} holds {ast.unparse(node)!r}; expected slots.<name>, context.<name>, "
                "literals, comparisons, is, in, contains, matches, and, or, not"
            )
    for child in children:
        _check(child, source, known_slots)


def _evaluate(node: ast.expr, scope: Mapping[str, Mapping[str, Any]]) -> Any:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_evaluate(value, scope) for value in values)
        case ast.BoolOp(values=values):
            return any(_evaluate(value, scope) for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _evaluate(operand, scope)
        case ast.UnaryOp(operand=operand):
            return -_evaluate(operand, scope)
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            value = _evaluate(left, scope)
            for operator, comparator in zip(ops, comparators, strict=True):
                other = _evaluate(comparator, scope)
                if not _COMPARE[type(operator)](value, other):
                    return False
                value = other
            return True
        case ast.BinOp(op=operator, left=left, right=right):
            value, other = _evaluate(left, scope), _evaluate(right, scope)
            if isinstance(operator, ast.RShift):
                return value is not None and re.search(str(other), str(value)) is not None
            contained = value is not None and other in value
            return contained if isinstance(operator, ast.MatMult) else not contained
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return [_evaluate(element, scope) for element in elements]
        case ast.Constant(value=constant):
            return constant
        case ast.Name(id=name):
            return _CONSTANTS[name.lower()]
        case ast.Attribute(value=ast.Name(id=room), attr=attribute):
            return scope[room].get(attribute)
    raise AssertionError(f"unchecked condition {ast.dump(node)}")
