"""What is asked about privacy is answered by the articles; what is wanted is registered."""

from __future__ import annotations

from typing import Any

import pytest
import shop_talk
from shop_talk import Shop, Talk, order

from bot.dialogue import UserTurn

PRIVACY = "account_privacy"
SAID = ((PRIVACY, 0.95),)
ARTICLE = {
    "id": "privacy",
    "locale": "en",
    "title": "Your data",
    "topics": [PRIVACY],
    "score": 0.9,
    "text": "We sell no data to anybody.",
    "markets": [],
    "version": 1,
}


@pytest.fixture(autouse=True)
def article(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop with an article about privacy."""

    async def search(*_: Any, **__: Any) -> list[dict[str, Any]]:
        return [ARTICLE]

    monkeypatch.setattr(shop_talk.Rules, "search", search)


@pytest.mark.parametrize("proven", [True, False])
async def test_a_question_is_answered_whoever_asks(proven: bool) -> None:
    talk = Talk(Shop(order()), proven=proven)
    names = await talk.say("do you sell my number to anybody?", PRIVACY)
    assert "We sell no data" in talk.text
    assert not {"ask_privacy_act", "need_login"}.intersection(names)


async def test_what_is_wanted_is_registered_though_it_is_put_as_a_question() -> None:
    talk = Talk(Shop(order()))
    act = {"privacy_act": ("export", 0.9)}
    names = await talk.hear(UserTurn("can I have a copy of my data?", SAID, SAID, decision="answer", values=act))
    assert names[0] == "privacy_registered"


async def test_who_only_says_what_it_is_about_is_asked_what_is_wanted() -> None:
    assert await Talk(Shop(order())).say("about my data", PRIVACY) == ["ask_privacy_act"]
    assert "need_login" in await Talk(Shop(order()), proven=False).say("about my data", PRIVACY)


@pytest.mark.parametrize(
    "said",
    [
        "KVKK kapsamında verilerimin silinmesini talep ediyorum",
        "Требую удалить мои данные",
        "データを全部消してください",
    ],
)
async def test_a_deletion_in_plain_words_is_asked_to_be_confirmed_and_registered(said: str) -> None:
    talk = Talk(Shop(order()))
    assert (await talk.say(said, PRIVACY))[-1] == "ask_confirm_privacy_erase"
    assert "privacy_registered" in await talk.say("yes", "affirm")


async def test_who_is_to_be_taken_off_a_list_deletes_no_account() -> None:
    assert await Talk(Shop(order())).say("удалите меня из рассылки", PRIVACY) == ["ask_privacy_act"]


async def test_the_account_is_kept_by_who_wants_no_more_advertising_after_all() -> None:
    talk = Talk(Shop(order()))
    act = {"privacy_act": ("erase", 0.9)}
    asked = await talk.hear(UserTurn("delete all you have of me", SAID, SAID, decision="answer", values=act))
    assert asked == ["ask_confirm_privacy_erase"]
    act = {"privacy_act": ("unsubscribe", 0.9)}
    names = await talk.hear(UserTurn("no, just no more ads", SAID, SAID, decision="answer", values=act))
    assert names[0] == "privacy_registered"
    assert talk.result is not None
    kinds = [request.data["kind"] for request in talk.result.requests if request.kind == "alert"]
    assert kinds == ["privacy_unsubscribe"]


async def test_words_that_delete_are_no_wish_for_a_copy_whatever_else_they_look_like() -> None:
    talk = Talk(Shop(order()))
    values = {"privacy_act": ("export", 0.9)}
    told = UserTurn("delete my account and all my data", SAID, SAID, decision="answer", values=values)
    assert await talk.hear(told) == ["ask_confirm_privacy_erase"]
