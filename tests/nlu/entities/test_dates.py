"""Days and periods, told on Wednesday, 25 November 2026."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.nlu.entities.calendar_days import resolve
from bot.nlu.understanding import Entity
from tests.nlu.entities.conftest import Said

LAST_WEEK, FRIDAY, NEXT_MONDAY = "2026-11-16/2026-11-22", "2026-11-27", "2026-11-30"


@pytest.mark.parametrize(
    ("language", "overmorrow", "three_days_ago", "next_monday", "last_week", "in_two_weeks", "christmas_eve", "friday"),
    [
        (
            "en",
            "the day after tomorrow",
            "three days ago",
            "next Monday",
            "last week",
            "in two weeks",
            "24 December",
            "on Friday",
        ),
        (
            "de",
            "übermorgen",
            "vor drei Tagen",
            "nächsten Montag",
            "letzte Woche",
            "in zwei Wochen",
            "24. Dezember",
            "am Freitag",
        ),
        (
            "fr",
            "après-demain",
            "il y a trois jours",
            "lundi prochain",
            "la semaine dernière",
            "dans deux semaines",
            "le 24 décembre",
            "vendredi",
        ),
        (
            "es",
            "pasado mañana",
            "hace tres días",
            "el próximo lunes",
            "la semana pasada",
            "en dos semanas",
            "24 de diciembre",
            "el viernes",
        ),
        (
            "it",
            "dopodomani",
            "tre giorni fa",
            "lunedì prossimo",
            "la settimana scorsa",
            "tra due settimane",
            "il 24 dicembre",
            "venerdì",
        ),
        (
            "pt",
            "depois de amanhã",
            "há três dias",
            "segunda-feira que vem",
            "semana passada",
            "em duas semanas",
            "24 de dezembro",
            "sexta",
        ),
        (
            "ru",
            "послезавтра",
            "три дня назад",
            "в следующий понедельник",
            "на прошлой неделе",
            "через две недели",
            "24 декабря",
            "в пятницу",
        ),
        (
            "ar",
            "بعد بكرة",
            "قبل ثلاثة أيام",
            "الاثنين القادم",
            "الأسبوع الماضي",
            "بعد أسبوعين",
            "٢٤ ديسمبر",
            "يوم الجمعة",
        ),
        (
            "tr",
            "öbür gün",
            "üç gün önce",
            "önümüzdeki pazartesi",
            "geçen hafta",
            "iki hafta sonra",
            "24 Aralık",
            "cuma günü",
        ),
        ("zh", "后天", "三天前", "下周一", "上周", "两周后", "12月24日", "周五"),
        ("ja", "明後日", "3日前", "来週の月曜日", "先週", "2週間後", "12月24日", "金曜日"),
        ("ko", "모레", "3일 전", "다음 주 월요일", "지난주", "2주 뒤", "12월 24일", "금요일"),
        ("th", "มะรืนนี้", "3 วันที่แล้ว", "วันจันทร์หน้า", "สัปดาห์ที่แล้ว", "อีก 2 สัปดาห์", "24 ธันวาคม 2569", "วันศุกร์"),
        ("vi", "ngày kia", "3 ngày trước", "thứ hai tuần sau", "tuần trước", "2 tuần nữa", "24 tháng 12", "thứ sáu"),
        ("id", "lusa", "tiga hari lalu", "Senin depan", "minggu lalu", "dua minggu lagi", "24 Desember", "hari Jumat"),
    ],
)
def test_that_days_are_known_in_every_language(
    said: Said,
    language: str,
    overmorrow: str,
    three_days_ago: str,
    next_monday: str,
    last_week: str,
    in_two_weeks: str,
    christmas_eve: str,
    friday: str,
) -> None:
    heard = [said(language, text).get("date") for text in (overmorrow, three_days_ago, next_monday, last_week)]
    heard += [said(language, text).get("date") for text in (in_two_weeks, christmas_eve, friday)]
    assert heard == [FRIDAY, "2026-11-22", NEXT_MONDAY, LAST_WEEK, "2026-12-09", "2026-12-24", FRIDAY]


@pytest.mark.parametrize(
    ("language", "text", "market", "value"),
    [
        ("en", "05/12/2026", "GB", "2026-12-05"),
        ("en", "05/12/2026", "US", "2026-05-12"),
        ("en", "12/24", "US", "2026-12-24"),
        ("en", "13/12/2026", "US", "2026-12-13"),
        ("de", "am 24.12.", "DE", "2026-12-24"),
        ("ja", "3/14", "JP", "2027-03-14"),
        ("zh", "2026-12-01", "CN", "2026-12-01"),
        ("fr", "24/12/26", "FR", "2026-12-24"),
        ("th", "24/12/2569", "TH", "2026-12-24"),
    ],
)
def test_that_the_market_tells_month_from_day(said: Said, language: str, text: str, market: str, value: str) -> None:
    assert said(language, text, market=market)["date"] == value


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "by the 5th", "2026-12-05"),
        ("en", "next month", "2026-12-01/2026-12-31"),
        ("en", "this weekend", "2026-11-28/2026-11-29"),
        ("en", "Black Friday", "2026-11-27"),
        ("en", "at 6 pm", "2026-11-25T18:00"),
        ("de", "um 18 Uhr", "2026-11-25T18:00"),
        ("ja", "来月の10日", "2026-12-10"),
        ("ja", "先月末", "2026-10-21/2026-10-31"),
        ("zh", "春节", "2027-02-06"),
        ("zh", "上周四", "2026-11-19"),
        ("de", "ersch am fritig", "2026-11-27"),
        ("de", "am Samschtig", "2026-11-28"),
        ("tr", "ayın 5'inde", "2026-12-05"),
        ("ar", "يوم 20", "2026-11-20"),
        ("ko", "내일 저녁", "2026-11-26"),
        ("en", "last Friday", "2026-11-20"),
        ("fr", "Noël", "2026-12-25"),
        ("fr", "pour la Saint-Nicolas", "2026-12-06"),
        ("fr", "le 20 déc", "2026-12-20"),
        ("pt", "20 de dez", "2026-12-20"),
        ("ru", "списали 12.11", "2026-11-12"),
        ("it", "oggi alle 14:30", "2026-11-25T14:30"),
        ("pt", "hoje às 14h30", "2026-11-25T14:30"),
        ("ja", "今日の14時半", "2026-11-25T14:30"),
        ("zh", "昨天下午3点", "2026-11-24T15:00"),
        ("zh", "晚上七点半", "2026-11-25T19:30"),
        ("ko", "오늘 오후 2시 30분", "2026-11-25T14:30"),
        ("th", "สี่ทุ่ม", "2026-11-25T22:00"),
        ("th", "14.30 น.", "2026-11-25T14:30"),
        ("vi", "12 giờ đêm", "2026-11-25T00:00"),
        ("ar", "٦ مساء", "2026-11-25T18:00"),
        ("ko", "설날", "2027-02-07"),
    ],
)
def test_that_periods_feasts_and_hours_are_known(said: Said, language: str, text: str, value: str) -> None:
    assert said(language, text)["date"] == value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I may be late, march on"),
        ("en", "30.02.2026"),
        ("de", "guten Morgen!"),
        ("fr", "bonne soirée"),
        ("es", "buenas tardes"),
        ("ja", "3日間待ちました"),
        ("ko", "3일째 기다려요"),
        ("en", "version 1.2 of it"),
        ("pt", "boa tarde"),
        ("zh", "一点也不好"),
        ("es", "tengo tenis 27.5"),
        ("pt", "PALOMA15 dez vezes"),
        ("ar", "بغيت ارجع المايوه"),
    ],
)
def test_that_what_only_looks_like_a_day_is_none(said: Said, language: str, text: str) -> None:
    assert "date" not in said(language, text)


def test_that_an_impossible_day_is_no_day() -> None:
    assert resolve("date", {"d": "31", "m": "2"}, date(2026, 11, 25)) == ""
    assert resolve("date", {"d": "29", "m": "2", "year": "2028"}, date(2026, 11, 25)) == "2028-02-29"


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("ja", "再来週の月曜日にしてください", "2026-12-07"),
        ("ja", "再来週届きますか", "2026-12-07/2026-12-13"),
        ("ko", "다다음주 월요일에 받을게요", "2026-12-07"),
        ("ko", "다음주 수요일에 받을게요", "2026-12-02"),
        ("zh", "下下周一再送", "2026-12-07"),
        ("zh", "改到下下週", "2026-12-07/2026-12-13"),
    ],
)
def test_that_the_week_after_next_is_not_the_next_one(said: Said, language: str, text: str, value: str) -> None:
    assert said(language, text)["date"] == value


@pytest.mark.parametrize("text", ["받은 지 10일 됐어요", "7일 지났는데 반품 되나요"])
def test_that_days_gone_by_are_no_day_of_the_month(said: Said, text: str) -> None:
    assert "date" not in said("ko", text)


@pytest.mark.parametrize(
    ("text", "value"), [("聽日再送啦", "2026-11-26"), ("後日得唔得", FRIDAY), ("尋日已經話到", "2026-11-24")]
)
def test_that_days_in_cantonese_are_known(said: Said, text: str, value: str) -> None:
    assert said("zh", text)["date"] == value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Monday the 7th"),
        ("en", "monday 7 please"),
        ("en", "Monday, December 7"),
        ("de", "Montag, den 7."),
        ("fr", "plutôt lundi 7"),
        ("es", "pues el lunes 7"),
        ("it", "no meglio lunedì 7"),
        ("pt", "na segunda dia 7"),
        ("ru", "в понедельник, 7-го"),
        ("tr", "7 pazartesi"),
        ("ar", "يوم الاثنين ٧"),
        ("ja", "月曜7日"),
        ("ko", "7일 월요일"),
        ("zh", "7号星期一"),
        ("th", "วันจันทร์ที่ 7"),
        ("vi", "thứ hai ngày 7"),
        ("id", "senin tanggal 7"),
    ],
)
def test_a_weekday_and_a_day_of_the_month_that_agree_are_one_day(said: Said, language: str, text: str) -> None:
    assert said(language, text)["date"] == "2026-12-07"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("el lunes 8", NEXT_MONDAY),  # no such day is near
        ("el lunes a las 7", f"{NEXT_MONDAY}T07:00"),
        ("el lunes 7 pm", f"{NEXT_MONDAY}T19:00"),
        ("llegó el lunes 23", "2026-11-23"),
        ("el lunes 7 a las 10", "2026-12-07T10:00"),
    ],
)
def test_a_number_behind_a_weekday_that_does_not_agree_or_tells_the_time_is_no_day(
    said: Said, text: str, day: str
) -> None:
    assert said("es", text)["date"] == day


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "next week Saturday works"),
        ("en", "can it come Saturday next week"),
        ("en", "Saturday week then"),
        ("en", "a week on Saturday"),
        ("de", "nächste Woche Samstag"),
        ("de", "Samstag nächster Woche"),
        ("de", "Samstag in einer Woche"),
        ("de", "übernächsten Samstag"),
        ("fr", "samedi de la semaine prochaine"),
        ("fr", "plutôt samedi en huit"),
        ("es", "el sábado de la semana que viene"),
        ("es", "el sábado en ocho"),
        ("it", "sabato della prossima settimana"),
        ("pt", "sábado da semana que vem"),
        ("ru", "в субботу на следующей неделе"),
        ("ar", "السبت الأسبوع القادم"),
        ("tr", "gelecek hafta cumartesi"),
        ("ja", "来週の土曜日"),
        ("ko", "다음주 토요일"),
        ("zh", "下周六"),
        ("th", "วันเสาร์สัปดาห์หน้า"),
        ("vi", "thứ bảy tuần sau"),
        ("id", "sabtu minggu depan"),
    ],
)
def test_a_weekday_of_next_week_is_one_day(said: Said, language: str, text: str) -> None:
    assert said(language, text)["date"] == "2026-12-05"


def test_a_weekday_beside_another_period_stays_apart(find: Callable[..., tuple[Entity, ...]]) -> None:
    found = [one.value for one in find("fr", "lundi, la semaine prochaine je suis absent")]
    assert found == [NEXT_MONDAY, "2026-11-30/2026-12-06"]
