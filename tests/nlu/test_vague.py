"""Messages that say no more than "I see", "maybe", "no way" or "do it properly" agree to no act."""

from __future__ import annotations

import pytest

from bot.nlu.wordlists import VAGUE, says_only


@pytest.mark.parametrize(
    ("language", "vague", "agrees"),
    [
        ("en", "ok, I see", "ok"),
        ("zh", "好的，明白了", "好的，取消吧"),
        ("es", "vale, ya veo", "vale"),
        ("fr", "ok, je vois", "d'accord"),
        ("de", "achso, verstehe", "ok, bitte stornieren"),
        ("it", "ah ok, capisco", "va bene"),
        ("pt", "tá, entendi", "tá bom"),
        ("ru", "ну понятно", "ну давайте"),
        ("ru", "да вы что!", "да, отменяйте"),
        ("ru", "сделайте уже что-нибудь", "хорошо"),
        ("ar", "طيب والحل؟", "طيب"),
        ("ar", "ممكن", "ممكن تلغونه ايه"),
        ("tr", "tamam anladım", "tamam"),
        ("tr", "düzgün yapın işinizi", "evet yapın"),
        ("ja", "なるほど…", "はい"),
        ("ko", "아 그렇군요", "네"),
        ("th", "อ๋อค่ะ", "ค่ะ"),
        ("vi", "dạ hiểu rồi ạ", "dạ"),
        ("id", "oh gitu ya kak 🙏", "iya kak"),
        ("en", "oh come on", "oh yes, come on then, cancel it"),
        ("de", "na ja", "ja"),
        ("es", "venga ya", "venga"),
        ("fr", "oh là là", "oh oui"),
        ("it", "eh già", "già fatto, sì"),
        ("pt", "aham, sei", "aham"),
        ("ru", "да как так", "да"),
        ("ru", "ага, конечно, бегу", "ага"),
        ("tr", "olur mu öyle şey", "olur"),
        ("tr", "ya sabır", "evet ya"),
        ("ar", "اي هين", "اي"),
        ("ar", "حسبي الله ونعم الوكيل", "نعم"),
        ("zh", "是哦", "是"),
    ],
)
def test_a_message_that_says_no_more_is_told_from_a_yes(language: str, vague: str, agrees: str) -> None:
    assert says_only(VAGUE, vague, language)
    assert not says_only(VAGUE, agrees, language)
