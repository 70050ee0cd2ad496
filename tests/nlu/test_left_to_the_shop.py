"""Who leaves it to the shop what to do has agreed to no act by that; who thinks about it has not either."""

from __future__ import annotations

import pytest

from bot.nlu.wordlists import LEAVES, WAITS, says


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "那你们看着办吧"),
        ("zh", "那你們看著辦吧"),
        ("zh", "你哋睇住辦啦"),
        ("zh", "遲啲先講"),
        ("ja", "じゃあ、そちらにお任せします"),
        ("ja", "なんとかしてよ"),
        ("ko", "알아서 해주세요"),
        ("ko", "어떻게 좀 해봐요"),
        ("en", "just make it right"),
        ("en", "ok so what can u do for me"),
        ("es", "hagan algo, por favor"),
        ("es", "ok y qué pueden hacer por mí"),
        ("fr", "faites quelque chose"),
        ("fr", "ok et vous pouvez faire quoi pour moi"),
        ("de", "dann tun Sie was"),
        ("de", "ok und was könnt ihr für mich machen"),
        ("it", "fate qualcosa"),
        ("it", "ok, cosa potete fare per me"),
        ("pt", "façam alguma coisa"),
        ("pt", "tá, o que vocês podem fazer por mim"),
        ("ru", "сделайте что-нибудь уже"),
        ("ru", "ладно, на ваше усмотрение"),
        ("ar", "طيب سووا شي"),
        ("ar", "تمام على راحتكم"),
        ("tr", "tamam da bir şey yapın"),
        ("tr", "tamam ne yapabilirsiniz"),
        ("th", "ทำอะไรสักอย่างเถอะค่ะ"),
        ("th", "โอเค แล้วร้านทำอะไรให้ได้บ้าง"),
        ("vi", "làm cho đúng đi"),
        ("vi", "ok vậy shop làm gì được cho mình"),
        ("id", "benerin dong pokoknya"),
        ("id", "ok terus kalian bisa bantu apa"),
        ("en", "hm ok so what do i do"),
        ("zh", "好吧，那我怎么办"),
        ("ja", "はい、でどうすればいいですか"),
        ("ko", "네 그럼 어떻게 해야 되나요"),
        ("es", "vale, ¿y qué hago?"),
        ("fr", "ok et je fais quoi"),
        ("de", "ok und was mache ich"),
        ("it", "ok e cosa devo fare"),
        ("pt", "tá, e o que eu faço"),
        ("ru", "ладно, и что мне делать"),
        ("ar", "طيب وش اسوي"),
        ("tr", "tamam da ne yapayım"),
        ("th", "โอเค แล้วต้องทำยังไง"),
        ("vi", "ok vậy giờ phải làm sao"),
        ("id", "oke terus saya harus gimana"),
    ],
)
def test_it_is_no_yes(language: str, text: str) -> None:
    assert says(WAITS, text, language)


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "那就算了"), ("zh", "算啦"), ("zh", "由得佢啦"), ("ja", "やっぱりいいです")]
)
def test_it_leaves_things_as_they_are(language: str, text: str) -> None:
    assert says(LEAVES, text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "好的，取消吧"),
        ("zh", "可以，不用等了"),
        ("ja", "はい、それで結構です"),
        ("ja", "はい、お願いします"),
        ("ko", "네, 그렇게 해주세요"),
        ("ko", "넵 취소해주세요"),
        ("en", "yes, do it"),
        ("es", "sí, háganlo"),
        ("fr", "oui, faites-le"),
        ("de", "ja, machen Sie das"),
        ("it", "sì, fatelo"),
        ("pt", "sim, pode fazer"),
        ("ru", "да, сделайте"),
        ("ar", "نعم، سووها"),
        ("tr", "evet, yapın"),
        ("th", "ค่ะ จัดการให้เลย"),
        ("vi", "ừ làm luôn đi shop"),
        ("id", "iya, lanjut aja"),
    ],
)
def test_a_yes_stays_one(language: str, text: str) -> None:
    assert not says(WAITS, text, language) and not says(LEAVES, text, language)
