"""A day on which nobody is at home is no day to deliver on, and after a day is the working day that follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from shop_talk import NOW, Shop, Talk, order

from bot.dialogue import UserTurn

DAY = (("delivery_schedule", 0.95),)
MONDAY, TUESDAY, THURSDAY, FRIDAY = (f"{NOW + timedelta(days=ahead):%Y-%m-%d}" for ahead in (6, 7, 9, 10))


def turn(text: str, language: str, **days: str) -> UserTurn:
    """A wish for another day. days: the words of each day (`_` for a space), and the day."""
    found = []
    for words, value in days.items():
        said = words.replace("_", " ")
        start = text.index(said)
        found.append({"entity": "date", "value": value, "text": said, "start": start, "end": start + len(said)})
    return UserTurn(text, DAY, DAY, entities=tuple(found), language=language)


def shipped() -> Shop:
    return Shop(order(status="shipped"))


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "can somebody else take it, I'm away from Monday", "Monday"),
        ("de", "kann das wer anders annehmen? ich bin ab Montag im Krankenhaus", "Montag"),
        ("fr", "lundi je ne suis pas là, on peut changer ?", "lundi"),
        ("es", "el lunes no estoy en casa, se puede cambiar?", "lunes"),
        ("it", "lunedì non sono a casa, si può cambiare?", "lunedì"),
        ("pt", "segunda não vou estar em casa, dá pra mudar?", "segunda"),
        ("ru", "в понедельник меня не будет дома, можно перенести?", "понедельник"),
        ("ar", "الاثنين ما حد في البيت، ممكن تأجيل؟", "الاثنين"),
        ("tr", "pazartesi evde kimse yok, değişir mi?", "pazartesi"),
        ("tr", "İzmir'deyiz, pazartesi Evde Kimse Yok, değişir mi?", "pazartesi"),
        ("ja", "月曜は不在なので変更できますか", "月曜"),
        ("ko", "월요일은 집에 없어요. 바꿀 수 있나요?", "월요일"),
        ("zh", "周一家里没人，能改吗", "周一"),
        ("th", "วันจันทร์ไม่มีคนอยู่บ้าน เปลี่ยนวันได้ไหม", "วันจันทร์"),
        ("vi", "thứ hai mình không có nhà, đổi được không", "thứ hai"),
        ("id", "senin gak ada orang di rumah, bisa ganti?", "senin"),
    ],
)
async def test_the_day_is_asked_for_where_only_days_away_are_told(language: str, text: str, said: str) -> None:
    talk = Talk(shipped(), language=language)
    heard = turn(text, language, **{said: MONDAY})
    assert (await talk.hear(heard))[-1] == "ask_delivery_date"


@pytest.mark.parametrize(
    ("language", "text", "away", "free"),
    [
        ("en", "I'm not home Monday but Tuesday is fine", "Monday", "Tuesday"),
        ("de", "Dienstag, weil ich am Montag nicht da bin", "Montag", "Dienstag"),
        ("fr", "plutôt mardi, lundi je suis en déplacement", "lundi", "mardi"),
        ("ko", "월요일은 집에 없어서 화요일에 받고 싶어요", "월요일", "화요일"),
    ],
)
async def test_the_day_on_which_somebody_is_there_is_meant(language: str, text: str, away: str, free: str) -> None:
    talk = Talk(shipped(), language=language)
    heard = turn(text, language, **{free: TUESDAY, away: MONDAY})
    assert (await talk.hear(heard))[-1] == "ask_confirm_schedule"
    await talk.press("/SetSlots(confirm_schedule=true)")
    assert talk.shop.orders["PA-2026-100001"][0].notes[-1]["day"] == TUESDAY


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "I'm away until Thursday", "Thursday"),
        ("en", "after Thursday please", "Thursday"),
        ("de", "erst nach Donnerstag bitte", "Donnerstag"),
        ("fr", "après jeudi si possible", "jeudi"),
        ("es", "después del jueves", "jueves"),
        ("tr", "perşembeden sonra olsun", "perşembe"),
        ("zh", "周四之后吧", "周四"),
        ("ru", "после четверга", "четверга"),
        ("ar", "بعد الخميس", "الخميس"),
        ("id", "setelah kamis aja", "kamis"),
    ],
)
async def test_after_a_day_is_the_one_that_follows(language: str, text: str, said: str) -> None:
    talk = Talk(shipped(), language=language)
    await talk.hear(turn(text, language, **{said: THURSDAY}))
    await talk.press("/SetSlots(confirm_schedule=true)")
    assert talk.shop.orders["PA-2026-100001"][0].notes[-1]["day"] == FRIDAY


@pytest.mark.parametrize(
    ("language", "text", "said", "day"),
    [
        ("en", "then deliver before Friday", "Friday", THURSDAY),
        ("de", "dann vor Freitag bitte", "Freitag", THURSDAY),
        ("fr", "livrez avant vendredi alors", "vendredi", THURSDAY),
        ("tr", "cumadan önce olsun", "cuma", THURSDAY),
        ("zh", "周五之前送吧", "周五", THURSDAY),
        ("en", "not before Friday please", "Friday", FRIDAY),
        ("de", "bitte nicht vor Freitag", "Freitag", FRIDAY),
        ("fr", "pas avant vendredi", "vendredi", FRIDAY),
        ("es", "no antes del viernes", "viernes", FRIDAY),
        ("en", "by Friday please", "Friday", FRIDAY),
    ],
)
async def test_before_a_day_is_the_one_that_precedes(language: str, text: str, said: str, day: str) -> None:
    talk = Talk(shipped(), language=language)
    await talk.hear(turn(text, language, **{said: FRIDAY}))
    await talk.press("/SetSlots(confirm_schedule=true)")
    assert talk.shop.orders["PA-2026-100001"][0].notes[-1]["day"] == day


@pytest.mark.parametrize(
    ("language", "text", "away", "free"),
    [
        ("tr", "pazartesi evde yokum salı getirsinler", "pazartesi", "salı"),
        ("tr", "salı getirin pazartesi evde yokum", "pazartesi", "salı"),
        ("ar", "ما بكون بالبيت الاثنين فيكن تجيبوه الثلاثاء", "الاثنين", "الثلاثاء"),
        ("ar", "مش هكون في البيت الاثنين ينفع تيجوا الثلاثاء", "الاثنين", "الثلاثاء"),
        ("en", "I'm not home Monday can you bring it Tuesday", "Monday", "Tuesday"),
        ("en", "bring it Tuesday I'm not home Monday", "Monday", "Tuesday"),
        ("es", "no estoy el lunes pueden traerlo el martes", "lunes", "martes"),
        ("fr", "je suis pas là lundi vous pouvez livrer mardi", "lundi", "mardi"),
        ("de", "ich bin Montag nicht da könnt ihr Dienstag liefern", "Montag", "Dienstag"),
        ("ru", "меня нет в понедельник привезите во вторник", "понедельник", "вторник"),
        ("zh", "周一不在家周二送", "周一", "周二"),
        ("ja", "月曜は不在です火曜に届けてください", "月曜", "火曜"),
        ("ko", "월요일은 집에 없어요 화요일에 배송해 주세요", "월요일", "화요일"),
        ("th", "วันจันทร์ไม่อยู่บ้านมาส่งวันอังคารนะ", "วันจันทร์", "วันอังคาร"),
        ("vi", "thứ hai mình không có nhà giao thứ ba nhé", "thứ hai", "thứ ba"),
        ("id", "senin gak ada orang di rumah kirim selasa aja", "senin", "selasa"),
    ],
)
async def test_the_day_on_which_it_is_to_be_brought_is_meant(language: str, text: str, away: str, free: str) -> None:
    talk = Talk(shipped(), language=language)
    heard = turn(text, language, **{free: TUESDAY, away: MONDAY})
    assert (await talk.hear(heard))[-1] == "ask_confirm_schedule"
    await talk.press("/SetSlots(confirm_schedule=true)")
    assert talk.shop.orders["PA-2026-100001"][0].notes[-1]["day"] == TUESDAY


async def test_nobody_home_on_both_days_is_no_day_to_deliver_on() -> None:
    talk = Talk(shipped())
    heard = turn("I'm not home Monday or Tuesday you cannot deliver then", "en", Monday=MONDAY, Tuesday=TUESDAY)
    assert (await talk.hear(heard))[-1] == "ask_delivery_date"


async def test_a_day_away_told_where_the_day_is_asked_for_is_none() -> None:
    talk = Talk(shipped())
    await talk.hear(UserTurn("can it come another day", DAY, DAY))
    assert (await talk.hear(turn("I'm at work on Monday", "en", Monday=MONDAY)))[-1] == ("ask_delivery_date")
