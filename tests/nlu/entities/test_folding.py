"""Phrases of word lists are folded as messages are, only faster."""

from __future__ import annotations

import pytest

from bot.nlu.entities.folding import fold, fold_phrase_signed
from bot.nlu.entities.rules import available_languages, load_rules


def as_in_a_message(phrase: str) -> tuple[str, str]:
    folded = fold(phrase)
    return " ".join(folded.plain.split()), " ".join(folded.text.split())


@pytest.mark.parametrize(
    "phrase",
    [
        "size  M",
        "がっこう",
        "か\u3099っこう",
        "e\u0301te\u0301",
        "12ー34",
        "コーヒー",
        "مُدَرِّس",
        "İstanbul",
        "Straße",
        "ﬁt",
        "\u0301a",
        "５８",
    ],
)
def test_signs_marks_and_widths_are_folded_alike(phrase: str) -> None:
    assert fold_phrase_signed(phrase) == as_in_a_message(phrase)


@pytest.mark.parametrize("language", available_languages())
def test_every_phrase_of_the_lists_is_folded_alike(language: str) -> None:
    phrases = [phrase for listed in load_rules(language).lists.values() for phrase in listed]
    assert len(phrases) > 100
    assert [fold_phrase_signed(phrase) for phrase in phrases] == [as_in_a_message(phrase) for phrase in phrases]
