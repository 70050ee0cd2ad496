"""A content file that cannot be used: which file, which line, what was expected."""

from __future__ import annotations

from pathlib import Path


class FlowFileError(ValueError):
    """A wrong domain or flow file. The message reads `file:line: what is wrong; expected …`."""

    def __init__(self, path: Path | str, line: int | None, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")
        self.path, self.line, self.problem = str(path), line, problem
