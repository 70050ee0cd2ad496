"""The shop's own texts, each with its language: training messages, articles and what the bot says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from bot.yaml_files import read_yaml

_INTENT = re.compile(r"^- intent: *(\S+)")
_EXAMPLE = re.compile(r"^\s+- (.+)$")
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_SENTENCE_END = re.compile(r"\n+|(?<=[.!?])\s+|(?<=[。！？])")
_MARKUP = re.compile(r"[#*|>`]+|\]\([^)]*\)")
_ICU_VARIABLE = re.compile(r"\{\w+(?:, *\w+)*\}")
_ICU_HEAD = re.compile(r"\{\w+, *(?:plural|select|selectordinal) *,")
_ICU_BRANCH = re.compile(r"[\w=]+ *\{|[{}]")


def read_examples(folder: Path, without: Collection[str] = ()) -> Iterator[str]:
    """Yield the messages of the Rasa NLU files `folder/*.yml`, without entity marks and names of labels.

    without: intents whose messages are left out.
    """
    for file in sorted(folder.glob("*.yml")):
        inside, intent = False, ""
        for line in file.read_text(encoding="utf-8").splitlines():
            if found := _INTENT.match(line):
                inside, intent = False, found[1]
            elif line.strip().startswith("examples:"):
                inside = intent not in without
            elif line.startswith("-"):
                inside, intent = False, ""
            elif inside and (found := _EXAMPLE.match(line)):
                yield _ENTITY.sub(r"\1", found[1])


def read_articles(folder: Path) -> Iterator[str]:
    """Yield the sentences and table rows of the articles `folder/*.md`."""
    for file in sorted(folder.glob("*.md")):
        body = _FRONT_MATTER.sub("", file.read_text(encoding="utf-8"))
        for sentence in _SENTENCE_END.split(_MARKUP.sub(" ", body)):
            if sentence.strip():
                yield sentence.strip()


def read_responses(file: Path) -> Iterator[str]:
    """Yield what the bot says, without variables and ICU syntax. Raises `yaml.YAMLError`."""
    for text in _leaves(read_yaml(file)):
        spoken = _ICU_BRANCH.sub(" ", _ICU_HEAD.sub(" ", _ICU_VARIABLE.sub(" ", text)))
        yield from (part for part in _SENTENCE_END.split(spoken) if part.strip())


def _leaves(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in ("payload", "metadata", "condition", "image", "version", "locale", "formality"):
                yield from _leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value)
    elif isinstance(node, str) and not node.startswith("/"):
        yield node
