""" "The size is large on me" tells how something fits that came, and asks for no L."""

from __future__ import annotations

from dataclasses import replace

import pytest
from understood import understood

from bot.inference.preferences import variants_wanted
from bot.nlu.understanding import Entity, Scored


def sizes(language: str, text: str, *named: tuple[str, str]) -> list[str]:
    """The sizes that are left of those named, each by its words and what they stand for."""
    found = replace(understood(text, ("exchange_request", 0.9)), language=Scored(language, 1.0))
    spoken = tuple(
        Entity("size", value, at, at + len(words), "rules", words)
        for words, value in named
        for at in (text.index(words),)
    )
    return [str(one.value) for one in variants_wanted(replace(found, entities=spoken)).entities]


@pytest.mark.parametrize(
    ("language", "text", "words", "value"),
    [
        ("en", "the size is large on me", "large", "L"),
        ("de", "die Größe ist zu groß", "groß", "L"),
        ("es", "la talla me queda grande", "grande", "L"),
        ("it", "la taglia è piccola", "piccola", "S"),
        ("pt", "o tamanho ficou grande", "grande", "L"),
        ("ru", "размер большой, болтается", "большой", "L"),
        ("ar", "مقاسه كبير علي بقد", "كبير", "L"),
        ("ar", "طلع المقاس صغير علي", "صغير", "S"),
        ("id", "ukurannya kecil", "kecil", "S"),
    ],
)
def test_a_word_for_how_it_fits_is_no_size(language: str, text: str, words: str, value: str) -> None:
    assert sizes(language, text, (words, value)) == []


@pytest.mark.parametrize(
    ("language", "text", "named"),
    [
        ("en", "size large please", [("large", "L")]),
        ("en", "it's too large, I need an S", [("S", "S")]),
        ("en", "large please, the medium is too small", [("large", "L"), ("medium", "M"), ("small", "S")]),
        ("ar", "ابي مقاس كبير", [("كبير", "L")]),
        ("ar", "بدلوه على مقاس كبير", [("كبير", "L")]),
        ("ru", "нужен большой размер", [("большой", "L")]),
        ("es", "me quedo con la talla grande", [("grande", "L")]),
    ],
)
def test_a_size_that_is_asked_for_stays(language: str, text: str, named: list[tuple[str, str]]) -> None:
    assert sizes(language, text, *named) == [value for _, value in named]
