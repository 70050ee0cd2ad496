"""Messages that are learnt without the marks on their letters too."""

from __future__ import annotations

from bot.nlu.finetune.lessons import is_held_out
from bot.nlu.training_data import Annotation, Example, ValueExample
from bot.nlu.unmarked import unmarked_messages, unmarked_values

SAID = [
    text for text in ("Đổi địa chỉ giúp mình", "Bao giờ giao đến vậy", "Hủy đơn giúp em với ạ") if not is_held_out(text)
]
TAUGHT = [
    *(Example(text, "vi", ("order_status",), "frustrated") for text in SAID),
    *(
        Example(text, "de", ("order_status",))
        for text in ("Wo ist es", "Kommt das noch", "Ja", "Ich warte", "Nein", "danke schön")
    ),
    Example("ของถึงไหนแล้วคะ", "th", ("order_status",)),
]


def test_words_with_marks_are_learnt_without_them_too() -> None:
    made = unmarked_messages(TAUGHT, 1.0)
    assert made and {one.text for one in made} <= {
        "doi dia chi giup minh",
        "bao gio giao den vay",
        "huy don giup em voi a",
    }
    assert {(one.language, one.label, one.emotion) for one in made} == {("vi", "order_status", "frustrated")}
    assert not any(is_held_out(one.text) for one in made)


def test_languages_with_few_marks_and_other_scripts_stay() -> None:
    assert {one.language for one in unmarked_messages(TAUGHT, 1.0)} == {"vi"}


def test_an_entity_is_where_it_was() -> None:
    text = "Tôi muốn đổi sang màu đỏ"
    mark = Annotation("colour", "đỏ", text.index("đỏ"), len(text))
    made = [
        one
        for at in range(40)
        for one in unmarked_messages([Example(f"{text} {'ạ' * at}", "vi", ("x",), entities=(mark,))], 1.0)
    ]
    assert made
    assert all(one.text[one.entities[0].start : one.entities[0].end] == "do" for one in made)


def test_the_share_says_how_many_and_the_text_which() -> None:
    many = [Example(f"Đơn hàng số {at} đến đâu rồi", "vi", ("order_status",)) for at in range(200)]
    half = unmarked_messages(many, 0.5)
    assert 60 < len(half) < 140
    assert half == unmarked_messages(list(many), 0.5)
    assert unmarked_messages(many, 0.0) == []


def test_answers_to_questions_too() -> None:
    values = [
        ValueExample("chật quá", "vi", "return_reason", "too_small"),
        ValueExample("zu eng", "de", "return_reason", "too_small"),
    ]
    assert [one.text for one in unmarked_values(values, TAUGHT, 1.0)] == ["chat qua"]
