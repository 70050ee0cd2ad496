"""Messages that are learnt with an order number too."""

from __future__ import annotations

import re

from bot.nlu.finetune.lessons import is_held_out
from bot.nlu.numbered import number_frames, numbered_messages
from bot.nlu.training_data import Annotation, Example


def with_number(text: str, number: str, language: str = "en") -> Example:
    start = text.index(number)
    return Example(
        text, language, ("order_status",), entities=(Annotation("order_id", number, start, start + len(number)),)
    )


THINGS = (
    "coat",
    "bag",
    "boots",
    "jacket",
    "purse",
    "tent",
    "suitcase",
    "dress",
    "trousers",
    "backpack",
    "wallet",
    "skirt",
)
TAUGHT = [
    with_number("where is PA-2026-100200", "PA-2026-100200"),
    *(Example(f"the zip of my {what} came off already", "en", ("warranty_repair",), "frustrated") for what in THINGS),
    Example("yes", "en", ("affirm",)),
    Example("I have 3 of them, all broken", "en", ("item_damaged",)),
    Example("wo bleibt denn meine Lieferung", "de", ("order_status",)),
]


def test_they_mean_what_they_meant_and_mark_the_number_where_it_stands() -> None:
    made = numbered_messages(TAUGHT, 1.0)
    assert {one.label for one in made} == {"warranty_repair"}
    for one in made:
        (mark,) = one.entities
        assert re.fullmatch(r"PA-2026-\d{6}", mark.value) and one.text[mark.start : mark.end] == mark.value
        assert one.emotion == "frustrated"
    assert len({one.entities[0].value for one in made}) > 1
    assert len({re.sub(r"\d", "0", one.text.replace(one.entities[0].value, "#")) for one in made}) == len(made)


def test_what_is_added_is_as_it_is_written_in_the_examples_of_the_language() -> None:
    mail = "write to jo.reed@example.com please"
    given = [*TAUGHT, Example(mail, "en", ("account_update",), entities=(Annotation("email", "", 9, 28),))]
    added = {one.entities[0].entity: one.entities[0].value for one in numbered_messages(given, 1.0)}
    assert added.keys() == {"order_id", "email"}
    assert added["email"] == "jo.reed@example.com"


def test_none_is_made_of_messages_that_examine_nor_examines_itself() -> None:
    made = numbered_messages(TAUGHT, 1.0)
    unseen = [one for one in TAUGHT if one.label == "warranty_repair" and is_held_out(one.text)]
    assert len(made) == len(THINGS) - len(unseen)
    assert not any(is_held_out(one.text) for one in made)


def test_the_same_messages_are_made_again_and_as_many_as_wanted() -> None:
    many = [
        Example(f"please tell me about the long story of {at}".replace(str(at), "a" * at), "en", ("greet",))
        for at in range(1, 400)
    ]
    taught = [TAUGHT[0], *many]
    made = numbered_messages(taught, 0.25)
    assert made == numbered_messages(list(reversed(taught)), 0.25)[::-1]
    assert 0.15 * len(many) < len(made) < 0.35 * len(many)
    assert numbered_messages(taught, 0.0) == []


def test_marks_of_other_entities_move_with_their_words() -> None:
    text = "the blue coat has lost its buttons"
    given = [TAUGHT[0], Example(text, "en", ("item_damaged",), entities=(Annotation("colour", "blue", 4, 8),))]
    for one in numbered_messages(given, 1.0):
        (colour,) = (mark for mark in one.entities if mark.entity == "colour")
        assert one.text[colour.start : colour.end] == "blue"


def test_an_order_number_is_brought_in_as_the_language_does() -> None:
    made = numbered_messages(TAUGHT, 1.0)
    assert any(re.search(r"\border\b", one.text) for one in made)
    assert {"ar", "de", "en", "es", "fr", "id", "it", "ja", "ko", "pt", "ru", "th", "tr", "vi", "zh"} == set(
        number_frames()
    )
