"""A language in the script of its region: Chinese is written once in simplified characters and read in traditional
ones, and Switzerland writes German without ß."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from opencc import OpenCC

from bot.answers.errors import ContentError
from bot.answers.locales import chain, spoken
from bot.answers.message import RenderedMessage
from bot.answers.sources import read_source

# OpenCC's conversions; Taiwan's and Hong Kong's differ in characters, Taiwan's in words too (信息, 資訊).
_OF_REGION = {"HK": "s2hk", "MO": "s2hk"}
_TAIWAN = "s2twp"
_WORDS = Path(__file__).parents[1] / "content" / "scripts.yml"


def in_script(message: RenderedMessage, locale: str, market: str | None, keep: Collection[str]) -> RenderedMessage:
    """The message as the locale's region writes it: in traditional characters, with other letters, or as it is.

    keep: the shopper's own words, such as an address, that are given back letter by letter.
    """
    tag = spoken(locale, market)
    region = tag.rpartition("-")[2] if "zh-Hant" in chain(tag) else tag
    if region == tag and tag not in region_words():
        return message
    return replace(
        message,
        text=_rewritten(message.text, region, keep),
        buttons=tuple(replace(one, title=_rewritten(one.title, region, keep)) for one in message.buttons),
    )


@cache
def region_words(path: Path = _WORDS) -> Mapping[str, Mapping[str, str]]:
    """Of each region, or each locale that is not converted, words as they stand then and what is said there instead.
    Raises ContentError."""
    source = read_source(path)
    regions = source.mapping(source.data, ())
    found = {str(name): source.mapping(words, (name,)) for name, words in regions.items()}
    for name, words in found.items():
        for word, said in words.items():
            if not isinstance(said, str) or not said:
                source.refuse((name, word), repr(said), "what is said instead")
    if source.problems:
        raise ContentError(source.problems)
    return {name: {str(word): str(said) for word, said in words.items()} for name, words in found.items()}


def _rewritten(text: str, region: str, keep: Collection[str]) -> str:
    own = sorted(filter(None, keep), key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, own))})", text) if own else [text]
    return "".join(part if at % 2 else _converted(part, region) for at, part in enumerate(parts))


def _converted(text: str, region: str) -> str:
    words = region_words().get(region, {})
    plain: str = text if "-" in region else _converter(_OF_REGION.get(region, _TAIWAN)).convert(text)
    if not words:
        return plain
    every = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.sub(every, lambda found: words[found[0]], plain)


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
