"""An invoice is a link; a tax number in it, or a second question, is the business of a person."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order

ID = "PA-2026-100001"


@pytest.mark.parametrize(
    "text",
    [
        "invoice in the name of Oak Ltd, CIF B12345678",
        "a nota no CNPJ 12.345.678/0001-90",
        "factura con RFC GODE561231GR8",
        "счёт на ИНН 7701234567",
    ],
)
async def test_a_tax_number_is_written_in_by_a_person(text: str) -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say(f"{text}, {ID}", "invoice_request", order_id=ID))[-1] == "done_by_person"
    assert talk.result is not None and talk.result.handoff is None
    assert [one.data["kind"] for one in talk.result.requests if one.kind == "alert"] == ["invoice_data"]
    assert (await talk.say("and where is it?", "order_status"))[-1] == "order_processing"  # the bot goes on


async def test_who_asks_again_gets_the_offer_of_a_person() -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say(f"the invoice of {ID} please", "invoice_request", order_id=ID))[-1] == "invoice"
    names = await talk.say("the company's name is missing in the invoice", "invoice_request")
    assert names == ["invoice", "cannot_handle_offer_human"]


async def test_what_was_charged_twice_is_in_the_invoice_once() -> None:
    paid = {"method": "card", "amount": 39, "status": "captured"}
    twice = [{**paid, "at": f"2026-11-20T10:0{minute}:00+00:00"} for minute in (0, 3)]
    talk = Talk(Shop(order(payments=twice)))
    assert (await talk.say(f"the invoice of {ID} please", "invoice_request", order_id=ID))[-1] == "invoice"
    assert "39.00" in talk.text
    assert "78.00" not in talk.text
