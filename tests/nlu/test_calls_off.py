"""Words that call an order off: in every language, and in no yes to anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.nlu.wordlists import CALLS_OFF, says

RESPONSES = Path(__file__).resolve().parents[2] / "bot" / "content" / "responses"
ENDS = ("confirm_cancel", "confirm_refusal")


@pytest.mark.parametrize(
    ("language", "calls_off", "something_else"),
    [
        ("en", "ok then just cancel it", "yes, don't cancel it"),
        ("zh", "好吧，那就取消吧", "好的，不用取消"),
        ("es", "bueno, cancelalo entonces", "vale, no lo canceles"),
        ("es", "ok pues cancelad todo", "sí, mejor eso en vez de cancelarlo"),
        ("es", "bueno pues anulad el pedido", "dale, no anulen nada"),
        ("fr", "ok annulez alors", "oui, ne l'annulez pas"),
        ("de", "ok dann storniert das", "ja, bitte nicht stornieren"),
        ("it", "ok allora annullatelo", "sì, non annullate niente"),
        ("pt", "ok entao cancela isso", "sim, não cancela"),
        ("pt", "pronto, anulem então", "está bem, não anulem"),
        ("ru", "ладно, тогда отменяйте", "да, не отменяйте"),
        ("ar", "طيب خلاص الغوه", "نعم، لا تلغيه"),
        ("ar", "اوكي كنسله", "تمام، لا تكنسله"),
        ("tr", "tamam o zaman iptal edin", "evet, iptal etmeyin"),
        ("ja", "じゃあキャンセルで", "はい、キャンセルしないでください"),
        ("ko", "네 그럼 취소해주세요", "네, 취소하지 말아주세요"),
        ("th", "งั้นยกเลิกเลยค่ะ", "ค่ะ ไม่ต้องยกเลิก"),
        ("vi", "ok vậy hủy đi", "ừ, đừng hủy nha"),
        ("id", "ya udah batalin aja", "iya, jangan dibatalin"),
    ],
)
def test_every_language_calls_off_and_does_not(language: str, calls_off: str, something_else: str) -> None:
    assert says(CALLS_OFF, calls_off, language)
    assert not says(CALLS_OFF, something_else, language)


def test_no_button_that_agrees_to_another_act_calls_off() -> None:
    for path in sorted(RESPONSES.glob("*.yml")):
        answers = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
        buttons = [button for texts in answers.values() for text in texts for button in text.get("buttons", [])]
        agreeing = [one for one in buttons if "confirm_" in one["payload"] and "=true" in one["payload"]]
        others = [one["title"] for one in agreeing if not any(slot in one["payload"] for slot in ENDS)]
        wrong = [title for title in others if says(CALLS_OFF, title, path.stem[:2])]
        assert not wrong, (path.name, wrong)
