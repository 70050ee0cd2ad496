"""Places, payment methods, codes, parcel numbers, addresses and telephone numbers."""

from __future__ import annotations

import pytest

from bot.nlu.entities.tracking import s10_is_valid
from tests.nlu.entities.conftest import Said


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "do you ship to New Zealand", "NZ"),
        ("de", "nach Österreich", "AT"),
        ("fr", "au Sénégal", "SN"),
        ("es", "envían a Perú", "PE"),
        ("it", "in Svizzera", "CH"),
        ("pt", "para o Japão", "JP"),
        ("ru", "в Казахстан", "KZ"),
        ("ru", "доставка в Грузию", "GE"),
        ("ar", "توصلون الكويت", "KW"),
        ("tr", "Almanya'ya", "DE"),
        ("zh", "寄到加拿大", "CA"),
        ("ja", "アメリカへ送れますか", "US"),
        ("ko", "미국으로 배송", "US"),
        ("th", "ส่งไปญี่ปุ่น", "JP"),
        ("vi", "gửi sang Thái Lan", "TH"),
        ("id", "kirim ke Malaysia", "MY"),
        ("en", "to Dublin", "Dublin"),
        ("zh", "到上海要几天", "Shanghai"),
        ("ar", "الرياض", "Riyadh"),
        ("ko", "제주도", "Jeju"),
        ("vi", "giao Đà Nẵng", "Da Nang"),
    ],
)
def test_that_countries_are_codes_and_cities_english_names(said: Said, language: str, text: str, place: str) -> None:
    assert said(language, text)["place"] == place


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "call me, man"),
        ("pt", "para mim"),
        ("zh", "会说西班牙语吗"),
        ("ja", "日本語でお願いします"),
        ("id", "pakai bahasa indonesia"),
        ("ko", "고양이 그림"),
        ("th", "เช็กให้หน่อย"),
        ("id", "udah minta ulang lima kali"),
        ("pt", "pode deixar no nome da minha vizinha"),
        ("th", "บริการห่วยแตกมาก"),
        ("ko", "이제 가자"),
    ],
)
def test_that_languages_and_ordinary_words_are_no_place(said: Said, language: str, text: str) -> None:
    assert "place" not in said(language, text)


@pytest.mark.parametrize(
    ("language", "text", "method"),
    [
        ("en", "can I pay by card", "card"),
        ("en", "Apple Pay?", "apple_pay"),
        ("zh", "能用支付宝吗", "alipay"),
        ("es", "pago contra entrega", "cod"),
        ("fr", "par carte bancaire", "card"),
        ("de", "per Nachnahme", "cod"),
        ("it", "bonifico", "bank_transfer"),
        ("pt", "dá pra pagar no pix", "pix"),
        ("ru", "через СБП", "sbp"),
        ("ar", "الدفع عند الاستلام", "cod"),
        ("ar", "تقبلون مدى", "mada"),
        ("tr", "kapıda ödeme var mı", "cod"),
        ("ja", "コンビニ払い", "konbini"),
        ("ko", "카카오페이 되나요", "kakao_pay"),
        ("th", "เก็บเงินปลายทาง", "cod"),
        ("th", "พร้อมเพย์", "promptpay"),
        ("vi", "thanh toán khi nhận hàng", "cod"),
        ("vi", "ví momo", "momo"),
        ("id", "bisa gopay", "gopay"),
        ("id", "bayar di tempat", "cod"),
    ],
)
def test_that_payment_methods_have_the_keys_of_the_responses(said: Said, language: str, text: str, method: str) -> None:
    assert said(language, text)["payment_method"] == method


def test_that_a_code_is_not_cash_on_delivery(said: Said) -> None:
    assert "payment_method" not in said("en", "none of your codes work")


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "is WELCOME10 still valid", "WELCOME10"),
        ("es", "el código BIENVENIDA no sirve", "BIENVENIDA"),
        ("zh", "请问WELCOME88还能用吗", "WELCOME88"),
        ("de", "Code herbst20 geht nicht", "HERBST20"),
        ("de", "Gutschein frühling15 geht nicht", "FRÜHLING15"),
        ("tr", "bahar15 kodu çalışmıyor", "BAHAR15"),
        ("ru", "код ДРУГ10", "ДРУГ10"),
        ("en", "it won't take the code freeship", "FREESHIP"),
        ("ja", "コードsoryomuryoを入れた", "SORYOMURYO"),
        ("en", "SORRY-28F4EC57", "SORRY-28F4EC57"),
        ("ru", "хочу применить sorry-12345678", "SORRY-12345678"),
    ],
)
def test_that_coupon_codes_are_found(said: Said, language: str, text: str, code: str) -> None:
    assert said(language, text)["coupon_code"] == code


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "the code doesn't work"), ("id", "kode otp nya kagak dateng2"), ("ja", "エラーコードE-207が出ます")],
)
def test_that_what_only_follows_a_word_for_codes_is_none(said: Said, language: str, text: str) -> None:
    assert "coupon_code" not in said(language, text)


def test_that_shouting_is_no_coupon(said: Said) -> None:
    assert "coupon_code" not in said("en", "I WANT MY MONEY BACK NOW, NO VOUCHERS")


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "tracking number RR123456785CN, please", "RR123456785CN"),
        ("en", "1Z999AA10123456784", "1Z999AA10123456784"),
        ("zh", "单号SF1029384756102", "SF1029384756102"),
        ("fr", "colis 6A 2144 9873 102", "6A21449873102"),
        ("ja", "追跡番号4488-1290-3355", "448812903355"),
        ("id", "resi JX3345120987", "JX3345120987"),
        ("ko", "송장번호 512098837461", "512098837461"),
        ("it", "BRT 123456789012 bloccato", "123456789012"),
        ("en", "UPS 1Z 999 AA1 01 2345 6784 is stuck", "1Z999AA10123456784"),
        ("es", "guía 7055 1234 5678 9012 3456 78 no avanza", "7055123456789012345678"),
        ("ru", "СДЭК 1234567890 завис", "1234567890"),
        ("de", "Sendungsnr. DPD 0123 4567 8901 23", "01234567890123"),
    ],
)
def test_that_parcel_numbers_are_found(said: Said, language: str, text: str, number: str) -> None:
    found = said(language, text)
    assert found["tracking_number"] == number
    assert "order_id" not in found
    assert "phone" not in found


def test_that_a_typing_error_in_a_parcel_number_shows() -> None:
    assert s10_is_valid("rr123456785cn")
    assert not s10_is_valid("rr123456784cn")


@pytest.mark.parametrize(
    ("language", "text", "market", "number"),
    [
        ("en", "+44 7700 900123 is my mobile", "GB", "+447700900123"),
        ("en", "call me on (415) 555-2671", "US", "+14155552671"),
        ("fr", "au 06 12 34 56 78", "FR", "+33612345678"),
        ("ja", "090-1234-5678", "JP", "+819012345678"),
        ("ar", "جوالي ٠٥٥١٢٣٤٥٦٧", "SA", "+966551234567"),
        ("zh", "手机13800001234", "CN", "+8613800001234"),
        ("id", "0812-3456-7890", "ID", "+6281234567890"),
        ("ar", "سجلوا رقمي 01012345678", "EG", "+201012345678"),
    ],
)
def test_that_telephone_numbers_are_dialled_from_anywhere(
    said: Said, language: str, text: str, market: str, number: str
) -> None:
    assert said(language, text, market=market)["phone"] == number


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("it's Jo.Reed@Example.com", "jo.reed@example.com"),
        ("jo dot reed at example dot com".replace("jo dot reed", "jo.reed"), "jo.reed@example.com"),
    ],
)
def test_that_mail_addresses_are_found_also_when_spelt(said: Said, text: str, address: str) -> None:
    assert said("en", text)["email"] == address


@pytest.mark.parametrize(
    ("language", "text", "address"),
    [
        ("en", "send it to Flat 3, 118 Kirkstall Road, Leeds LS3 1JA pls", "Flat 3, 118 Kirkstall Road, Leeds LS3 1JA"),
        ("en", "ship to 1420 Maple Ave, Apt 4B, Evanston, IL 60201", "1420 Maple Ave, Apt 4B, Evanston, IL 60201"),
        ("tr", "adres: Atatürk Cad. No:12 D:5 Çankaya/Ankara", "Atatürk Cad. No:12 D:5 Çankaya/Ankara"),
        ("zh", "送到广东省深圳市南山区科技园路12号3栋501可以吗", "广东省深圳市南山区科技园路12号3栋501"),
        ("zh", "可以改寄到新北市板橋區文化路一段188巷5號3樓嗎", "新北市板橋區文化路一段188巷5號3樓"),
        (
            "zh",
            "帮我把地址改成浙江省杭州市余杭区文一西路969号3幢2单元502室",
            "浙江省杭州市余杭区文一西路969号3幢2单元502室",
        ),
        ("zh", "改到北京市朝阳区建国路88号SOHO现代城A座1203", "北京市朝阳区建国路88号SOHO现代城A座1203"),
        ("zh", "改送去九龍觀塘觀塘道388號得唔得", "九龍觀塘觀塘道388號"),
        ("ar", "العنوان شارع التحلية، حي العليا، الرياض", "شارع التحلية، حي العليا، الرياض"),
        ("de", "an Packstation 145, 50667 Köln", "Packstation 145, 50667 Köln"),
    ],
)
def test_that_an_address_is_one_place(said: Said, language: str, text: str, address: str) -> None:
    assert said(language, text)["place"] == address


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "stuck in Oberhausen for days", "Oberhausen"),
        ("es", "sigue en Coslada", "Coslada"),
        ("en", "do you ship to Nairobi", "Nairobi"),
        ("ja", "シンガポールへ送れますか", "SG"),
        ("ja", "マカオへの発送", "MO"),
        ("tr", "Nairobi'ye kargo", "Nairobi"),
    ],
)
def test_that_towns_are_known_by_the_locale_data_or_by_what_is_said(
    said: Said, language: str, text: str, place: str
) -> None:
    assert said(language, text)["place"] == place


@pytest.mark.parametrize("text", ["送去灣仔軒尼詩道53號", "中環皇后大道中99號", "住喺沙田"])
def test_districts_of_hong_kong_are_places(said: Said, text: str) -> None:
    assert "place" in said("zh", text)
