"""The console's words in each language: flat YAML, the same keys and {places} everywhere."""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from bot.yaml_files import read_yaml

FOLDER = Path(__file__).parent
DEFAULT = "en"


class StringsError(ValueError):
    """A wrong catalogue: `file: key: what is wrong`."""


@lru_cache(maxsize=1)
def catalogues(folder: Path = FOLDER) -> Mapping[str, Mapping[str, str]]:
    """All catalogues by language; raises StringsError when one differs from the English one in keys or places."""
    found = {path.stem: _read(path) for path in sorted(folder.glob("*.yml"))}
    if DEFAULT not in found:
        raise StringsError(f"{folder / f'{DEFAULT}.yml'}: missing; expected the catalogue that the others follow")
    expected = found[DEFAULT]
    for language, words in found.items():
        path = folder / f"{language}.yml"
        for key in expected.keys() - words.keys():
            raise StringsError(f"{path}: {key}: missing")
        for key, text in words.items():
            if key not in expected:
                raise StringsError(f"{path}: {key}: unknown key")
            if _places(text) != _places(expected[key]):
                raise StringsError(f"{path}: {key}: expected the places {sorted(_places(expected[key]))}")
    return found


def _read(path: Path) -> dict[str, str]:
    try:
        data = read_yaml(path)
    except yaml.YAMLError as error:
        raise StringsError(f"{path}: not valid YAML: {error}") from error
    if not isinstance(data, dict):
        raise StringsError(f"{path}: expected a mapping of keys to texts")
    for key, text in data.items():
        if not isinstance(text, str) or not text.strip():
            raise StringsError(f"{path}: {key}: {text!r}; expected a text")
    return data


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
