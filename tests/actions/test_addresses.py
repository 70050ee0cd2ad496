"""Addresses in one line, as each country writes them."""
# ruff: noqa: E501 (the table of addresses is easier to read in lines)

from __future__ import annotations

import pytest

from actions.addresses.address_words import address_alone
from actions.commerce.address import reads_as_address, whole_address, without_numbers_to_call
from actions.commerce.shapes import Order
from actions.delivery.not_received import address_line

PARTS = ("name", "street", "house_number", "postcode", "city", "state", "country")


def order(*parts: str, **more: str) -> Order:
    address = {key: value for key, value in zip(PARTS, parts, strict=True) if value} | more
    return Order.model_construct(id="1", shipping_address=address)


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("Ann Lee", "Mare Street", "21", "E8 3RL", "London", "", "GB"), "Ann Lee, 21 Mare Street, London, E8 3RL"),
        (("Zoe", "Crown Street", "31", "2010", "Sydney", "NSW", "AU"), "Zoe, 31 Crown Street, Sydney, NSW 2010"),
        (("Anna", "Oranienstraße", "53", "10999", "Berlin", "", "DE"), "Anna, Oranienstraße 53, 10999 Berlin"),
        (("Hugo", "rue Romarin", "30", "69001", "Lyon", "", "FR"), "Hugo, 30 rue Romarin, 69001 Lyon"),
        (("Ana", "Rua Augusta", "22", "05422-010", "São Paulo", "SP", "BR"), "Ana, Rua Augusta 22, 05422-010 São Paulo, SP"),
        (("王芳", "衡山路", "64", "200031", "上海市徐汇区", "", "CN"), "200031，上海市徐汇区衡山路64，王芳"),
        (("佐藤 陽子", "北沢二丁目", "38", "155-0031", "東京都世田谷区", "", "JP"), "155-0031 東京都世田谷区北沢二丁目38 佐藤 陽子"),
        (("김서연", "양화로", "20", "04039", "서울특별시 마포구", "", "KR"), "04039 서울특별시 마포구 양화로 20 김서연"),
        (("فاطمة", "طريق العليا", "91", "12211", "الرياض", "", "SA"), "فاطمة، طريق العليا 91، الرياض، 12211"),
    ],
)  # fmt: skip
def test_the_parts_stand_in_the_countrys_order(parts: tuple[str, ...], line: str) -> None:
    assert address_line(order(*parts)) == line


def test_what_is_missing_leaves_no_gap_and_a_changed_address_is_said_as_it_was_written() -> None:
    assert address_line(order("", "", "", "", "Berlin", "", "DE")) == "Berlin"
    assert address_line(order("", "", "", "", "", "", "DE")) == "DE"
    assert address_line(order("", "", "", "", "", "", "DE", text="Hauptstr. 1, Bonn")) == "Hauptstr. 1, Bonn"


@pytest.mark.parametrize(
    ("text", "places", "whole"),
    [
        ("Av. Corrientes 3456 piso 7, C1194 CABA", ("Av. Corrientes 3456 piso 7", "CABA"), True),
        ("ул. Тверская, д. 12, Москва, 125009", ("ул. Тверская, д. 12, Москва",), True),
        ("my new address is 5 Elm Street, Leeds", ("5 Elm Street", "Leeds"), False),
        ("부산 해운대구 해운대로 570 102동 1504호 48094", ("부산", "해운대", "해운대"), True),
        ("부산 해운대구 해운대로 48094", ("부산", "해운대", "해운대"), False),
        ("Leeds", ("Leeds",), False),
        ("125009", (), False),
    ],
)
def test_a_text_that_is_nothing_but_an_address(text: str, places: tuple[str, ...], whole: bool) -> None:
    found = [{"entity": "place", "value": place, "text": place} for place in places]
    assert whole_address(text, found) == (text if whole else None)


@pytest.mark.parametrize(
    ("text", "places", "address"),
    [
        (
            "bi de adres yanlış, Lale Cad. No:7 D:2 Bornova İzmir 35040 olacak",
            ("Lale Cad. No:7 D:2 Bornova İzmir 35040",),
            "Lale Cad. No:7 D:2 Bornova İzmir 35040",
        ),
        (
            "и ещё привезите в другой пункт, Казань ул. Пушкина 8 индекс 420015",
            ("Казань ул. Пушкина 8", "420015"),
            "Казань ул. Пушкина 8 индекс 420015",
        ),
        ("from Kazan 5 days ago I asked to have it sent to 420015", ("Kazan 5", "420015"), None),
        ("bring it to Elm Street 5 04109 please", ("Elm Street 5 04109",), None),
    ],
)
def test_an_address_without_commas_and_one_in_pieces(text: str, places: tuple[str, ...], address: str | None) -> None:
    assert whole_address(text, [{"entity": "place", "value": place, "text": place} for place in places]) == address


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("Gorriti 4580, C1414 CABA", True),
        ("calle mayor 22 madrid", True),
        ("東京都世田谷区北沢2-38-1", True),
        ("ah pará, es 4580 no 4850", False),
        ("Elm Street, Leeds", False),
        ("Rua do Almada 120, 2.º Dto", False),
        ("calle Mayor 22", False),
        ("Rua de Santa Catarina 55", False),
        ("Avenida Paulista 1000", False),
        ("X5000 Córdoba capital", False),
        ("10 Downing Street London", True),
        ("Quinta da Boa Vista, 4050-031 Porto", True),
        ("ул. Пушкина 8, кв. 5", False),
        ("Hauptstr. 5 Berlin", True),
        ("Rua do Almada 120, 2.º Dto, Porto", True),
        ("Rua do Almada 120, 4050-031", True),
        ("الرياض، حي النرجس، شارع 12", True),
    ],
)
def test_a_text_that_may_be_an_address(text: str, may_be: bool) -> None:
    assert reads_as_address(text) is may_be


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("via Po 18, 10123 Torino, Francesca Galli", "via Po 18, 10123 Torino, Francesca Galli"),
        ("Francesca Galli, via Po 18, 10123 Torino", "Francesca Galli, via Po 18, 10123 Torino"),
        ("Sig.ra Francesca Maria Galli Bianchi\nvia Po 18, 10123 Torino", "via Po 18, 10123 Torino"),
        ("via Po 18, 10123 Torino, grazie mille davvero", "via Po 18, 10123 Torino"),
        ("mandatelo qui: via Po 18, 10123 Torino", "via Po 18, 10123 Torino"),
        ("da mia madre: Sig. Gino Galli, via Po 18, 10123 Torino", "Sig. Gino Galli, via Po 18, 10123 Torino"),
    ],
)
def test_the_name_of_who_lives_there_belongs_to_the_address(text: str, address: str) -> None:
    place = "via Po 18, 10123 Torino"
    assert whole_address(text, [{"entity": "place", "value": place, "text": place}]) == address


@pytest.mark.parametrize(
    ("text", "places", "address"),
    [
        (
            "đổi sang 25 Lý Tự Trọng, P. Bến Nghé, Q.1, TP.HCM với, tiện xuất hoá đơn luôn nhé",
            ("25 Lý Tự Trọng, P. Bến", "Q.1, TP.HCM"),
            "25 Lý Tự Trọng, P. Bến Nghé, Q.1, TP.HCM",
        ),
        ("giao qua 12/5 Lê Văn Sỹ, quận Phú Nhuận giùm em nha shop ơi", ("12/5 Lê Văn Sỹ, quận Phú Nhuận",), None),
        (
            "alamatnya salah kak, harusnya ke Jl. Anggrek No. 12, Kel. Sukajadi, Bandung 40162. sekalian mau tanya",
            ("Jl. Anggrek No. 12, Kel", "Bandung"),
            "Jl. Anggrek No. 12, Kel. Sukajadi, Bandung 40162",
        ),
    ],
)
def test_where_towns_are_told_by_their_parts_a_sentence_needs_no_postcode(
    text: str, places: tuple[str, ...], address: str | None
) -> None:
    assert whole_address(text, [{"entity": "place", "value": place, "text": place} for place in places]) == address


def test_an_address_that_is_complete_is_taken_out_of_a_sentence() -> None:
    place = "12 rue de la République, 69002 Lyon"
    found = [{"entity": "place", "value": place, "text": place}]
    assert whole_address(f"envoyez plutôt ma commande PA-2026-100042 à cette adresse-ci : {place}", found) == place
    half = [
        {"entity": "place", "value": "rue de la République, 69002 Lyon", "text": "rue de la République, 69002 Lyon"}
    ]
    assert whole_address("envoyez plutôt ma commande à rue de la République, 69002 Lyon s'il vous plaît", half) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("大阪市北区梅田3-1-3 サウスタワー1205、530-0001です", "大阪市北区梅田3-1-3 サウスタワー1205、530-0001"),
        ("530-0001 大阪市北区梅田3-1-3に変更してください。よろしくお願いします！", "530-0001 大阪市北区梅田3-1-3"),
        ("부산 해운대구 해운대로 570 102동 1504호 48094입니다", "부산 해운대구 해운대로 570 102동 1504호 48094"),
        ("上海市徐汇区衡山路64号 200031 谢谢", "上海市徐汇区衡山路64号 200031"),
        ("Hauptstr. 1, 53111 Bonn.", "Hauptstr. 1, 53111 Bonn."),
        ("です", "です"),
    ],
)
def test_the_end_of_its_sentence_is_no_part_of_an_address(text: str, address: str) -> None:
    assert address_alone(text) == address


@pytest.mark.parametrize(
    ("text", "place", "phone", "address"),
    [
        ("改寄到新北市板橋區文化路一段188巷5號3樓嗎", "新北市板橋區文化路一段188巷5號3樓", "", "新北市板橋區文化路一段188巷5號3樓"),
        ("尺码换成41，另外送到公司：北京市朝阳区建国路88号 李雷 13800138000 谢谢啦各位", "北京市朝阳区建国路88号", "13800138000", "北京市朝阳区建国路88号 李雷 13800138000"),
        ("我之前留的那个电话打不通了，北京市朝阳区建国路88号。电话换成 13800138000", "北京市朝阳区建国路88号", "13800138000", "北京市朝阳区建国路88号"),
        ("台北市信義區松仁路58號12樓 林小姐", "台北市信義區松仁路58號12樓", "", "台北市信義區松仁路58號12樓 林小姐"),
    ],
)  # fmt: skip
def test_an_address_in_han_characters_needs_no_postcode(text: str, place: str, phone: str, address: str) -> None:
    found = [{"entity": "place", "value": place, "text": place}, {"entity": "phone", "value": phone, "text": phone}]
    assert whole_address(text, found) == address


def test_a_telephone_number_makes_no_words_an_address() -> None:
    text, phone = "等等 電話也一起改 0912345678", {"entity": "phone", "value": "+886912345678", "text": "0912345678"}
    assert reads_as_address(text)
    assert not reads_as_address(without_numbers_to_call(text, [phone]))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("please change it to 12 Oak Street, Austin, TX 78701 thanks", "12 Oak Street, Austin, TX 78701"),
        ("Bitte an Lindenstr. 5, 10969 Berlin schicken danke", "Lindenstr. 5, 10969 Berlin"),
        ("envoyez-le au 12 rue des Lilas, 75011 Paris svp", "12 rue des Lilas, 75011 Paris"),
        ("cámbiala a Calle Mayor 5, 28013 Madrid por favor", "Calle Mayor 5, 28013 Madrid"),
        ("новый адрес Ленина 5, кв 3, Москва 101000 пожалуйста", "Ленина 5, кв 3, Москва 101000"),
        ("alamat baru Jl. Melati 5, Bandung 40115 ya kak", "Jl. Melati 5, Bandung 40115"),
        ("5 Rue de la Paix, 75002 Paris", "5 Rue de la Paix, 75002 Paris"),
        ("Calle Mayor 5, 28013 Madrid, Tây Ban Nha", "Calle Mayor 5, 28013 Madrid, Tây Ban Nha"),
    ],
)
def test_the_sentence_around_an_address_is_no_part_of_it(text: str, address: str) -> None:
    assert address_alone(text) == address


def test_a_house_number_may_look_like_a_postcode() -> None:
    text = "1420 Maple Avenue, Austin, TX 78701"
    assert whole_address(text, [{"entity": "place", "value": text, "text": text}]) == text


def test_region_and_postcode_behind_a_town_belong_to_the_address() -> None:
    found = [{"entity": "place", "value": place, "text": place} for place in ("500 Pine Street", "Seattle")]
    text = "my new address: 500 Pine Street, Seattle, WA 98101 thanks"
    assert whole_address(text, found) == "500 Pine Street, Seattle, WA 98101"
