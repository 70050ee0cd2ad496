"""Where an order is, and what can still be done about it."""

from __future__ import annotations

from benchmarks.scenarios.play import in_words
from tests.house.house import House
from tests.house.shop import last_event, orders


def test_an_order_on_its_way_is_told_with_carrier_last_news_and_day(house: House) -> None:
    olivia = house.shopper("cust-demo-en", "en-US")
    answer = olivia.says("Where is my order PA-2026-100011?")
    parcel = house.order("PA-2026-100011")["shipments"][0]
    assert answer.says("order_in_transit")
    for fact in (parcel["carrier"], parcel["tracking_number"], in_words(parcel["eta"], "en-US")):
        assert fact in answer
    assert "automatic assistant" in answer  # whoever writes first learns that a machine answers
    assert "automatic assistant" not in olivia.says("And where is PA-2026-100011 now?")


def test_a_parcel_at_customs_brings_a_new_day_and_a_voucher_that_works_once(house: House) -> None:
    anna = house.shopper("cust-demo-de", "de-DE")
    answer = anna.says("Wo bleibt meine Bestellung PA-2026-100052?")
    order = house.order("PA-2026-100052")
    assert answer.says("order_customs_hold", "voucher_granted")
    assert in_words(order["shipments"][0]["eta"], "de-DE") in answer
    (given,) = order["compensations"]
    assert (given["kind"], given["value"], given["currency"]) == ("voucher", 5, "EUR")
    assert given["coupon_code"] in answer
    assert "Entschuldigung" in answer
    assert anna.says(f"Ist der Gutscheincode {given['coupon_code']} gültig?").says("coupon_valid")
    again = anna.says("Wo ist die Bestellung PA-2026-100052?")
    assert again.says("order_customs_hold")
    assert not again.says("voucher_granted")
    assert len(house.order("PA-2026-100052")["compensations"]) == 1


def test_a_late_parcel_has_a_new_day_and_the_day_it_was_due(house: House) -> None:
    answer = house.shopper("cust-case-late", "de-DE").says("Wo ist meine Bestellung PA-2026-102001?")
    assert answer.says("order_late")
    assert in_words(house.order("PA-2026-102001")["shipments"][0]["eta"], "de-DE") in answer


def test_a_silent_parcel_is_searched_for_and_staff_are_told_once(house: House) -> None:
    shopper = house.shopper("cust-case-silent", "id-ID")
    assert shopper.says("Di mana pesanan saya PA-2026-102002?").says("order_silent")
    assert shopper.says("Pesanan PA-2026-102002 sudah sampai mana?").says("order_silent")
    traces = [one for one in house.alerts(shopper.conversation["id"]) if one["kind"] == "trace"]
    assert [one["data"]["order_id"] for one in traces] == ["PA-2026-102002"]
    notes = house.order("PA-2026-102002")["notes"]
    assert [note["kind"] for note in notes] == ["trace"]


def test_a_lost_parcel_is_sent_again_after_a_yes(house: House) -> None:
    shopper = house.shopper("cust-case-lost", "en-GB")
    assert shopper.says("Where is my order PA-2026-102003?").says("order_lost")
    question = shopper.presses("Send it again")
    assert question.says("ask_confirm_reship")
    assert not house.order("PA-2026-102003")["returns"]
    assert shopper.says("yes please").says("reshipped")
    (again,) = house.order("PA-2026-102003")["returns"]
    assert (again["resolution"], again["shipping_paid_by"]) == ("reship", "shop")
    assert any(one["kind"] == "reship" for one in house.alerts(shopper.conversation["id"]))


def test_a_lost_parcel_is_refunded_after_a_yes_and_never_beyond_what_was_paid(house: House) -> None:
    order, customer = next(
        (order, customer)
        for order, customer in orders(lambda one: last_event(one) == "lost")
        if not order.get("refunds")
    )
    shopper = house.shopper(customer["id"], f"en-{customer['market']}")
    assert shopper.says(f"Where is my parcel {order['id']}?").says("order_lost")
    assert shopper.says("I want my money back").says("ask_confirm_refund")
    assert not house.order(order["id"])["refunds"]
    assert shopper.says("yes").says("refunded")
    paid = sum(one["amount"] for one in order["payments"] if one["status"] == "captured")
    (refund,) = house.order(order["id"])["refunds"]
    assert (refund["amount"], refund["currency"]) == (paid, order["currency"])
    assert shopper.says(f"Where is my parcel {order['id']}?").says("refund_already")
    shopper.says("I want my money back")
    shopper.says("yes")
    assert len(house.order(order["id"])["refunds"]) == 1


def test_a_parcel_marked_delivered_is_searched_for_when_the_address_is_right(house: House) -> None:
    shopper = house.shopper("cust-case-not-received", "fr-FR")
    question = shopper.says("Je n'ai pas reçu le colis de ma commande PA-2026-102004, pourtant il est marqué livré")
    assert question.says("ask_address_right")
    assert shopper.says("oui").says("trace_started")
    assert [note["kind"] for note in house.order("PA-2026-102004")["notes"]] == ["trace"]


def test_an_order_is_cancelled_after_a_yes_and_the_money_has_a_day(house: House) -> None:
    camille = house.shopper("cust-demo-fr", "fr-FR")
    question = camille.says("Je veux annuler la commande PA-2026-100044")
    assert question.says("ask_confirm_cancel")
    assert house.order("PA-2026-100044")["status"] == "processing"
    done = camille.says("oui")
    order = house.order("PA-2026-100044")
    assert done.says("cancelled")
    assert order["status"] == "cancelled"
    (refund,) = order["refunds"]
    assert refund["amount"] == sum(one["amount"] for one in order["payments"])
    assert in_words(refund["due"], "fr-FR") in question
    assert in_words(refund["due"], "fr-FR") in done


def test_a_second_yes_changes_nothing_more(house: House) -> None:
    shopper = house.shopper("cust-demo-pt", "pt-BR")
    shopper.says("Quero cancelar o pedido PA-2026-100074")
    assert shopper.says("sim").says("cancelled")
    before = house.order("PA-2026-100074")
    assert shopper.says("sim").responses == ("anything_else",)
    assert shopper.says("sim, pode cancelar o pedido PA-2026-100074").says("cancel_already")
    assert house.order("PA-2026-100074") == before


def test_a_no_keeps_the_order(house: House) -> None:
    giulia = house.shopper("cust-demo-it", "it-IT")
    giulia.says("Vorrei annullare l'ordine PA-2026-100064")
    assert giulia.presses("No, lo tengo").says("kept")
    assert house.order("PA-2026-100064")["status"] == "processing"


def test_what_has_left_cannot_be_cancelled_and_a_way_out_is_shown(house: House) -> None:
    lucia = house.shopper("cust-demo-es", "es-ES")
    answer = lucia.says("Quiero cancelar el pedido PA-2026-100031")
    assert answer.says("ask_confirm_refusal")
    assert answer.buttons
    assert house.order("PA-2026-100031")["status"] == "shipped"


def test_a_button_of_an_earlier_question_confirms_nothing(house: House) -> None:
    shopper = house.shopper("cust-demo-tr", "tr-TR")
    shopper.says("PA-2026-100104 numaralı siparişimi iptal etmek istiyorum")
    old = shopper.last.buttons["Evet, iptal edin"]
    assert shopper.presses("Hayır, kalsın").says("kept")
    shopper.says(old)
    assert house.order("PA-2026-100104")["status"] == "processing"
    shopper.says("PA-2026-100104 numaralı siparişimi iptal etmek istiyorum")
    shopper.says(old)
    assert house.order("PA-2026-100104")["status"] == "processing"
    assert shopper.says("evet").says("cancelled")


def test_the_address_of_an_order_that_has_not_left_is_changed_after_a_yes(house: House) -> None:
    shopper = house.shopper("cust-demo-zh", "zh-CN")
    assert shopper.says("我想修改订单PA-2026-100024的收货地址").says("ask_new_address")
    address = "王芳，上海市浦东新区世纪大道100号8楼，200120"
    question = shopper.says(address)
    assert question.says("ask_confirm_address")
    assert address in question
    before = house.order("PA-2026-100024")["shipping_address"]
    assert "text" not in before
    assert shopper.says("是的").says("address_changed")
    after = house.order("PA-2026-100024")["shipping_address"]
    assert (after["text"], after["country"]) == (address, before["country"])


def test_a_double_charge_is_refunded_once_whatever_is_said_again(house: House) -> None:
    shopper = house.shopper("cust-case-double-charge", "tr-TR")
    question = shopper.says("PA-2026-102009 siparişim için kartımdan iki kez para çekildi")
    assert question.says("ask_confirm_double_charge")
    assert not house.order("PA-2026-102009")["refunds"]
    assert shopper.says("evet").says("refunded")
    (refund,) = house.order("PA-2026-102009")["refunds"]
    assert refund["amount"] == house.order("PA-2026-102009")["payments"][0]["amount"]
    for again in ("PA-2026-102009 siparişim için kartımdan iki kez para çekildi", "evet", "evet, iade edin"):
        shopper.says(again)
    assert len(house.order("PA-2026-102009")["refunds"]) == 1


def test_nothing_is_refunded_where_nothing_was_charged_twice(house: House) -> None:
    shopper = house.shopper("cust-demo-ru", "ru-RU")
    answer = shopper.says("С меня дважды списали деньги за заказ PA-2026-100081")
    assert answer.says("no_double_charge")
    assert not house.order("PA-2026-100081")["refunds"]


def test_a_vague_question_gets_one_question_back_with_the_shoppers_own_open_orders(house: House) -> None:
    minh = house.shopper("cust-demo-vi", "vi-VN")
    question = minh.says("đơn hàng của tôi đang ở đâu")
    assert question.says("ask_order_choice")
    assert set(question.buttons) == {"PA-2026-100141", "PA-2026-100142", "PA-2026-100144"}
    assert minh.presses("PA-2026-100141").says("order_in_transit")
