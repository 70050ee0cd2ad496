"""How sure an article must be to answer, and to be listed for somebody who searches: what `config.yml` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content_files import HouseError, read_recipe


def recipe(folder: Path, knowledge: str) -> Path:
    path = folder / "config.yml"
    path.write_text(f"recipe: dragoman.v1\nknowledge: {{{knowledge}}}\n", encoding="utf-8")
    return path


def test_what_is_listed_is_as_sure_as_an_answer_unless_said_otherwise(tmp_path: Path) -> None:
    assert read_recipe(recipe(tmp_path, "threshold: 0.4")).listed == 0.4
    said = read_recipe(recipe(tmp_path, "threshold: 0.4, listed: 0.1"))
    assert (said.threshold, said.listed) == (0.4, 0.1)


@pytest.mark.parametrize(("key", "value"), [("threshold", "2"), ("listed", "often")])
def test_what_is_no_share_is_refused_by_its_name(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(HouseError, match=rf"config\.yml: knowledge\.{key} is .*expected a number from 0"):
        read_recipe(recipe(tmp_path, f"{key}: {value}"))
