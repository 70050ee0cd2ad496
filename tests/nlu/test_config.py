"""The recipe in config.yml."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.config import ConfigError, NluConfig, read_config
from bot.nlu.registry import COMPONENTS

GOOD = """recipe: dragoman.v1
language: en
languages: [en, de]
markets: [DE]
pipeline:
  - name: LanguageDetector
  - name: IntentClassifier
    penalty: 0.5
policies: []
"""


def test_the_projects_own_recipe_is_right() -> None:
    config = read_config(Path(__file__).parents[2] / "config.yml")
    assert len(config.languages) == 15
    assert NluConfig.from_dict(config.to_dict()) == config


def test_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(GOOD)
    config = read_config(tmp_path / "config.yml")
    assert config.pipeline[1].settings == {"penalty": 0.5}
    (tmp_path / "config.yml").write_text(GOOD.replace("0.5", "0.6"))
    assert read_config(tmp_path / "config.yml").fingerprint() != config.fingerprint()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("dragoman.v1", "default.v1", r"config.yml:1: recipe: expected dragoman.v1"),
        ("language: en", "language: fr", r"config.yml:2: language: expected one of languages"),
        ("[DE]", "[NO]", r"config.yml:4: markets: expected a list of codes"),
        ("LanguageDetector", "DIETClassifier", r"config.yml:6: pipeline: expected name: and one of LanguageDetector"),
        ("penalty", "epochs", r"config.yml:7: IntentClassifier has no setting epochs; expected features, penalty"),
        ("recipe: dragoman.v1", "recipe: [", r"config.yml:\d: not YAML"),
    ],
)
def test_a_wrong_recipe_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "config.yml").write_text(GOOD.replace(old, new, 1))
    with pytest.raises(ConfigError, match=said):
        read_config(tmp_path / "config.yml")


def test_no_component_is_lost() -> None:
    assert list(COMPONENTS) == [
        "LanguageDetector",
        "SentenceEncoder",
        "UniversalSentenceEncoder",
        "SurfaceFeatures",
        "IntentClassifier",
        "NgramClassifier",
        "NeighbourVote",
        "OutOfScope",
        "SeveralIntents",
        "Calibration",
        "EmotionClassifier",
        "UrgencyClassifier",
        "SlotValueClassifier",
        "EntityExtractor",
    ]
