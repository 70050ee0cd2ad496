"""Decides what a simulated shopper writes next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.simulation.goals import Goal
from benchmarks.simulation.phrases import Phrases
from benchmarks.simulation.writing import roughly

_PERSON = frozenset({"cannot_handle_offer_human", "order_given_up", "code_failed"})
_LOST = frozenset({"ask_rephrase", "ask_clarify", "skip_not_possible", "out_of_scope", "knowledge_none"})
_REASON = frozenset({"ask_return_reason", "ask_what_differs"})
_REMEDY = frozenset({"ask_resolution", "ask_lost_resolution"})
_NUMBER = frozenset(
    {"ask_order_id", "ask_order_or_contact", "ask_order_choice", "order_option", "order_unknown", "no_orders"}
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How this shopper goes about it; drawn once, for a conversation.

    burst: the first thought comes in two messages. numbered: names the order at once. corrects: names another order of
    theirs first. interrupts: asks something else at the bot's first question. presses: uses buttons.
    """

    burst: bool
    numbered: bool
    corrects: bool
    interrupts: bool
    presses: bool

    @classmethod
    def drawn(cls, dice: Random) -> Habits:
        """By chance."""
        return cls(*(dice.random() < chance for chance in (0.2, 0.6, 0.15, 0.2, 0.3)))


@dataclass
class Shopper:
    """One conversation's shopper. order, other: numbers of the order that is meant and of one that is not.

    patience: how often they say it again before they give up or take a person.
    """

    goal: Goal
    phrases: Phrases
    dice: Random
    habits: Habits
    order: str
    other: str
    patience: int = 2
    address: str = ""
    _asked_aside: bool = False
    _to_correct: bool = False
    _openings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.address = self.dice.choice(self.phrases.address)
        self._openings = self.dice.sample(
            self.phrases.openings[self.goal.name], len(self.phrases.openings[self.goal.name])
        )

    def first(self) -> list[str]:
        """The first message, or two of a burst."""
        named = self.goal.order is not None and self.habits.numbered
        number = self.order
        if named and self.habits.corrects:
            number, self._to_correct = self.other, True
        text = self._wish(number if named else None)
        return [self._write(self.dice.choice(self.phrases.greet)), text] if self.habits.burst else [text]

    def next(self, asked: Sequence[str], payloads: Sequence[str]) -> str | None:
        """The answer to what the bot has just said; None when the shopper goes.

        asked: names of the responses, without `utter_`. payloads: of the buttons.
        """
        names = set(asked)
        question = [name for name in asked if name.startswith("ask_") and name not in _LOST]
        if names & _PERSON:
            return self._again(person=True)
        if names & _LOST and not question:
            wanted = [f"/{intent}" for intent in self.goal.intents]
            fitting = [payload for payload in payloads if re.split(r"[{#]", payload)[0] in wanted]
            if fitting and self.dice.random() < 0.6:
                return fitting[0]
            return self._again(person=False)
        if self._to_correct:  # the answer is about the other order: that is noticed, whatever it was
            self._to_correct = False
            return self._say(self.phrases.corrected)
        if question and self.habits.interrupts and not self._asked_aside:
            self._asked_aside = True
            return self._say(self.phrases.aside)
        return self._answer(names, question, payloads)

    def _answer(self, names: set[str], question: Sequence[str], payloads: Sequence[str]) -> str | None:
        if names & _NUMBER:
            if not self.order:
                return self._again(person=False)  # nothing was ordered: it is asked once more
            pressed = [one for one in payloads if self.order in one]
            if pressed and self.habits.presses:
                return pressed[0]
            return self._say(self.phrases.number, rough=False)
        if names & _REASON:
            return self._choose(payloads, "return_reason", "changed_mind", self.phrases.changed_mind)
        if names & _REMEDY:
            return self._choose(payloads, "resolution", "refund", self.phrases.refund)
        if "ask_problem_resolution" in names:
            if self.dice.random() < 0.5:
                return self._choose(payloads, "resolution", "exchange", self.phrases.replacement)
            return self._choose(payloads, "resolution", "refund", self.phrases.refund)
        if "ask_how_many" in names:  # of an item that was bought more than once
            return "1"
        if "ask_new_address" in names or "address_incomplete" in names:
            return self.address
        if "ask_address_right" in names:
            return self._choose(payloads, "address_right", "true", self.phrases.address_right)
        if any(name.startswith("ask_confirm_") for name in question):
            pressed = [one for one in payloads if re.search(r"confirm_\w+=true", one)]
            if pressed and self.habits.presses:
                return pressed[0]
            return self._say(self.phrases.agree)
        return self._again(person=False) if question else None

    def _again(self, *, person: bool) -> str | None:
        """Says the wish in other words while there is patience; then takes a person, or goes."""
        self.patience -= 1
        if self.patience >= 0:
            return self._wish(self.order if self.goal.order is not None else None)
        return self._say(self.phrases.person) if person else None

    def _wish(self, number: str | None) -> str:
        text = self._openings[0]
        self._openings.append(self._openings.pop(0))
        if number is None:
            return self._write(text)
        return self._write(self.dice.choice(self.phrases.numbered).format(text=text, order=number))

    def _choose(self, payloads: Sequence[str], slot: str, value: str, wordings: Sequence[str]) -> str:
        pressed = [one for one in payloads if f"{slot}={value})" in one]
        return pressed[0] if pressed and self.habits.presses else self._say(wordings)

    def _say(self, wordings: Sequence[str], *, rough: bool = True) -> str:
        text = self.dice.choice(wordings).replace("{order}", self.order).replace("{other}", self.other)
        return self._write(text) if rough else text

    def _write(self, text: str) -> str:
        return roughly(text, self.dice)
