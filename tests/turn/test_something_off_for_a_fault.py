"""A fault and something off for it in one message: the remedies first, then what a person decides for what is kept."""

from __future__ import annotations

from shop_talk import Shop, Talk, delivered

from bot.dialogue import UserTurn

BOTH = (("item_damaged", 0.6), ("compensation_request", 0.4))


async def _told() -> Talk:
    talk = Talk(Shop(delivered()))
    words = "it has a pulled thread, something off would be fair"
    names = await talk.hear(UserTurn(words, BOTH, BOTH, decision="answer"))
    assert names[-1] == "ask_problem_resolution"
    assert "compensation_none" not in names
    return talk


async def test_who_keeps_what_came_with_a_fault_hears_from_a_person_what_is_off() -> None:
    talk = await _told()
    names = await talk.say("something off the price", "compensation_request")
    assert "compensation_none" not in names
    assert "compensation_review" in names
    assert talk.result is not None and talk.result.handoff is not None


async def test_who_wants_none_of_the_remedies_hears_so_too() -> None:
    talk = await _told()
    names = await talk.say("neither, I keep it", "deny")
    assert names[-1] == "compensation_review"
    assert talk.result is not None and talk.result.handoff is not None


async def test_who_stops_is_asked_nothing_more() -> None:
    talk = await _told()
    assert await talk.say("stop", "stop") == ["stopped"]
    assert talk.result is not None and talk.result.handoff is None


async def test_without_a_fault_told_nothing_is_off() -> None:
    talk = Talk(Shop(delivered()))
    assert "compensation_none" in await talk.say("something off the price", "compensation_request")
    assert talk.result is not None and talk.result.handoff is None
