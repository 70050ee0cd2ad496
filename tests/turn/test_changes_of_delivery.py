"""Another address and another delivery day: what has arrived stays where it is, a time of day is no day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from shop_talk import NOW, Shop, Talk, delivered, order

from bot.dialogue import UserTurn

_ELM = "5 Elm Street, LS1 4AB Leeds"
ADDRESS, DAY = "order_change_address", "delivery_schedule"
TODAY, FRIDAY = f"{NOW:%Y-%m-%d}", f"{NOW + timedelta(days=3):%Y-%m-%d}"


class TestAddress:
    async def test_in_a_report_of_damage_the_delivered_orders_address_stays_and_the_report_goes_on(self) -> None:
        talk = Talk(Shop(delivered()))
        await talk.say("the shirt came torn", "item_damaged")
        names = await talk.say("and change the address to 5 Elm Street, Leeds", ADDRESS)
        assert "address_closed" in names
        assert not {"ask_new_address", "address_too_late"} & set(names)
        assert names[-1] == "ask_problem_resolution"
        assert "/human_agent" not in talk.buttons

    async def test_a_parcel_on_its_way_may_be_redirected_by_a_person(self) -> None:
        talk = Talk(Shop(order(status="shipped")))
        assert await talk.say("change the address please", ADDRESS) == ["address_too_late"]
        assert "/human_agent" in talk.buttons

    async def test_the_address_that_the_account_has_now_is_proposed_for_the_order(self) -> None:
        home = {"text": "5 Elm Street, LS1 4AB Leeds"}
        talk = Talk(Shop(order(), address=home))
        assert (await talk.say("the order has to go there too", ADDRESS))[-1] == "ask_confirm_address"
        assert home["text"] in talk.text
        assert (await talk.say("yes", "affirm"))[0] == "address_changed"
        assert talk.shop.orders["PA-2026-100001"][0].shipping_address["text"] == home["text"]

    async def test_who_wants_another_than_that_is_asked_for_it(self) -> None:
        talk = Talk(Shop(order(), address={"text": "5 Elm Street, LS1 4AB Leeds"}))
        await talk.say("another address please", ADDRESS)
        assert await talk.say("no", "deny") == ["ask_new_address"]
        assert talk.shop.keys == []
        assert (await talk.say("7 Oak Road, LS2 9JT Leeds", ADDRESS, place="7 Oak Road"))[-1] == "ask_confirm_address"
        assert "7 Oak Road" in talk.text
        assert (await talk.say("no", "deny"))[0] == "kept"

    async def test_an_address_that_is_the_whole_message_is_not_asked_for_again(self) -> None:
        talk = Talk(Shop(order()))
        names = await talk.say("7 Oak Road, LS2 9JT Leeds", ADDRESS, place=("7 Oak Road", "Leeds"))
        assert names[-1] == "ask_confirm_address"


class TestDay:
    async def test_a_time_without_a_day_is_no_day_and_is_kept(self) -> None:
        talk = Talk(Shop(order()))
        assert await talk.say("please after 6 pm", DAY, date=f"{TODAY}T18:00") == ["ask_delivery_date"]
        assert await talk.say("on Friday", DAY, date=FRIDAY) == ["ask_confirm_schedule"]
        assert "18:00" in talk.text
        assert (await talk.press("/SetSlots(confirm_schedule=true"))[0] == "scheduled"
        note = talk.shop.orders["PA-2026-100001"][0].notes[-1]
        assert (note["day"], note["time"]) == (FRIDAY, "18:00")

    async def test_another_time_that_comes_with_the_day_counts(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("please after 6 pm", DAY, date=f"{TODAY}T18:00")
        await talk.say("Friday at 10", DAY, date=f"{FRIDAY}T10:00")
        await talk.press("/SetSlots(confirm_schedule=true")
        assert talk.shop.orders["PA-2026-100001"][0].notes[-1]["time"] == "10:00"

    async def test_a_day_without_a_time_has_none(self) -> None:
        talk = Talk(Shop(order()))
        await talk.say("on Friday", DAY, date=FRIDAY)
        await talk.press("/SetSlots(confirm_schedule=true")
        assert "time" not in talk.shop.orders["PA-2026-100001"][0].notes[-1]


async def test_a_number_that_is_corrected_is_put_into_the_address_and_is_none_by_itself() -> None:
    talk = Talk(Shop(order()))
    places = ("Gorriti", "CABA")
    await talk.say("wrong address, it is Gorriti 4850 4°B, Palermo, CABA C1414", ADDRESS, place=places)
    assert "Gorriti 4850 4°B, Palermo, CABA C1414" in talk.text
    assert await talk.say("ah, it's 4580, no 4850", ADDRESS) == ["ask_confirm_address"]
    await talk.say("yes", "affirm")
    changed = talk.shop.orders["PA-2026-100001"][0]
    assert changed.shipping_address["text"] == "Gorriti 4580 4°B, Palermo, CABA C1414"
    alone = Talk(Shop(order()))
    await alone.say("the address is wrong", ADDRESS)
    assert (await alone.say("ah, it's 4580, no 4850", ADDRESS))[0] == "address_incomplete"


@pytest.mark.parametrize(
    ("address", "said", "right"),
    [
        ("Gorriti 4850, apto 402, Palermo, CABA C1414", "ay no perdón apto 403", "4850, apto 403, Palermo"),
        ("Gorriti 4850, apto 402, Palermo, CABA C1414", "sorry, Gorriti 4580", "Gorriti 4580, apto 402"),
        ("ул. Ленина 5, кв. 12, Казань 420111", "ой кв 21", "Ленина 5, кв. 21, Казань"),
        ("부산 해운대구 해운대로 570 102동 1504호 48094", "아 1505호요", "102동 1505호 48094"),
        ("上海市浦东新区世纪大道100号5栋302室", "不对，是303室", "100号5栋303室"),
        ("calle del Pez 8, 28004 Madrid", "el código postal es 28005", "Pez 8, 28005 Madrid"),
        ("chaussée de Wavre 1245 bte 12, 1160 Auderghem", "ah non c'est 1254", "Wavre 1254 bte 12, 1160"),
        ("chaussée de Wavre 145 bte 12, 1160 Auderghem", "oups 146", "Wavre 146 bte 12, 1160"),
    ],
)
@pytest.mark.parametrize("heard", ["affirm", "deny", ADDRESS, "out_of_scope"])
async def test_one_number_is_put_right_before_the_yes(address: str, said: str, right: str, heard: str) -> None:
    talk = Talk(Shop(order()))
    await talk.say(address, ADDRESS, place=address)
    assert (await talk.say(said, heard))[-1] == "ask_confirm_address"
    assert right in talk.text
    await talk.say("yes", "affirm")
    assert right in talk.shop.orders["PA-2026-100001"][0].shipping_address["text"]


@pytest.mark.parametrize("heard", ["deny", ADDRESS, "out_of_scope"])
async def test_a_number_whose_place_is_not_clear_is_no_yes_and_the_address_is_told_anew(heard: str) -> None:
    talk = Talk(Shop(order()))
    await talk.say(_ELM, ADDRESS, place=_ELM)
    assert (await talk.say("no wait, house 21", heard))[-1] == "ask_new_address"
    assert (await talk.say("yes", "affirm"))[-1] == "ask_new_address"
    assert "text" not in talk.shop.orders["PA-2026-100001"][0].shipping_address
    right = _ELM.replace("5 Elm", "21 Elm")
    assert (await talk.say(right, ADDRESS, place=right))[-1] == "ask_confirm_address"


async def test_a_number_to_call_means_no_other_order_and_is_no_address() -> None:
    talk = Talk(Shop(order()))
    said = f"PA-2026-100001 to {_ELM} please"
    assert (await talk.say(said, ADDRESS, order_id="PA-2026-100001", place=_ELM))[-1] == "ask_confirm_address"
    assert await talk.say("change the phone too 0912345678", ADDRESS, phone="0912345678") == ["ask_confirm_address"]
    assert (await talk.say("yes", "affirm"))[0] == "address_changed"
    kept = talk.shop.orders["PA-2026-100001"][0].shipping_address
    assert (kept["text"], kept["phone"]) == (f"{_ELM}, 0912345678", "0912345678")
    alone = Talk(Shop(order()), language="zh")
    await alone.say("我想改收件地址", ADDRESS)
    assert (await alone.say("電話也一起改 0912345678", ADDRESS, phone="0912345678"))[0] == "address_incomplete"


async def test_the_address_told_beside_another_wish_is_not_asked_for_when_its_turn_comes() -> None:
    talk = Talk(Shop(order(), order(id="PA-2026-100002")))
    text = f"cancel PA-2026-100001, and send PA-2026-100002 to {_ELM}"
    both = (("order_cancel", 0.9), (ADDRESS, 0.9))
    apart = {"order_cancel": {"order_id": "PA-2026-100001"}, ADDRESS: {"order_id": "PA-2026-100002"}}
    place = {"entity": "place", "value": _ELM, "text": _ELM}
    assert (await talk.hear(UserTurn(text, both, both, (place,), decision="answer", told_for=apart)))[-1] == (
        "ask_confirm_cancel"
    )
    assert (await talk.say("yes", "affirm"))[-1] == "ask_confirm_address"
    await talk.say("yes", "affirm")
    assert talk.shop.orders["PA-2026-100002"][0].shipping_address["text"] == _ELM


async def test_the_town_that_comes_after_the_street_makes_the_address_whole() -> None:
    talk = Talk(Shop(order()))
    await talk.say("the address is wrong", ADDRESS)
    assert (await talk.say("Elm Street 12, 2nd floor", ADDRESS, place="Elm Street 12"))[0] == "address_incomplete"
    assert await talk.say("LS2 9JT Leeds", ADDRESS, place="Leeds") == ["ask_confirm_address"]
    await talk.say("yes", "affirm")
    changed = talk.shop.orders["PA-2026-100001"][0]
    assert changed.shipping_address["text"] == "Elm Street 12, 2nd floor, LS2 9JT Leeds"


async def test_a_postcode_with_its_town_does_not_take_the_streets_place() -> None:
    talk = Talk(Shop(order()))
    await talk.say("the address is wrong", ADDRESS)
    await talk.say("Av. Colón 1234, 4to B", ADDRESS, place="Av. Colón 1234")
    assert await talk.say("X5000 Córdoba capital", ADDRESS, place="Córdoba") == ["ask_confirm_address"]
    assert "Av. Colón 1234, 4to B, X5000 Córdoba capital" in talk.text


async def test_a_street_told_with_the_wish_waits_for_its_town() -> None:
    talk = Talk(Shop(order()))
    await talk.say("send it to 99 Oak Ave", ADDRESS, place="99 Oak Ave")
    assert await talk.say("Portland, OR 97201", ADDRESS, place="Portland") == ["ask_confirm_address"]
    assert "99 Oak Ave, Portland, OR 97201" in talk.text


async def test_a_number_put_right_at_the_confirmation_is_no_other_wish() -> None:
    talk = Talk(Shop(order()))
    await talk.say("send it to 44 Elm Street, LS2 9JT Leeds", ADDRESS, place=("44 Elm Street", "Leeds"))
    assert await talk.say("wait, it was 46, not 44", "item_wrong", size=("46", "44")) == ["ask_confirm_address"]
    assert "46 Elm Street" in talk.text


async def test_the_orders_own_address_gets_the_number_that_is_right() -> None:
    home = {"street": "Elm Street", "house_number": "121", "postcode": "04109", "city": "Leipzig", "country": "DE"}
    talk = Talk(Shop(order(shipping_address=home)))
    assert (await talk.say("I got the number wrong, it's 112 and not 121", ADDRESS))[-1] == "ask_confirm_address"
    await talk.say("yes", "affirm")
    assert talk.shop.orders["PA-2026-100001"][0].shipping_address["text"] == "Elm Street 112, 04109 Leipzig"


async def test_who_names_another_address_says_that_the_one_of_a_lost_parcel_is_wrong() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("it never came", "delivery_not_received"))[-1] == "ask_address_right"
    names = await talk.say("that is my old address, I moved", ADDRESS)
    assert names == ["handoff_closed"]  # it is night there
    assert talk.result is not None and talk.result.handoff is not None


async def test_a_place_to_collect_it_is_no_other_day() -> None:
    said = UserTurn(
        "nobody is home tomorrow, leave it at a pickup point",
        ((DAY, 0.95),),
        entities=({"entity": "date", "value": FRIDAY, "text": "tomorrow"},),
        values={"delivery_place": ("pickup", 0.9)},
    )
    on_its_way = Talk(Shop(order(status="shipped")))
    assert (await on_its_way.hear(said))[-1] == "address_too_late"
    assert "/human_agent" in on_its_way.buttons
    assert (await Talk(Shop(order())).hear(said))[-1] == "ask_new_address"


async def test_who_would_rather_change_the_order_cancels_it_no_more() -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say("cancel it", "order_cancel"))[-1] == "ask_confirm_cancel"
    assert (await talk.say("no, another size: L", "order_change_items", size="L"))[-1] == "ask_confirm_items"
    names = await talk.say("yes", "affirm")
    assert names[0] == "items_changed"
    assert "ask_confirm_cancel" not in names


async def test_who_asks_for_a_change_in_place_of_the_cancellation_is_asked_about_the_change() -> None:
    talk = Talk(Shop(order()))
    await talk.say("cancel it", "order_cancel")
    torn = (("order_cancel", 0.38), ("order_change_items", 0.34), ("exchange_request", 0.17))
    size = {"entity": "size", "value": "L", "text": "L"}
    said = UserTurn("wait, L instead of cancelling?", torn[:1], torn, (size,), decision="clarify")
    assert (await talk.hear(said))[-1] == "ask_confirm_items"


@pytest.mark.parametrize(
    "said",
    [
        "I need another contact number for the delivery",
        "vorrei cambiare il numero di tel per la consegna",
        "preciso trocar o telefone de contato da entrega",
        "quedó mi celular viejo en el envío, ahora es 3005550188",
        "поменяйте номер телефона для курьера",
        "配送の電話番号を変えたいです",
    ],
)
async def test_a_number_to_call_is_changed_by_a_person_and_no_address_is_asked_for(said: str) -> None:
    talk = Talk(Shop(order()))
    assert await talk.say(said, ADDRESS) == ["done_by_person"]
    assert talk.result.handoff is not None
    assert "ask_new_address" in await Talk(Shop(order())).say(f"{said}, address", ADDRESS)


async def test_who_cancels_where_an_address_was_asked_for_wants_to_cancel() -> None:
    talk = Talk(Shop(order()))
    await talk.say("the address is wrong", ADDRESS)
    assert (await talk.say("cancel it", "order_cancel"))[-1] == "ask_confirm_cancel"
