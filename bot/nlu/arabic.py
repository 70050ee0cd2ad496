"""Letters that Arabic shoppers type at will."""

from __future__ import annotations

ARABIC_MARKS: dict[int, str | None] = dict.fromkeys([*range(0x064B, 0x0653), 0x0670, 0x0640])
"""For `str.translate`: vowel signs and lengthening strokes go."""
ARABIC_VARIANTS: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
    ord("ى"): "ي",
    ord("ة"): "ه",
    **ARABIC_MARKS,
}
"""The same, and the letter that stands for each that is written in several ways."""
