"""The recipe: what `config.yml` says about understanding."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.registry import COMPONENTS
from bot.yaml_files import LOADER, read_yaml

RECIPE = "dragoman.v1"


class ConfigError(Exception):
    """`config.yml` is wrong; the message names file, line and what was expected."""


@dataclass(frozen=True, slots=True)
class Step:
    """A component's name and its settings."""

    name: str
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NluConfig:
    """languages: codes that are answered natively. markets: ISO country codes that the shop sells to."""

    language: str
    languages: tuple[str, ...]
    markets: tuple[str, ...]
    pipeline: tuple[Step, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> NluConfig:
        """From what `to_dict` gave."""
        steps = tuple(Step(step["name"], dict(step["settings"])) for step in content["pipeline"])
        return cls(content["language"], tuple(content["languages"]), tuple(content["markets"]), steps)

    def fingerprint(self) -> str:
        """SHA-256 of the recipe."""
        return hashlib.sha256(json.dumps(self.to_dict(), sort_keys=True).encode()).hexdigest()


def read_config(path: Path) -> NluConfig:
    """The recipe of a `config.yml`; keys of other rooms are left to them. ConfigError when it is wrong."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{path.name}:{line}: not YAML: {error.problem}") from error
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror}") from error
    if not isinstance(root, yaml.MappingNode):
        raise ConfigError(f"{path.name}:1: expected recipe, language, languages, markets, pipeline")
    lines = {key.value: key.start_mark.line + 1 for key, _ in root.value}
    content = read_yaml(path)

    def fail(key: str, expected: str) -> ConfigError:
        return ConfigError(f"{path.name}:{lines.get(key, 1)}: {key}: expected {expected}")

    if content.get("recipe") != RECIPE:
        raise fail("recipe", RECIPE)
    for key in ("languages", "markets"):
        if not isinstance(content.get(key), list) or not all(isinstance(code, str) for code in content[key]):
            raise fail(key, "a list of codes (NO in quotes: YAML reads it as a refusal)")
    if content.get("language") not in content["languages"]:
        raise fail("language", "one of languages")
    if not isinstance(content.get("pipeline"), list) or not content["pipeline"]:
        raise fail("pipeline", "a list of components")
    nodes = {key.value: value for key, value in root.value}["pipeline"].value
    steps = []
    for entry, node in zip(content["pipeline"], nodes, strict=True):
        line = node.start_mark.line + 1
        if not isinstance(entry, dict) or entry.get("name") not in COMPONENTS:
            expected = ", ".join(COMPONENTS)
            raise ConfigError(f"{path.name}:{line}: pipeline: expected name: and one of {expected}")
        settings = {key: value for key, value in entry.items() if key != "name"}
        known = COMPONENTS[entry["name"]].defaults
        unknown = sorted(set(settings) - set(known))
        if unknown:
            expected = ", ".join(sorted(known)) or "none"
            raise ConfigError(f"{path.name}:{line}: {entry['name']} has no setting {unknown[0]}; expected {expected}")
        steps.append(Step(entry["name"], settings))
    return NluConfig(content["language"], tuple(content["languages"]), tuple(content["markets"]), tuple(steps))
