"""Words that say a parcel is there: no yes to refusing it at the door, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.nlu.wordlists import CAME, says

RESPONSES = Path(__file__).resolve().parents[2] / "bot" / "content" / "responses"


@pytest.mark.parametrize(
    ("language", "came", "something_else"),
    [
        ("en", "yes, it was delivered this morning", "yes, I'll refuse it when it comes"),
        ("zh", "係呀，今朝送到", "係呀，未收到，唔要喇"),
        ("zh", "是的，昨天收到的，收到货就是坏的", "好，到了我就拒收"),
        ("es", "sí, ya me llegó hoy", "sí, no me ha llegado, no lo quiero"),
        ("fr", "oui, je l'ai reçue ce matin", "oui, je l'ai déjà refusé"),
        ("de", "ja, kam heute morgen an", "ja, ist noch nicht da, ich nehm's nicht"),
        ("it", "sì, mi è arrivato ieri", "sì, non mi è arrivato, lo rifiuto"),
        ("pt", "sim, já chegou", "sim, ainda não chegou, pode recusar"),
        ("ru", "да, вчера привезли", "да, откажусь, когда привезут"),
        ("ar", "ايوه وصلني امبارح", "نعم، ما وصلني ولا ابيه"),
        ("tr", "evet, bu sabah geldi", "evet, gelince almayacağım"),
        ("ja", "はい、今朝届きました", "はい、届いたら受け取り拒否します"),
        ("ko", "네 오늘 받았어요", "네 오면 안 받을게요"),
        ("th", "ค่ะ มาส่งเมื่อเช้า", "ค่ะ ถ้ามาส่งจะไม่รับ"),
        ("vi", "ừ nhận được rồi", "ừ, tới thì mình từ chối nhận"),
        ("id", "iya udah sampai tadi", "iya, kalau udah sampai saya tolak"),
    ],
)
def test_every_language_says_that_a_parcel_is_there(language: str, came: str, something_else: str) -> None:
    assert says(CAME, came, language)
    assert not says(CAME, something_else, language)


def test_no_button_says_it() -> None:
    for path in sorted(RESPONSES.glob("*.yml")):
        answers = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
        buttons = [button for texts in answers.values() for text in texts for button in text.get("buttons", [])]
        titles = [one["title"] for one in buttons if "confirm_refusal" in one["payload"]]
        assert titles, path.name
        wrong = [title for title in titles if says(CAME, title, path.stem[:2])]
        assert not wrong, (path.name, wrong)
