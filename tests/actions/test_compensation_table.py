from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from order_parts import NOW, euro, rules

from actions.commerce.data_file import DataFileError
from actions.policy.compensation import CompensationTable, Row, Voucher, decide_voucher, load_table

TABLE = CompensationTable(
    version=1,
    valid_days=180,
    rows=(
        Row(causes=frozenset({"delay"}), tiers=frozenset({"vip"}), from_hours=100, factor=euro("2")),
        Row(causes=frozenset({"delay"}), emotions=frozenset({"angry"}), factor=euro("1.5")),
    ),
    limits={"EUR": euro("25"), "JPY": euro("4000")},
)
DELAY = rules(voucher={"cause": "delay", "after_hours": 48, "value": 10, "currency": "EUR"})


def decide(**terms: Any) -> Voucher | None:
    usual: dict[str, Any] = {"cause": "delay", "since": NOW - timedelta(hours=72), "now": NOW}
    usual |= {"tier": "standard", "emotion": "neutral", "currency": "EUR"}
    return decide_voucher(terms.pop("facts", DELAY), terms.pop("table", TABLE), **(usual | terms))


def test_the_article_says_what_is_given_and_after_how_long() -> None:
    voucher = decide()
    assert voucher is not None
    assert (voucher.value, voucher.currency, voucher.review) == (euro("10.00"), "EUR", False)
    assert voucher.basis == {"voucher": {"article": "article-voucher", "version": 3}}
    assert decide(since=NOW - timedelta(hours=47)) is None
    assert decide(cause="lost") is None
    assert decide(facts=rules()) is None


@pytest.mark.parametrize(
    ("tier", "emotion", "hours", "value"),
    [
        ("vip", "neutral", 120, "20.00"),
        ("vip", "neutral", 72, "10.00"),
        ("standard", "angry", 72, "15.00"),
        ("vip", "angry", 120, "20.00"),
        ("gold", "anxious", 500, "10.00"),
    ],
)
def test_the_first_row_that_fits_grows_the_voucher(tier: str, emotion: str, hours: int, value: str) -> None:
    voucher = decide(tier=tier, emotion=emotion, since=NOW - timedelta(hours=hours))
    assert voucher is not None and voucher.value == Decimal(value)


def test_above_the_limit_and_in_unknown_currencies_a_person_decides() -> None:
    before = ({"EUR": euro(value), "USD": euro("99")} for value in ("15", "15.01"))
    assert [found.review for given in before if (found := decide(granted=given))] == [False, True]
    elsewhere = decide(facts=rules(voucher={"cause": "delay", "value": 10}), currency="XAF")
    assert elsewhere is not None and (elsewhere.currency, elsewhere.review) == ("XAF", True)


def test_a_voucher_without_a_currency_is_in_the_orders_own() -> None:
    voucher = decide(facts=rules(voucher={"cause": "delay", "value": 500.4}), currency="JPY")
    assert voucher is not None and (str(voucher.value), voucher.currency) == ("500", "JPY")


def test_a_voucher_is_in_the_orders_currency_and_worth_as_much_in_it() -> None:
    voucher = decide(currency="JPY", granted={"JPY": euro("2401")})
    assert voucher is not None
    assert (str(voucher.value), voucher.currency, voucher.review) == ("1600", "JPY", True)
    angry = decide(currency="JPY", emotion="angry")
    assert angry is not None and str(angry.value) == "2400"
    unknown = decide(currency="XAF")
    assert unknown is not None and (unknown.value, unknown.currency) == (euro("10.00"), "EUR")
    pesos = load_table().in_currency(euro("15"), "USD", "ARS")
    assert pesos == (Decimal(18000), "ARS")


def test_an_article_may_have_a_voucher_for_each_cause() -> None:
    both = rules(voucher=[{"cause": "lost", "value": 20}, {"cause": "delay", "value": 5, "after_hours": 1}])
    assert [found.value for found in (decide(facts=both), decide(facts=both, cause="lost")) if found] == [5, 20]


def test_the_shops_own_table_keeps_to_the_article_for_common_trouble() -> None:
    table = load_table()
    voucher = decide(table=table)
    assert voucher is not None and voucher.value == euro("10.00")
    assert all(limit > 0 for limit in table.limits.values())


@pytest.mark.parametrize("cause", ["customs_hold", "delay", "lost", "damaged"])
@pytest.mark.parametrize("hours", [72, 168, 500])
@pytest.mark.parametrize(("tier", "value"), [("standard", 4), ("silver", 4), ("gold", 6), ("vip", 8)])
def test_the_shops_own_table_gives_what_the_articles_promise_a_tier(
    cause: str, hours: int, tier: str, value: int
) -> None:
    facts = rules(voucher={"cause": cause, "value": 4, "currency": "EUR"})
    since = NOW - timedelta(hours=hours)
    voucher = decide(facts=facts, table=load_table(), cause=cause, tier=tier, emotion="satisfied", since=since)
    assert voucher is not None and voucher.value == value


def test_the_shops_own_table_gives_more_for_a_long_wait_that_hurts() -> None:
    long = NOW - timedelta(hours=240)
    found = [decide(table=load_table(), emotion="angry", since=since) for since in (long, long + timedelta(hours=1))]
    assert [voucher.value for voucher in found if voucher] == [Decimal("15.00"), Decimal("10.00")]


@pytest.mark.parametrize(
    ("wrong", "line", "names"),
    [
        ("version: 1\nvalid_days: 10\nrows:\n- {causes: [flood], factor: 1}\nlimits: {}\n", 4, "causes"),
        ("version: 1\nvalid_days: 10\nrows:\n- {factor: 0}\nlimits: {}\n", 4, "factor"),
        ("version: 1\nvalid_days: 0\nrows: []\nlimits: {}\n", 2, "valid_days"),
        ("version: 1\nvalid_days: 10\nrows: []\nlimits: {EUR: much}\n", 4, "limits.EUR"),
        ("version: 1\nvalid_days: 10\nrows: [\n", 4, "YAML"),
    ],
)
def test_a_wrong_table_is_refused_with_file_line_and_field(tmp_path: Path, wrong: str, line: int, names: str) -> None:
    path = tmp_path / "compensation.yml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(DataFileError) as refused:
        load_table(path)
    assert f"{path}:{line}:" in str(refused.value) and names in str(refused.value)
