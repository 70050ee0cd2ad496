"""Reads one file of Rasa's NLU training format 3.1, with the line of everything."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NoReturn

import yaml

from bot.nlu.labels import EMOTIONS, SEPARATOR, URGENCIES
from bot.nlu.training_data import Annotation, Example, TrainingData, TrainingDataError, ValueExample
from bot.yaml_files import LOADER

_KINDS = ("intent", "synonym", "lookup", "regex")
_METADATA = {"emotion": EMOTIONS, "urgency": URGENCIES}
_MARK = re.compile(r"\[(?P<text>[^\[\]]+)\](?:\((?P<entity>[^()]*)\)|(?P<json>\{[^{}]*\}))")
_NAME = re.compile(r"[A-Za-z][\w-]*")
_INTENT = re.compile(r"[^\W_][^\s+/{}\[\]\"]*")
"""Names of intents come from other tools too, with full stops and question marks in them."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


def read_file(path: Path, shown: str | None = None) -> TrainingData:
    """The content of one file; its folder names the language. `shown` is how messages call the file.

    TrainingDataError when something in it is not as the format says.
    """
    reader = _Reader(shown or str(path), path.parent.name)
    if not _LANGUAGE.fullmatch(reader.language):
        reader.fail(1, f"the folder {reader.language} is not a language code; expected one like en or pt")
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reader.fail(line, f"not YAML: {error.problem or error.context}")
    except (OSError, UnicodeDecodeError) as error:
        reader.fail(1, f"can't be read as UTF-8 text: {error}")
    return reader.read(root)


class _Reader:
    """One file being read; collects what it holds."""

    def __init__(self, file: str, language: str) -> None:
        self.file = file
        self.language = language
        self.examples: list[Example] = []
        self.values: list[ValueExample] = []
        self.synonyms: dict[str, str] = {}
        self.lookups: dict[str, tuple[str, ...]] = {}
        self.regexes: dict[str, tuple[str, ...]] = {}

    def fail(self, line: int, problem: str) -> NoReturn:
        raise TrainingDataError(self.file, line, problem)

    def read(self, root: yaml.Node | None) -> TrainingData:
        if root is None:
            self.fail(1, 'the file is empty; expected version: "3.1" and nlu:')
        parts = self.mapping(root, {"version", "nlu"}, "at the top of the file")
        version = parts.get("version")
        if version is not None and not self.text(version, "version").startswith("3."):
            self.fail(_line(version), f'version {version.value} of the format is not known; expected "3.1"')
        if "nlu" not in parts:
            self.fail(_line(root), "expected nlu: with a list of intents")
        for item in self.sequence(parts["nlu"], "nlu"):
            self.item(item)
        return TrainingData(tuple(self.examples), tuple(self.values), self.synonyms, self.lookups, self.regexes)

    def item(self, node: yaml.Node) -> None:
        parts = self.mapping(node, {*_KINDS, "examples", "metadata"}, "in an entry of nlu")
        kinds = [kind for kind in _KINDS if kind in parts]
        if len(kinds) != 1:
            self.fail(_line(node), f"expected exactly one of {', '.join(_KINDS)} in an entry of nlu")
        kind = kinds[0]
        name = self.text(parts[kind], kind)
        if "examples" not in parts:
            self.fail(_line(node), f"{kind} {name} has no examples")
        if kind == "intent":
            self.intent(name, parts)
            return
        values = tuple(text for text, _ in self.lines(parts["examples"], f"{kind} {name}"))
        if kind == "synonym":
            self.synonyms.update(dict.fromkeys(values, name))
        elif kind == "lookup":
            self.lookups[name] = self.lookups.get(name, ()) + values
        else:
            for value, line in self.lines(parts["examples"], f"regex {name}"):
                try:
                    re.compile(value)
                except re.error as error:
                    self.fail(line, f"regex {name}: {value} is not a regular expression ({error})")
            self.regexes[name] = self.regexes.get(name, ()) + values

    def slot_value(self, name: str, parts: dict[str, yaml.Node]) -> None:
        """`slot/value`: answers to a question of the bot."""
        slot, _, value = name.partition("/")
        if not (_NAME.fullmatch(slot) and _NAME.fullmatch(value)):
            self.fail(_line(parts["intent"]), f"{name!r} is not a slot and its value; expected slot/value")
        for marked, line in self.lines(parts["examples"], f"intent {name}"):
            text, _marks = self.unmark(marked, line)
            self.values.append(ValueExample(text, self.language, slot, value, self.file, line))

    def intent(self, name: str, parts: dict[str, yaml.Node]) -> None:
        if "/" in name:
            self.slot_value(name, parts)
            return
        intents = tuple(name.split(SEPARATOR))
        if not all(_INTENT.fullmatch(intent) for intent in intents) or len(set(intents)) != len(intents):
            self.fail(_line(parts["intent"]), f"{name!r} is not an intent's name; expected a_name or one+another")
        common = self.metadata(parts.get("metadata"))
        examples = parts["examples"]
        if isinstance(examples, yaml.SequenceNode):
            for entry in examples.value:
                fields = self.mapping(entry, {"text", "metadata"}, f"in an example of {name}")
                if "text" not in fields:
                    self.fail(_line(entry), f"an example of {name} has no text")
                own = common | self.metadata(fields.get("metadata"))
                text = self.text(fields["text"], "text").strip().removeprefix("- ")
                self.example(text, _line(fields["text"]), intents, own)
            return
        for text, line in self.lines(examples, f"intent {name}"):
            self.example(text, line, intents, common)

    def example(self, marked: str, line: int, intents: tuple[str, ...], metadata: dict[str, str]) -> None:
        text, entities = self.unmark(marked, line)
        if not text.strip():
            self.fail(line, f"an example of {SEPARATOR.join(intents)} is empty")
        self.examples.append(
            Example(
                text,
                self.language,
                intents,
                metadata.get("emotion"),
                metadata.get("urgency"),
                metadata.get("kind"),
                entities,
                self.file,
                line,
            )
        )

    def unmark(self, marked: str, line: int) -> tuple[str, tuple[Annotation, ...]]:
        """The text without marks, and the marked entities."""
        text, end = "", 0
        entities = []
        for match in _MARK.finditer(marked):
            text += marked[end : match.start()]
            end = match.end()
            entity, value = self.mark(match, line)
            entities.append(Annotation(entity, value, len(text), len(text) + len(match["text"])))
            text += match["text"]
        return text + marked[end:], tuple(entities)

    def mark(self, match: re.Match[str], line: int) -> tuple[str, str]:
        """Entity and value of one mark."""
        entity, value = match["entity"], match["text"]
        if match["json"] is not None:
            try:
                facts = json.loads(match["json"])
                entity, value = str(facts["entity"]), str(facts.get("value", value))
            except (ValueError, KeyError, TypeError):
                self.fail(line, f'{match[0]} is not a mark; expected [text]{{"entity": "name", "value": "…"}}')
        elif ":" in entity:
            entity, value = entity.split(":", 1)
        if not _NAME.fullmatch(entity):
            self.fail(line, f"{entity!r} in {match[0]} is not an entity's name; expected [text](name)")
        return entity, value

    def metadata(self, node: yaml.Node | None) -> dict[str, str]:
        """Known keys of a metadata mapping, checked; other keys belong to the merchant and are left alone."""
        if node is None:
            return {}
        found = {}
        for key, value in self.mapping(node, None, "in metadata").items():
            if key in _METADATA and self.text(value, key) not in _METADATA[key]:
                self.fail(_line(value), f"{key} {value.value} is not known; expected {', '.join(_METADATA[key])}")
            if key in _METADATA or key == "kind":
                found[key] = self.text(value, key)
        return found

    def lines(self, node: yaml.Node, owner: str) -> Iterator[tuple[str, int]]:
        """The `- ` lines of a block string, each with its line in the file."""
        block = self.text(node, f"examples of {owner}")
        first = _line(node) + (1 if getattr(node, "style", None) in ("|", ">") else 0)
        for number, row in enumerate(block.splitlines(), start=first):
            content = row.strip()
            if not content or content.startswith("#"):
                continue
            if not content.startswith("-"):
                self.fail(number, f"expected '- ' before an example of {owner}, found {content[:40]!r}")
            content = content[1:].strip()
            if not content:
                self.fail(number, f"an example of {owner} is empty")
            yield content, number

    def mapping(self, node: yaml.Node, allowed: Collection[str] | None, where: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self.fail(_line(node), f"expected key: value {where}")
        parts: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key, "a key")
            if allowed is not None and name not in allowed:
                self.fail(_line(key), f"{name} is not known {where}; expected {', '.join(sorted(allowed))}")
            if name in parts:
                self.fail(_line(key), f"{name} is there twice {where}")
            parts[name] = value
        return parts

    def sequence(self, node: yaml.Node, owner: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self.fail(_line(node), f"expected a list under {owner}:")
        return list(node.value)

    def text(self, node: yaml.Node, owner: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.fail(_line(node), f"expected text for {owner}")
        return str(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
