"""The question for a one-time code: only a code that was written can have been wrong."""

from __future__ import annotations

from shop_talk import Shop, Talk, order

ID, MAIL = "PA-2026-100001", "a@shop.example"


async def test_who_says_something_else_after_a_wrong_code_is_not_told_of_another_wrong_one() -> None:
    talk = Talk(Shop(order()), proven=False)
    await talk.say(f"where is {ID}?", "order_status", order_id=ID)
    assert (await talk.say(MAIL, None, email=MAIL))[-1] == "ask_verification_code"
    wrong = "111111" if talk.code != "111111" else "222222"
    assert await talk.say(wrong, None) == ["code_wrong"]
    assert (await talk.say("nothing came to my mail", None))[-1] != "code_wrong"
