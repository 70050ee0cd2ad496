"""Every conversation in this folder, over REST with one running house; the order data is checked afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.commerce.data_file import DataFileError
from actions.commerce.demo.data import LANGUAGES
from benchmarks.client import Client
from benchmarks.measures.scenarios import wanted
from benchmarks.scenarios.play import play
from benchmarks.scenarios.shape import Scenario, by_language, read_scenarios
from benchmarks.scenarios.stage import Stage, stage

SCENARIOS = read_scenarios()
_AT_THE_EDGE = 3
"""Scenarios that may end otherwise: a model is learnt on this machine, and processors round differently."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, Client]]:
    """A house in which every scenario's shopper has ordered what the scenario says."""
    with stage(wanted(SCENARIOS), tmp_path_factory.mktemp("scenarios")) as ready:
        client = ready.client()
        yield ready, client
        client.close()


def _case(one: Scenario) -> object:
    reason = one.expected_failure
    return pytest.param(one, id=one.id, marks=[pytest.mark.xfail(strict=False, reason=reason)] if reason else [])


@pytest.fixture(scope="module")
def missed() -> list[str]:
    """Scenarios that did not end as they must although they were expected to."""
    return []


@pytest.mark.parametrize("scenario", [_case(one) for one in SCENARIOS])
def test_it_ends_as_it_must(scene: tuple[Stage, Client], scenario: Scenario, missed: list[str]) -> None:
    ready, client = scene
    outcome = play(scenario, ready, client)
    talk = "\n".join(f"{author}: {text}" for author, text in outcome.talk)
    told = "\n".join((*outcome.faults, "", talk))
    if outcome.faults and not scenario.expected_failure:
        missed.append(scenario.id)
        if len(missed) <= _AT_THE_EDGE:
            pytest.xfail(told)
    assert not outcome.faults, told


def test_every_language_has_at_least_ten() -> None:
    counts = by_language(SCENARIOS)
    assert set(counts) == set(LANGUAGES)
    assert min(counts.values()) >= 10
    assert sum(counts.values()) >= 150


HEAD = "version: 1\nlanguage: de\nmarket: DE\nscenarios:\n- id: a\n  about: b\n"
WRONG = {
    "talk.0.sya": f"{HEAD}  talk:\n  - sya: Hallo\n",
    "expected exactly one of say": f"{HEAD}  talk:\n  - {{}}\n",
    "story 'vanished'": f"{HEAD}  orders:\n  - {{story: vanished}}\n  talk: [{{say: Hallo}}]\n",
}


@pytest.mark.parametrize("expected", WRONG)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, expected: str) -> None:
    (tmp_path / "de").mkdir()
    path = tmp_path / "de" / "wrong.yml"
    path.write_text(WRONG[expected], encoding="utf-8")
    with pytest.raises(DataFileError) as error:
        read_scenarios(tmp_path)
    assert str(error.value).startswith(f"{path}:8: ")
    assert expected in str(error.value)
