"""Emoji in a text: finding them and leaving them out (Unicode TS 51)."""

from __future__ import annotations

import re

# Pictographs, flags, keycaps, skin tones, joiners and tags. Signs of ordinary writing (©, ™, №, ✓, →) are not emoji
# here unless the emoji selector U+FE0F follows.
_PICTURE = (
    "[\U0001f000-\U0001faff\u2600-\u2604\u260e\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626\u262a\u262e\u262f"
    "\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u267f\u2692-\u2697"
    "\u2699\u269b\u269c\u26a0-\u26ff\u2702\u2705\u2708-\u270d\u270f\u2712\u2728\u2733\u2734\u2744\u2747\u274c"
    "\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27b0\u27bf\u2b50\u2b55\u2b1b\u2b1c\u231a\u231b\u23e9-\u23f3]"
)
_MODIFIER = "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_EMOJI = re.compile(
    rf"(?:{_PICTURE}|[0-9#*]\ufe0f?\u20e3|[\u0080-\u3299]\ufe0f){_MODIFIER}*"
    rf"(?:\u200d(?:{_PICTURE}|[\u2640\u2642]){_MODIFIER}*)*"
)
_SPACED = re.compile(rf"[ \t]*(?:{_EMOJI.pattern})+")


def emoji_in(text: str) -> tuple[str, ...]:
    """Every emoji of a text, as written."""
    return tuple(match.group() for match in _EMOJI.finditer(text))


def without_emoji(text: str) -> str:
    """The text without emoji and without the spaces they leave behind."""
    if text.isascii() or not _EMOJI.search(text):
        return text
    return _SPACED.sub("", text).strip()
