"""What a product is made of is said in every language of the bot, and what is not known as it is written."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest

from actions.commerce.data_file import DataFileError
from actions.commerce.demo.data import LANGUAGES, catalogue
from actions.goods.attributes import described, load_attributes


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


def test_units_that_are_words_are_the_languages_own() -> None:
    said = described({"battery": "10 days", "display": "1.4 inch AMOLED", "height": "45 cm"})["localized"]
    said = {language: normalize("NFKC", text) for language, text in said.items()}
    assert said["fr"] == "batterie : 10 jours; écran : 1,4 pouce AMOLED; hauteur : 45 cm"
    assert said["ru"].startswith("аккумулятор: 10 дней; экран: 1,4 дюйма AMOLED")
    assert said["en"] == "battery: 10 days; display: 1.4 inches AMOLED; height: 45 cm"


@pytest.mark.parametrize(
    ("joint", "units", "expected"),
    [('{de: ": "}', "{}", "joint lacks en"), ('{en: ": "}', "{days: days-long}", "days-long is not a known unit")],
)
def test_a_wrong_table_is_refused(tmp_path: Path, joint: str, units: str, expected: str) -> None:
    path = tmp_path / "attributes.yml"
    rest = f'between: {{en: "; "}}\nunits: {units}\nnames: {{}}\nvalues: {{}}\n'
    path.write_text(f"version: 1\njoint: {joint}\n{rest}", encoding="utf-8")
    with pytest.raises(DataFileError, match=expected):
        load_attributes(path)
