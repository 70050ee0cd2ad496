"""The table of languages (`data/languages.yml`), read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.yaml_files import read_yaml

DATA = Path(__file__).parent / "data"
ROMANISED = "-Latn"
_KEYS = {
    "supported",
    "same_as",
    "blocks",
    "scripts",
    "countries",
    "also_spoken",
    "hant",
    "hans",
    "neutral",
    "borrowed",
}


@dataclass(frozen=True, slots=True)
class Languages:
    """What can be told apart.

    blocks: script to the labels of its trained block. scripts: script to its only language.
    countries: country to its languages, the likeliest first. hant, hans: characters of one script only.
    neutral: words that say nothing of the language of the sentence they stand in.
    borrowed: words that say nothing of it within a talk in another language than English: by language, those of each
    under `all`.
    """

    supported: tuple[str, ...]
    same_as: Mapping[str, str]
    blocks: Mapping[str, tuple[str, ...]]
    scripts: Mapping[str, str]
    countries: Mapping[str, tuple[str, ...]]
    hant: frozenset[str]
    hans: frozenset[str]
    neutral: frozenset[str]
    borrowed: Mapping[str, frozenset[str]]

    def code(self, tag: str | None) -> str:
        """Return the language of a tag such as `pt-BR`, `zh_TW` or `ms`; "" for None or an empty one."""
        primary = (tag or "").replace("_", "-").split("-", 1)[0].lower()
        return self.same_as.get(primary, primary)

    def says_nothing(self, word: str, previous: str | None) -> bool:
        """Whether a word says nothing of the language, in a talk that is led in `previous`."""
        code = self.code(previous)
        if word in self.neutral or code in ("", "en"):
            return word in self.neutral
        return any(word in self.borrowed.get(key, ()) for key in ("all", code))


@cache
def languages(path: Path = DATA / "languages.yml") -> Languages:
    """Return the table at `path`. Raises `ValueError` that names file, key and what was expected."""
    raw = read_yaml(path)
    if not isinstance(raw, dict) or set(raw) != _KEYS:
        odd = sorted(set(raw) ^ _KEYS) if isinstance(raw, dict) else raw
        raise ValueError(f"{path}: keys must be {sorted(_KEYS)}; missing or unknown: {odd}")
    for block, labels in raw["blocks"].items():
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            raise ValueError(f"{path}: blocks.{block} must be a list of codes, in quotes where YAML sees a bool")
    countries: dict[str, tuple[str, ...]] = {c: tuple(codes) for c, codes in raw["also_spoken"].items()}
    for code, names in raw["countries"].items():
        for name in names:
            countries[name] = tuple(dict.fromkeys((code, *countries.get(name, ()))))
    hant, hans = frozenset(raw["hant"]), frozenset(raw["hans"])
    return Languages(
        supported=tuple(raw["supported"]),
        same_as=raw["same_as"],
        blocks={script: tuple(labels) for script, labels in raw["blocks"].items()},
        scripts=raw["scripts"],
        countries=countries,
        hant=hant - hans,
        hans=hans - hant,
        neutral=frozenset(raw["neutral"]),
        borrowed={code: frozenset(words) for code, words in raw["borrowed"].items()},
    )
