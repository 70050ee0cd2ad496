"""What is not wanted, said as people speak in Singapore, Lagos, Zurich, Vienna and Montréal."""

from __future__ import annotations

import pytest

from bot.nlu.contrasts import Contrast, contrasts
from bot.nlu.wordlists import UNWANTED, around, says


@pytest.mark.parametrize(
    ("language", "text", "rest"),
    [
        ("en", "dun want exchange liao", "exchange liao"),
        ("en", "I no want exchange", "i exchange"),
        ("de", "i wott kei umtausch", "i umtausch"),
        ("de", "i wü kan umtausch", "i umtausch"),
        ("fr", "j'en veux pus d'échange", "j'en d'échange"),
    ],
)
def test_dialect_says_what_is_not_wanted(language: str, text: str, rest: str) -> None:
    assert says(UNWANTED, text, language)
    assert " ".join(around(UNWANTED, text, language)).split() == rest.split()


@pytest.mark.parametrize(
    ("language", "text", "wanted", "refused"),
    [
        ("en", "dun want exchange, refund better", "refund better", "exchange"),
        ("de", "kei Umtausch, lieber s Gäld", "lieber s Gäld", "Umtausch"),
        ("fr", "pus d'échange, plutôt mes sous", "plutôt mes sous", "échange"),
    ],
)
def test_dialect_tells_what_is_wanted_from_what_is_refused(language: str, text: str, wanted: str, refused: str) -> None:
    assert Contrast(wanted, refused) in contrasts(text, language)
