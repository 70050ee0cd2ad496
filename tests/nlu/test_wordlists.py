"""Words that say something by themselves: of waiting, of everything, of scorn."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.wordlists import EVERYTHING, MEANT, SCORN, THINKS, UNSURE, WAITS, WITHDRAWS, read_wordlist, says


@pytest.mark.parametrize(
    ("language", "waits", "holds_on", "is_tired_of_it"),
    [
        ("en", "fine, I’ll wait then", "hold on a sec", "yes, I can't wait any longer"),
        ("zh", "行吧，等着", "等一下", "等不了了，取消"),
        ("es", "vale, me espero", "espera un poco", "sí, ya no quiero esperar"),
        ("fr", "bon ok j’attends alors", "attendez un instant", "oui, je ne veux plus attendre"),
        ("de", "na gut, dann warte ich halt", "warte mal kurz", "ja, ich kann nicht länger warten"),
        ("it", "va bene, allora aspetto", "aspetta un attimo", "sì, non voglio più aspettare"),
        ("pt", "tá bom, vou esperar então", "peraí", "sim, não quero esperar"),
        ("ru", "ну хорошо, буду ждать", "погодите-ка", "да, больше не жду"),
        ("ar", "طيب بستنى", "لحظة من فضلك", "نعم، لن أنتظر"),
        ("tr", "peki beklerim o zaman", "dur bi dakika", "evet, daha fazla bekleyemem"),
        ("ja", "じゃあ待ちます", "ちょっと待って", "はい、もう待てません"),
        ("ko", "그럼 기다려볼게요", "잠깐만요", "네, 더는 못 기다려요"),
        ("th", "งั้นรอต่อ", "เดี๋ยวก่อน", "ค่ะ รอไม่ไหวแล้ว"),
        ("vi", "thôi được, tôi chờ vậy", "khoan đã", "ừ, không đợi nữa"),
        ("id", "ya udah deh ditunggu aja", "sebentar", "iya, gak bisa nunggu lagi"),
    ],
)
def test_every_language_waits_asks_to_wait_and_is_tired_of_waiting(
    language: str, waits: str, holds_on: str, is_tired_of_it: str
) -> None:
    assert says(WAITS, waits, language) and says(WAITS, holds_on, language)
    assert not says(WAITS, is_tired_of_it, language)


@pytest.mark.parametrize(("language", "text"), [("zh", "那个…"), ("zh", "那個..."), ("th", "เอ่อ...")])
def test_who_hesitates_agrees_to_nothing(language: str, text: str) -> None:
    assert says(WAITS, text, language)
    assert not says(WAITS, text.rstrip("….") + "好", language)


@pytest.mark.parametrize(
    ("language", "everything", "something_else"),
    [
        ("en", "I want to return everything", "everything is fine, I only return one"),
        ("zh", "整单都要退", "全部都好，就退一件"),
        ("es", "quiero devolver todo", "todo bien, devuelvo uno"),
        ("fr", "je renvoie toute la commande", "tout va bien, je n'en renvoie qu'un"),
        ("de", "ich schicke alles zurück", "alles gut, nur eins geht zurück"),
        ("it", "vorrei restituire tutto", "tutto bene, ne restituisco uno"),
        ("pt", "quero devolver o pedido inteiro", "tudo certo, devolvo um só"),
        ("ru", "хочу вернуть всё", "всё хорошо, верну один"),
        ("ar", "أريد إرجاع الطلب كامل", "كل شي تمام بس برجع واحد"),
        ("tr", "hepsini iade etmek istiyorum", "hepsi güzel, birini iade edeceğim"),
        ("ja", "全部返品したいです", "全部良かったですが一つ返品します"),
        ("ko", "전부 반품하고 싶어요", "하나 빼고 전부 좋아요"),
        ("th", "ขอคืนทุกชิ้นเลย", "ทุกอย่างดี ขอคืนชิ้นเดียว"),
        ("vi", "tôi muốn trả lại tất cả", "tất cả đều ổn, trả một món"),
        ("id", "mau retur semuanya", "semuanya bagus, retur satu saja"),
        ("th", "ทั้งคู่เลยค่ะ", "ทั้งสองออเดอร์ยังไม่ได้"),
        ("vi", "cả 2 cái luôn nha", "không phải cả hai, một cái thôi"),
        ("id", "dua2nya kak", "keduanya bagus, retur satu saja"),
    ],
)
def test_every_language_says_everything(language: str, everything: str, something_else: str) -> None:
    assert says(EVERYTHING, everything, language)
    assert not says(EVERYTHING, something_else, language)


@pytest.mark.parametrize(
    ("language", "scorn", "answer"),
    [
        ("en", "stupid bot", "the lamp"),
        ("zh", "傻逼机器人", "滚筒刷那个"),
        ("es", "no sirves para nada", "la lámpara"),
        ("fr", "tu sers à rien", "la lampe"),
        ("de", "dummer Bot", "die Lampe"),
        ("it", "bot stupido", "la lampada"),
        ("pt", "robô burro", "a luminária"),
        ("ru", "тупой бот", "лампа, которую я достал из коробки"),
        ("ar", "بوت غبي", "المصباح"),
        ("tr", "salak bot", "lamba"),
        ("ja", "バカなボットだな", "音がうるさい方"),
        ("ko", "멍청한 봇", "램프요"),
        ("th", "บอทโง่", "โคมไฟ"),
        ("vi", "bot ngu", "cái đèn"),
        ("id", "bot bego", "lampunya"),
    ],
)
def test_every_language_knows_scorn(language: str, scorn: str, answer: str) -> None:
    assert says(SCORN, scorn, language)
    assert not says(SCORN, answer, language)


@pytest.mark.parametrize(
    ("language", "takes_it", "agrees"),
    [
        ("ko", "알겠어요 그럼 걍 받을게요", "네 환불 받을게요"),
        ("ja", "わかりました、やっぱり受け取ります", "はい、受け取りを拒否します"),
        ("zh", "算了，那就收下吧", "好的，拒收"),
    ],
)
def test_who_takes_the_parcel_after_all_agrees_to_nothing(language: str, takes_it: str, agrees: str) -> None:
    assert says(WAITS, takes_it, language)
    assert not says(WAITS, agrees, language)


@pytest.mark.parametrize(
    ("language", "thinks", "has_thought"),
    [
        ("en", "hmm let me think about it", "no need to think, cancel it"),
        ("zh", "我再考虑一下", "不用考虑了，取消吧"),
        ("es", "mmm déjame pensarlo", "sí, no hay que pensarlo"),
        ("fr", "attends, je vais y réfléchir", "oui, pas besoin de réfléchir"),
        ("de", "das muss ich mir noch mal überlegen", "ja, da muss ich nicht lange überlegen"),
        ("it", "ci penso un attimo", "sì, non devo pensarci"),
        ("pt", "vou pensar um pouco", "sim, não preciso pensar"),
        ("ru", "надо подумать", "да, отменяйте"),
        ("ar", "خليني أفكر شوي", "نعم، موافق"),
        ("tr", "bi düşüneyim", "evet, düşünmeme gerek yok"),
        ("ja", "ちょっと考えさせてください", "はい、よく考えました"),
        ("ko", "생각 좀 해볼게요", "네, 생각해볼 것도 없어요"),
        ("th", "อืม ขอคิดดูก่อนน้าา", "คิดดีแล้วค่ะ ยกเลิกเลย"),
        ("vi", "để mình suy nghĩ thêm nha", "suy nghĩ kỹ rồi, hủy đi"),
        ("id", "hmm pikir2 dulu deh", "iya, gak usah pikir-pikir"),
        ("id", "sekejap, nak fikir dulu", "udah pikir-pikir, batalin aja"),
        ("th", "ยังค่ะ ขอถามสามีก่อน", "ถามสามีแล้วค่ะ ดำเนินการได้เลย"),
        ("vi", "để hỏi chồng cái đã", "hỏi chồng rồi, làm đi"),
        ("vi", "uh nhung cho minh hoi lai vo da", "hoi vo roi, lam di"),
        ("id", "boleh, tp tanya bini dulu", "udah nanya suami, lanjut"),
        ("ru", "да, но сначала мужа спрошу", "мужа спросила, оформляйте"),
        ("th", "ค่ะ แต่ขอคุยกับแฟนก่อน", "คุยกับแฟนแล้วค่ะ เอาเลย"),
        ("de", "ja, aber erst meinen Mann fragen", "hab meinen Mann gefragt, ja bitte"),
        ("tr", "olur ama önce eşimle konuşayım", "eşimle konuştum, olur"),
        ("en", "I have to ask my husband", "I asked my husband, go ahead"),
        ("tr", "hmm eşime bi sorayım", "eşime sordum, olur"),
        ("tr", "bir düşünüp döneyim size", "düşünmem gerekmiyor, iptal edin"),
        ("ar", "خلني اشاور زوجي", "سألت زوجي، موافقة"),
        ("ar", "طب هسأل جوزي الاول", "ما يحتاج افكر، الغوه"),
        ("ar", "nchawer m3a rajli", "wakha"),
    ],
)
def test_who_wants_to_think_agrees_to_nothing(language: str, thinks: str, has_thought: str) -> None:
    assert says(THINKS, thinks, language)
    assert not says(THINKS, has_thought, language)


@pytest.mark.parametrize("text", ["مو متأكد", "مو متاكد", "مش متأكدة", "مش متاكده", "مش متأكّدة", "mesh met2akeda"])
def test_arabic_is_understood_however_it_is_spelt(text: str) -> None:
    assert says(UNSURE, text, "ar")


def test_other_words_and_other_languages_say_nothing() -> None:
    assert says(WAITS, "เดี๋ยวๆ ขอคิดก่อน", "th") and says(WAITS, "de em doi chut", "vi")
    assert says(WAITS, "เออ ช่างมัน", "th"), "never mind agrees to nothing"
    assert not says(WAITS, "ok doi di", "vi"), "without its marks it is an exchange as well"
    assert not says(WAITS, "yes, go ahead", "en")
    assert not says(WAITS, "the waiter", "en")
    assert not says(WAITS, "wait", "xx")


def test_a_wrong_list_is_refused_with_the_language_and_what_was_expected(tmp_path: Path) -> None:
    wrong = tmp_path / "waits.yml"
    wrong.write_text("en: {words: wait, other: []}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"waits.yml: en: expected lists of words as words, other"):
        read_wordlist(wrong)


@pytest.mark.parametrize(
    ("language", "unsure", "something_else"),
    [
        ("en", "hm idk", "I don't know my order number"),
        ("zh", "我也不知道", "不知道订单号"),
        ("es", "ni idea", "no se puede pagar"),
        ("fr", "ben je sais pas", "je ne sais pas où il est"),
        ("de", "keine ahnung", "weiß nicht wo es ist"),
        ("it", "boh", "non so dove sia"),
        ("pt", "sei lá", "não sei onde está"),
        ("ru", "не знаю даже", "не знаю где посылка"),
        ("ar", "مدري والله", "ما أعرف رقم الطلب"),
        ("tr", "bilmem ki", "numarasını bilmiyorum"),
        ("ja", "うーん、迷っています", "番号がわかりません"),
        ("ko", "잘 모르겠어요", "번호를 몰라요"),
        ("th", "ไม่แน่ใจค่ะ", "ไม่รู้เลขออเดอร์"),
        ("vi", "mình không biết nữa", "không biết mã đơn"),
        ("id", "bingung nih", "gak tau nomor pesanan"),
    ],
)
def test_every_language_does_not_know(language: str, unsure: str, something_else: str) -> None:
    assert says(UNSURE, unsure, language) and says(UNSURE, "🤷‍♀️", language)
    assert not says(UNSURE, something_else, language)


@pytest.mark.parametrize(
    ("language", "meant", "something_else"),
    [
        ("en", "sorry, wrong number", "you sent the wrong one"),
        ("zh", "打错了，是另外一单", "另外一单到哪了"),
        ("es", "perdón, me equivoqué de pedido", "y el otro pedido"),
        ("fr", "je me suis trompée, c'est l'autre", "et l'autre commande"),
        ("de", "Moment, falsche Nummer", "und die andere Bestellung"),
        ("it", "mi sono sbagliata, è l'altro", "e l'altro ordine"),
        ("pt", "errei o número, é o outro", "e o outro pedido"),
        ("ru", "ошиблась, другой заказ", "а другой заказ где"),
        ("ar", "لا قصدي الطلب الثاني", "والطلب الثاني وينه"),
        ("tr", "pardon yanlış numara verdim", "diğer sipariş nerede"),
        ("ja", "すみません、もう一つのほうです", "もう一つはどこですか"),
        ("ko", "아 번호 잘못 말했어요", "다른 주문은 어디예요"),
        ("th", "ขอโทษค่ะ บอกผิด", "อีกออเดอร์ถึงไหนแล้ว"),
        ("vi", "em ghi nhầm mã rồi", "còn đơn kia đâu rồi"),
        ("id", "eh salah ketik, yang satunya", "yang satunya sampai mana"),
    ],
)
def test_every_language_takes_back_what_was_said(language: str, meant: str, something_else: str) -> None:
    assert says(MEANT, meant, language)
    assert not says(MEANT, something_else, language)


@pytest.mark.parametrize(
    ("language", "both", "something_else"),
    [
        ("es", "quiero el dinero de los dos", "me cobraron los dos cargos"),
        ("it", "rivoglio i soldi di tutti e due", "vedo entrambi gli addebiti"),
        ("pt", "quero devolver as duas", "já escrevi as duas vezes"),
    ],
)
def test_both_are_everything_and_both_charges_are_not(language: str, both: str, something_else: str) -> None:
    assert says(EVERYTHING, both, language)
    assert not says(EVERYTHING, something_else, language)


@pytest.mark.parametrize(
    ("language", "takes_it_back", "something_else"),
    [
        ("en", "please cancel the return, I’ll keep it", "cancel the order or return it?"),
        ("zh", "帮我取消退货吧，我留着", "你们怎么不退了？"),
        ("es", "cancelad la devolución, me lo quedo", "cancela el pedido y devolvedme el dinero"),
        ("fr", "annulez le retour, je le garde", "annulez la commande, sinon je la retourne"),
        ("de", "Rücksendung bitte stornieren, nein: Retoure stornieren", "Bestellung stornieren oder zurückschicken?"),
        ("it", "annulla il reso, me lo tengo", "annulla l'ordine, altrimenti lo restituisco"),
        ("pt", "cancela a devolução, vou ficar com ele", "cancela o pedido ou eu devolvo"),
        ("ru", "отмените возврат, оставлю себе", "отмените заказ и верните деньги"),
        ("ar", "ألغوا الإرجاع خلاص بخليه", "ألغوا الطلب أو أرجعه"),
        ("tr", "iadeyi iptal edin, kalsın", "siparişi iptal edin yoksa iade ederim"),
        ("ja", "返品やめます、使うことにしました", "注文をキャンセルするか返品したいです"),
        ("ko", "반품 취소해 주세요", "취소가 안 되면 반품할게요"),
        ("th", "ยกเลิกการคืนค่ะ เก็บไว้แล้ว", "ยกเลิกการคืนเงินทำไม"),
        ("vi", "huỷ trả hàng giúp em, em giữ lại", "huỷ đơn không được thì em trả hàng"),
        ("id", "batalin returnya ya, jadi saya simpan", "batalin pesanan atau retur aja"),
        ("id", "ga jd retur kak", "ga jadi balikin uangnya"),
        ("th", "งั้นไม่คืนละ", "งั้นไม่คืนเงินเหรอ"),
        ("vi", "thoi khoi tra nua", "thoi khoi tra loi nua"),
        ("ru", "ладно, возвращать не буду", "почему деньги не вернули"),
    ],
)
def test_every_language_takes_a_return_back(language: str, takes_it_back: str, something_else: str) -> None:
    assert says(WITHDRAWS, takes_it_back, language)
    assert not says(WITHDRAWS, something_else, language)
