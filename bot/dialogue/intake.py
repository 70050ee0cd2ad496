"""What a message means for the open question and for the running flows.

In this order: a person is asked for; a button; the answer to the open question (with a changed value: a correction);
a choice from a list; a file; stop, no, repeat, skip; a changed value; another wish; torn between wishes; out of scope;
not understood. A yes to a yes/no question is taken only from a clear `affirm` or from a button or button title that
names it; a button from an earlier question never counts as a yes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.dialogue import events as ev
from bot.dialogue import filling, patterns
from bot.dialogue.domain import Slot
from bot.dialogue.options import is_brief, names_an_option, option
from bot.dialogue.payloads import DirectIntent, SetSlots
from bot.dialogue.run import Run
from bot.dialogue.turn_input import UserTurn
from bot.dialogue.wishes import NO_CHOICE, SMALL_TALK, Wishes

NO_WISH = NO_CHOICE | {"complaint", filling.REPEAT}
"""Intents that scorn looks like."""
Options = Sequence[Sequence[str]]
_WORD_OR_TWO = 16
"""Letters of a choice that is said by its name alone."""


class Intake:
    """Reads one message into a run."""

    def __init__(self, run: Run) -> None:
        self.run, self.engine, self.tracker = run, run.engine, run.tracker
        self.limits = run.engine.limits
        self.trusted = True
        self.wishes = Wishes(run)

    def take(self, turn: UserTurn) -> None:
        """Records the message and decides what it means."""
        tracker, run = self.tracker, self.run
        options: Options = [pair for said in (tracker.said_now or tracker.said) for pair in said["options"]]
        command = filling.command_of(turn.payload)
        if isinstance(command, DirectIntent):
            turn = self._direct(turn, command)
        first = turn.new_session or not tracker.started
        if first:
            tracker.apply(ev.SessionStarted())
        tracker.apply(_uttered(turn))
        if tracker.paused:
            return
        if first:
            run.cancel()
            run.forget(everything=not self.engine.domain.carry_over_slots)
        elif not run.frames:
            run.forget()
        if isinstance(command, SetSlots):
            self._button(command)
        else:
            self._read(turn, options)
        if first:
            run.push_pattern(patterns.SESSION_START, {}, ask_again=False)
        run.sync()

    def _direct(self, turn: UserTurn, command: DirectIntent) -> UserTurn:
        domain = self.engine.domain
        self.trusted = command.stamp is not None and command.stamp == self.tracker.question
        known = command.intent in domain.intents or command.intent in (patterns.SKIP, patterns.NONE_OF_THESE)
        said = ((command.intent, 1.0),) if known else ()
        return replace(
            turn,
            intents=said,
            ranking=said,
            entities=tuple({"entity": n, "value": v} for n, v in command.entities if n in domain.entities),
            values={n: (str(v), 1.0) for n, v in command.entities if n not in domain.entities},
            decision="answer" if known else "reject",
            option=None,
        )

    # ---- buttons

    def _button(self, command: SetSlots) -> None:
        run, slots = self.run, self.engine.domain.slots
        values = {name: slots[name].read(raw) for name, raw in command.pairs if name in slots}
        values = {name: value for name, value in values.items() if value is not None}
        if run.frames and run.root.is_pattern and run.waiting not in values:
            run.drop_patterns()
        waiting = run.waiting
        if waiting is not None and waiting in values and self._is_current(command, waiting, values[waiting]):
            value = values.pop(waiting)
            others = {name: other for name, other in values.items() if slots[name].type != "bool"}
            self._accept(waiting, value, others, {})
            return
        if run.frames and not run.root.is_pattern:
            reach = self.engine.slots_of(run.root.flow)
            changes = {n: v for n, v in values.items() if n in reach and n != waiting and self._differs(n, v)}
            if changes:
                self._understood()
                run.correct(changes)
                return
        self._stale()

    def _is_current(self, command: SetSlots, slot: str, value: Any) -> bool:
        if self.engine.domain.slots[slot].from_entities:
            return True  # says what is talked about, which no later question changes
        if command.stamp is None:
            return value is not True
        return command.stamp == self.run.frames[-1].question

    def _stale(self) -> None:
        self._cannot_handle("stale_button")

    # ---- messages

    def _read(self, turn: UserTurn, options: Options) -> None:
        run = self.run
        if self._wants_person(turn):
            self._understood()
            run.hand_over(filling.HUMAN)
            return
        values = filling.message_values(self.engine.domain, turn)
        if run.waiting and self._answer(turn, values, options):
            return
        if run.frames and run.root.is_pattern:
            run.drop_patterns()
            self.trusted = False  # a yes meant the offer, if anything; it is no yes to the question below
            if run.waiting and self._answer(turn, values, options):
                return
        named = option(turn, options, loose=turn.decision != "answer") or self._only_choice(turn, options)
        chosen = filling.command_of(named)
        if isinstance(chosen, DirectIntent):
            turn = self._direct(turn, chosen)
            self._read(turn, ())
            return
        if turn.attachments and not turn.text.strip():
            run.push_pattern(patterns.ATTACHMENT, {"question": run.waiting})
            return
        # "PayPal" alone answers a question, "with PayPal?" may ask another: then the wish must be a clear one.
        bare = turn.bare_values and not turn.said(str(turn.intent), self.limits.other_wish)
        wishes = [] if run.frames and bare else self.wishes.of(turn)
        if wishes and (changes := self._chosen_anew(turn)):
            self._understood()
            run.correct(changes)
            return
        if self._aside(turn, wishes, values):
            return
        if wishes and (ahead := self._same_matter(turn, wishes)):
            self._keep_for_later(ahead)
            return
        if self._instead(turn, wishes, values):
            return
        if not wishes and (ahead := self._skipped(turn)):
            self._keep_for_later(ahead)
            return
        changes = self._changes(turn, values, wide=True) if run.frames and not wishes else {}
        if not wishes and run.waiting in self.engine.domain.confirms.values():
            changes = {**self._told_now(values), **changes}
        if changes:
            self._understood()
            run.correct(changes)
            return
        if run.waiting and not wishes and not run.root.is_pattern and self._told_again(turn, frozenset()):
            self._understood()
            run.ask_again()
            return
        self._other(turn, wishes, values)

    def _only_choice(self, turn: UserTurn, options: Options) -> str | None:
        """The one wish that the shopper was asked about, when they say yes to it."""
        offered = [payload for _, payload in options]
        yes = turn.decision == "answer" and turn.intent == filling.AFFIRM and not turn.said(filling.DENY)
        declined = (f"/{patterns.NONE_OF_THESE}", f"/{filling.DENY}")
        return offered[0] if yes and len(offered) == 2 and offered[1] in declined else None

    def _wants_person(self, turn: UserTurn) -> bool:
        """Asked for a person; a faint sign of it is nothing beside a clear answer to the open question."""
        # With no question open, a person asked for beside something else is a person asked for.
        beside = not self.run.waiting and turn.said(filling.HUMAN) and turn.decision == "answer"
        beside = beside and dict(turn.ranking).get(filling.HUMAN, 0.0) >= self.limits.human_beside
        if turn.decision == "reject" or not (beside or turn.said(filling.HUMAN, self.limits.human)):
            return False
        sure = turn.values.get(str(self.run.waiting), (None, 0.0))[1]
        return sure < self.limits.value_unasked or turn.said(filling.HUMAN, self.limits.other_wish)

    def _aside(self, turn: UserTurn, wishes: list[str], values: Mapping[str, Any]) -> bool:
        """Stop, no, repeat and skip: about the conversation itself."""
        run, slots = self.run, self.engine.domain.slots
        waiting = run.waiting
        refused = (
            waiting is not None
            and slots[waiting].type != "bool"
            and turn.decision == "answer"
            and turn.said(filling.DENY, self.limits.yes_no)
        )
        if refused and not wishes and not run.root.is_pattern and (ahead := self._ahead(turn, run.root.flow)):
            self._keep_for_later(ahead)  # "it does not suit me" has a no in it and says why
            return True
        if turn.said(filling.STOP, self.limits.yes_no) or (refused and not self._changes(turn, values, wide=True)):
            self._understood()
            current = run.cancel()
            if wishes:
                run.start(wishes, self.wishes.values(turn, values, wishes), self.wishes.apart(turn))
            else:
                name = self.engine.flows[current].name if current else None
                run.push_pattern(patterns.CANCEL_FLOW, {"canceled_flow": current, "canceled_name": name})
            return True
        if (
            turn.intent == filling.REPEAT
            and turn.decision != "reject"
            and turn.said(filling.REPEAT, self.limits.yes_no)
        ):
            context = {"available": bool(self.tracker.said)}
            run.push_pattern(patterns.REPEAT, context, ask_again=not context["available"])
            return True
        if turn.intent == patterns.SKIP and waiting:
            run.push_pattern(patterns.SKIP_QUESTION, {"slot": waiting})
            return True
        if turn.intent == patterns.NONE_OF_THESE:  # the unclear message that was asked about is counted already
            self.tracker.apply(ev.NotUnderstood(max(1, self.tracker.failures)))
            self._cannot_handle("none_of_these")
            return True
        return False

    def _other(self, turn: UserTurn, wishes: list[str], values: Mapping[str, Any]) -> None:
        """Another wish, or none that can be served."""
        run = self.run
        if wishes:
            self._understood()
            if turn.intent == filling.GOODBYE and turn.intent in self.engine.intents_of(wishes[0]):
                run.cancel()
            run.start(wishes, self.wishes.values(turn, values, wishes), self.wishes.apart(turn))
            return
        if turn.decision == "answer" and (later := self.wishes.put_off(turn)) is not None:
            self._understood()
            run.begin_now(later)
            return
        if turn.decision == "answer" and (below := self.wishes.interrupted(turn)) is not None:
            self._understood()
            run.return_to(below)
            return
        yes_no = run.waiting is not None and self.engine.domain.slots[run.waiting].type == "bool"
        if yes_no and (rather := self.wishes.rather(turn)) is not None:
            self._understood()
            run.give_way(rather, self.wishes.values(turn, values, [rather]))
            return
        choices = self.wishes.choices(turn) if turn.decision == "clarify" and not yes_no else []
        if choices and not self.tracker.failures:
            self.tracker.apply(ev.NotUnderstood(1))  # a second message that stays unclear gets the offer of a person
            run.offer(choices, run.waiting, self.wishes.told(turn))
            return
        if choices:
            self._not_understood("not_understood")
        elif turn.intent == filling.OUT_OF_SCOPE:
            self._out_of_scope()
        elif run.waiting:
            self._not_understood("no_answer")
        else:
            self._not_understood("no_flow" if turn.decision == "answer" and turn.intents else "not_understood")

    def _out_of_scope(self) -> None:
        flow = self.engine.flow_for(filling.OUT_OF_SCOPE, 1.0, self.tracker.slots)
        if flow is None or self.tracker.failures > 0:
            self._not_understood("out_of_scope")
            return
        self.tracker.apply(ev.NotUnderstood(self.tracker.failures + 1))
        self.run.start([flow.id], {})

    # ---- answers

    def _answer(self, turn: UserTurn, values: Mapping[str, Any], options: Options) -> bool:
        """Reads the message as the answer to the open question; False when it is none."""
        run = self.run
        waiting, root = str(run.waiting), run.root
        slot = self.engine.domain.slots[waiting]
        own = frozenset[str]().union(*(self.engine.intents_of(flow) for flow in (root.flow, *root.origin)))
        if waiting in self.engine.domain.confirms.values():  # an act wants a yes of its own
            turn = replace(turn, values={name: said for name, said in turn.values.items() if name != waiting})
        if slot.type == "categorical" and filling.is_another_wish(turn, own, self.limits) and self._elsewhere(values):
            return False  # "never mind the mug, the shirt is too large": no reason to return the mug
        value = filling.answer_to(slot, turn, own, options, self.limits)
        if turn.waits and value is not False and waiting in self.engine.domain.confirms.values():
            return self._waits(turn)
        if turn.scorn and not root.is_pattern and self._says_nothing_else(turn, slot, value, options):
            self._not_understood("scorn")
            return True
        if turn.unsure and not root.is_pattern and self._does_not_know(turn, value, options):
            return True
        if isinstance(value, filling.NotFilled):
            listed = slot.from_entities and any(slot.name in payload for _, payload in options)
            return listed and not filling.is_another_wish(turn, own, self.limits) and self._by_another_name(values)
        if value is True and not self.trusted:
            self._stale()
            return True
        if slot.type == "categorical":
            # "Send me another one" answers the question for the remedy; that it sounds like a report of a wrong item
            # changes nothing of what was told before.
            told = self.tracker.slots
            values = {n: v for n, v in values.items() if n not in told or not self.engine.domain.slots[n].from_wishes}
        changes = {} if root.is_pattern else self._changes(turn, values, wide=value is False)
        if waiting in self.engine.domain.confirms.values():
            changes = {**self._told_now(values), **changes}
        if slot.type == "bool" and changes:  # "no, the other order", "yes, but as an exchange"
            self._understood()
            run.correct(changes)
            return True
        follow = self._further(turn, slot, own)
        ahead = {} if slot.type == "bool" or root.is_pattern else self._ahead(turn, root.flow)
        if ahead and slot.takes_text and options and not names_an_option(turn, options):
            self._keep_for_later(ahead)  # "too small" is not the item that was asked for, but will be asked next
            return True
        others = {name: other for name, other in {**ahead, **values}.items() if name != waiting}
        self._accept(waiting, value, others, changes)
        if follow and run.frames:
            run.add(follow, values)
        return True

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
        if turn.entities or not is_brief(turn.text) or value is True or told:
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

    def _says_nothing_else(self, turn: UserTurn, slot: Slot, value: Any, options: Options) -> bool:
        """Whether words of scorn ("stupid bot") are no answer and no wish: never the name of an item, or a note."""
        answers = not isinstance(value, filling.NotFilled) and not (slot.takes_text and value == turn.text.strip())
        wishes = any(name not in NO_WISH and sure >= self.limits.yes_no for name, sure in turn.intents)
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

    def _ahead(self, turn: UserTurn, flow: str) -> dict[str, Any]:
        """Answers to questions that the flow has not asked yet: "too small" while it asks which item."""
        reach, known = self.engine.slots_of(flow), self.tracker.slots
        said = filling.unasked_values(reach, self.engine.domain, turn, self.limits.value_told)
        return {name: value for name, value in said.items() if name not in known and name != self.run.waiting}

    def _same_matter(self, turn: UserTurn, wishes: list[str]) -> dict[str, Any]:
        """Answers to later questions of the running flow that sound like a wish of their own: "I want my money back"
        in the report of a broken item begins no second return. Nothing when the wish reaches further than the flow."""
        run = self.run
        if not run.frames or run.root.is_pattern or len(wishes) > 1:
            return {}
        root = run.root.flow
        reach = self.engine.slots_of(root)
        inner = {n for n in self.engine.slots_of(wishes[0]) if self.engine.domain.slots[n].type != "bool"}
        return self._ahead(turn, root) if inner <= reach else {}

    def _instead(self, turn: UserTurn, wishes: list[str], values: Mapping[str, Any]) -> bool:
        """A wish that takes the place of what runs, for the same order and item: "no, an exchange" where a refund was
        to be confirmed. Where the running flow can do it too, a value changes; else it is given up."""
        run, slots = self.run, self.engine.domain.slots
        if not run.frames or run.root.is_pattern:
            return False
        wish = self.wishes.instead(turn, wishes)
        if wish is None or self._elsewhere(values):
            return False
        told = self.wishes.values(turn, values, [wish])
        other = any(slots[name].type == "categorical" and self._differs(name, value) for name, value in told.items())
        if wish not in wishes and not other:
            return False  # it led to what runs: only another choice than the one that did leads back
        self._understood()
        if self._chosen_again(turn, values):
            run.ask_again()
            return True
        changes = self._changes(turn, values, wide=False) if wish in wishes else {}
        if changes := {name: value for name, value in changes.items() if slots[name].type == "categorical"}:
            run.correct(changes)
            return True
        # What is wrong with the item stays so, whatever is wished for it now.
        told_before = self.engine.slots_of(wish) & set(self.tracker.given)
        known = {n: slots[n] for n in self.tracker.slots if n in slots and slots[n].type != "bool"}
        kept = {n for n, s in known.items() if s.from_wishes or (n in told_before and s.type != "categorical")}
        run.give_way(wish, {**{name: self.tracker.slots[name] for name in sorted(kept)}, **told})
        return True

    def _chosen_again(self, turn: UserTurn, values: Mapping[str, Any]) -> bool:
        """Whether the words only say once more what was chosen in the running flow, and nothing new of it."""
        slots = self.engine.domain.slots
        if any(slots[name].from_entities and name not in self.tracker.slots for name in values):
            return False
        return self._told_again(turn, frozenset(name for name, slot in slots.items() if slot.from_wishes))

    def _told_again(self, turn: UserTurn, besides: Collection[str]) -> bool:
        """Whether the words name a value that the running flow has already."""
        reach = self.engine.slots_of(self.run.root.flow)
        said = filling.unasked_values(reach, self.engine.domain, turn, self.limits.value_unasked)
        return any(self.tracker.slots.get(name) == value for name, value in said.items() if name not in besides)

    def _chosen_anew(self, turn: UserTurn) -> dict[str, Any]:
        """ "Refund", and nothing besides, where a replacement was to be confirmed: another choice, though it sounds
        like the question for a refund."""
        slots = self.engine.domain.slots
        if not is_brief(turn.text, _WORD_OR_TWO):
            return {}
        return {n: v for n, v in self._changes(turn, {}, wide=False).items() if slots[n].type == "categorical"}

    def _skipped(self, turn: UserTurn) -> dict[str, Any]:
        """Answers to later questions from one who passes over the open one, where that does without an answer."""
        run = self.run
        if not run.waiting or run.root.is_pattern or run.step_of(run.frames[-1]).otherwise is None:
            return {}
        return self._ahead(turn, run.root.flow)

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
            return [] if answered and len(turn.intents) == 1 else self.wishes.of(turn)
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

    def _changes(self, turn: UserTurn, values: Mapping[str, Any], *, wide: bool) -> dict[str, Any]:
        """Values that replace what the running flow already has; wide: also what only its actions look at."""
        run, domain = self.run, self.engine.domain
        if not run.frames or run.root.is_pattern:
            return {}
        reach = self.engine.slots_of(run.root.flow)
        said = {**values, **filling.unasked_values(reach, domain, turn, self.limits.value_unasked)}
        names = reach | frozenset(self.tracker.given) if wide else reach
        return {n: v for n, v in said.items() if n in names and n != run.waiting and self._differs(n, v)}

    def _told_now(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the running flow may ask for and did not have to: "XL", or "no, XL", where M was to be confirmed because
        a larger one was wanted."""
        run, slots = self.run, self.engine.domain.slots
        if not run.frames or run.root.is_pattern:
            return {}
        asked = {step.value for step in self.engine.flows[run.root.flow].steps.values() if step.kind == "collect"}
        new = {name: value for name, value in values.items() if name in asked and self.tracker.slots.get(name) is None}
        return {name: value for name, value in new.items() if slots[name].from_entities}

    def _elsewhere(self, values: Mapping[str, Any]) -> bool:
        """Whether the message names something else than what was talked of: another order, another product."""
        slots = self.engine.domain.slots
        return any(slots[name].from_entities and self._differs(name, value) for name, value in values.items())

    def _differs(self, name: str, value: Any) -> bool:
        old = self.tracker.slots.get(name)
        is_yes_no = self.engine.domain.slots[name].type == "bool"
        return old is not None and not is_yes_no and not filling.same_value(old, value)

    # ---- not understood

    def _not_understood(self, reason: str) -> None:
        self.tracker.apply(ev.NotUnderstood(self.tracker.failures + 1))
        self._cannot_handle(reason)

    def _cannot_handle(self, reason: str) -> None:
        context = {"failures": self.tracker.failures, "reason": reason, "question": self.run.waiting}
        self.run.push_pattern(patterns.CANNOT_HANDLE, context)

    def _understood(self) -> None:
        if self.tracker.failures:
            self.tracker.apply(ev.NotUnderstood(0))


def _uttered(turn: UserTurn) -> ev.UserUttered:
    return ev.UserUttered(
        text=turn.text,
        intents=turn.intents,
        entities=turn.entities,
        language=turn.language,
        emotion=turn.emotion,
        intensity=turn.intensity,
        urgency=turn.urgency,
        decision=turn.decision,
        message_id=turn.message_id,
        ranking=turn.ranking,
        metadata=dict(turn.metadata),
    )
