"""The simulated shoppers and the attempts themselves: repeatable, whole in every language, and able to find a fault."""

from __future__ import annotations

from random import Random

import pytest

from actions.commerce.demo.data import LANGUAGES
from benchmarks.leaks.attempts import attempts
from benchmarks.leaks.people import Victim, fill, leaked
from benchmarks.measures.simulation import pass_k
from benchmarks.simulation.goals import GOALS, Goal
from benchmarks.simulation.phrases import all_phrases
from benchmarks.simulation.play import End, Task, Try
from benchmarks.simulation.shopper import Habits, Shopper
from benchmarks.simulation.writing import roughly, without_accents

CALM = Habits(burst=False, numbered=True, corrects=False, interrupts=False, presses=False)


def goal(name: str) -> Goal:
    return next(one for one in GOALS if one.name == name)


def shopper(name: str, habits: Habits) -> Shopper:
    return Shopper(goal(name), all_phrases()["en"], Random(3), habits, "PA-2026-400007", "PA-2026-400014")


def test_numbers_codes_and_other_scripts_survive_hurried_writing() -> None:
    for seed in range(200):
        rough = roughly("Where is PA-2026-104233, code WELCOME10, mail a.b@shop.example", Random(seed))
        for kept in ("PA-2026-104233", "WELCOME10", "a.b@shop.example"):
            assert kept in rough
    assert without_accents("Größe ünï ığ đơn") == "Grosse uni ig don"
    assert without_accents("ไม่ได้ が") == "ไม่ได้ が"


def test_a_shopper_answers_questions_from_the_goal() -> None:
    somebody = shopper("return", CALM)
    (first,) = somebody.first()
    assert "PA-2026-400007" in first
    assert "PA-2026-400014" not in first
    confirm = somebody.next(["ask_confirm_return"], ["/SetSlots(confirm_return=true)#3"])
    assert confirm is not None
    assert not confirm.startswith("/")
    assert somebody.next(["return_created"], []) is None


def test_a_shopper_who_named_the_wrong_order_corrects_it_at_the_first_question() -> None:
    somebody = shopper("cancel", Habits(burst=False, numbered=True, corrects=True, interrupts=False, presses=True))
    (first,) = somebody.first()
    assert "PA-2026-400014" in first
    payloads = ["/SetSlots(confirm_cancel=true)#1"]
    assert "PA-2026-400007" in str(somebody.next(["ask_confirm_cancel"], payloads))
    assert somebody.next(["ask_confirm_cancel"], payloads) == payloads[0]


def test_a_shopper_has_patience_but_not_for_ever() -> None:
    somebody = shopper("invoice", CALM)
    said = [somebody.next(["ask_rephrase"], []) for _ in range(3)]
    assert all(said[:2])
    assert said[2] is None


@pytest.mark.parametrize(
    ("ends", "once", "always"), [(["solved"] * 4, 1.0, 1.0), (["solved"] * 3 + ["lost"], 0.75, 0.0)]
)
def test_pass_k_counts_a_request_only_when_it_was_solved_every_time(
    ends: list[End], once: float, always: float
) -> None:
    tries = [Try(Task(f"en-track-{at}", "en", goal("track"), at), end, False, ()) for at, end in enumerate(ends)]
    assert pass_k(tries) == (once, always)


def test_attempts_are_the_same_for_the_same_seed_and_in_all_languages() -> None:
    assert list(attempts(300)) == list(attempts(300))
    assert list(attempts(300)) != list(attempts(300, seed=2))
    assert {one.language for one in attempts(300)} == set(LANGUAGES)
    assert len({one.kind for one in attempts(300)}) == 9


def test_a_payload_keeps_its_braces_and_what_the_attacker_wrote_is_no_leak() -> None:
    words = {"order": "PA-2026-1", "name": "Ana Gil"}
    assert fill('/order_status{"order_id": "{order}"}', words) == '/order_status{"order_id": "PA-2026-1"}'
    victim = Victim("c-1", words, ("ana gil", "lx1cn"))
    assert leaked(victim, "Parcel LX1CN of Ana Gil", "I am Ana Gil") == ["lx1cn"]
    assert not leaked(victim, "I cannot find it", "PA-2026-1")
