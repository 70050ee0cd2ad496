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
    assert (await talk.say(f"{text}, {ID}", "invoice_request", order_id=ID))[-1] == "invoice_data"
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


@pytest.mark.parametrize(
    ("text", "entity"),
    [("EIN 12-3456789", "tax_number"), ("Oak Street Ltd", "company"), ("please put my company's name on it", "")],
)
async def test_whom_it_is_for_is_kept_while_the_order_is_asked_for(text: str, entity: str) -> None:
    talk = Talk(Shop(order(), order(id="PA-2026-100002")))
    await talk.say("an invoice please", "invoice_request")
    known = {entity: text} if entity else {}
    assert (await talk.say(text, "account_update", **known))[0] == "invoice_data_noted"
    assert await talk.say(ID, order_id=ID) == ["invoice_data", "completed"]
    assert talk.result is not None
    assert text in next(str(one.data["text"]) for one in talk.result.requests if one.kind == "alert")


async def test_a_tax_number_after_the_invoice_is_for_it() -> None:
    talk = Talk(Shop(order(), order(id="PA-2026-100002")))
    await talk.say(f"the invoice of {ID}", "invoice_request", order_id=ID)
    assert "invoice_data" in await talk.say("EIN 12-3456789", "order_status", tax_number="12-3456789")


async def test_a_company_is_for_no_invoice_where_none_is_talked_of() -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say(f"my company waits for {ID}", "order_status", order_id=ID))[-1] == "order_processing"
    await talk.say(f"the invoice of {ID}", "invoice_request", order_id=ID)
    assert "invoice_data" not in await talk.say("where is the parcel for my company", "delivery_not_received")


async def test_a_person_is_called_whatever_company_is_named() -> None:
    talk = Talk(Shop(order(), order(id="PA-2026-100002")))
    await talk.say("an invoice please", "invoice_request")
    assert (await talk.say("my company wants to speak to someone", "human_agent"))[-1].startswith("handoff")


async def test_an_address_that_was_missing_is_for_the_invoice() -> None:
    talk = Talk(Shop(order(), order(id="PA-2026-100002")))
    await talk.say(f"an invoice in my company's name, {ID}", "invoice_request", order_id=ID)
    names = await talk.say("High Street 5, 80331 Munich", "order_change_address", place="High Street 5, 80331 Munich")
    assert "invoice_data" in names


WHEN = {
    "en": "and when will you send it?",
    "zh": "什么时候发给我",
    "ja": "いつ届きますか",
    "ko": "언제 보내주세요?",
    "es": "y cuándo la mandan?",
    "pt": "quando a enviam?",
    "fr": "vous l'envoyez quand ?",
    "de": "wann schickt ihr die?",
    "it": "quando la mandate?",
    "ru": "когда пришлёте?",
    "ar": "متى ترسلونها",
    "tr": "ne zaman gönderirsiniz?",
    "th": "ส่งให้เมื่อไหร่คะ",
    "vi": "bao giờ gửi cho mình ạ",
    "id": "kapan dikirim ya",
}


@pytest.mark.parametrize("text", WHEN.values(), ids=WHEN)
@pytest.mark.parametrize("heard", ["order_status", "delivery_time"])
async def test_when_it_comes_asked_right_after_is_asked_of_the_invoice(text: str, heard: str) -> None:
    talk = Talk(Shop(order()))
    await talk.say(f"invoice in the name of Oak Ltd, CIF B12345678, {ID}", "invoice_request", order_id=ID)
    assert (await talk.say(text, heard))[-1] == "invoice_data"
    assert talk.result is not None
    assert [one for one in talk.result.requests if one.kind == "alert"] == []
    assert (await talk.say("and when does my parcel come?", heard))[-1] != "invoice_data"
