"""ICU MessageFormat patterns: what variables they need, and their text.

The syntax is ICU's, but an apostrophe is always an apostrophe (`l'{item}`). A small reader of our own finds the
arguments (to compare locales, to name a missing variable); ICU checks the pattern and picks plural and select
branches. Dates and numbers inside a pattern are formatted by `formats.py`, because ICU would take the process's
time zone and, in Thai, the Buddhist calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from icu4py.messageformat import MessageFormat

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SELECTOR = re.compile(r"=?[\w-]+")
_PLURAL = re.compile(r"zero|one|two|few|many|other|=\d+")
_SIMPLE = {"date", "time", "datetime", "number"}
_CHOICE = {"plural", "selectordinal", "select"}
_STYLES: Mapping[str, tuple[str, ...]] = {
    "date": ("", "short", "medium", "long", "full"),
    "time": ("", "short"),
    "datetime": ("", "short", "medium", "long", "full"),
    "number": ("", "integer", "percent"),
}


class PatternError(ValueError):
    """A pattern is not well formed; the message says what was found and where."""


@dataclass(frozen=True, slots=True)
class Argument:
    """`{name}`, `{name, kind}` or `{name, kind, style}`; `branches` for plural, selectordinal and select."""

    name: str
    kind: str = ""
    style: str = ""
    branches: tuple[tuple[str, tuple[Argument, ...]], ...] = ()

    @property
    def slot(self) -> str:
        """The name under which the formatted text is given to ICU."""
        if self.kind in _CHOICE:
            return self.name
        return "__".join(part for part in (self.name, self.kind or "text", self.style) if part)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that was read: its arguments as a tree, and the text ICU formats (arguments renamed to slots)."""

    text: str
    arguments: tuple[Argument, ...]
    icu: str

    def variables(self) -> frozenset[str]:
        """Every variable the pattern may use, in any branch."""
        return frozenset(argument.name for argument in self.walk())

    def walk(self) -> Iterator[Argument]:
        """Every argument, in any branch."""
        stack = list(self.arguments)
        while stack:
            argument = stack.pop()
            yield argument
            for _, inner in argument.branches:
                stack.extend(inner)

    def needed(self, selectors: Mapping[str, str]) -> Iterator[Argument]:
        """The arguments that will be said, given the values of the selects; all branches of a plural count."""
        stack = list(self.arguments)
        while stack:
            argument = stack.pop()
            yield argument
            if argument.kind == "select":
                branches = dict(argument.branches)
                chosen = selectors.get(argument.name, "other")
                stack.extend(branches[chosen] if chosen in branches else branches.get("other", ()))
            else:
                for _, inner in argument.branches:
                    stack.extend(inner)


@lru_cache(maxsize=20_000)
def read_pattern(text: str) -> Pattern:
    """Read a pattern. Raises PatternError when its syntax is wrong, a brace is unbalanced or would be printed."""
    reader = _Reader(text)
    arguments, icu = reader.message()
    if reader.at < len(text):
        raise PatternError(f"'}}' at character {reader.at + 1} closes nothing")
    try:
        MessageFormat(icu, "en")
    except ValueError as error:
        raise PatternError(str(error)) from error
    return Pattern(text, arguments, icu)


@lru_cache(maxsize=20_000)
def compiled(pattern: Pattern, icu_locale: str) -> MessageFormat:
    """The pattern for a locale, ready to format; kept, because making one costs as much as using it."""
    return MessageFormat(pattern.icu, icu_locale)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def message(self) -> tuple[tuple[Argument, ...], str]:
        """Read until a closing brace or the end; returns the arguments and the rewritten text."""
        arguments: list[Argument] = []
        out: list[str] = []
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "'":
                out.append(self.apostrophe())
            elif char == "{":
                argument, rewritten = self.argument()
                arguments.append(argument)
                out.append(rewritten)
            elif char == "}":
                break
            else:
                out.append(char)
                self.at += 1
        return tuple(arguments), "".join(out)

    def apostrophe(self) -> str:
        """An apostrophe is always itself (doubled or not): braces are never printed, so nothing needs quoting."""
        self.at += 2 if self.text.startswith("''", self.at) else 1
        return "''"

    def argument(self) -> tuple[Argument, str]:
        start = self.at
        self.at += 1
        name = self.word()
        if not name:
            raise PatternError(f"'{{' at character {start + 1} is not followed by a variable name")
        if self.take("}"):
            argument = Argument(name)
            return argument, f"{{{argument.slot}}}"
        self.expect(",", start)
        kind = self.word()
        if kind in _SIMPLE:
            return self.simple(name, kind, start)
        if kind in _CHOICE:
            return self.choice(name, kind, start)
        known = ", ".join(sorted(_SIMPLE | _CHOICE))
        raise PatternError(f"variable '{name}' has the unknown kind '{kind}'; known are {known}")

    def simple(self, name: str, kind: str, start: int) -> tuple[Argument, str]:
        style = ""
        if self.take(","):
            style = self.word()
        self.expect("}", start)
        if style not in _STYLES[kind]:
            known = ", ".join(option for option in _STYLES[kind] if option)
            raise PatternError(f"{kind} style '{style}' of '{name}' is unknown; known are {known}")
        argument = Argument(name, kind, style)
        return argument, f"{{{argument.slot}}}"

    def choice(self, name: str, kind: str, start: int) -> tuple[Argument, str]:
        self.expect(",", start)
        branches: dict[str, tuple[Argument, ...]] = {}
        out = [f"{{{name}, {kind},"]
        while True:
            self.space()
            if self.take("}"):
                break
            selector = self.selector(start)
            if kind != "select" and not _PLURAL.fullmatch(selector):
                raise PatternError(f"'{selector}' of '{name}' is no plural form: zero, one, two, few, many, other, =3")
            if selector in branches:
                raise PatternError(f"branch '{selector}' of '{name}' is there twice")
            if not self.take("{"):
                raise PatternError(f"branch '{selector}' of '{name}' has no text in braces")
            inner, rewritten = self.message()
            self.expect("}", start)
            branches[selector] = inner
            out.append(f" {selector} {{{rewritten}}}")
        if "other" not in branches:
            raise PatternError(f"{kind} '{name}' has no branch 'other'")
        out.append("}")
        return Argument(name, kind, "", tuple(branches.items())), "".join(out)

    def selector(self, start: int) -> str:
        match = _SELECTOR.match(self.text, self.at)
        if match is None:
            raise PatternError(f"the choice that begins at character {start + 1} is not closed")
        self.at = match.end()
        if match.group() == "offset" and self.text[self.at : self.at + 1] == ":":
            raise PatternError("'offset:' is not supported; name the exact numbers as '=1 {...}'")
        self.space()
        return match.group()

    def word(self) -> str:
        self.space()
        match = _NAME.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        self.space()
        return match.group()

    def space(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def take(self, char: str) -> bool:
        if self.text[self.at : self.at + 1] == char:
            self.at += 1
            return True
        return False

    def expect(self, char: str, start: int) -> None:
        if not self.take(char):
            found = self.text[self.at : self.at + 1] or "the end"
            raise PatternError(f"in the variable at character {start + 1}: found {found!r} instead of '{char}'")
