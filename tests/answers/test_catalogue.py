"""Catalogue files: what is accepted, and how mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers import Answers, ContentError
from bot.answers.catalogue import Catalogue
from bot.answers.pattern import PatternError, read_pattern
from tests.answers.conftest import CONTENT, RESPONSES


def refused(content: Path, file: str, old: str, new: str) -> str:
    """The problems after one change in a file of the responses folder."""
    path = content / "responses" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        Answers.load(content)
    return str(caught.value)


def line_of(file: str, piece: str) -> int:
    lines = (RESPONSES / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if piece in line)


def test_the_real_content_loads() -> None:
    report = Answers.load(CONTENT).catalogue.report()
    assert report[0].locale == "en"
    assert all(entry.share == 1.0 for entry in report if "-" not in entry.locale)


def test_the_small_catalogue_loads_and_reports_completeness(answers: Answers) -> None:
    report = {entry.locale: entry for entry in answers.catalogue.report()}
    assert next(iter(report)) == "en"
    assert report["ar"].share == 1.0
    assert report["es-MX"].responses == 1
    assert "utter_order_late" in report["es-MX"].missing
    assert not report["ru"].omitted


def test_a_text_that_leaves_a_fact_out_is_reported(content: Path) -> None:
    path = content / "responses" / "de.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(" ({items})", "", 1), encoding="utf-8")
    report = {entry.locale: entry for entry in Answers.load(content).catalogue.report()}
    assert report["de"].omitted == ("utter_order_late.items",)


def test_an_unknown_variable_is_named_with_file_and_line(content: Path) -> None:
    told = refused(content, "de.yml", "{order_id} ({items})", "{bestellnummer} ({items})")
    line = line_of("de.yml", "Ihre Bestellung")
    assert f"de.yml:{line}: utter_order_late[0]: unknown variables bestellnummer" in told
    assert "expected variables of en: eta, items, order_id, status" in told


def test_bad_icu_syntax_is_named_with_file_and_line(content: Path) -> None:
    told = refused(content, "ru.yml", "other {# дня}}", "other {# дня}")
    assert f"ru.yml:{line_of('ru.yml', '# дня')}: responses.utter_returns.0.text:" in told
    assert "expected ICU MessageFormat" in told


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("ru.yml", "few {# дня} ", "", "plural 'days' has no few; expected every form: few, many, one"),
        ("ar.yml", "two {يومين} ", "", "plural 'days' has no two"),
        ("de.yml", "  utter_ask:", "  utter_aks:", "unknown response 'utter_aks'"),
        ("de.yml", "  utter_ask:", "  utter_aks:", "response 'utter_ask' is missing"),
        ("de.yml", "shipped:", "shiped:", "unknown term 'order_status.shiped'"),
        ("de.yml", "shipped:", "shiped:", "term 'order_status.shipped' is missing"),
        ("fr.yml", "est le {eta}", "est inconnue", "promises something without a day"),
        ("ja.yml", '"/affirm"', '"/deny"', "button payloads ['/deny'"),
        ("ja.yml", "size: 3", "gr: 3", "'custom' has other keys"),
        ("th.yml", "{due_known, select, yes {", "{due_known, plural, one {", "'due_known' is counted (plural)"),
        ("ko.yml", "{due_known, select, yes {", "{due_known} {due_known, select, yes {", "'due_known' is printed"),
        ("zh.yml", "locale: zh", "locale: cn", "found 'cn'; expected 'zh', as the file is named"),
        ("de.yml", 'title: "Ja"', 'title: "Ja, ich bin damit einverstanden"', "has 31 characters"),
        ("de.yml", 'title: "Ja"', "title: 1", "found 1; expected a short text"),
        ("de.yml", 'title: "Ja"', "titel: Ja", "unknown key 'titel'"),
        ("de.yml", "condition: [{type: slot,", "condition: [{type: intent,", "expected {type: slot, name: ..."),
        ("de.yml", "channel: whatsapp", "chanel: whatsapp", "unknown key 'chanel'"),
        ("en.yml", "promise: true", "promise: maybe", "expected true or false"),
        ("es-MX.yml", "formality: formal", "formality: usted", "found 'usted'; expected formal or informal"),
        ("de.yml", "    shipped: unterwegs", "    shipped: 'unter {x}'", "expected a word without braces"),
        ("de.yml", "responses:", "response:", "unknown key 'response'"),
        ("de.yml", "  utter_ask:", "  utter_returns:", "'utter_returns' is there twice"),
        ("de.yml", "responses:", "responses: [", "expected valid YAML"),
        ("es.yml", "vuelven a ti", "vuelven a ti pronto o {}", "is not followed by a variable name"),
        ("de.yml", "Soll ich das tun?", "Wird in Kürze erledigt.", "'in kürze' promises without a date"),
        ("zh.yml", "shipped: 已发货", "shipped: 处理中", "order_status.shipped: '处理中' promises without a date"),
        ("en.yml", "Shall I do it?", "Interest-free, shall I?", "'interest-free' is not said"),
    ],
)
def test_a_mistake_is_refused_and_says_what_was_expected(
    content: Path, file: str, old: str, new: str, told: str
) -> None:
    assert told in refused(content, file, old, new)


def test_all_mistakes_of_all_files_are_told_at_once(content: Path) -> None:
    (content / "styles.yml").write_text("markets: {DE: {emoji: 3}}\n")
    told = refused(content, "de.yml", "{order_id} ({items})", "{nummer}")
    assert "styles.yml:1" in told
    assert "de.yml:" in told


def test_without_english_nothing_loads(content: Path) -> None:
    (content / "responses" / "en.yml").unlink()
    with pytest.raises(ContentError, match=r"no en\.yml"):
        Catalogue.load(content / "responses")


@pytest.mark.parametrize(
    ("pattern", "variables"),
    [
        ("l'{item} c''est {x}", {"item", "x"}),
        ("{n, plural, =0 {nothing} one {# by {eta}} other {# by {eta, date, long}}}", {"n", "eta"}),
        ("{a, select, yes {{b}} other {{c, select, no {d} other {{e}}}}}", {"a", "b", "c", "e"}),
        ("no variable", set()),
    ],
)
def test_a_pattern_knows_its_variables(pattern: str, variables: set[str]) -> None:
    assert read_pattern(pattern).variables() == variables


@pytest.mark.parametrize(
    "pattern",
    [
        *("{", "}", "{}", "{a", "{a b}", "{1}", "a}b", "{a, money}", "{a, date, iso}", "{a, plural}"),
        *("{a, plural, one {x}}", "{a, plural, other {x} other {y}}", "{a, plural, dual {x} other {y}}"),
        *("{a, select, other x}", "{a, plural, offset:1 other {x}}"),
    ],
)
def test_a_broken_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        read_pattern(pattern)


def test_only_the_chosen_branch_needs_its_variables() -> None:
    pattern = read_pattern("{known, select, yes {{refund}} other {}} {id}")
    assert {argument.name for argument in pattern.needed({"known": "no"})} == {"known", "id"}
    assert {argument.name for argument in pattern.needed({"known": "yes"})} == {"known", "id", "refund"}
