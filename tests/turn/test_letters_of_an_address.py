""" "No, tower B" puts the letter of an address right that is to be confirmed: the wish was given up."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order

from bot.dialogue.numbers_put_right import letter_put_right

ADDRESS, ORDER = "order_change_address", "PA-2026-100001"


@pytest.mark.parametrize(
    ("address", "said", "right"),
    [
        ("Lindenstr. 5, Tower A, 10969 Berlin", "no, tower B", "Lindenstr. 5, Tower B, 10969 Berlin"),
        ("杭州市西湖区文三路478号A座", "啊不对 B座", "杭州市西湖区文三路478号B座"),
        ("九龍觀塘開源道60號6樓B室", "唔係，c室", "九龍觀塘開源道60號6樓c室"),
    ],
)
@pytest.mark.parametrize("heard", ["deny", None])
async def test_it_is_put_right_and_to_be_confirmed_again(
    address: str, said: str, right: str, heard: str | None
) -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say(address, ADDRESS, place=address))[-1] == "ask_confirm_address"
    assert (await talk.say(said, heard))[-1] == "ask_confirm_address"
    await talk.press("/SetSlots(confirm_address=true")
    assert talk.shop.orders[ORDER][0].shipping_address["text"] == right


@pytest.mark.parametrize("said", ["no, that's a mistake", "no, I don't", "no, flat B", "no", "is tower A right?"])
def test_other_words_put_nothing_right(said: str) -> None:
    assert letter_put_right("Lindenstr. 5, Tower A, 10969 Berlin", said) is None
