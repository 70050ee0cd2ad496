"""Labelled texts that train and measure the detector."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.nlu.language.cleaning import clean
from bot.nlu.language.languages import DATA, ROMANISED, languages
from bot.nlu.language.scripts import count_scripts, main_script

# Sets whose licence lets them shape the weights (Apache-2.0, MIT, CC0, CC BY). Others only measure.
OPEN_SETS = (
    "lingua_testdata",
    "brighter",
    "xed",
    "kote_ko",
    "wisesight_th",
    "clinc_oos",
    "banking77",
    "nlupp",
)
_EXAMPLE = re.compile(r"^\s+- (.+)$")
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
# Latin-letter messages in these languages' folders are romanised; in others' they are foreign words.
_ROMANISED_CHAT = ("ar",)


@dataclass(frozen=True, slots=True)
class Sample:
    """A cleaned text, the script block it belongs to, its label there (`ar-Latn`), and where it comes from."""

    text: str
    block: str
    label: str
    source: str


def read_data(folder: Path) -> Iterator[Sample]:
    """Yield the samples of a folder of JSONL sets (`<set>/*.jsonl` with `text`, `lang`) or of Rasa files.

    A folder of Rasa NLU files has one folder per language with `*.yml` in it. Raises `FileNotFoundError`.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such data folder")
    for name in OPEN_SETS:
        for file in sorted((folder / name).glob("*.jsonl")):
            source = f"{name}/{file.stem}" if name == "lingua_testdata" else name
            for line in file.read_text(encoding="utf-8").split("\n"):
                if not line:
                    continue
                row = json.loads(line)
                yield from make_sample(row["text"], row["lang"], source)
    for code in languages().supported:
        for file in sorted((folder / code).glob("*.yml")):
            for line in file.read_text(encoding="utf-8").splitlines():
                if found := _EXAMPLE.match(line):
                    text = _ENTITY.sub(r"\1", found[1])
                    for sample in make_sample(text, code, "nlu_data"):
                        if not sample.label.endswith(ROMANISED) or code in _ROMANISED_CHAT:
                            yield sample


def read_own() -> Iterator[Sample]:
    """Yield the romanised samples that come with the package."""
    for label, texts in yaml.safe_load((DATA / "samples_romanised.yml").read_text(encoding="utf-8")).items():
        for text in texts:
            yield Sample(clean(text), "Latn", label, "own")


def make_sample(text: str, tag: str, source: str) -> Iterator[Sample]:
    """Yield the sample of one labelled text; nothing when no trained block tells its language."""
    table = languages()
    cleaned = clean(text)
    script = main_script(count_scripts(cleaned))
    labels = table.blocks.get(script)
    if labels is None:
        return
    code = table.code(tag)
    label = code if code in labels else f"{code}{ROMANISED}"
    # Latin text of a language with its own script: romanised chat here, but mere foreign words in translations
    if label in labels and (label == code or source in ("brighter", "nlu_data", "own")):
        yield Sample(cleaned, script, label, source)


def held_out(text: str, source: str) -> bool:
    """Tell whether a text is kept from training: a fifth of lingua's, a twentieth of the others, by checksum."""
    return zlib.crc32(text.encode()) % 20 < (4 if source.startswith("lingua") else 1)
