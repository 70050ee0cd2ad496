"""What a product is made of is said in every language of the bot, and what is not known as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.attributes import described, load_attributes
from actions.commerce.data_file import DataFileError
from actions.commerce.demo.data import LANGUAGES, catalogue


def test_every_attribute_of_the_demo_shop_has_a_name_in_every_language() -> None:
    table = load_attributes()
    used = {name.casefold() for ware in catalogue().products for name in ware.attributes}
    assert used <= set(table.names)
    for words in (*table.names.values(), *table.values.values()):
        assert set(words) == set(LANGUAGES)


def test_names_and_values_are_said_in_the_shoppers_language() -> None:
    said = described({"material": "wool", "water resistance": "5 bar", "straps": ["Blue", "cord"]})["localized"]
    assert said["en"] == "material: wool; water resistance: 5 bar; straps: blue, cord"
    assert said["fr"] == "matière : laine; étanchéité : 5 bar; straps : bleu, cord"
    assert said["zh"] == "材质：羊毛；防水等级：5 bar；straps：蓝色, cord"
    assert set(said) == set(LANGUAGES)
    assert described({}) == ""


def test_a_table_without_what_holds_everywhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "attributes.yml"
    path.write_text('version: 1\njoint: {de: ": "}\nbetween: {en: "; "}\nnames: {}\nvalues: {}\n', encoding="utf-8")
    with pytest.raises(DataFileError, match="joint lacks en"):
        load_attributes(path)
