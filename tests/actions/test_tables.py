"""Tables of words are read at the start: a mistake in one is told then, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions import tables
from actions.commerce.data_file import DataFileError
from actions.returns import parts


def test_a_mistake_in_a_table_is_told_when_all_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wrong = tmp_path / "parts.yml"
    wrong.write_text("version: 1\nship_days: 2\nparts:\n  zipper: 7\n", encoding="utf-8")
    monkeypatch.setattr(tables, "load_parts", lambda: parts.load_parts(wrong))
    with pytest.raises(DataFileError, match=r"parts\.yml:4: parts\.zipper"):
        tables.read_tables()
