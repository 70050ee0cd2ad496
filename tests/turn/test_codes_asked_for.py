"""The question for a one-time code: only a code that was written can have been wrong."""

from __future__ import annotations

import pytest
from shop_talk import Shop, Talk, order

ID, MAIL = "PA-2026-100001", "a@shop.example"


async def test_who_says_something_else_after_a_wrong_code_is_not_told_of_another_wrong_one() -> None:
    talk = Talk(Shop(order()), proven=False)
    await talk.say(f"where is {ID}?", "order_status", order_id=ID)
    assert (await talk.say(MAIL, None, email=MAIL))[-1] == "ask_verification_code"
    wrong = "111111" if talk.code != "111111" else "222222"
    assert await talk.say(wrong, None) == ["code_wrong"]
    assert (await talk.say("nothing came to my mail", None))[-1] != "code_wrong"


async def test_who_got_no_code_is_told_what_to_do_and_asked_for_it_again() -> None:
    talk = Talk(Shop(order()), proven=False)
    await talk.say(f"where is {ID}?", "order_status", order_id=ID)
    await talk.say(MAIL, None, email=MAIL)
    names = await talk.say("I got no code", "account_access")
    assert names[0] == "code_missing" and names[-1] == "ask_verification_code"
    assert "/human_agent" in [payload.partition("#")[0] for payload in talk.buttons]


@pytest.mark.parametrize(("kind", "other"), [("email", "b@shop.example"), ("phone", "+85298761111")])
async def test_another_contact_where_the_code_is_asked_for_gets_another_code(kind: str, other: str) -> None:
    talk = Talk(Shop(order()), proven=False)
    await talk.say(f"where is {ID}?", "order_status", order_id=ID)
    assert (await talk.say(MAIL, None, email=MAIL))[-1] == "ask_verification_code"
    first = talk.code
    assert await talk.say(f"try {other}", None, **{kind: other}) == ["ask_verification_code"]
    assert await talk.say(first, None) == ["code_wrong"]


async def test_number_and_contact_told_at_once_need_no_second_question() -> None:
    talk = Talk(Shop(order()), proven=False)
    names = await talk.say(f"where is {ID}, my mail is {MAIL}", "order_status", order_id=ID, email=MAIL)
    assert names[-1] == "ask_verification_code"


@pytest.mark.parametrize(
    "said",
    [
        "I've lost access to that email, can't get the code",
        "旧邮箱登不上了",
        "ya no tengo acceso a ese correo",
        "c'est mon ancien mail",
        "ich habe keinen Zugriff mehr auf die Adresse",
        "non ho più accesso a quella mail",
        "não tenho mais acesso a esse email",
        "нет доступа к той почте",
        "ما عندي وصول للإيميل",
        "o maile erişimim yok",
        "前のメールアドレスなので届きません",
        "예전 메일이라 못 받아요",
        "อีเมลเก่าเข้าไม่ได้",
        "mail cũ rồi, em không vào được",
        "email yang lama udah ga bisa dibuka",
    ],
)
async def test_whom_no_code_can_reach_a_person_helps(said: str) -> None:
    talk = Talk(Shop(order()), proven=False)
    assert (await talk.say(said, "account_access"))[0] == "done_by_person"
    asked = Talk(Shop(order()), proven=False)
    await asked.say(f"where is {ID}?", "order_status", order_id=ID)
    assert (await asked.say(said, "account_access"))[0] == "done_by_person"
