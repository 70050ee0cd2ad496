"""Words that leave things as they are: a no in every language, and in no yes of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.nlu.wordlists import LEAVES, says

RESPONSES = Path(__file__).resolve().parents[2] / "bot" / "content" / "responses"


@pytest.mark.parametrize(
    ("language", "leaves", "something_else"),
    [
        ("en", "ok leave it then", "yes, leave it at the door"),
        ("zh", "那算了，留着吧", "好的，取消吧"),
        ("es", "vale, pues déjelo", "sí, déjelo en la puerta"),
        ("fr", "bon, laissez tomber", "oui, n'oubliez pas le remboursement"),
        ("de", "okay, dann lassen wir das", "ja, lassen Sie es abholen"),
        ("de", "ok dann lass ma so", "ja, lasst es bei den Nachbarn"),
        ("it", "va bene, lasciamo stare", "sì, non lo tengo"),
        ("pt", "tá bom, deixa pra lá", "sim, deixa na portaria"),
        ("ru", "ладно, тогда оставьте", "да, оставьте у двери"),
        ("ar", "طيب خلاص خلوه", "نعم، خلوه عند الحارس"),
        ("ar", "ماشي سيبوه زي ما هو", "آه، سيبوه مع البواب"),
        ("tr", "tamam o zaman kalsın", "evet, kapıda kalsın"),
        ("ja", "じゃあ、そのままでいいです", "はい、お願いします"),
        ("ko", "네 그냥 놔두세요", "네, 문 앞에 놔두세요"),
        ("th", "งั้นเก็บไว้ดีกว่าค่ะ", "ค่ะ ไม่อยากเก็บไว้"),
        ("vi", "thôi để vậy đi", "ừ, không muốn giữ lại"),
        ("id", "ya udah biarin aja", "iya, biarkan di satpam"),
    ],
)
def test_every_language_leaves_things_and_leaves_them_somewhere(
    language: str, leaves: str, something_else: str
) -> None:
    assert says(LEAVES, leaves, language)
    assert not says(LEAVES, something_else, language)


def test_no_button_that_agrees_leaves_things() -> None:
    for path in sorted(RESPONSES.glob("*.yml")):
        answers = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
        buttons = [button for texts in answers.values() for text in texts for button in text.get("buttons", [])]
        agreeing = [one["title"] for one in buttons if "confirm_" in one["payload"] and "=true" in one["payload"]]
        wrong = [title for title in agreeing if says(LEAVES, title, path.stem[:2])]
        assert not wrong, (path.name, wrong)
