"""Responses become messages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Answers, Button, JsonValue, RenderedMessage, RenderError
from tests.answers.conftest import NOW

Say = Callable[..., tuple[RenderedMessage, ...]]

LATE: dict[str, JsonValue] = {
    "order_id": "PA-2026-104233",
    "items": {"list": [{"localized": {"en": "linen shirt", "de": "Leinenhemd", "ar": "قميص كتان"}}, "mug"]},
    "status": {"term": "order_status.shipped"},
    "eta": {"datetime": "2026-11-27T18:00:00+00:00"},
}
REFUND: dict[str, JsonValue] = {
    "refund": {"money": "12.50", "currency": "EUR"},
    "days": {"days": 3},
    "due_known": True,
    "refund_due": {"date": "2026-11-27"},
}


@pytest.mark.parametrize(
    ("locale", "market", "expected"),
    [
        (
            "de",
            "DE",
            "Ihre Bestellung PA-2026-104233 (Leinenhemd und mug) ist unterwegs. "
            "Der neue Termin ist Freitag, 27. November, 19:00 Uhr.",
        ),
        ("ru", "RU", "Заказ PA-2026-104233 (linen shirt и mug): отправлен. Новый срок: до 27 ноября (пт), 21:00."),
        (
            "ar",
            "SA",
            "طلبك \u2068PA-2026-104233\u2069 (قميص كتان و\u2068mug\u2069): تم شحنه. "
            "الموعد الجديد الجمعة ٢٧ نوفمبر، الساعة ٩:٠٠ م.",
        ),
        (
            "ja",
            "JP",
            "ご注文PA-2026-104233（linen shirt、mug）は発送済みです。新しいお届け予定日は11月28日(土) 03:00です。",
        ),
        (
            "th",
            "TH",
            "คำสั่งซื้อ PA-2026-104233 (linen shirtและmug) จัดส่งแล้ว กำหนดส่งใหม่คือวันเสาร์ที่ 28 พฤศจิกายน เวลา 01:00 น.",
        ),
        ("zh", "CN", "您的订单PA-2026-104233（linen shirt和mug）已发货，新的送达日期是11月28日（周六）02:00。"),
    ],
)
def test_an_answer_is_said_in_the_language_with_the_markets_forms(
    say: Say, locale: str, market: str, expected: str
) -> None:
    (message,) = say("utter_order_late", locale, market, variables=LATE)
    assert message.text.replace("\u00a0", " ") == expected
    assert message.dated
    assert message.promise, "English declares the promise; every language inherits it"


@pytest.mark.parametrize(
    ("locale", "market", "days", "expected"),
    [
        ("ru", "RU", 1, "12,50 € вернутся через 1 день, до 27 ноября (пт)."),
        ("ru", "RU", 3, "12,50 € вернутся через 3 дня, до 27 ноября (пт)."),
        ("ru", "RU", 5, "12,50 € вернутся через 5 дней, до 27 ноября (пт)."),
        ("ar", "AE", 2, "يعود إليك \u200f12.50 € خلال يومين وفي موعد أقصاه الجمعة 27 نوفمبر."),
        ("ar", "SA", 3, "يعود إليك \u200f١٢٫٥٠ € خلال ٣ أيام وفي موعد أقصاه الجمعة ٢٧ نوفمبر."),
        ("ar", "SA", 11, "يعود إليك \u200f١٢٫٥٠ € خلال ١١ يومًا وفي موعد أقصاه الجمعة ٢٧ نوفمبر."),
        ("en", "IE", 1, "€12.50 goes back to you in 1 day, by Friday, 27 November."),
        ("fr", "FR", 1, "12,50 € vous reviennent sous 1 jour, au plus tard le vendredi 27 novembre."),
        ("ko", "KR", 3, "3일 안에 €12.50을 환불해 드립니다(11월 27일(금)까지)."),
    ],
)
def test_plurals_money_and_days_agree_with_the_language(
    say: Say, locale: str, market: str, days: int, expected: str
) -> None:
    (message,) = say("utter_returns", locale, market, variables={**REFUND, "days": {"days": days}})
    assert message.text.replace("\u00a0", " ") == expected


def test_a_part_that_is_not_known_is_left_out_and_needs_no_variable(say: Say) -> None:
    known = {"refund": REFUND["refund"], "days": 3}
    (message,) = say("utter_returns", "en", "US", variables={**known, "due_known": False})
    assert message.text == "€12.50 goes back to you in 3 days."
    assert not message.dated


@pytest.mark.parametrize("missing", ["order_id", "items", "status", "eta"])
def test_a_missing_variable_is_an_error_that_names_response_and_variable(say: Say, missing: str) -> None:
    variables = {name: value for name, value in LATE.items() if name != missing}
    with pytest.raises(RenderError) as caught:
        say("utter_order_late", "de", "DE", variables=variables)
    assert (caught.value.response, caught.value.variable) == ("utter_order_late", missing)


def test_a_missing_flag_or_number_is_an_error_too(say: Say) -> None:
    with pytest.raises(RenderError) as caught:
        say("utter_returns", "en", "US", variables={"refund": REFUND["refund"], "days": 3})
    assert caught.value.variable == "due_known"
    with pytest.raises(RenderError) as caught:
        say("utter_returns", "en", "US", variables={**REFUND, "days": "three"})
    assert caught.value.variable == "days"


def test_an_unknown_response_is_an_error(say: Say) -> None:
    with pytest.raises(RenderError, match="utter_nothing"):
        say("utter_nothing", "en", "US")


def test_blank_lines_part_messages_and_extras_go_with_the_last(say: Say) -> None:
    name: JsonValue = {"name": "Ana Lima"}
    first, second = say("utter_media", "en", "US", variables={"name": name, "sku": "A1"})
    assert (first.text, first.image, first.custom) == ("First.", None, None)
    assert second.text == "Second for Ana. 🙂"
    assert second.image == "https://shop.example/A1.png"
    assert second.attachment == {"type": "file", "url": "https://shop.example/A1.pdf"}
    assert second.custom == {"title": "Label of Ana", "size": 3}


def test_emoji_are_left_out_where_the_style_forbids_them(say: Say) -> None:
    variables: dict[str, JsonValue] = {"name": {"name": "田中"}, "sku": "A1"}
    assert say("utter_media", "ja", "JP", variables=variables)[1].text == "田中様へ、二つ目。"
    assert say("utter_media", "zh", "CN", variables=variables)[1].text == "给田中的第二条。🙂"


def test_the_formality_of_the_market_chooses_the_text(say: Say) -> None:
    assert say("utter_ask", "es", "MX")[0].text == "¿Te late?"
    assert say("utter_ask", "es", "CO")[0].text == "¿Le parece bien?"
    assert say("utter_ask", "es", "ES")[0].text == "¿Lo hago?"


def test_a_locale_without_its_own_texts_falls_back(say: Say) -> None:
    (message,) = say("utter_ask", "it", "IT")
    assert message.text == "Shall I do it?"
    assert message.buttons == (
        Button("Yes", "/affirm"),
        Button("No, money back", '/return_request{"resolution": "refund"}'),
    )


def test_channel_and_condition_choose_the_text(say: Say) -> None:
    def text(**options: object) -> str:
        return say("utter_channel", "en", "US", **options)[0].text

    assert text() == "General."
    assert text(channel="whatsapp") == "On WhatsApp."
    assert text(slots={"emotion": "angry"}) == "Angry and general."
    assert text(slots={"emotion": "calm"}, channel="email") == "General."


def test_the_same_seed_says_the_same_and_the_last_words_are_not_repeated(say: Say) -> None:
    def one(seed: str, last: int | None = None) -> RenderedMessage:
        return say("utter_order_late", "en", "US", variables=LATE, seed=seed, last_variation=last)[0]

    assert one("c1:4") == one("c1:4")
    assert {one(f"c1:{turn}").variation for turn in range(30)} == {0, 1}
    for turn in range(10):
        assert one(f"c1:{turn}", last=0).variation == 1
        assert one(f"c1:{turn}", last=1).variation == 0


def test_a_single_text_is_said_again_when_there_is_no_other(say: Say) -> None:
    (message,) = say("utter_order_late", "de", "DE", variables=LATE, last_variation=0)
    assert message.variation == 0


_tagged = st.one_of(
    st.builds(lambda text: {"text": text}, st.text()),
    st.builds(lambda text: {"name": text}, st.text()),
    st.builds(lambda day: {"date": day.isoformat()}, st.dates()),
    st.builds(lambda at: {"datetime": at.isoformat()}, st.datetimes(timezones=st.timezones())),
    st.builds(lambda n: {"money": str(n), "currency": "EUR"}, st.decimals()),
    st.builds(lambda n: {"days": n}, st.integers()),
    st.builds(lambda names: {"localized": names}, st.dictionaries(st.sampled_from(["en", "ar"]), st.text())),
    st.builds(lambda term: {"term": term}, st.text()),
)
_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.sampled_from(["{x}", "{", "}}", "'{"]),
        _tagged,
    ),
    lambda below: st.builds(lambda members: {"list": members}, st.lists(below, max_size=3)),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(
    response=st.sampled_from(["utter_order_late", "utter_returns"]),
    locale=st.sampled_from(["en", "de", "ru", "ar", "ja", "th", "it"]),
    variables=st.dictionaries(
        st.sampled_from(["order_id", "items", "status", "eta", "refund", "days", "due_known", "refund_due"]), _values
    ),
)
def test_whatever_the_variables_are_no_brace_reaches_a_shopper(
    answers: Answers, response: str, locale: str, variables: dict[str, JsonValue]
) -> None:
    style = answers.style("AE", locale)
    try:
        messages = answers.render(
            response, locale=locale, style=style, now=NOW, timezone="Asia/Dubai", variables=variables
        )
    except RenderError:
        return
    assert all("{" not in message.text and "}" not in message.text for message in messages)


@given(text=st.text(st.sampled_from("{}'# ,xplural"), max_size=30))
def test_whatever_text_a_shopper_brings_is_said_without_braces(answers: Answers, text: str) -> None:
    (message,) = answers.render(
        "utter_order_late",
        locale="en",
        style=answers.style("US", "en"),
        now=NOW,
        timezone="UTC",
        variables={**LATE, "order_id": text},
    )
    assert text.replace("{", "(").replace("}", ")") in message.text
