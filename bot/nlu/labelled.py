"""Labelled messages: our own files, and third parties' with a map from their labels to our intents."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.nlu.labels import EMOTIONS, URGENCIES
from bot.yaml_files import read_yaml


class EvaluationError(Exception):
    """A file of labelled messages is wrong; the message names file, line and what was expected."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and what is right about it; what is None or empty is not measured.

    accepted: intents that count as right, all that were said; intents: all that were said, when it is several.
    language_given: the label says the language, so that it is measured.
    """

    text: str
    language: str | None = None
    market: str | None = None
    previous: str | None = None
    accepted: frozenset[str] = frozenset()
    intents: tuple[str, ...] = ()
    emotion: str | None = None
    urgency: str | None = None
    entities: tuple[tuple[str, str], ...] | None = None
    label: str = ""


def read_labelled(
    paths: Sequence[Path], label_map: Mapping[str, Mapping[str, list[str]]] | None = None
) -> list[Labelled]:
    """Messages of JSONL files: our own labels, or a third party's with a map from them to accepted intents.

    label_map: set name to label to intents; the set that a file belongs to is the one whose name its path
    (without `.jsonl`) ends with, or whose folder has that name. Rows of mapped sets have `labels`; a label
    that is not in the map is left out. EvaluationError when a file is wrong.
    """
    rows = []
    for path in paths:
        mapping = _mapping_of(path, label_map)
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise EvaluationError(f"{path} can't be read: {error.strerror}") from error
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                content = json.loads(line)
                text = content["text"]
            except (ValueError, KeyError, TypeError) as error:
                raise EvaluationError(f'{path}:{number}: expected a JSON object with "text"') from error
            if mapping is None:
                rows.append(_ours(text, content, f"{path}:{number}"))
                continue
            labels = content.get("labels") or []
            if len(labels) == 1 and labels[0] in mapping:
                accepted = frozenset(mapping[labels[0]])
                rows.append(Labelled(text, _code(content.get("lang")), accepted=accepted, label=labels[0]))
    return rows


def read_label_map(path: Path) -> dict[str, dict[str, list[str]]]:
    """A YAML file: set, label of the set, list of our intents."""
    content = read_yaml(path)
    if not isinstance(content, dict) or not all(isinstance(value, dict) for value in content.values()):
        raise EvaluationError(f"{path}: expected set: label: [intents]")
    return content


def _mapping_of(path: Path, label_map: Mapping[str, Mapping[str, list[str]]] | None) -> Mapping[str, list[str]] | None:
    if label_map is None:
        return None
    shown = str(path.with_suffix("")).replace("\\", "/")
    for name, mapping in label_map.items():
        if shown.endswith("/" + name) or name in {shown, path.parent.name}:
            return mapping
    raise EvaluationError(f"the map has no set for {path}; it has {', '.join(sorted(label_map))}")


def _ours(text: str, content: dict[str, Any], place: str) -> Labelled:
    intents = tuple(content.get("intents") or ([content["intent"]] if content.get("intent") else []))
    for key, allowed in (("emotion", EMOTIONS), ("urgency", URGENCIES)):
        if content.get(key) is not None and content[key] not in allowed:
            raise EvaluationError(f"{place}: {key} {content[key]!r}; expected {', '.join(allowed)}")
    marks = content.get("entities")
    return Labelled(
        text,
        _code(content.get("lang")),
        content.get("market"),
        content.get("previous"),
        frozenset([*intents, *([content["intent"]] if content.get("intent") else [])]),
        intents,
        content.get("emotion"),
        content.get("urgency"),
        None if marks is None else tuple((mark["entity"], str(mark["value"])) for mark in marks),
        content.get("intent") or "+".join(intents),
    )


def _code(language: str | None) -> str | None:
    return language.split("-")[0].lower() if language else None
