"""Answers to the open question, and words that look like one and are none.

A yes to a yes/no question is taken only from a clear `affirm` or from a button or button title that names it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.dialogue import filling, patterns
from bot.dialogue.domain import Slot
from bot.dialogue.options import is_brief, named_option, names_an_option
from bot.dialogue.told import Told
from bot.dialogue.turn_input import UserTurn
from bot.dialogue.wishes import NO_CHOICE, SMALL_TALK

WORD_OR_TWO = 16
"""Letters of a choice, or a wish, that is said by its name alone."""
_THE_ACT = 0.05
"""How likely the act must be beside a yes with scorn in it that both are meant."""
NO_WISH = NO_CHOICE | {"complaint", filling.REPEAT}
"""Intents that scorn looks like."""
Options = Sequence[Sequence[str]]


class Answering(Told):
    """Reads a message as the answer to the open question."""

    def _answer(self, turn: UserTurn, values: Mapping[str, Any], options: Options) -> bool:
        """Reads the message as the answer to the open question; False when it is none."""
        run = self.run
        waiting, root = str(run.waiting), run.root
        slot = self.engine.domain.slots[waiting]
        own = frozenset[str]().union(*(self.engine.intents_of(flow) for flow in (root.flow, *root.origin)))
        of_an_act, acts = waiting in self.engine.domain.confirms.values(), own
        if of_an_act:  # which wants a yes of its own
            turn = replace(turn, values={name: said for name, said in turn.values.items() if name != waiting})
            acts = own | self._said_once_more(turn)
        if slot.type == "categorical" and self._is_besides(turn, slot, own, values, options):
            return False
        only_wishes = self._only_wishes(turn, slot, own, options)
        value = filling.NOT_FILLED if only_wishes else filling.answer_to(slot, turn, acts, options, self.limits)
        if isinstance(value, filling.NotFilled) and self._is_the_choice(slot, turn):
            value = turn.values[waiting][0]
        value = False if (left := turn.leaves and value is True and of_an_act) and self._leaves_it(turn, own) else value
        # "Wait, don't" is a no; "let me think first" is none, though it sounds like one.
        doubts = turn.unsure and value is True  # "yes, no, I don't know"
        faint = value is True and filling.is_faint_yes(turn, acts, self.limits) and not names_an_option(turn, options)
        holds_on = turn.thinks or doubts or faint or ((turn.waits or left) and value is not False)
        holds_on = holds_on and of_an_act and not turn.said(filling.STOP, self.limits.yes_no)
        rather = self._asked_anew(turn) if turn.said(str(turn.intent), self.limits.torn) else {}
        misnumbered, renumbered = self._misnumbered(turn), self._renumbered(turn)
        rather |= {**misnumbered, **renumbered}
        if holds_on and not {**self._told_now(values), **self._changes(turn, values, wide=False), **rather}:
            return self._waits(turn)  # "hold on, my money back rather" says what is wanted, and so does another number
        cursed = value is True and of_an_act and not self._agrees_plainly(turn, own)
        if turn.scorn and not root.is_pattern and (cursed or self._says_nothing_else(turn, slot, value, options)):
            self._not_understood("scorn")
            return True
        if turn.unsure and not root.is_pattern and self._does_not_know(turn, value, options):
            return True
        if value is True and self._rival_heard(turn) and not names_an_option(turn, options):
            return False
        if self._only_shows(turn, slot, value, options, own):
            return self._asks_again()
        if isinstance(value, filling.NotFilled):
            if only_wishes and turn.intent in own:
                return self._asks_again()
            return self._answered_otherwise(turn, slot, own, values, options)
        if value is True and not self.trusted:
            self._stale()
            return True
        values = self._besides_the_answer(turn, slot, values, options)
        changes = {} if root.is_pattern else self._changes(turn, values, wide=value is False)
        if of_an_act:
            changes = {**misnumbered, **self._told_now(values), **renumbered, **changes}
            if value is False and not root.is_pattern:
                changes = {**self._beside_a_no(turn), **self._rather_so(turn), **changes}
        if slot.type == "bool" and changes:  # "no, the other order", "yes, but as an exchange"
            self._understood()
            run.correct(changes)
            return True
        follow = self._further(turn, slot, acts)
        ahead = {} if slot.type == "bool" or root.is_pattern else self._ahead(turn, root.flow)
        if ahead and slot.takes_text and options and not names_an_option(turn, options):
            self._keep_for_later(ahead)  # "too small" is not the item that was asked for, but will be asked next
            return True
        others = {name: other for name, other in {**ahead, **values}.items() if name != waiting}
        self._accept(waiting, value, others, changes)
        if follow and run.frames:
            run.add(follow, values)
        return True

    def _besides_the_answer(
        self, turn: UserTurn, slot: Slot, values: Mapping[str, Any], options: Options
    ) -> Mapping[str, Any]:
        """The values without those of a report of a fault that an answer only sounds like. "Send me another one"
        answers the question for the remedy and changes nothing that was told before, "only the bedding" names the item
        that was asked for."""
        known, slots = self.tracker.slots, self.engine.domain.slots
        if slot.type == "categorical":
            return {name: value for name, value in values.items() if name not in known or not slots[name].from_wishes}
        plainly = turn.said(str(turn.intent), self.limits.plain_wish)
        if slot.takes_text and not plainly and names_an_option(turn, options):
            return {name: value for name, value in values.items() if not slots[name].from_wishes}
        return values

    def _is_the_choice(self, slot: Slot, turn: UserTurn) -> bool:
        """Whether a wish that would take the running flow's place is only the answer to its question: "send me a new
        one" where money or a new one was to be chosen, and names no other variant."""
        value, sure = turn.values.get(slot.name, ("", 0.0))
        flow = self.engine.flow_for(turn.intent, 1.0, self.tracker.slots) if turn.intent else None
        rival = flow is not None and self.run.root.flow in flow.instead_of
        fits = slot.type == "categorical" and not slot.from_wishes and slot.accepts(value)
        return rival and fits and sure >= self.limits.value_told and turn.decision == "answer" and not turn.entities

    def _is_besides(
        self, turn: UserTurn, slot: Slot, own: Collection[str], values: Mapping[str, Any], options: Options
    ) -> bool:
        """Whether words that may look like a choice are another matter: "never mind the mug, the shirt is too large" is
        no reason to return the mug."""
        elsewhere = filling.is_another_wish(turn, own, self.limits) and self._elsewhere(values)
        return elsewhere or self._only_asks(turn, slot, own, options)

    def _only_asks(self, turn: UserTurn, slot: Slot, own: Collection[str], options: Options) -> bool:
        """Whether a few words plainly ask what is answered at once, with or without a question mark, and name none of
        the choices: "who pays the postage" is no remedy, whichever its letters look like."""
        flow = self.engine.flow_for(turn.intent, 1.0, self.tracker.slots) if turn.intent else None
        told = any(mapping.intent == turn.intent for mapping in slot.mappings)
        asks = flow is not None and flow.answers_at_once and not told and not turn.payload
        likely = turn.values.get(slot.name, ("", 0.0))[1] >= self.limits.plain_wish
        plainly = filling.is_plainly_another(turn, own, self.limits)
        return asks and plainly and not likely and not names_an_option(turn, options)

    def _reported_again(self, turn: UserTurn, own: Collection[str]) -> bool:
        """Whether the words are plainly the wish that runs already, whatever value is seen in them besides."""
        return turn.intent in own and turn.said(str(turn.intent), self.limits.other_wish)

    def _rival_heard(self, turn: UserTurn) -> bool:
        """Whether a wish that takes the place of what runs is heard beside an unsure yes: "then cancel it" agrees to no
        other way to pay."""
        if turn.payload or turn.said(filling.AFFIRM, self.limits.other_wish):
            return False
        agreed = dict(turn.ranking).get(filling.AFFIRM, 0.0) >= self.limits.restated
        chosen = self._said_once_more(turn) if agreed else frozenset[str]()  # "yes, a refund"
        heard = [name for name, sure in turn.ranking if sure >= self.limits.torn and name not in chosen]
        flows = [flow for name in heard if (flow := self.engine.flow_for(name, 1.0, self.tracker.slots))]
        root = self.engine.flows[self.run.root.flow]  # what it goes over to itself is its own matter
        return any(root.id in flow.instead_of and flow.id not in root.links for flow in flows)

    def _only_shows(self, turn: UserTurn, slot: Slot, value: Any, options: Options, own: Collection[str]) -> bool:
        """Whether "I'll send a photo" or "the order that came on Monday" comes where something was to be chosen: it
        names none of the items, and whichever remedy its letters look like is chance."""
        if not (turn.shows or turn.places) or not options or not is_brief(turn.text):
            return False
        if slot.type == "categorical":
            sure = turn.values.get(slot.name, ("", 0.0))[1]
            guessed = sure < self.limits.other_wish or self._reported_again(turn, own)
            return guessed and named_option(turn, options) is None
        written = slot.takes_text and value == turn.text.strip()
        return written and any(slot.name in payload for _, payload in options)

    def _only_wishes(self, turn: UserTurn, slot: Slot, own: Collection[str], options: Options) -> bool:
        """Whether words say no more than what is wished, once more or another way, where a thing was to be named: "I
        want to return it" is the name of no item, and "exchange" no variant."""
        listed = any(slot.name in payload for _, payload in options)
        if not slot.takes_text or not (slot.from_entities or listed) or turn.payload or turn.entities:
            return False
        brief = is_brief(turn.text) if listed else is_brief(turn.text, WORD_OR_TWO)
        named = names_an_option(turn, options) or any(map(str.isdigit, turn.text)) or turn.option is not None
        plain = turn.decision == "answer" and turn.said(str(turn.intent), self.limits.plain_wish)
        return brief and plain and not named and (turn.intent in own or self._either_way(turn))

    def _either_way(self, turn: UserTurn) -> bool:
        """Whether the main wish and what runs take each other's place, as a return and an exchange do."""
        flow = self.engine.flow_for(turn.intent, 1.0, self.tracker.slots) if turn.intent else None
        root = self.engine.flows[self.run.root.flow]
        return flow is not None and root.id in flow.instead_of and flow.id in root.instead_of

    def _asks_again(self) -> bool:
        self._understood()
        self.run.ask_again()
        return True

    def _answered_otherwise(
        self, turn: UserTurn, slot: Slot, own: Collection[str], values: Mapping[str, Any], options: Options
    ) -> bool:
        """Whether what is no answer tells which of the things on the screen is meant, or leaves the question open."""
        listed = slot.from_entities and any(slot.name in payload for _, payload in options)
        named = listed and not any(
            another(turn, own, self.limits) for another in (filling.is_another_wish, filling.is_plainly_another)
        )
        return (named and self._by_another_name(values)) or self._goes_on_without(turn, own, values)

    def _goes_on_without(self, turn: UserTurn, own: Collection[str], values: Mapping[str, Any]) -> bool:
        """ "Go on, yes" or the bare wish again where the flow does without an answer: there will be none. Nor is there
        one in what is not understood for a second time."""
        run = self.run
        without = run.step_of(run.frames[-1]).otherwise is not None and not run.root.is_pattern
        short = is_brief(turn.text) or turn.said(filling.AFFIRM, self.limits.plain_wish)
        if not without or not short or turn.scorn or self._elsewhere(values):
            return False
        yes = turn.said(filling.AFFIRM, self.limits.other_wish) and not turn.entities
        again = turn.intent in own and turn.said(str(turn.intent), self.limits.plain_wish)
        lost = turn.decision != "answer" and self.tracker.failures > 0
        if not lost and not (turn.decision == "answer" and (yes or again)):
            return False
        self._keep_for_later(self._ahead(turn, run.root.flow))
        return True

    def _leaves_it(self, turn: UserTurn, own: Collection[str]) -> bool:
        """Whether "all right, leave it then" says no more than that: with the act named beside it, or much else, it may
        be a part that is to be left, and the question is asked again."""
        named = any(turn.said(wish, self.limits.torn) for wish in own)
        return is_brief(turn.text) and not named and not turn.entities

    def _waits(self, turn: UserTurn) -> bool:
        """ "Fine, I'll wait then" agrees to no act, and "hold on" refuses none: the question stays open."""
        if turn.intent not in SMALL_TALK and self.wishes.of(turn):
            return False
        self._understood()
        self.run.push_pattern(patterns.WAIT, {"slot": self.run.waiting})
        return True

    def _does_not_know(self, turn: UserTurn, value: Any, options: Options) -> bool:
        """ "No idea" where one of several things was to be chosen refuses nothing: the question stays open, and the
        second time a person is offered. Where an act was to be confirmed there is no hurry; where the flow does
        without an answer, it goes on."""
        run, slot = self.run, self.engine.domain.slots[str(self.run.waiting)]
        told = isinstance(value, str) and not (slot.takes_text and value == turn.text.strip())
        told = told and not self._is_guessed(turn, slot, value, options)
        besides = any(one.get("entity") != slot.name for one in turn.entities)
        if besides or not is_brief(turn.text) or value is True or told:
            return False
        if run.waiting in self.engine.domain.confirms.values():
            return self._waits(turn)
        if not options or slot.type == "bool":
            return False
        if run.step_of(run.frames[-1]).otherwise is not None:
            self._keep_for_later({})
        else:
            self._not_understood("unsure")
        return True

    def _is_guessed(self, turn: UserTurn, slot: Slot, value: Any, options: Options) -> bool:
        """Whether words of doubt only sound like one of the choices: neither a choice nor a wish is named in them."""
        heard, sure = turn.values.get(slot.name, (None, 0.0))
        faint = slot.type == "categorical" and heard == value and sure < self.limits.value_doubted
        wished = any(name not in NO_WISH and sure >= self.limits.yes_no for name, sure in turn.intents)
        return faint and not wished and not names_an_option(turn, options)

    def _agrees_plainly(self, turn: UserTurn, own: Collection[str]) -> bool:
        """Whether a yes is one whatever is said beside it: a sure one, or with the act in it ("yes, cancel it, you
        idiots"); many a curse only sounds like one ("yuh artık", "حسبي الله ونعم الوكيل")."""
        heard = dict(turn.ranking)
        named = any(heard.get(name, 0.0) >= _THE_ACT for name in own)
        return bool(turn.payload) or named or turn.said(filling.AFFIRM, self.limits.plain_wish)

    def _says_nothing_else(self, turn: UserTurn, slot: Slot, value: Any, options: Options) -> bool:
        """Whether words of scorn ("stupid bot") are no answer and no wish: never the name of an item, or a note."""
        answers = not isinstance(value, filling.NotFilled) and not (slot.takes_text and value == turn.text.strip())
        outburst = NO_WISH if turn.said(filling.HUMAN, self.limits.other_wish) else NO_WISH | {filling.HUMAN}
        wishes = any(name not in outburst and sure >= self.limits.yes_no for name, sure in turn.intents)
        named = bool(turn.entities) or names_an_option(turn, options)
        return is_brief(turn.text.rstrip("?？؟!！")) and not (
            answers or named or (wishes and turn.decision == "answer")
        )

    def _by_another_name(self, values: Mapping[str, Any]) -> bool:
        """ "The one with the charger" in a list of orders: what it tells is taken, and the flow looks again."""
        run = self.run
        told = {n: v for n, v in values.items() if n != run.waiting and self.engine.domain.slots[n].from_entities}
        new = run.new_values(told)
        for name, value in new.items():
            run.set_slot(name, value, by_shopper=True)
        if new:
            self._understood()
            run.advance(run.step_of(run.frames[-1]))
        return bool(new)

    def _keep_for_later(self, ahead: Mapping[str, Any]) -> None:
        """Takes answers to later questions and asks the open one again, unless that does without an answer."""
        otherwise = self.run.step_of(self.run.frames[-1]).otherwise
        if otherwise is not None:
            self._accept(str(self.run.waiting), otherwise, ahead, {})
            return
        self._understood()
        for name, value in ahead.items():
            self.run.set_slot(name, value, by_shopper=True)
        self.run.ask_again()

    def _further(self, turn: UserTurn, slot: Slot, own: Collection[str]) -> list[str]:
        """Wishes beside the answer: "yes, and where is my parcel"; an order number within another wish."""
        if slot.type == "bool":
            # "The address is right" also looks like a wish about the address: one thing said is the answer alone.
            answered = turn.values.get(slot.name, ("", 0.0))[1] >= self.limits.value_unasked
            answered = answered or filling.denied_by(slot, turn, self.limits) == turn.intent
            answered = answered or turn.intent in self._said_once_more(turn)  # "yes, a new one"
            # Nor is that wish one beside what the running flow is about: "the address is right, the guard has nothing".
            meant = {*own, filling.AFFIRM, *(one.intent for one in slot.mappings if one.type == "from_intent")}
            alone = len(turn.intents) == 1 or all(name in meant for name, _ in turn.intents)
            return [] if answered and alone else self.wishes.of(turn)
        clear = turn.intent not in own and turn.said(str(turn.intent), self.limits.other_wish)
        clear = clear and not (slot.takes_text and is_brief(turn.text))  # "size 41 please" asks nothing about sizes
        return self.wishes.of(turn) if slot.from_entities and clear and not turn.bare_values else []

    def _accept(self, name: str, value: Any, others: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        run = self.run
        step = run.step_of(run.frames[-1])
        run.set_slot(name, value, by_shopper=True)
        if (rejected := run.rejection(step)) is not None:
            run.set_slot(name, None)
            run.say_first(rejected)
            run.ask_again()
            return
        self._understood()
        for other, new in run.new_values(others).items():
            run.set_slot(other, new, by_shopper=True)
        root = run.root
        run.change_root(
            answered=tuple(dict.fromkeys((*root.answered, name))),
            confirmed=tuple(dict.fromkeys((*root.confirmed, name))) if value is True else root.confirmed,
        )
        if changes:
            run.correct({**changes, name: value})
        else:
            run.advance(step)

    def _stale(self) -> None:
        self._cannot_handle("stale_button")
