"""Messages of shoppers: in every language, in Latin letters, without accents, mixed, next to other languages."""

from __future__ import annotations

import time

import pytest

from bot.nlu.language import LanguageDetector

MESSAGES = {
    "en": [
        "the zip broke after one day and nobody answers",
        "u said 3 days lol its been a month",
        "could I have it in a smaller size",
    ],
    "zh": ["拉链一天就坏了也没人回复我", "說好三天到貨結果等了一個月", "能换个小一号的吗"],
    "es": [
        "la cremallera se rompió al primer día y nadie contesta",
        "dijeron tres días y ya va un mes jaja",
        "me lo pueden cambiar por una talla menos",
    ],
    "fr": [
        "la fermeture a cassé au bout d'un jour et personne ne répond",
        "vous aviez dit 3 jours ça fait un mois mdr",
        "vous l'auriez une taille en dessous",
    ],
    "de": [
        "der Reißverschluss ist nach einem Tag kaputt und keiner antwortet",
        "habt ihr nicht drei tage gesagt, ist jetzt ein monat",
        "gibt es das eine nummer kleiner",
    ],
    "it": [
        "la cerniera si è rotta dopo un giorno e nessuno risponde",
        "avevate detto tre giorni ed è passato un mese",
        "ce l'avete di una misura più piccola",
    ],
    "pt": [
        "o zíper quebrou no primeiro dia e ninguém responde",
        "vcs falaram três dias e já faz um mês kkk",
        "dá pra trocar por um tamanho menor",
    ],
    "ru": [
        "молния сломалась на второй день, и никто не отвечает",
        "обещали три дня, а прошёл месяц",
        "можно на размер меньше",
    ],
    "ar": ["السحاب انكسر من أول يوم ومحد يرد", "قلتوا ثلاث أيام وصار شهر", "ممكن مقاس أصغر لو سمحت"],
    "tr": [
        "fermuar ilk günden bozuldu ve kimse cevap vermiyor",
        "üç gün dediniz bir ay oldu",
        "bir beden küçüğü var mı acaba",
    ],
    "ja": [
        "一日でファスナーが壊れたのに返事がありません",
        "三日って言ってたのにもう一か月です",
        "ワンサイズ小さいのはありますか",
    ],
    "ko": ["하루 만에 지퍼가 고장났는데 아무도 답이 없어요", "삼일이라더니 한 달째예요", "한 치수 작은 걸로 되나요"],
    "th": ["ซิปพังตั้งแต่วันแรกแล้วไม่มีใครตอบ", "บอกสามวันนี่เดือนนึงแล้ว", "ขอไซส์เล็กลงหน่อยได้ไหมคะ"],
    "vi": [
        "khóa kéo hỏng ngay hôm đầu mà chẳng ai trả lời",
        "nói ba ngày mà cả tháng rồi",
        "có cỡ nhỏ hơn một chút không ạ",
    ],
    "id": [
        "resletingnya rusak hari pertama dan ga ada yang bales",
        "katanya tiga hari ini udah sebulan",
        "bisa tukar yang lebih kecil gak kak",
    ],
}


@pytest.mark.parametrize("language", MESSAGES)
def test_that_each_language_is_told_from_the_text_alone(detector: LanguageDetector, language: str) -> None:
    for text in MESSAGES[language]:
        guess = detector.detect(text)
        assert guess.code == language, text
        assert guess.evidence
        assert guess.confidence > 0.6
        assert guess.ranking[0] == (guess.code, guess.confidence)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "3ayez a3raf el order bta3y fein"),
        ("ar", "momken arga3 el fostan da law sama7t"),
        ("ru", "gde moy zakaz, uzhe nedelyu zhdu"),
        ("ja", "watashi no chuumon wa doko desu ka"),
        ("ko", "jumun eonje wayo"),
        ("th", "khong yang mai thueng loei khrap"),
        ("zh", "wode dingdan zai nali"),
        ("hi", "mera order kahan hai bhai"),
        ("vi", "don hang cua em dau roi shop oi"),
        ("vi", "khong biet bao gio giao, cho lau qua"),
        ("es", "donde esta mi pedido, manana lo necesito"),
        ("fr", "ou est ma commande, ca fait une semaine"),
        ("pt", "nao recebi o produto ate agora"),
        ("tr", "siparisim nerede kaldi, cok gec oldu"),
        ("de", "koennen sie die groesse aendern, ist zu gross"),
    ],
)
def test_that_romanised_and_unaccented_messages_are_told(detector: LanguageDetector, language: str, text: str) -> None:
    guess = detector.detect(text)
    assert (guess.code, guess.script) == (language, "Latn")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "де моє замовлення, чекаю вже тиждень"),
        ("bg", "къде е поръчката ми, чакам вече една седмица"),
        ("nl", "waar blijft mijn pakketje, ik wacht al een week"),
        ("pl", "gdzie jest moja paczka, czekam już tydzień"),
        ("sv", "var är mitt paket, jag har väntat i en vecka"),
        ("ro", "unde este comanda mea, aștept de o săptămână"),
        ("cs", "kde je moje objednávka, čekám už týden"),
        ("el", "πού είναι η παραγγελία μου"),
        ("he", "איפה ההזמנה שלי"),
        ("hi", "मेरा ऑर्डर कहाँ है"),
        ("fa", "سفارش من کجاست، یک هفته است منتظرم"),
        ("ur", "میرا آرڈر کہاں ہے، ایک ہفتہ ہو گیا"),
    ],
)
def test_that_neighbours_are_not_taken_for_the_languages_that_are_answered(
    detector: LanguageDetector, language: str, text: str
) -> None:
    assert detector.detect(text).code == language


def test_that_malay_is_answered_as_indonesian(detector: LanguageDetector) -> None:
    assert detector.detect("kenapa barang saya belum sampai lagi ni").code == "id"
    assert detector.detect("👍", locale="ms-MY").code == "id"


@pytest.mark.parametrize(
    ("text", "code", "script"),
    [
        ("我的订单还没发货", "zh", "Hans"),
        ("我的訂單還沒出貨", "zh", "Hant"),
        ("注文をキャンセルしたい", "ja", "Jpan"),
        ("配送状況を教えて", "ja", "Jpan"),
        ("환불해 주세요", "ko", "Kore"),
        ("شكرا", "ar", "Arab"),
        ("спасибо", "ru", "Cyrl"),
    ],
)
def test_that_the_script_is_told(detector: LanguageDetector, text: str, code: str, script: str) -> None:
    guess = detector.detect(text)
    assert (guess.code, guess.script) == (code, script)


def test_that_the_profile_tells_the_script_where_the_text_does_not(detector: LanguageDetector) -> None:
    assert detector.detect("退款", locale="zh-HK").script == "Hant"
    assert detector.detect("退款", locale="zh-CN").script == "Hans"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "请问我的 order 什么时候 ship"),
        ("ko", "express 배송으로 바꿀 수 있나요"),
        ("ar", "وين ال tracking number حق الطلب"),
        ("id", "kak order aku kok belum di-update ya statusnya"),
        ("th", "ขอ refund ได้ไหมคะ"),
        ("hi", "refund kab tak aayega please batao"),
        ("de", "mein order hat noch keine tracking number bekommen"),
    ],
)
def test_that_borrowed_words_do_not_decide(detector: LanguageDetector, language: str, text: str) -> None:
    assert detector.detect(text).code == language


def test_that_a_message_takes_less_than_a_millisecond(detector: LanguageDetector) -> None:
    texts = [text for texts in MESSAGES.values() for text in texts] * 10
    begin = time.process_time()
    for text in texts:
        detector.detect(text)
    assert (time.process_time() - begin) / len(texts) < 0.001


def test_that_any_length_and_any_sign_is_read(detector: LanguageDetector) -> None:
    assert detector.detect("where is my parcel " * 2000).code == "en"
    for text in ("", " ", "\u200b", "\ud83d", "﷽", "𝖍𝖊𝖑𝖑𝖔 𝖜𝖍𝖊𝖗𝖊 𝖎𝖘 𝖒𝖞 𝖔𝖗𝖉𝖊𝖗", "a" * 5000, "٣٣٣", "İSTANBUL"):
        guess = detector.detect(text)
        assert 0 <= guess.confidence <= 1
