"""Locale tags: how they are written, what they fall back to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError

BASE = "en"
"""The locale every other one is compared with and falls back to in the end."""

# Between a region and its language stand the regions whose texts are nearer to it (after CLDR's parent locales).
_PARENTS: Mapping[str, tuple[str, ...]] = {
    "es": ("es-419", "es-MX"),
    "pt": ("pt-PT",),
    "en": ("en-GB",),
}
_OWN_STANDARD = {"es-ES", "pt-BR", "en-US", "en-PH", "en-PR"}
_SAME_ABROAD = {"id": "ms"}
"""Languages that are written as one, where another country has its own name for them."""
# Regions that write Chinese in the traditional script, and languages written from right to left (CLDR).
_TRADITIONAL = {"TW", "HK", "MO"}
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


def language(tag: str) -> str:
    """`pt-BR` → `pt`."""
    return tag.replace("_", "-").split("-", 1)[0].lower()


@lru_cache(maxsize=1024)
def normalised(tag: str) -> str:
    """BCP 47 writing: `zh_hant_tw` → `zh-Hant-TW`. The empty tag is the base locale."""
    parts = tag.replace("_", "-").split("-")
    written = [parts[0].lower()]
    for part in parts[1:]:
        written.append(part.title() if len(part) == 4 else part.upper())
    return "-".join(written) if written[0] else BASE


@lru_cache(maxsize=1024)
def chain(tag: str) -> tuple[str, ...]:
    """Where a text is looked for, most specific first: `es-MX` → es-MX, es, en; `zh-TW` → zh-TW, zh-Hant, zh, en."""
    tag = normalised(tag)
    parts = tag.split("-")
    tags = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    if len(parts) > 1 and tag not in _OWN_STANDARD and _is_region_of(tag):
        tags[1:1] = _PARENTS.get(parts[0], ())
    if parts[0] == "zh" and parts[-1] in _TRADITIONAL and "zh-Hant" not in tags:
        tags.insert(1, "zh-Hant")
    return tuple(dict.fromkeys((*tags, BASE)))


def _is_region_of(tag: str) -> bool:
    """Whether CLDR knows that language in that region: en-AU yes, es-DE no."""
    try:
        return Locale.parse(tag, sep="-").territory is not None
    except (UnknownLocaleError, ValueError):
        return False


@lru_cache(maxsize=1024)
def spoken(tag: str, market: str | None) -> str:
    """The locale as it is spoken in a market: `es` in MX → `es-MX`; a tag with a region stays as it is."""
    tag = normalised(tag)
    if not market or any(len(part) in (2, 3) for part in tag.split("-")[1:]):
        return tag
    return f"{tag}-{market.split('-')[0].upper()}"


@lru_cache(maxsize=1024)
def regional(tag: str) -> Locale:
    """CLDR's data for a locale: `es-MX` → es_MX; a pair that CLDR does not know falls back to the language."""
    candidates = [normalised(tag), *chain(tag)[1:]]
    if language(tag) == "zh" and "Han" not in tag:
        candidates.insert(0, tag.replace("zh", "zh-Hans", 1))
        candidates.insert(0, tag.replace("zh", "zh-Hant", 1) if "zh-Hant" in chain(tag) else candidates[0])
    for candidate in candidates:
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale(BASE)


@lru_cache(maxsize=1024)
def sums_of(tag: str) -> Locale:
    """CLDR's data for sums of money: those of the country's own kind of the language where it has one, as `id-MY` is
    written RM12.50; else as `regional`."""
    parts = normalised(tag).split("-")
    own = _SAME_ABROAD.get(parts[0])
    if own and len(parts) > 1 and not _is_region_of(tag) and _is_region_of(f"{own}-{parts[-1]}"):
        return Locale.parse(f"{own}-{parts[-1]}", sep="-")
    return regional(tag)


def right_to_left(tag: str) -> bool:
    """Whether the locale's script runs from right to left."""
    return language(tag) in _RIGHT_TO_LEFT
