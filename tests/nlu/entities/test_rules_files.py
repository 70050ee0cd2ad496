"""A phrasebook that a merchant has changed: taken when it is right, refused with file and line when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.entities.currencies import currencies
from bot.nlu.entities.rules import RulesError, available_languages, load_rules, parse_rules
from bot.nlu.entities.tracking import carrier_names, carrier_shapes


@pytest.mark.parametrize("language", available_languages())
def test_that_the_phrasebooks_that_come_with_it_are_right(language: str) -> None:
    rules = load_rules(language)
    assert len(rules.named["weekdays"]) == 7
    assert len(rules.named["months"]) == 12
    assert {str(n) for n in range(2, 11)} <= {*rules.named["numbers"], *rules.named["multipliers"]}
    assert len(rules.lists["goods"]) > 100
    assert rules.size_numbers()


@pytest.mark.parametrize(
    ("content", "line", "complaint"),
    [
        ("colors: {red: [red]}", 1, "unknown section `colors`"),
        ("goods: [bag]\ngoods: [box]", 2, "stands there twice"),
        ("goods: bag", 1, "expected a list"),
        ("numbers:\n  '1': one", 2, "expected a list"),
        ("date_forms:\n- ['{day}', tomorrow]", 2, "the meaning one of"),
        ("date_forms:\n- ['{dag}', day]", 2, "needs {day}"),
        ("date_forms:\n- ['{day} {dag}', day]", 2, "unknown {dag}"),
        ("address_forms: ['(']", 1, "not a regular expression"),
        ("borrows: some", 1, "expected all or names"),
        ("goods: [bag", 1, ""),
    ],
)
def test_that_a_wrong_phrasebook_is_refused_with_its_line(
    tmp_path: Path, content: str, line: int, complaint: str
) -> None:
    file = tmp_path / "en.yml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RulesError) as refused:
        parse_rules(file, "en")
    assert f"{file}:{line}: " in str(refused.value)
    assert complaint in str(refused.value)


def test_that_a_wrong_table_of_carriers_or_currencies_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tracking.yml"
    file.write_text("- {carrier: ups}", encoding="utf-8")
    with pytest.raises(RulesError, match="entry 1"):
        carrier_shapes(file)
    file = tmp_path / "carriers.yml"
    file.write_text("dhl: 1", encoding="utf-8")
    with pytest.raises(RulesError, match="list of carriers"):
        carrier_names(file)
    file = tmp_path / "currencies.yml"
    file.write_text("signs: {'$': dolar}\ncodes: []\ncodes_as: {}\nfamilies: {}", encoding="utf-8")
    with pytest.raises(RulesError, match="neither an ISO code nor a family"):
        currencies(file)
