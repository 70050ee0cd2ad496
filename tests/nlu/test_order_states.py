"""One of several orders, told by how far it is."""

from __future__ import annotations

import pytest

from bot.nlu.order_states import KEYS, STATES, states_named
from bot.nlu.wordlists import DATA, read_wordlist


@pytest.mark.parametrize(
    ("language", "text", "state"),
    [
        ("en", "the one stuck in customs", "customs"),
        ("zh", "已签收的那个", "delivered"),
        ("zh", "三天前签收那单", "delivered"),
        ("zh", "三日前收嗰張單", "delivered"),
        ("es", "el que ya llegó", "delivered"),
        ("fr", "la livrée je crois", "delivered"),
        ("de", "Ja, die zugestellte", "delivered"),
        ("it", "quello alla dogana", "customs"),
        ("it", "quella consegnata tre giorni fa", "delivered"),
        ("pt", "o que já chegou", "delivered"),
        ("ru", "который на таможне", "customs"),
        ("ru", "тот, что доставили три дня назад", "delivered"),
        ("ar", "اللي وصلت", "delivered"),
        ("tr", "teslim edilen", "delivered"),
        ("ja", "届いた方です", "delivered"),
        ("ja", "お届け済みの注文です", "delivered"),
        ("ko", "배송된 거요", "delivered"),
        ("th", "อันที่ส่งถึงแล้วค่ะ", "delivered"),
        ("vi", "đơn đang đóng gói ạ", "packed"),
        ("id", "yang sudah diterima", "delivered"),
    ],
)
def test_a_state_is_heard_in_every_language(language: str, text: str, state: str) -> None:
    found = states_named(text, language)
    assert [one.name for one in found] == [state]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the one that hasn't been delivered"),
        ("zh", "没送到的那个"),
        ("zh", "没收到的那个"),
        ("zh", "还没有签收的"),
        ("zh", "未收到嗰張單"),
        ("it", "quella non ancora consegnata"),
        ("fr", "celle qui n'est pas livrée"),
        ("de", "die noch nicht zugestellte"),
        ("ru", "который не доставлен"),
        ("ru", "тот, что ещё не доставили"),
        ("tr", "teslim edilmeyen"),
        ("ja", "まだ届いていない方"),
        ("ja", "まだ受け取ってないやつ"),
        ("th", "อันที่ยังไม่ถึง"),
        ("vi", "đơn chưa giao"),
        ("id", "yang belum diterima"),
    ],
)
def test_what_has_not_come_is_on_its_way(language: str, text: str) -> None:
    found = states_named(text, language)
    assert [one.name for one in found] == ["shipped"]


def test_two_states_name_no_order() -> None:
    assert states_named("the delivered one or the cancelled one", "en") == ()
    assert states_named("the blue one", "en") == ()


def test_every_language_has_words_for_every_state() -> None:
    table = read_wordlist(DATA / "order_states.yml", KEYS)
    assert set(table) == set(read_wordlist(DATA / "waits.yml"))
    assert all(entry[state] for entry in table.values() for state in STATES)
    assert all(entry["refused_before"] or entry["refused_after"] for entry in table.values())


@pytest.mark.parametrize(
    ("language", "text", "state", "refused"),
    [
        ("en", "the one on its way, not the one stuck in customs", "shipped", False),
        ("en", "not the one stuck in customs", "customs", True),
        ("en", "not the delivered one, the one at customs", "customs", False),
        ("zh", "在路上的那个，不是海关那个", "shipped", False),
        ("es", "no el de la aduana", "customs", True),
        ("fr", "pas celle qui est à la douane", "customs", True),
        ("de", "die unterwegs ist, nicht die beim Zoll", "shipped", False),
        ("it", "non quello alla dogana", "customs", True),
        ("pt", "não o da alfândega", "customs", True),
        ("ru", "не тот, который на таможне", "customs", True),
        ("ar", "مش اللي في الجمارك", "customs", True),
        ("tr", "gümrükteki değil", "customs", True),
        ("ja", "税関のやつじゃなくて配送中の方", "shipped", False),
        ("ko", "세관에 있는 거 말고 배송중인 거요", "shipped", False),
        ("th", "อันที่ยังไม่ได้มานั่นแหละ ไม่ใช่อันที่ติดศุลนะ", "shipped", False),
        ("vi", "đơn đang ship á, ko phải đơn bị giữ", "shipped", False),
        ("id", "yg masih di jalan kak, bukan yg ketahan itu", "shipped", False),
    ],
)
def test_a_state_that_is_refused_is_not_the_one_meant(language: str, text: str, state: str, refused: bool) -> None:
    found = states_named(text, language)
    assert found[0].name == state and found[0].refused is refused
    assert all(one.refused for one in found[1:])
