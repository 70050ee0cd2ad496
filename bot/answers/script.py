"""Chinese in the script of its region: what is written once in simplified characters, read in traditional ones."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from bot.answers.locales import chain, spoken
from bot.answers.message import RenderedMessage

# OpenCC's conversions; Taiwan's and Hong Kong's differ in characters, Taiwan's in words too (信息, 資訊).
_OF_REGION = {"HK": "s2hk", "MO": "s2hk"}
_TAIWAN = "s2twp"


def in_script(message: RenderedMessage, locale: str, market: str | None, keep: Collection[str]) -> RenderedMessage:
    """The message in traditional characters where the locale writes them, else as it is.

    keep: the shopper's own words, such as an address, that are given back letter by letter.
    """
    tag = spoken(locale, market)
    if "zh-Hant" not in chain(tag):
        return message
    region = tag.rpartition("-")[2]
    return replace(
        message,
        text=_traditional(message.text, region, keep),
        buttons=tuple(replace(one, title=_traditional(one.title, region, keep)) for one in message.buttons),
    )


def _traditional(text: str, region: str, keep: Collection[str]) -> str:
    own = sorted(filter(None, keep), key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, own))})", text) if own else [text]
    converter = _converter(_OF_REGION.get(region, _TAIWAN))
    return "".join(part if at % 2 else converter.convert(part) for at, part in enumerate(parts))


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
