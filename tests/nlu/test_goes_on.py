"""Words that have an order go on: no yes to its end, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.nlu.wordlists import GOES_ON, says

RESPONSES = Path(__file__).resolve().parents[2] / "bot" / "content" / "responses"


@pytest.mark.parametrize(
    ("language", "goes_on", "something_else"),
    [
        ("en", "ok just send it anyway", "yes, send it back"),
        ("zh", "那还是发货吧", "好，不要发了"),
        ("es", "bueno, envíalo igual", "sí, mándenlo de vuelta"),
        ("es", "vale, pues cámbialo mejor", "sí, no lo mandes"),
        ("fr", "bon, envoyez-le quand même", "oui, ne l'envoyez pas"),
        ("de", "ok dann schickt es trotzdem", "ja, schickt es nicht"),
        ("it", "va bene, speditelo lo stesso", "sì, non speditelo"),
        ("pt", "tá, pode mandar então", "sim, pode mandar de volta"),
        ("pt", "está bem, envie na mesma", "sim, não enviem"),
        ("ru", "ладно, отправляйте", "да, не отправляйте"),
        ("ar", "طيب خلاص ارسلوه", "نعم، لا ترسلوه"),
        ("tr", "tamam o zaman gönderin", "evet, göndermeyin"),
        ("ja", "じゃあ発送してください", "はい、発送しないで"),
        ("ko", "그럼 그냥 보내주세요", "네, 보내지 마세요"),
        ("th", "งั้นส่งมาเลยค่ะ", "ค่ะ ไม่ต้องส่ง"),
        ("vi", "ok thôi cứ gửi đi", "ừ, đừng gửi nữa"),
        ("id", "ya udah kirim aja", "iya, jangan kirim"),
    ],
)
def test_every_language_has_an_order_go_on(language: str, goes_on: str, something_else: str) -> None:
    assert says(GOES_ON, goes_on, language)
    assert not says(GOES_ON, something_else, language)


def test_no_button_that_agrees_to_an_end_has_it_go_on() -> None:
    for path in sorted(RESPONSES.glob("*.yml")):
        answers = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
        buttons = [button for texts in answers.values() for text in texts for button in text.get("buttons", [])]
        ends = [one["title"] for one in buttons if agrees_to_an_end(one["payload"])]
        wrong = [title for title in ends if says(GOES_ON, title, path.stem[:2])]
        assert not wrong, (path.name, wrong)


def agrees_to_an_end(payload: str) -> bool:
    return ("confirm_cancel" in payload or "confirm_refusal" in payload) and "=true" in payload
