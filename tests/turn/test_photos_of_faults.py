"""A photo or video of a fault is acknowledged in the shopper's language, with who inspects it and by when."""

from __future__ import annotations

import pytest
from shop_talk import CUP, LINE, Shop, Talk, delivered, shirt

from bot.dialogue import UserTurn
from bot.nlu.wordlists import SHOWS, says

POWERED = shirt(sku="SHIRT", attributes={"warranty_months": 24, "sizes": ["M"], "colours": ["white"]})


def filmed(text: str, kind: str) -> UserTurn:
    ranking = (("item_damaged", 0.95),) if text else ()
    decision = "answer" if text else "reject"
    how = {"attachments": True, "metadata": {"kind": kind}}
    return UserTurn(text, ranking, ranking, decision=decision, **how)  # type: ignore[arg-type]


def alerts(talk: Talk) -> list[str]:
    assert talk.result is not None
    return [str(one.data["kind"]) for one in talk.result.requests if one.kind == "alert"]


@pytest.mark.parametrize(
    ("language", "kind", "words"),
    [
        ("tr", "image", "fotoğrafı kaydınıza ekledim"),
        ("de", "video", "das Video in Ihrem Vorgang"),
        ("ar", "image", "أضفت الصورة"),
        ("zh", "video", "视频已经加到"),
    ],
)
async def test_a_flaw_with_a_photo_is_inspected_by_a_day_and_the_remedy_is_chosen_meanwhile(
    language: str, kind: str, words: str
) -> None:
    talk = Talk(Shop(delivered()), language=language)
    names = await talk.hear(filmed("broken, see the picture", kind))
    assert [name for name in names if name in ("photo_added", "ask_problem_resolution")] == [
        "photo_added", "ask_problem_resolution",
    ]  # fmt: skip
    assert words in talk.text
    assert "inspection" in alerts(talk)


async def test_a_photo_that_follows_its_words_joins_the_case() -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("it arrived broken", "item_damaged")
    names = await talk.hear(filmed("", "image"))
    assert "photo_added" in names
    assert "The team inspects it and writes to you here by" in talk.text
    assert alerts(talk) == ["inspection"]


async def test_a_video_without_words_is_asked_about_and_then_served() -> None:
    shop = Shop(delivered(), products=(POWERED,))
    talk = Talk(shop)
    assert "photo_received" in await talk.hear(filmed("", "video"))
    assert "got your video" in talk.text
    assert "ask_problem_resolution" in await talk.press("/item_damaged")
    assert {"/human_agent", "/SetSlots(resolution=exchange)", "/SetSlots(resolution=refund)"} <= {
        payload.partition("#")[0] for payload in talk.buttons
    }, "help from a person, a new one or the money"


async def test_words_alone_promise_no_inspection_and_a_photo_is_asked_for() -> None:
    talk = Talk(Shop(delivered()))
    assert "photo_added" not in await talk.say("it arrived broken", "item_damaged")
    assert alerts(talk) == []
    assert "A photo helps us" in talk.text


async def test_no_photo_is_asked_for_where_one_was_shown() -> None:
    before = Talk(Shop(delivered()))
    await before.hear(filmed("", "image"))
    await before.press("/item_damaged")
    along = Talk(Shop(delivered()))
    await along.hear(filmed("broken, see the picture", "image"))
    for talk in (before, along):
        assert "What would you like" in talk.text and "A photo helps us" not in talk.text


@pytest.mark.parametrize("words", ["photo coming", "[photo]"])
async def test_words_of_a_photo_that_is_to_come_keep_the_question_open_without_a_failure(words: str) -> None:
    talk = Talk(Shop(delivered()))
    await talk.say("it arrived broken", "item_damaged")
    ranking = (("item_damaged", 0.9),)
    await talk.say("hm")  # a first message that says nothing
    names = await talk.hear(UserTurn(words, ranking, ranking, decision="answer", shows=True))
    assert names == ["ask_problem_resolution"]


async def test_a_photo_that_is_promised_where_an_item_was_to_be_chosen_names_none() -> None:
    talk = Talk(Shop(delivered(LINE, CUP)))
    assert (await talk.say("it came broken", "item_damaged"))[-1] == "ask_item_choice"
    wish = (("item_damaged", 0.76),)
    names = await talk.hear(UserTurn("I'll send a photo", wish, wish, shows=True))
    assert names[-1] == "ask_item_choice" and "item_unknown" not in names
    assert (await talk.say("the mug", "item_damaged", product="mug"))[-1] == "ask_problem_resolution"


@pytest.mark.parametrize(
    ("words", "asked"),
    [("I'll send a photo", "ask_problem_resolution"), ("photo coming, money back", "ask_confirm_problem_refund")],
)
async def test_a_photo_that_is_promised_chooses_no_remedy_but_by_its_name(words: str, asked: str) -> None:
    talk = Talk(Shop(delivered(LINE)))
    assert (await talk.say("it came broken", "item_damaged"))[-1] == "ask_problem_resolution"
    ranking, values = (("item_damaged", 0.92),), {"resolution": ("refund", 0.71)}
    names = await talk.hear(UserTurn(words, ranking, ranking, values=values, decision="answer", shows=True))
    assert names[-1] == asked


async def test_a_photo_that_is_announced_chooses_no_remedy() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("you sent the wrong one", "item_wrong"))[-1] == "ask_problem_resolution"
    heard = (("item_damaged", 0.9),)
    chance = {"resolution": ("exchange", 0.55)}
    photo = UserTurn("I have a photo", heard, heard, values=chance, decision="answer", shows=True)
    assert await talk.hear(photo) == ["ask_problem_resolution"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "фоткать нечего уже, вытер"),
        ("ru", "сфоткала, сейчас пришлю"),
        ("ar", "ما قدرت أصورها"),
        ("ar", "صورتها لكم"),
    ],
)
def test_who_says_that_they_take_one_or_cannot_speaks_of_a_photo(language: str, said: str) -> None:
    assert says(SHOWS, said, language)


async def test_who_has_none_to_show_ends_no_report() -> None:
    talk = Talk(Shop(delivered()))
    assert (await talk.say("it came broken", "item_damaged"))[-1] == "ask_problem_resolution"
    no = (("deny", 0.9),)
    none = UserTurn("nothing left to take a photo of", no, no, decision="answer", shows=True)
    assert await talk.hear(none) == ["ask_problem_resolution"]
