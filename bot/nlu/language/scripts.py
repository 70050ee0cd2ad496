"""Which scripts a text is written in."""

from __future__ import annotations

import bisect
from collections import Counter

# (first code point, last code point, script); blocks that chat uses, from the Unicode block list
_RANGES: tuple[tuple[int, int, str], ...] = (
    (0x41, 0x5A, "Latn"),
    (0x61, 0x7A, "Latn"),
    (0xAA, 0xAA, "Latn"),
    (0xBA, 0xBA, "Latn"),
    (0xC0, 0xD6, "Latn"),
    (0xD8, 0xF6, "Latn"),
    (0xF8, 0x24F, "Latn"),
    (0x370, 0x3FF, "Grek"),
    (0x400, 0x52F, "Cyrl"),
    (0x531, 0x58F, "Armn"),
    (0x5D0, 0x5F4, "Hebr"),
    (0x620, 0x65F, "Arab"),
    (0x66E, 0x6D3, "Arab"),
    (0x6D5, 0x6EF, "Arab"),
    (0x6FA, 0x77F, "Arab"),
    (0x900, 0x963, "Deva"),
    (0x970, 0x97F, "Deva"),
    (0x980, 0x9E5, "Beng"),
    (0xA01, 0xA65, "Guru"),
    (0xA81, 0xAE5, "Gujr"),
    (0xB82, 0xBE5, "Taml"),
    (0xC00, 0xC65, "Telu"),
    (0xC80, 0xCE5, "Knda"),
    (0xD00, 0xD65, "Mlym"),
    (0xD80, 0xDFF, "Sinh"),
    (0xE01, 0xE3A, "Thai"),
    (0xE40, 0xE4E, "Thai"),
    (0xE81, 0xECE, "Laoo"),
    (0x1000, 0x103F, "Mymr"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1100, 0x11FF, "Hang"),
    (0x1200, 0x137F, "Ethi"),
    (0x1780, 0x17D3, "Khmr"),
    (0x1E00, 0x1EFF, "Latn"),
    (0x1F00, 0x1FFF, "Grek"),
    (0x3005, 0x3007, "Hani"),
    (0x3041, 0x309F, "Kana"),
    (0x30A1, 0x30FA, "Kana"),
    (0x30FC, 0x30FF, "Kana"),
    (0x3131, 0x318E, "Hang"),
    (0x3400, 0x4DBF, "Hani"),
    (0x4E00, 0x9FFF, "Hani"),
    (0xAC00, 0xD7A3, "Hang"),
    (0xF900, 0xFAFF, "Hani"),
    (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFC, "Arab"),
    (0xFF66, 0xFF9F, "Kana"),
    (0x20000, 0x3134F, "Hani"),
)
_STARTS = [first for first, _, _ in _RANGES]

# One character says more in a script of syllables or words; and foreign names are mostly Latin.
_WEIGHT = {"Hani": 3.0, "Kana": 2.5, "Hang": 2.5, "Latn": 1.0, "Thai": 1.5}
_OTHER_WEIGHT = 1.5


def script_of(character: str) -> str:
    """Return the ISO 15924 code of a letter's script (`Kana` for both kana), `Zyyy` when it is no letter."""
    point = ord(character)
    at = bisect.bisect_right(_STARTS, point) - 1
    if at >= 0 and point <= _RANGES[at][1]:
        return _RANGES[at][2]
    return "Zyyy"


def count_scripts(text: str) -> Counter[str]:
    """Return how many letters of each script `text` has."""
    counts: Counter[str] = Counter()
    for character, times in Counter(text).items():
        script = script_of(character)
        if script != "Zyyy":
            counts[script] += times
    return counts


def main_script(counts: Counter[str]) -> str:
    """Return the script that carries most of what is said; Han and kana are told as `Hani`."""
    if not counts:
        return "Zyyy"
    weights: Counter[str] = Counter()
    for script, count in counts.items():
        merged = "Hani" if script == "Kana" else script
        weights[merged] += count * _WEIGHT.get(script, _OTHER_WEIGHT)  # type: ignore[assignment]
    return max(weights, key=lambda script: weights[script])
