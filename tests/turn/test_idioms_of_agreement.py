"""An idiom that agrees is a yes where an act is to be confirmed, whatever it sounds like, and nowhere else."""

from __future__ import annotations

import pytest
from understood import understood

from bot.reading import Reading

AGREED = {
    "en": ("go for it", "yes, please do"),
    "zh": ("就这么办吧", "好，就这么办"),
    "ja": ("それで進めてください", "はい、それでお願いします"),
    "ko": ("그렇게 해주세요", "네 진행해 주세요"),
    "es": ("de una", "de una parce", "hágale pues", "listo, de una"),
    "pt": ("manda ver", "sim, manda ver"),
    "fr": ("allez-y", "oui allez-y svp"),
    "de": ("machen Sie das", "ja bitte, machen Sie das so"),
    "it": ("proceda pure", "sì, fate pure"),
    "ru": ("валяйте", "да, так и сделайте"),
    "ar": ("توكلنا على الله", "تمام نفذوا"),
    "tr": ("onaylıyorum", "evet öyle yapın"),
    "id": ("gaskeun", "ya kak lanjut aja"),
    "vi": ("chốt luôn", "vâng cứ làm vậy đi ạ"),
    "th": ("จัดไปครับ", "โอเค เอาตามนั้นค่ะ"),
}
NOT_AGREED = [
    "de una vez le digo que no",
    "solo de una taza",
    "¿de una?",
    "no, de una no",
    "go for it later",
    "别就这么办",
]


def agrees(text: str, language: str, waiting_for: str = "confirm_cancel") -> bool:
    found = understood(text, ("deny", 0.73), ("affirm", 0.13))
    return Reading(text, language, None, understanding=found, waiting_for=waiting_for).as_turn().intent == "affirm"


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, said in AGREED.items() for text in said])
def test_an_idiom_is_a_yes(language: str, text: str) -> None:
    assert agrees(text, language)
    assert agrees(text, language, "confirm_return")


@pytest.mark.parametrize("text", NOT_AGREED)
def test_what_says_more_is_none(text: str) -> None:
    assert not agrees(text, "zh" if "就" in text else "es" if "una" in text else "en")


@pytest.mark.parametrize("asked", ["quantity", "return_item", "resolution", None])
def test_elsewhere_it_is_none(asked: str | None) -> None:
    assert not agrees("de una", "es", asked)  # type: ignore[arg-type]
