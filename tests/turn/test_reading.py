"""What a message means where its words alone do not tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from bot.inference.asked import Understood
from bot.nlu.understanding import Entity, Scored, Understanding
from bot.reading import Heard, Reader, Reading
from bot.reading.reader import _borrowed_courtesy, _is_a_code, _is_slang

Decision = Literal["answer", "clarify", "reject"]


def read(
    text: str,
    *ranking: tuple[str, float],
    decision: Decision = "clarify",
    waiting_for: str | None = None,
    feeling: str = "neutral",
    **entities: str,
) -> Reading:
    scored = tuple(Scored(name, confidence) for name, confidence in ranking)
    found = tuple(
        Entity(name, value, text.index(value), text.index(value) + len(value), "pattern", value)
        for name, value in entities.items()
    )
    understanding = Understanding(
        text=text,
        language=Scored("en", 1.0),
        intents=() if decision == "reject" else scored,
        intent_ranking=scored,
        emotion=Scored(feeling, 1.0),
        emotion_ranking=(),
        intensity=0.0,
        sentiment=0.0,
        urgency=Scored("normal", 1.0),
        entities=found,
        decision=decision,
        values={"all_items": ("yes", 0.9)} if "all" in text else {},
    )
    return Reading(text, "en", "1", understanding=understanding, waiting_for=waiting_for)


def test_an_address_alone_answers_the_open_question_whatever_its_letters_look_like() -> None:
    turn = read("ann@shop.test", ("human_agent", 0.7), decision="answer", waiting_for="contact", email="ann@shop.test")
    written = turn.as_turn()
    assert (written.intents, written.decision) == ((), "reject")
    assert written.entities[0]["value"] == "ann@shop.test"


def test_a_mail_address_is_the_data_that_is_to_be_changed() -> None:
    said = "it is ann@shop.test now"
    told = read(said, ("account_update", 0.9), waiting_for="account_field", email="ann@shop.test").as_turn()
    assert told.values["account_field"][0] == "contact"
    assert "account_field" not in read(said, ("account_update", 0.9), email="ann@shop.test").as_turn().values


def test_a_mail_address_within_a_sentence_proves_who_asks_and_changes_no_account() -> None:
    text = "my mail is ann@shop.test"
    known = {"decision": "answer", "email": "ann@shop.test"}
    asked = read(text, ("account_update", 0.98), waiting_for="order_or_contact", **known).as_turn()  # type: ignore[arg-type]
    assert (asked.intents, asked.decision) == ((), "reject")
    assert read(text, ("account_update", 0.98), **known).as_turn().intent == "account_update"  # type: ignore[arg-type]


def test_a_number_that_is_not_at_hand_asks_nothing_while_the_order_is_asked_for() -> None:
    ranking = ("order_status", 0.9)
    told = read("I haven't got the number", ranking, decision="answer", waiting_for="order_id").as_turn()
    assert (told.intents, told.decision) == ((), "reject")
    assert read("I haven't got the number", ranking, decision="answer").as_turn().intent == "order_status"


def test_another_code_asked_for_while_one_is_to_be_typed_is_no_voucher() -> None:
    known = {"decision": "answer"}
    asked = read("send me a new code", ("promotion_question", 0.9), waiting_for="verification_code", **known)  # type: ignore[arg-type]
    assert asked.as_turn().intent == "account_access"
    assert read("send me a new code", ("promotion_question", 0.9), **known).as_turn().intent == "promotion_question"  # type: ignore[arg-type]
    named = read("does SAVE10 work", ("promotion_question", 0.9), waiting_for="verification_code", coupon_code="SAVE10")
    assert named.as_turn().intent == "promotion_question"


def _of_size(intent: str, waiting_for: str | None = None, sure: float = 0.6) -> str | None:
    told = read("the boots pinch", (intent, 0.7), decision="answer", waiting_for=waiting_for)
    assert told.understanding is not None
    values = {"return_reason": ("too_small", sure)}
    return replace(told, understanding=replace(told.understanding, values=values)).as_turn().intent


@pytest.mark.parametrize(
    ("intent", "sure", "reason", "taken"),
    [
        ("item_missing", 0.77, ("missing_parts", 0.17), False),  # "it hangs loose, I told you"
        ("item_missing", 0.77, ("missing_parts", 0.84), True),
        ("item_missing", 0.99, ("too_large", 0.1), True),
        ("item_damaged", 0.8, ("changed_mind", 0.2), False),
    ],
)
def test_what_only_sounds_like_a_fault_is_no_answer_why_it_goes_back(
    intent: str, sure: float, reason: tuple[str, float], taken: bool
) -> None:
    heard = read("it hangs loose", (intent, sure), decision="answer", waiting_for="return_reason")
    assert heard.understanding is not None
    turn = replace(heard, understanding=replace(heard.understanding, values={"return_reason": reason})).as_turn()
    assert (turn.intent == intent) is taken


def test_what_pinches_is_not_broken_and_within_a_return_not_the_wrong_item() -> None:
    assert _of_size("item_damaged") == "return_request"
    assert _of_size("item_damaged", sure=0.4) == "item_damaged"
    assert _of_size("item_wrong") == "item_wrong"  # a size that was not ordered
    assert _of_size("item_wrong", waiting_for="return_reason") == "return_request"


def test_a_change_of_the_order_and_an_exchange_are_no_two_things_to_choose_from() -> None:
    torn = read("can I have L instead", ("order_change_items", 0.43), ("exchange_request", 0.4)).as_turn()
    assert (torn.intents[0][0], torn.decision) == ("order_change_items", "answer")
    assert read("L", ("order_change_items", 0.3), ("exchange_request", 0.3)).as_turn().decision == "clarify"


def test_who_asks_where_a_parcel_is_and_asks_it_again_asks_where_ones_own_is() -> None:
    told = read("and where is mine then?", ("order_status", 0.9), decision="answer", waiting_for="order_id")
    assert replace(told, running=frozenset({"track_order", "pick_order"})).as_turn().intent == "order_status"


def test_who_pays_the_postage_is_asked_of_the_way_back_within_a_return() -> None:
    cost = ("delivery_cost", 0.9)
    within = read("who pays the postage?", cost, decision="answer", waiting_for="return_reason").as_turn()
    assert within.intent == "return_policy"
    assert read("who pays the postage?", cost, decision="answer").as_turn().intent == "delivery_cost"
    torn = (("delivery_cost", 0.4), ("return_policy", 0.3))
    told = read("who pays the postage?", *torn, waiting_for="return_reason").as_turn()
    assert (told.intent, told.decision) == ("return_policy", "answer")
    assert read("who pays the postage?", *torn).as_turn().decision == "clarify"
    variant = read("who pays the postage?", cost, decision="answer", waiting_for="new_variant")
    assert replace(variant, running=frozenset({"exchange_item"})).as_turn().intent == "return_policy"
    assert replace(variant, running=frozenset({"change_items"})).as_turn().intent == "delivery_cost"


def test_a_number_to_call_beside_the_address_to_be_confirmed_changes_no_account() -> None:
    both = (("order_change_address", 0.92), ("account_update", 0.33))
    text, phone = "and my number is 0912345678", {"phone": "0912345678"}
    within = read(text, *both, decision="answer", waiting_for="confirm_address", **phone).as_turn()
    assert [name for name, _ in within.intents] == ["order_change_address"]
    alone = read(text, *both, decision="answer", **phone).as_turn()
    assert [name for name, _ in alone.intents] == [name for name, _ in both]


def test_how_money_would_come_back_is_asked_of_the_rules_within_a_return() -> None:
    money = ("refund_status", 0.9)
    question = "would that go to my card or to my account"
    within = read(question, money, decision="answer", waiting_for="resolution")
    assert within.as_turn().intent == "return_policy"
    assert read(question, money, decision="answer").as_turn().intent == "refund_status"
    assert within.understanding is not None
    chosen = replace(within.understanding, values={"resolution": ("refund", 0.9)})
    assert replace(within, understanding=chosen).as_turn().intent == "refund_status"


def test_who_wants_to_return_and_asks_how_long_there_is_for_it_means_both() -> None:
    told = read("I want to return it, how long have I got", ("return_request", 0.5), ("return_policy", 0.4)).as_turn()
    assert {name for name, _ in told.intents} == {"return_request", "return_policy"}
    assert told.decision == "answer"
    assert read("hm", ("return_request", 0.3), ("return_policy", 0.3)).as_turn().decision == "clarify"


def test_an_order_number_alone_asks_where_the_order_is() -> None:
    turn = read("PA-2026-100011", ("order_cancel", 0.4), order_id="PA-2026-100011").as_turn()
    assert (turn.intent, turn.decision) == ("order_status", "answer")


def test_a_vouchers_code_alone_is_sent_to_be_used() -> None:
    code = "SORRY-28F4EC57"
    assert (
        read(code, ("order_status", 0.95), decision="answer", coupon_code=code).as_turn().intent == "promotion_question"
    )


@pytest.mark.parametrize(
    ("ranking", "decision"),
    [
        ((("order_status", 0.5), ("customs_duties", 0.4)), "answer"),
        ((("customs_duties", 0.5), ("delivery_not_received", 0.3)), "answer"),
        ((("order_status", 0.5), ("order_cancel", 0.4)), "clarify"),
        ((("order_status", 0.3), ("customs_duties", 0.3)), "clarify"),
    ],
)
def test_torn_between_questions_about_one_parcel_its_news_are_the_answer(
    ranking: tuple[tuple[str, float], ...], decision: str
) -> None:
    turn = read("PA-2026-100011 hangs at customs, when will I have it", *ranking, order_id="PA-2026-100011").as_turn()
    assert turn.decision == decision
    assert (turn.intent == "order_status") == (ranking[0][0] == "order_status" or decision == "answer")


def test_where_a_parcel_is_that_did_not_arrive_is_one_question() -> None:
    words = "PA-2026-100011 is said to be lost, where is it, and I want the invoice"
    said = (("order_status", 0.6), ("delivery_not_received", 0.8), ("invoice_request", 0.5))
    turn = read(words, *said, decision="answer", order_id="PA-2026-100011").as_turn()
    assert [name for name, _ in turn.intents] == ["delivery_not_received", "invoice_request"]
    faint = (("order_status", 0.9), ("delivery_not_received", 0.3))
    assert read(words, *faint, decision="answer").as_turn().intent == "order_status"


@pytest.mark.parametrize("main", ["order_status", "item_missing"])
def test_what_is_missing_and_where_it_is_are_one_question(main: str) -> None:
    other = {"order_status": "item_missing", "item_missing": "order_status"}[main]
    turn = read("one parcel came, and the other?", (main, 0.6), (other, 0.4), decision="answer").as_turn()
    assert [name for name, _ in turn.intents] == [main]


def test_torn_between_what_is_missing_and_where_it_is_the_missing_is_looked_for() -> None:
    ranking = (("order_status", 0.47), ("item_missing", 0.46))
    turn = read("PA-2026-100011 only one parcel came", *ranking, order_id="PA-2026-100011").as_turn()
    assert (turn.decision, turn.intent) == ("answer", "item_missing")


def test_who_names_an_order_and_asks_whether_it_is_there_by_a_day_asks_one_thing() -> None:
    both = (("order_status", 0.9), ("delivery_time", 0.41))
    text = "PA-2026-100011 is for my mother's birthday, will it be here in time?"
    turn = read(text, *both, decision="answer", order_id="PA-2026-100011").as_turn()
    assert [name for name, _ in turn.intents] == ["order_status"]
    text = "where is PA-2026-100011, and how long does it take to Austria?"
    turn = read(text, *both, decision="answer", order_id="PA-2026-100011", place="Austria").as_turn()
    assert [name for name, _ in turn.intents] == ["order_status", "delivery_time"]


def test_a_return_of_what_came_broken_is_one_matter_and_a_faint_fault_is_none() -> None:
    broken = (("return_request", 0.9), ("item_damaged", 0.8), ("invoice_request", 0.5))
    turn = read("it came broken, I send it back, and I want the invoice", *broken, decision="answer").as_turn()
    assert [name for name, _ in turn.intents] == ["item_damaged", "invoice_request"]
    large = (("return_request", 0.96), ("item_damaged", 0.5))
    turn = read("it is far too big, I send it back", *large, decision="answer").as_turn()
    assert [name for name, _ in turn.intents] == ["return_request"]


def test_a_fault_that_is_the_matter_or_the_reason_told_is_reported_though_the_return_is_heard_more() -> None:
    matter = (("item_damaged", 0.56), ("return_request", 0.89))
    turn = read("the vase is in bits, my money back", *matter, decision="answer").as_turn()
    assert [name for name, _ in turn.intents] == ["item_damaged"]
    torn = read("my money back? it came broken", ("return_request", 0.76), ("item_damaged", 0.66), decision="answer")
    assert torn.as_turn().intent == "return_request"
    assert torn.understanding is not None
    told = replace(torn.understanding, values={"return_reason": ("damaged", 0.4)})
    assert [name for name, _ in replace(torn, understanding=told).as_turn().intents] == ["item_damaged"]
    unsure = replace(torn.understanding, values={"return_reason": ("damaged", 0.1)})
    assert replace(torn, understanding=unsure).as_turn().intent == "return_request"
    other = replace(torn.understanding, values={"return_reason": ("not_as_described", 0.9)})
    assert replace(torn, understanding=other).as_turn().intent == "return_request"


def test_what_is_wanted_for_a_broken_item_is_one_matter_with_its_report() -> None:
    said = (("item_damaged", 0.73), ("exchange_request", 0.52), ("invoice_request", 0.5))
    turn = read("the mug is in pieces, send me another, and the invoice", *said, decision="answer").as_turn()
    assert [name for name, _ in turn.intents] == ["item_damaged", "invoice_request"]


def test_a_new_one_that_is_wanted_beside_the_fault_is_the_remedy() -> None:
    said = (("item_damaged", 0.73), ("exchange_request", 0.65))
    reading = read("it came torn, a new one please, and when will it be here?", *said, decision="answer")
    assert reading.as_turn().values["resolution"][0] == "exchange"
    faint = read("it came torn", ("item_damaged", 0.73), ("exchange_request", 0.3), decision="answer")
    money = read("broken, a new one or my money", *said, ("return_request", 0.6), decision="answer")
    assert "resolution" not in faint.as_turn().values and "resolution" not in money.as_turn().values
    assert reading.understanding is not None
    mended = replace(reading.understanding, values={"resolution": ("repair", 0.6)})
    assert replace(reading, understanding=mended).as_turn().values["resolution"][0] == "repair"


def test_a_return_that_faintly_sounds_like_an_exchange_is_a_return() -> None:
    faint = (("return_request", 0.97), ("exchange_request", 0.31))
    turn = read("too tight, it goes back", *faint, decision="answer").as_turn()
    assert [name for name, _ in turn.intents] == ["return_request"]
    clear = (("return_request", 0.97), ("exchange_request", 0.8))
    both = read("the shirt goes back and the shoes a size up", *clear, decision="answer").as_turn()
    assert [name for name, _ in both.intents] == ["return_request", "exchange_request"]


def test_a_value_alone_shows_no_feeling() -> None:
    assert read("headphones", ("thanks", 0.2), product="headphones", feeling="angry").emotion == "neutral"
    assert read("my headphones are broken again", ("item_damaged", 0.9), feeling="angry").emotion == "angry"


def test_without_a_number_a_doubt_stays_a_doubt() -> None:
    turn = read("it hangs at customs", ("order_status", 0.5), ("customs_duties", 0.4)).as_turn()
    assert turn.decision == "clarify"


def test_where_it_is_and_when_it_comes_are_one_question() -> None:
    torn = (("delivery_time", 0.46), ("order_status", 0.31))
    turn = read("and the dress, when does it leave?", *torn).as_turn()
    assert (turn.intent, turn.decision) == ("order_status", "answer")
    assert read("when to Germany?", *torn, place="Germany").as_turn().decision == "clarify"


def test_what_never_concerns_an_order_is_not_meant_where_one_is_named() -> None:
    ranking = (("order_change_address", 0.6), ("account_update", 0.38))
    turn = read("change the address of PA-2026-100011", *ranking, order_id="PA-2026-100011").as_turn()
    assert (turn.intent, turn.decision) == ("order_change_address", "answer")
    assert read("change my address", *ranking).as_turn().decision == "clarify"


def test_all_of_it_is_the_last_button_where_the_item_is_asked_for() -> None:
    assert read("all of it", ("affirm", 0.8), decision="answer", waiting_for="return_item").as_turn().option == -1
    assert read("all of it", ("affirm", 0.8), decision="answer", waiting_for="resolution").as_turn().option is None


def test_all_of_it_in_the_first_message_answers_which_item_beforehand() -> None:
    turn = read("I return all of it", ("return_request", 0.9), decision="answer").as_turn()
    assert turn.values["return_item"] == ("all", 0.9)
    later = read("all of it", ("affirm", 0.8), decision="answer", waiting_for="resolution").as_turn()
    assert "return_item" not in later.values


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("can we speak German", "de"),
        ("تتكلم انجليزي؟", "en"),
        ("ممكن نتكلم بالإنجليزية", "en"),
        ("能说英语吗", "en"),
        ("parlez-vous allemand ?", "de"),
        ("на русском можно", "ru"),
        ("давайте по-английски", "en"),
        ("นี่พูดอังกฤษได้ไหม", "en"),
    ],
)
def test_the_language_that_is_asked_for_is_recognised_in_the_shoppers_own(text: str, language: str) -> None:
    reader = Reader(None, ("en", "zh", "es", "fr", "de", "ru", "ar", "th"))  # type: ignore[arg-type]
    asked = read(text, ("language_switch", 1.0), decision="answer").understanding
    assert asked is not None
    assert reader._named(text, asked) == language


def courteous(*ranking: tuple[str, float], decision: Decision = "answer") -> str | None:
    reading = read("hello, where is it", *ranking, decision=decision)
    assert reading.understanding is not None
    said = replace(reading.understanding, intents=reading.understanding.intents[:1])
    return replace(reading, understanding=said).as_turn().intent


def test_a_greeting_before_a_wish_hides_no_wish() -> None:
    assert courteous(("greet", 0.65), ("order_status", 0.3)) == "order_status"
    assert courteous(("thanks", 0.5), ("refund_status", 0.4), decision="clarify") == "refund_status"


def test_a_greeting_alone_stays_a_greeting() -> None:
    assert courteous(("greet", 0.9), ("order_status", 0.05)) == "greet"
    assert courteous(("greet", 0.6), ("thanks", 0.3)) == "greet"
    assert courteous(("greet", 0.4), ("order_status", 0.25)) == "greet"


def test_a_code_that_is_named_is_meant_to_be_used() -> None:
    turn = read("is SORRY-50946BA8 ok", ("payment_failed", 0.4), coupon_code="SORRY-50946BA8").as_turn()
    assert (turn.intent, turn.decision) == ("promotion_question", "answer")
    clear = read("refund me SORRY-1A", ("return_request", 0.9), decision="answer", coupon_code="SORRY-1A").as_turn()
    assert clear.intent == "return_request"


def test_a_correction_with_a_number_is_nothing_but_the_number_while_a_question_is_open() -> None:
    number, ranking = "PA-2026-100013", ("order_status", 0.9)
    reading = read(
        f"sorry, I meant {number}", ranking, decision="answer", waiting_for="confirm_cancel", order_id=number
    )
    assert reading.understanding is not None
    corrected = replace(reading, understanding=replace(reading.understanding, values={"correction": ("yes", 0.9)}))
    assert (corrected.as_turn().intents, corrected.as_turn().decision) == ((), "reject")
    assert reading.as_turn().intent == "order_status"
    assert replace(corrected, waiting_for=None).as_turn().intent == "order_status"


@pytest.mark.parametrize(
    ("text", "language", "intents", "slang"),
    [
        ("walao so slow", Scored("vi", 0.63), (), True),
        ("7ay riad rue 12 nmra 5 casablanca 20000", Scored("vi", 0.84), (), True),
        ("7ay riad rue 12 nmra 5 casablanca 20000", Scored("vi", 0.84), (("order_change_address", 0.9),), False),
        ("don 100034 cua toi dau roi the", Scored("vi", 0.99), (), False),
        ("cam on nhe", Scored("vi", 0.97), (), False),
        ("hang bi vo", Scored("vi", 0.63), (("item_damaged", 0.9),), False),
        ("où ça", Scored("fr", 0.63), (), False),
        ("ma quand'è che arriva il pacco", Scored("it", 0.63), (), False),
    ],
)
def test_a_few_words_that_are_not_understood_and_hardly_look_like_it_change_no_language(
    text: str, language: Scored, intents: tuple[tuple[str, float], ...], slang: bool
) -> None:
    found = read(text, *intents, decision="answer" if intents else "reject").understanding
    assert found is not None
    assert _is_slang(text, replace(found, language=language)) is slang


@pytest.mark.parametrize(
    ("text", "intent", "borrowed"),
    [
        ("ok merci", "thanks", True),
        ("ok proceed", "affirm", True),
        ("no need", "deny", True),
        ("ciao", "goodbye", True),
        ("谢谢", "thanks", False),
        ("merci, et ma commande elle est où", "order_status", False),
        ("merci mais je veux qu'on me réponde en français", "thanks", False),
    ],
)
def test_a_borrowed_courtesy_says_nothing_of_the_language(text: str, intent: str, borrowed: bool) -> None:
    found = read(text, (intent, 0.95), decision="answer").understanding
    assert found is not None
    assert _borrowed_courtesy(text, found) is borrowed


@pytest.mark.parametrize(
    ("text", "entities", "code"),
    [
        ("WELCOME10", {"coupon_code": "WELCOME10"}, True),
        ("PA-2026-104233", {"order_id": "PA-2026-104233"}, True),
        ("name@example.com", {"email": "name@example.com"}, True),
        ("is WELCOME10 still good", {"coupon_code": "WELCOME10"}, False),
        ("tomorrow", {"date": "tomorrow"}, False),
        ("kettle", {"product": "kettle"}, False),
    ],
)
def test_a_code_alone_says_nothing_of_the_language(text: str, entities: dict[str, str], code: bool) -> None:
    found = read(text, ("promotion_question", 0.95), decision="answer", **entities).understanding  # type: ignore[arg-type]
    assert found is not None
    assert _is_a_code(text, found) is code


@pytest.mark.parametrize(
    ("text", "waiting_for", "language"),
    [
        ("060-0001 北海道札幌市中央区北1条西2-1 301", "new_address", "ja"),
        ("060-0001 北海道札幌市中央区北1条西2-1 301", None, "zh"),
        ("还是不改了", "new_address", "zh"),
    ],
)
async def test_an_address_that_was_asked_for_says_nothing_of_the_language(
    text: str, waiting_for: str | None, language: str
) -> None:
    async def understand(text: str, context: object) -> Understood:
        found = read(text, ("order_change_address", 0.9), decision="answer").understanding
        assert found is not None
        return Understood(replace(found, language=Scored("zh", 0.54)), ())

    known = dict.fromkeys(("chosen", "profile_locale", "market", "channel"))
    known |= {"previous": "ja", "waiting_for": waiting_for, "running": (), "supported": ("ja", "zh")}  # type: ignore[dict-item]
    reader = Reader(understand, ("ja", "zh"))
    assert (await reader.read([Heard(1, text)], known)).language == language


def test_everything_is_taken_for_all_items_where_a_return_is_wished_for() -> None:
    whole = read("I return everything", ("return_request", 0.9), decision="answer").as_turn()
    assert whole.values["return_item"] == ("all", 0.75)
    number = {"decision": "answer", "waiting_for": "order_id"}
    assert read("return everything", ("return_request", 0.9), **number).as_turn().values["return_item"][0] == "all"  # type: ignore[arg-type]
    late = {"decision": "answer", "waiting_for": "return_reason"}
    assert "return_item" not in read("everything too big", ("return_request", 0.9), **late).as_turn().values  # type: ignore[arg-type]
    named = read("everything but the mug", ("return_request", 0.9), decision="answer", product="mug").as_turn()
    assert "return_item" not in named.values
    assert "return_item" not in read("cancel everything", ("order_cancel", 0.9), decision="answer").as_turn().values


def test_everything_answers_the_question_which_item() -> None:
    asked = read("everything please", ("affirm", 0.4), waiting_for="return_item").as_turn()
    assert asked.option == -1


def test_who_scorns_is_not_calm() -> None:
    assert read("stupid bot", ("bot_challenge", 0.6)).emotion == "angry"
    assert read("stupid bot", ("bot_challenge", 0.6), feeling="disappointed").emotion == "disappointed"
    assert read("stupid bot", ("bot_challenge", 0.6)).as_turn().scorn


def test_words_count_in_the_language_that_is_talked_in_whatever_they_look_like() -> None:
    spanish = replace(read("espera", ("affirm", 0.9), decision="answer"), language="es")
    assert spanish.as_turn().waits
    assert not replace(spanish, language="en").as_turn().waits


def test_torn_between_a_cancellation_and_a_return_the_return_finds_out_which_it_is() -> None:
    text = "I withdraw from the purchase"
    torn = read(text, ("order_cancel", 0.33), ("return_request", 0.31), ("payment_dispute", 0.17)).as_turn()
    assert (torn.decision, [name for name, _ in torn.intents]) == ("answer", ["return_request"])
    sure = ("order_cancel", 0.5), ("return_request", 0.3)
    assert read(text, *sure, waiting_for="confirm_cancel").as_turn().decision == "clarify"
    assert read(text, ("order_cancel", 0.2), ("return_request", 0.2)).as_turn().decision == "clarify"
    assert read(text, ("return_request", 0.31), ("account_privacy", 0.24)).as_turn().decision == "clarify"


@pytest.mark.parametrize("decision", ["clarify", "answer"])
def test_a_fault_comes_before_what_is_asked_for_it(decision: Decision) -> None:
    ranking = ("compensation_request", 0.48), ("item_damaged", 0.47)
    both = read("a pulled thread, I'd keep it for a bit off", *ranking, decision=decision).as_turn()
    assert (both.decision, [name for name, _ in both.intents]) == ("answer", ["item_damaged", "compensation_request"])
    late = ("compensation_request", 0.48), ("order_status", 0.47)
    assert read("late again, a bit off?", *late).as_turn().decision == "clarify"


def test_what_hurts_is_for_a_person_whatever_else_is_wished() -> None:
    broken = ("item_damaged", 0.9)
    assert read("the cream gave me a rash", broken, decision="answer").as_turn().intent == "complaint"
    assert read("the smoke alarm is broken", broken, decision="answer").as_turn().intent == "item_damaged"
    info = ("product_info", 0.9)
    assert read("is it fine for a rash?", info, decision="answer").as_turn().intent == "product_info"


def test_a_greeting_hides_no_question_that_is_only_faintly_told_beside_it() -> None:
    reading = read("hi my parcel", ("greet", 0.55), ("order_status", 0.4), decision="answer")
    understood = replace(reading.understanding, intents=(Scored("greet", 0.55), Scored("order_status", 0.1)))  # type: ignore[type-var]
    assert replace(reading, understanding=understood).as_turn().intent == "order_status"


def test_of_praise_and_a_fault_that_are_heard_alike_the_fault_is_served() -> None:
    torn = read("well packed, no manual", ("feedback_positive", 0.48), ("item_missing", 0.41)).as_turn()
    assert (torn.intent, torn.decision) == ("item_missing", "answer")
    faint = read("well packed", ("feedback_positive", 0.48), ("item_missing", 0.1)).as_turn()
    assert faint.decision == "clarify"


def test_a_colour_alone_reports_no_fault_where_something_is_asked() -> None:
    turn = read(
        "blue", ("item_wrong", 0.92), decision="answer", waiting_for="confirm_exchange", colour="blue"
    ).as_turn()
    assert turn.intents == () and turn.decision == "reject"
    free = read("blue", ("item_wrong", 0.92), decision="answer", colour="blue").as_turn()
    assert free.intent == "item_wrong"


def test_who_takes_a_return_back_stops_it_while_it_is_talked_of_and_gets_a_person_afterwards() -> None:
    said = read("cancel the return please", ("return_request", 0.9), ("order_cancel", 0.1), decision="answer")
    assert said.as_turn().intents == (("human_agent", 1.0),)
    running = replace(said, waiting_for="return_reason", running=frozenset({"return_item"}))
    assert running.as_turn().intents == (("stop", 1.0),)


def test_another_one_instead_takes_no_return_back() -> None:
    ranking = (("return_request", 0.5), ("exchange_request", 0.45))
    turn = read("cancel the return and send me an L instead", *ranking, decision="answer").as_turn()
    assert turn.intent == "return_request"


@pytest.mark.parametrize(
    ("text", "waiting_for", "read_as"),
    [
        ("the kettle", "resolution", None),
        ("the kettle", None, "product_info"),
        ("the kettle, how loud is it", "resolution", "product_info"),
    ],
)
def test_a_product_alone_within_a_matter_asks_nothing_about_it(
    text: str, waiting_for: str | None, read_as: str | None
) -> None:
    reading = read(text, ("product_info", 0.95), decision="answer", waiting_for=waiting_for, product="kettle")
    assert reading.as_turn().intent == read_as


@pytest.mark.parametrize("beside", [0.92, 0.5])
def test_wishes_that_take_up_a_message_among_them_are_not_chosen_from(beside: float) -> None:
    torn = read("cancel it, the invoice, and where is B", ("order_cancel", 0.47), ("invoice_request", 0.3))
    assert torn.understanding is not None
    said = (Scored("order_cancel", 0.47), Scored("invoice_request", beside))
    several = replace(torn, understanding=replace(torn.understanding, intents=said)).as_turn()
    assert several.decision == ("answer" if beside > 0.9 else "clarify")
