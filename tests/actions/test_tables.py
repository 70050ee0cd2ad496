"""Tables of words are read at the start: a mistake in one is told then, with its place."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import actions
from actions import tables
from actions.commerce.data_file import DataFileError
from actions.returns import parts


def test_a_mistake_in_a_table_is_told_when_all_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wrong = tmp_path / "parts.yml"
    wrong.write_text("version: 1\nship_days: 2\nparts:\n  zipper: 7\n", encoding="utf-8")
    monkeypatch.setattr(tables, "load_parts", lambda: parts.load_parts(wrong))
    with pytest.raises(DataFileError, match=r"parts\.yml:4: parts\.zipper"):
        tables.read_tables()


_READ_ELSEWHERE = ("actions.commerce", "actions.logistics", "actions.policy")
"""By the ports and the rules, which have settings of their own."""


def test_no_table_is_first_read_in_a_talk() -> None:
    names = [one.name for one in pkgutil.walk_packages(actions.__path__, "actions.")]
    modules = [importlib.import_module(name) for name in names if not name.startswith(_READ_ELSEWHERE)]
    loaders = {
        value
        for module in modules
        for name, value in vars(module).items()
        if name.startswith("load_") and hasattr(value, "cache_info")
    }
    for load in loaders:
        load.cache_clear()
    tables.read_tables()
    assert [load.__name__ for load in loaders if not load.cache_info().currsize] == []
