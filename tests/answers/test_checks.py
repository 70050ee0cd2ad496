"""What must not be said is found, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers import Answers, Button, ContentError, RenderedMessage
from bot.answers.emoji import emoji_in, without_emoji
from bot.answers.moments import names_moment
from bot.answers.taboos import Taboos

# language, market, a promise without a day, the same with one, and a text that only looks like a promise
PROMISES = [
    ("en", "GB", "We will write to you soon.", "We will write soon, by Friday at 18:00.", "As soon as it is paid."),
    ("zh", "CN", "我们会尽快处理。", "我们会尽快处理，11月27日18:00前。", "祝您购物愉快。"),
    ("es", "ES", "Te escribimos pronto.", "Te escribimos pronto, el 27 de noviembre.", "Tan pronto como pagues."),
    ("fr", "FR", "Nous répondrons bientôt.", "Bientôt, le 27 novembre à 18 h 00.", "Merci et à bientôt."),
    ("de", "DE", "Wir erledigen das in Kürze.", "In Kürze, am 27. November.", "Sobald es bezahlt ist. Bis bald!"),
    ("it", "IT", "Le rispondiamo al più presto.", "Al più presto, entro venerdì.", "Grazie, a presto."),
    ("pt", "BR", "Responderemos em breve.", "Em breve, até 27 de novembro.", "Até breve!"),
    ("ru", "RU", "Ответим в ближайшее время.", "В ближайшее время, до 27 ноября.", "До скорого!"),
    ("ar", "SA", "سنرد عليك قريباً.", "سنرد قريبًا، في ٢٧ نوفمبر الساعة ٦:٠٠ م.", "نراك قريبا"),
    ("tr", "TR", "En kısa sürede döneceğiz.", "En kısa sürede, 27 Kasım'da.", "Yakında görüşmek üzere."),
    ("ja", "JP", "なるべく早くご連絡します。", "なるべく早く、11月27日までにご連絡します。", "ありがとうございます。"),
    ("ko", "KR", "곧 연락드리겠습니다.", "곧, 11월 27일까지 연락드리겠습니다.", "감사합니다."),
    ("th", "TH", "เราจะติดต่อกลับเร็วๆ นี้", "เร็วๆ นี้ ภายใน 27 พฤศจิกายน", "ขอบคุณค่ะ"),
    ("vi", "VN", "Chúng tôi sẽ trả lời sớm nhất có thể.", "Sớm nhất có thể, trước 18:00.", "Cảm ơn bạn."),
    ("id", "ID", "Kami akan segera menghubungi Anda.", "Segera, 27 November pukul 18.00.", "Segera setelah dibayar."),
]


def codes(answers: Answers, text: str | RenderedMessage, locale: str, market: str | None) -> list[str]:
    return [finding.code for finding in answers.check([text], locale=locale, market=market)]


@pytest.mark.parametrize(("locale", "market", "empty", "dated", "harmless"), PROMISES)
def test_a_promise_needs_a_day_in_every_language(
    answers: Answers, locale: str, market: str, empty: str, dated: str, harmless: str
) -> None:
    assert codes(answers, empty, locale, market) == ["empty_promise"]
    assert codes(answers, dated, locale, market) == []
    assert codes(answers, harmless, locale, market) == []


def test_a_date_that_was_filled_in_counts(answers: Answers) -> None:
    message = RenderedMessage("We write soon.", dated=True, promise=True)
    assert codes(answers, message, "en", "GB") == []


def test_a_declared_promise_without_a_date_is_found(answers: Answers) -> None:
    message = RenderedMessage("We call you.", response="utter_call", promise=True)
    assert codes(answers, message, "en", "GB") == ["promise_without_date"]


@pytest.mark.parametrize(
    ("text", "locale", "market", "severity"),
    [
        ("Pay in four instalments with zero interest.", "en", "SA", "error"),
        ("أقساط بدون فوائد", "ar", "AE", "error"),
        ("Our Black Friday starts.", "en", "AE", "error"),
        ("تبدأ الجمعة السوداء الآن", "ar", "SA", "error"),
        ("lol, that happens", "ja", "JP", "error"),
        ("了解です。", "ja", "JP", "error"),
        ("네 ㅋㅋㅋ", "ko", "KR", "error"),
        ("Puedes coger el paquete.", "es", "MX", "error"),
        ("Calm down, please.", "en", "US", "error"),
        ("Sehr geehrtes Fräulein Müller", "de", "DE", "error"),
        ("全网最低价", "zh", "CN", "warning"),
        ("ได้เลยจ้า", "th", "TH", "warning"),
        ("Gracias 💜", "es", "MX", "error"),
        ("Perfeito 👌🏽", "pt", "BR", "error"),
    ],
)
def test_taboos_are_found_where_they_hold(answers: Answers, text: str, locale: str, market: str, severity: str) -> None:
    found = answers.check([text], locale=locale, market=market)
    assert [(finding.code, finding.severity) for finding in found] == [("taboo", severity)]
    assert found[0].expected


@pytest.mark.parametrize(
    ("text", "locale", "market"),
    [
        ("Our Black Friday starts.", "en", "US"),
        ("If you are interested, write to us.", "en", "SA"),
        ("Puedes coger el paquete.", "es", "ES"),
        ("Gracias 💜", "es", "ES"),
        ("Shampoo and hammock", "en", "SA"),
        ("أفهم أنك قلق", "ar", "SA"),
        ("ติดต่อเจ้าหน้าที่ได้ค่ะ", "th", "TH"),
    ],
)
def test_what_is_fine_there_is_not_reported(answers: Answers, text: str, locale: str, market: str) -> None:
    assert answers.check([text], locale=locale, market=market) == ()


def test_emoji_are_found_and_taken_out_where_forbidden(answers: Answers) -> None:
    message = RenderedMessage("Danke 🙂 und bis dann!", buttons=(Button("Ja 👍", "/affirm"),))
    (clean,), findings = answers.safe([message], locale="de", market="DE")
    assert [finding.code for finding in findings] == ["emoji"]
    assert clean.text == "Danke und bis dann!"
    assert clean.buttons == (Button("Ja", "/affirm"),)
    assert answers.safe([clean], locale="de", market="DE") == ((clean,), ())
    assert answers.check([message], locale="es", market="ES") == ()


def test_an_offending_emoji_is_taken_out_where_others_are_welcome(answers: Answers) -> None:
    (clean,), findings = answers.safe([RenderedMessage("Perfeito 👌")], locale="pt", market="BR")
    assert clean.text == "Perfeito"
    assert [finding.code for finding in findings] == ["taboo"]


def test_an_unfilled_variable_and_a_flood_of_sentences_are_found(answers: Answers) -> None:
    assert codes(answers, "Your order {order_id} is here.", "en", "GB") == ["placeholder"]
    assert codes(answers, "One. " * 7, "en", "US") == ["too_long"]


def test_findings_name_the_message(answers: Answers) -> None:
    found = answers.check(["Fine.", "We write soon."], locale="en", market="GB")
    assert [(finding.message, finding.found) for finding in found] == [(1, "soon")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi 👩‍👩‍👧‍👦!", "Hi!"),
        ("🇩🇪 Guten Tag", "Guten Tag"),
        ("1️⃣ first", "first"),
        ("ok 👍🏽👍🏿 thanks", "ok thanks"),
        ("❤️", ""),
        ("© 2026 ™ № → ✓ 5€ 12:00", "© 2026 ™ № → ✓ 5€ 12:00"),
        ("สวัสดี ありがとう ㅋ", "สวัสดี ありがとう ㅋ"),
    ],
)
def test_emoji_go_and_writing_stays(text: str, expected: str) -> None:
    assert without_emoji(text) == expected
    assert not emoji_in(without_emoji(text))


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("by Friday", "en", True),
        ("on 2026-11-27", "th", True),
        ("at 6 pm", "en", True),
        ("um 18 Uhr", "de", True),
        ("am 27.11. oder früher", "de", True),
        ("27 tháng 11", "vi", True),
        ("٢٧ نوفمبر", "ar", True),
        ("オーダー 104233、12.50ユーロ", "ja", False),
        ("for 12.50 EUR in order PA-2026-104233", "en", False),
        ("in 3 days", "en", False),
        ("may we help 3 people", "en", False),
    ],
)
def test_days_and_times_are_recognised(text: str, locale: str, expected: bool) -> None:
    assert names_moment(text, locale) is expected


def test_the_culture_library_has_its_size(answers: Answers) -> None:
    assert answers.checks.taboos.size() >= 200
    languages = {"en", "zh", "es", "fr", "de", "it", "pt", "ru", "ar", "tr", "ja", "ko", "th", "vi", "id"}
    assert set(answers.checks.taboos.empty_promises) == languages


def test_a_wrong_taboo_is_refused_with_what_was_expected(answers: Answers, tmp_path: Path) -> None:
    path = tmp_path / "taboos.yml"
    path.write_text("taboos:\n- {phrases: [x], markets: [XX], severity: bad, instead: y}\n- {instead: z}\n")
    with pytest.raises(ContentError) as caught:
        Taboos.load(path, answers.markets)
    told = str(caught.value)
    assert "taboos.yml:2: taboos.0.markets.0: unknown 'XX'" in told
    assert "taboos.0.severity: found 'bad'; expected error or warning" in told
    assert "taboos.yml:3: taboos.1: neither phrases nor emoji" in told
