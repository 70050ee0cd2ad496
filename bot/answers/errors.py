"""What can be wrong with content, and with one rendering."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a content file: where it is, what was found, what was expected. `line` counts from 1."""

    file: str
    line: int
    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.where}: {self.found}; expected {self.expected}"


class ContentError(ValueError):
    """Content files are refused. `problems` holds every mistake that was found, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class RenderError(ValueError):
    """A response could not be said. `response` and `variable` name the culprit; nothing may be sent."""

    def __init__(self, response: str, reason: str, *, variable: str | None = None, locale: str = "") -> None:
        self.response = response
        self.variable = variable
        self.locale = locale
        self.reason = reason
        about = f" variable '{variable}'" if variable else ""
        super().__init__(f"response '{response}' [{locale}]{about}: {reason}")
