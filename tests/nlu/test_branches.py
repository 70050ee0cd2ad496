"""Which encoders read the messages, where the recipe leaves it to what is taught."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.nlu import branches
from bot.nlu.branches import with_encoders
from bot.nlu.components.base import ComponentError
from bot.nlu.config import NluConfig, Step
from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.tuned import tuned_file, tuned_intents
from bot.nlu.training_data import Example, TrainingData


def recipe(plain: Any = "foreign", where: Any = "foreign", **use: Any) -> NluConfig:
    steps = (Step("SentenceEncoder", {"plain": plain}), Step("UniversalSentenceEncoder", {"where": where, **use}))
    return NluConfig("en", ("en",), ("US",), steps)


def taught(*intents: str, language: str = "en") -> TrainingData:
    return TrainingData(tuple(Example(f"message {at}", language, (name,)) for at, name in enumerate(intents)))


@pytest.fixture
def tuned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that know two intents."""
    monkeypatch.setattr(branches, "tuned_file", lambda _models: Path("weights.npz"))
    monkeypatch.setattr(branches, "tuned_intents", lambda _file: frozenset({"order_status", "greet"}))


def steps_of(config: NluConfig) -> dict[str, Any]:
    return {step.name: step.settings for step in config.pipeline}


@pytest.mark.usefixtures("tuned")
def test_what_the_weights_know_is_read_by_them_alone() -> None:
    decided = with_encoders(recipe(), taught("order_status", "greet", "card_arrival"), Path())
    assert steps_of(decided) == {"SentenceEncoder": {"plain": False}}


@pytest.mark.usefixtures("tuned")
def test_intents_of_another_trade_are_read_by_all_encoders() -> None:
    decided = with_encoders(recipe(), taught("card_arrival", "top_up_failed", "greet"), Path())
    assert steps_of(decided)["SentenceEncoder"] == {"plain": True}
    assert "UniversalSentenceEncoder" in steps_of(decided)


@pytest.mark.usefixtures("tuned")
def test_an_encoder_is_left_out_where_it_knows_no_language_that_is_taught() -> None:
    foreign = taught("card_arrival", language="vi")
    assert "UniversalSentenceEncoder" not in steps_of(with_encoders(recipe(), foreign, Path()))
    assert "UniversalSentenceEncoder" in steps_of(with_encoders(recipe(languages=["vi"]), foreign, Path()))


@pytest.mark.usefixtures("tuned")
def test_what_the_recipe_says_itself_stays() -> None:
    decided = with_encoders(recipe(plain=True, where="always"), taught("order_status"), Path())
    assert steps_of(decided) == {"SentenceEncoder": {"plain": True}, "UniversalSentenceEncoder": {"where": "always"}}


@pytest.mark.parametrize(("plain", "where"), [("sometimes", "always"), (True, "never")])
def test_a_setting_that_is_none_of_these_is_refused_by_name(plain: Any, where: Any, tmp_path: Path) -> None:
    with pytest.raises(ComponentError, match=r"(plain is 'sometimes'|where is 'never'); expected one of"):
        with_encoders(recipe(plain, where), taught("greet"), tmp_path)


def test_without_weights_nothing_is_foreign(tmp_path: Path) -> None:
    assert steps_of(with_encoders(recipe(), taught("greet"), tmp_path)) == {"SentenceEncoder": {"plain": False}}


def test_the_shipped_weights_know_the_shops_intents() -> None:
    file = tuned_file(Path(__file__).parents[2] / "models")
    assert file is not None
    known = tuned_intents(file)
    assert known is not None
    assert {"order_status", "customs_duties", "out_of_scope"} <= known


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    np.savez(tmp_path / "weights.npz", other=np.zeros(1))
    with pytest.raises(EncoderError, match=r"weights\.npz is damaged"):
        tuned_intents(tmp_path / "weights.npz")
