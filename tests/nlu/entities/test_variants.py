"""How many, which size, which colour."""

from __future__ import annotations

import pytest

from tests.nlu.entities.conftest import Said


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "I ordered two shirts", 2),
        ("en", "3 pieces please", 3),
        ("en", "x2", 2),
        ("de", "drei Hemden", 3),
        ("de", "5 Stück", 5),
        ("fr", "deux chemises", 2),
        ("es", "tres camisas", 3),
        ("it", "quattro tazze", 4),
        ("pt", "duas canecas", 2),
        ("ru", "5 штук", 5),
        ("ru", "две кружки", 2),
        ("ar", "ثلاث قطع", 3),
        ("ar", "قطعتين", 2),
        ("tr", "iki adet", 2),
        ("zh", "两件", 2),
        ("zh", "三双", 3),
        ("ja", "2個", 2),
        ("ja", "三枚", 3),
        ("ko", "두 개", 2),
        ("ko", "세 벌", 3),
        ("th", "สองชิ้น", 2),
        ("th", "3 ตัว", 3),
        ("vi", "hai cái", 2),
        ("vi", "3 đôi", 3),
        ("id", "dua buah", 2),
        ("id", "3 pcs", 3),
    ],
)
def test_that_pieces_are_counted(said: Said, language: str, text: str, count: int) -> None:
    assert said(language, text)["quantity"] == count


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "invece di 1 tazza ne volevo 2"),
        ("en", "instead of 1 mug I wanted 2"),
        ("ru", "вместо 1 кружки нужно 2"),
        ("de", "statt 1 Becher hätte ich gern 2"),
        ("es", "en vez de 1 taza quería 2"),
        ("fr", "au lieu de 1 tasse j'en voulais 2"),
    ],
)
def test_that_the_number_that_is_not_wanted_is_no_quantity(said: Said, language: str, text: str) -> None:
    assert said(language, text)["quantity"] == 2


def test_that_any_number_is_a_quantity_when_the_bot_asked(said: Said) -> None:
    assert said("en", "four", expected="quantity")["quantity"] == 4
    assert said("ja", "4", expected="quantity")["quantity"] == 4
    assert said("en", "I ordered 12 instead of 2")["quantity"] == 12


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "not one answer"),
        ("fr", "un jouet"),
        ("ko", "3개월"),
        ("zh", "一个问题"),
        ("ja", "3日"),
        ("en", "two days"),
    ],
)
def test_that_articles_and_times_are_no_quantity(said: Said, language: str, text: str) -> None:
    assert "quantity" not in said(language, text)


@pytest.mark.parametrize(
    ("language", "text", "size"),
    [
        ("en", "size 8 please", "8"),
        ("en", "EU 42", "42"),
        ("en", "UK 12", "UK 12"),
        ("en", "do you have it in XL", "XL"),
        ("en", "2xl", "XXL"),
        ("en", "4XL", "4XL"),
        ("en", "size medium", "M"),
        ("es", "talla M", "M"),
        ("es", "talla 42", "42"),
        ("fr", "pointure 39", "39"),
        ("fr", "taille S", "S"),
        ("de", "Größe 43", "43"),
        ("de", "in 39 statt 38", "38"),
        ("it", "taglia L", "L"),
        ("it", "numero di scarpe 41", "41"),
        ("pt", "tamanho G", "L"),
        ("pt", "tamanho 40", "40"),
        ("ru", "размер 46", "46"),
        ("ar", "مقاس ٤٢", "42"),
        ("ar", "مقاس لارج", "L"),
        ("tr", "42 numara", "42"),
        ("tr", "M beden", "M"),
        ("zh", "39码", "39"),
        ("zh", "换M码", "M"),
        ("ja", "Sサイズ", "S"),
        ("ja", "24.5cm", "24.5 cm"),
        ("ja", "LLに替えて", "XL"),
        ("ko", "250 사이즈", "250"),
        ("ko", "XL로 바꿔주세요", "XL"),
        ("th", "ไซส์ L", "L"),
        ("th", "ไซส์ 38", "38"),
        ("th", "มีขนาดไซส์เล็กไหม", "S"),
        ("vi", "size 39", "39"),
        ("vi", "size M", "M"),
        ("id", "boleh tukar saiz 41?", "41"),
        ("id", "ukuran XL", "XL"),
        ("id", "ukuran 40", "40"),
    ],
)
def test_that_sizes_are_read(said: Said, language: str, text: str, size: str) -> None:
    assert said(language, text)["size"] == size


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Südtirol und Müller"),
        ("fr", "J'ai appelé M. Durand, l'article"),
        ("vi", "giao tới Đà Lạt"),
        ("en", "it's 48h late"),
        ("en", "I'm 170 cm tall"),
        ("en", "WHERE S MY ORDER"),
        ("fr", "livré en 48h"),
        ("en", "the ring is too small"),
        ("ru", "на размер больше"),
        ("th", "ขอเปลี่ยนไซส์เล็กลงไซส์นึง"),
        ("th", "ไซส์ใหญ่ไป"),
    ],
)
def test_that_letters_and_numbers_of_other_things_are_no_size(said: Said, language: str, text: str) -> None:
    assert "size" not in said(language, text)


@pytest.mark.parametrize(
    ("language", "text", "colour"),
    [
        ("en", "the navy one", "navy"),
        ("en", "in dark green", "green"),
        ("zh", "要黑色的", "black"),
        ("zh", "藏青", "navy"),
        ("es", "azul marino", "navy"),
        ("es", "la roja", "red"),
        ("fr", "vert foncé", "green"),
        ("fr", "la blanche", "white"),
        ("de", "schwarze Jacke in Grün", "green"),
        ("it", "quella bianca", "white"),
        ("pt", "o vermelho", "red"),
        ("ru", "синюю", "blue"),
        ("ru", "чёрный", "black"),
        ("ar", "الأحمر", "red"),
        ("ar", "كحلي", "navy"),
        ("tr", "siyahı", "black"),
        ("tr", "lacivert", "navy"),
        ("ja", "ネイビー", "navy"),
        ("ja", "赤", "red"),
        ("ko", "검은색으로", "black"),
        ("th", "สีแดง", "red"),
        ("vi", "màu đen", "black"),
        ("vi", "xanh lá", "green"),
        ("id", "warna hitam", "black"),
        ("id", "merah muda", "pink"),
    ],
)
def test_that_colours_have_one_name_in_all_languages(said: Said, language: str, text: str, colour: str) -> None:
    assert said(language, text)["colour"] == colour


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "ich weiß es nicht"),
        ("zh", "我不明白"),
        ("es", "no vino nadie"),
        ("th", "ดำเนินการ"),
        ("vi", "ghi sai địa chỉ"),
        ("ko", "설명이 달라요"),
        ("ja", "面白い"),
    ],
)
def test_that_words_that_sound_like_colours_are_none(said: Said, language: str, text: str) -> None:
    assert "colour" not in said(language, text)


@pytest.mark.parametrize(
    ("language", "text", "size"),
    [
        ("pt", "ah não, 42 por favor", "42"),
        ("en", "no wait, 41", "41"),
        ("de", "nee doch 39", "39"),
        ("it", "anzi 56", "56"),
        ("ru", "нет, лучше 40", "40"),
        ("ja", "やっぱり25", "25"),
    ],
)
def test_a_number_alone_is_a_size_where_a_variant_is_talked_of(said: Said, language: str, text: str, size: str) -> None:
    assert said(language, text, expected="variant")["size"] == size
    assert "size" not in said(language, text, expected="confirm_cancel")


def test_a_few_pieces_are_no_size_where_a_variant_is_talked_of(said: Said) -> None:
    assert "size" not in said("en", "yes, 2 of them", expected="variant")
    assert said("es", "quiero cambiar las zapas por un 38")["size"] == "38"


@pytest.mark.parametrize(
    ("language", "text"),
    [("tr", "110 var mı"), ("ar", "كاين 110؟"), ("en", "do you have 110?"), ("de", "gibt es 110?"), ("zh", "有110吗")],
)
def test_that_a_number_is_a_childs_size_where_a_variant_is_talked_of(said: Said, language: str, text: str) -> None:
    assert said(language, text, expected="variant")["size"] == "110"
    assert said(language, text, expected="resolution")["size"] == "110"
    assert "size" not in said(language, "110 €", expected="variant")
