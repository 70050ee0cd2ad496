"""Parts that are sent by themselves: which one words name, and which of the demo shop's products have some."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.commerce.data_file import DataFileError
from actions.commerce.demo.data import catalogue
from actions.returns.parts import load_parts, part_named


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("the packaging is lovely but there's no manual in English", "manual"),
        ("I noticed that the strap is too short", "strap"),
        ("Te mando la foto de la caja", None),
        ("la notice est seulement en chinois", "manual"),
        ("Das Armband der Uhr ist zu kurz", "strap"),
        ("リモコンが入っていませんでした", "remote"),
        ("充电线没有放进来", "cable"),
        ("السوار قصير جدا", "strap"),
        ("I want my money back", None),
    ],
)
def test_words_name_a_part_in_any_language(text: str, part: str | None) -> None:
    assert part_named(text) == part


def test_products_of_the_demo_shop_have_parts_that_there_are_words_for() -> None:
    named = {part for ware in catalogue().products for part in ware.parts}
    assert named
    assert named <= set(load_parts().parts)


def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "parts.yml"
    path.write_text("version: 1\nship_days: 2\nparts:\n  strap: 5\n", encoding="utf-8")
    with pytest.raises(DataFileError) as error:
        load_parts(path)
    assert str(error.value).startswith(f"{path}:4: parts.strap")
