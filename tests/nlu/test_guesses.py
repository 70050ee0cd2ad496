"""Who only supposes agrees to nothing, in every language; a plain yes supposes nothing."""

from __future__ import annotations

import pytest

from bot.nlu.wordlists import GUESSES, says


@pytest.mark.parametrize(
    ("language", "guesses", "agrees"),
    [
        ("en", "yes, I guess", "yes, go ahead"),
        ("zh", "嗯，应该吧", "好的，可以"),
        ("es", "sí, supongo", "sí, adelante"),
        ("fr", "oui, je suppose", "oui, sans aucun doute"),
        ("de", "ja, glaub schon", "ja, bitte"),
        ("it", "credo di sì", "sì, certo"),
        ("pt", "acho que sim", "sim, pode fazer"),
        ("ru", "да, наверное", "да, конечно"),
        ("ar", "ايه اظن", "نعم، تمام"),
        ("tr", "evet galiba", "evet, lütfen"),
        ("ja", "はい、たぶん", "はい、お願いします"),
        ("ko", "네 아마도요", "네, 해주세요"),
        ("th", "ก็ได้มั้ง", "ได้ค่ะ เอาเลย"),
        ("vi", "ừ chắc vậy", "ừ chắc chắn, làm đi"),
        ("vi", "um chac vay", "uk chac roi"),
        ("id", "hmm iya kayaknya", "iya, lanjut"),
    ],
)
def test_who_supposes_does_not_agree(language: str, guesses: str, agrees: str) -> None:
    assert says(GUESSES, guesses, language)
    assert not says(GUESSES, agrees, language)


@pytest.mark.parametrize("hurries", ["ya tolong proses secepat mungkin", "iya kak sesegera mungkin ya"])
def test_who_wants_it_as_soon_as_may_be_does_not_suppose(hurries: str) -> None:
    assert not says(GUESSES, hurries, "id")
    assert says(GUESSES, "ya mungkin", "id")
