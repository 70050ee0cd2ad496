"""Labelled texts that train and measure the detector."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.language.cleaning import clean
from bot.nlu.language.languages import DATA, ROMANISED, languages
from bot.nlu.language.own_texts import read_articles, read_examples, read_responses
from bot.nlu.language.scripts import count_scripts, main_script
from bot.yaml_files import read_yaml

# Sets whose licence lets them shape the weights (Apache-2.0, MIT, CC0, CC BY). Others only measure.
OPEN_SETS = ("lingua_testdata", "brighter")
CHAT = "chat"
# A shopper asks for another language in either: where the message is filed does not tell which one it is in.
_FILED_ELSEWHERE = ("language_switch",)
_OWN_FILES = ("samples_romanised.yml", "samples_chat.yml")
_LEAST_ROMANISED_WORDS = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """A cleaned text, the script block it belongs to, its label there (`ar-Latn`), and where it comes from."""

    text: str
    block: str
    label: str
    source: str


def read_data(folder: Path) -> Iterator[Sample]:
    """Yield the samples of one folder of texts.

    The folder holds JSONL sets (`<set>/*.jsonl` with `text` and `lang`), training messages or articles
    (`<code>/*.yml`, `<code>/*.md`), or what the bot says (`<code>.yml`). Raises `FileNotFoundError`.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such data folder")
    for name in OPEN_SETS:
        for file in sorted((folder / name).glob("*.jsonl")):
            source = f"{name}/{file.stem}" if name == "lingua_testdata" else name
            for line in file.read_text(encoding="utf-8").split("\n"):
                if line:
                    row = json.loads(line)
                    yield from make_sample(row["text"], row["lang"], source)
    for code in languages().supported:
        for text in read_examples(folder / code, _FILED_ELSEWHERE):
            yield from make_sample(text, code, CHAT)
        for text in read_articles(folder / code):
            yield from make_sample(text, code, "articles")
        for file in folder.glob(f"{code}*.yml"):
            if file.stem.split("-")[0] == code:
                for text in read_responses(file):
                    yield from make_sample(text, code, "responses")


def read_own() -> Iterator[Sample]:
    """Yield the samples that come with the package: romanised and short chat, all in Latin letters."""
    for name in _OWN_FILES:
        for label, texts in read_yaml(DATA / name).items():
            for text in texts:
                yield Sample(clean(text), "Latn", label, "own")


def make_sample(text: str, tag: str, source: str) -> Iterator[Sample]:
    """Yield the sample of one labelled text; nothing when neither its script nor a trained block tells its language.

    Latin letters in a language with a script of its own are romanised chat (Arabizi) only in chat, and only when
    there are words enough: mostly they are names and borrowed words.
    """
    table = languages()
    cleaned = clean(text)
    script = main_script(count_scripts(cleaned))
    labels = table.blocks.get(script, ())
    code = table.code(tag)
    if code in labels or code == table.scripts.get(script):
        yield Sample(cleaned, script, code, source)
    elif f"{code}{ROMANISED}" in labels and source in (CHAT, "brighter"):
        words = [word for word in cleaned.split() if word not in table.neutral]
        if len(words) >= _LEAST_ROMANISED_WORDS:
            yield Sample(cleaned, script, f"{code}{ROMANISED}", source)


def held_out(text: str, source: str) -> bool:
    """Tell whether a text is kept from training: a fifth of lingua's, a twentieth of the others, by checksum."""
    return zlib.crc32(text.encode()) % 20 < (4 if source.startswith("lingua") else 1)
