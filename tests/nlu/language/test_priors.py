"""Short messages: what was known before decides where the text says little, and gives way where it says much."""

from __future__ import annotations

import pytest

from bot.nlu.language import LanguageDetector, LanguageGuess, reply_language

LANGUAGES = ("en", "zh", "es", "fr", "de", "it", "pt", "ru", "ar", "tr", "ja", "ko", "th", "vi", "id")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "PA-2026-104233",
        "👍",
        "😡😡😡",
        "2",
        "XL",
        "GG",
        "https://x.example/1",
        "a@example.com",
        "iPhone 15",
        "DHL",
        "???",
    ],
)
def test_that_a_text_without_words_keeps_the_conversations_language(
    detector: LanguageDetector, language: str, text: str
) -> None:
    guess = detector.detect(text, previous=language, locale="fr-FR", country="JP")
    assert guess.code == language
    assert not guess.evidence


@pytest.mark.parametrize(
    ("text", "previous", "language"),
    [
        ("no", "it", "it"),
        ("es", "de", "de"),
        ("si", "es", "es"),
        ("nah", "en", "en"),
        ("oui non", "fr", "fr"),
        ("es passt", "de", "de"),
        ("ja", "de", "de"),
        ("ok thx", "ko", "ko"),
    ],
)
def test_that_a_short_ambiguous_word_keeps_it_too(
    detector: LanguageDetector, text: str, previous: str, language: str
) -> None:
    assert detector.detect(text, previous=previous).code == language


@pytest.mark.parametrize(
    ("text", "previous", "language"),
    [
        ("where is my parcel now?", "ja", "en"),
        ("wo bleibt mein Paket?", "en", "de"),
        ("¿dónde está mi pedido?", "pt", "es"),
        ("我的包裹在哪里", "ja", "zh"),
        ("荷物はどこですか", "zh", "ja"),
        ("где мой заказ", "en", "ru"),
        ("siparişim nerede", "de", "tr"),
    ],
)
def test_that_a_sentence_leaves_the_conversations_language(
    detector: LanguageDetector, text: str, previous: str, language: str
) -> None:
    guess = detector.detect(text, previous=previous, locale=previous)
    assert guess.code == language
    assert guess.evidence


def test_that_profile_and_country_decide_when_there_was_no_message_before(detector: LanguageDetector) -> None:
    assert detector.detect("PA-2026-104233", locale="pt-BR", country="US").code == "pt"
    assert detector.detect("👍", country="VN").code == "vi"
    assert detector.detect("👍", country="MX").code == "es"
    assert detector.detect("no", country="MX").code == "es"
    unknown = detector.detect("👍")
    assert (unknown.code, unknown.confidence, unknown.evidence) == ("und", 0.0, False)


def _guess(code: str, *, evidence: bool = True) -> LanguageGuess:
    return LanguageGuess(code, 0.9, ((code, 0.9),), "Latn", evidence)


@pytest.mark.parametrize(
    ("guess", "previous", "profile", "answer"),
    [
        (_guess("de"), "en", "fr-FR", "de"),
        (_guess("de", evidence=False), "en", "fr-FR", "en"),
        (_guess("und", evidence=False), None, "pt_BR", "pt"),
        (_guess("nl"), "fr", "fr-BE", "fr"),
        (_guess("nl"), "fr", None, "en"),
        (None, "ja", "en-US", "ja"),
        (None, None, "ms-MY", "id"),
        (None, None, None, "en"),
        (_guess("und", evidence=False), "sv", "sv-SE", "en"),
    ],
)
def test_that_one_place_decides_the_language_of_the_answer(
    guess: LanguageGuess | None, previous: str | None, profile: str | None, answer: str
) -> None:
    assert reply_language(guess, previous=previous, profile_locale=profile, supported=LANGUAGES) == answer


@pytest.mark.parametrize(
    ("text", "previous"),
    [
        ("refund je la", "id"),
        ("ok husband setuju, proceed", "id"),
        ("check status order", "id"),
        ("ok proceed", "th"),
        ("confirm", "vi"),
        ("ok done", "de"),
    ],
)
def test_that_borrowed_words_of_shops_keep_it(detector: LanguageDetector, text: str, previous: str) -> None:
    assert detector.detect(text, previous=previous).code == previous


@pytest.mark.parametrize("text", ["please cancel my order", "i want a refund", "je veux un remboursement"])
def test_that_a_sentence_leaves_it_nevertheless(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text, previous="id", locale="id-ID").code == ("fr" if text.startswith("je") else "en")


def test_that_words_borrowed_from_english_begin_a_talk_in_english(detector: LanguageDetector) -> None:
    assert detector.detect("cancel order", previous=None, locale="de-DE").code == "en"
