"""What a message means for the open question and for the running flows.

In this order: a person is asked for; a button; the answer to the open question (with a changed value: a correction);
a choice from a list; a file; stop, no, repeat, skip; a changed value; another wish; torn between wishes; out of scope;
not understood. A yes to a yes/no question is taken only from a clear `affirm` or from a button or button title that
names it; a button from an earlier question never counts as a yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.dialogue import events as ev
from bot.dialogue import filling, patterns
from bot.dialogue.answering import Options
from bot.dialogue.buttons import WHICH, Buttons
from bot.dialogue.domain import WANTS_PERSON
from bot.dialogue.options import is_brief, option
from bot.dialogue.payloads import DirectIntent, SetSlots
from bot.dialogue.turn_input import UserTurn

_NUMBERS = frozenset({"order_id", "tracking_number"})
_PRODUCT = frozenset({"product"})


class Intake(Buttons):
    """Reads one message into a run."""

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
        named = () if first or turn.payload else self._named_before(turn)
        which = tuple(one for one in named if one["entity"] in WHICH)  # by which an order is found
        tracker.apply(_uttered(replace(turn, entities=(*turn.entities, *which))))
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
            self._read(turn, options, self._values_before(named))
        if first:
            run.push_pattern(patterns.SESSION_START, {}, ask_again=False)
        run.sync()

    def _read(self, turn: UserTurn, options: Options, before: Mapping[str, Any]) -> None:
        run = self.run
        if self._wants_person(turn):
            self._understood()
            run.hand_over(filling.HUMAN)
            return
        values = {**self._order_by_its_end(turn), **filling.message_values(self.engine.domain, turn)}
        if self._goes_on(turn, values):
            self._understood()
        elif run.waiting and self._answer(turn, values, options):
            return
        if run.frames and run.root.is_pattern:
            run.drop_patterns()
            self.trusted = False  # a yes meant the offer, if anything; it is no yes to the question below
            if run.waiting and self._answer(turn, values, options):
                return
        named = option(turn, options, loose=turn.decision != "answer") or self._only_choice(turn, options)
        named = named or self._likeliest_choice(turn, options)
        chosen = filling.command_of(named)
        if isinstance(chosen, DirectIntent):
            turn = self._direct(turn, chosen)
            self._read(turn, (), before)
            return
        values = {**before, **values}
        if turn.attachments and not turn.text.strip():
            run.push_pattern(patterns.ATTACHMENT, {"question": run.waiting})
            return
        # "PayPal" alone answers a question, "with PayPal?" may ask another: then the wish must be a clear one.
        bare = turn.bare_values and not turn.said(str(turn.intent), self.limits.other_wish)
        wishes = [] if run.frames and bare else self.wishes.of(turn)
        renumbered = self._put_right(turn, wishes) if run.waiting in self.engine.domain.confirms.values() else {}
        if changes := renumbered or self._chosen_by_wish(turn, values) or (self._chosen_anew(turn) if wishes else {}):
            self._understood()
            run.correct(changes)
            return
        if self._aside(turn, wishes, values):
            return
        if wishes and (ahead := self._same_matter(turn, wishes)):
            self._keep_for_later(ahead)
            return
        if self._half_heard(turn, wishes, values):
            self._understood()
            run.ask_again()
            return
        if self._instead(turn, wishes, values):
            return
        if not wishes and (ahead := self._skipped(turn)):
            self._keep_for_later(ahead)
            return
        changes = self._changes(turn, values, wide=True) if run.frames and not wishes else {}
        if not wishes and run.waiting in self.engine.domain.confirms.values():
            changes = {**self._told_now(values), **self._rather_so(turn), **self._named_alone(turn, values), **changes}
        if changes:
            self._understood()
            run.correct(changes)
            return
        if run.waiting and not wishes and not run.root.is_pattern and self._told_again(turn, frozenset()):
            self._understood()
            run.ask_again()
            return
        if turn.shows and run.waiting and not wishes and not run.root.is_pattern and is_brief(turn.text):
            self._understood()  # "photo coming" answers nothing and asks nothing
            run.ask_again()
            return
        self._other(turn, wishes, values)

    def _named_alone(self, turn: UserTurn, values: Mapping[str, Any]) -> dict[str, Any]:
        """A product that is named where an act is to be confirmed, alone or in a few words that are not understood
        ("no stop, take only the pyjamas out"), and was not named before: the act may be meant of another order that has
        it, or of that item only."""
        kinds = frozenset(str(one.get("entity")) for one in turn.entities)
        alone = turn.bare_values or (turn.decision != "answer" and is_brief(turn.text))
        if self.run.root.is_pattern or not alone or kinds != _PRODUCT:
            return {}
        slots, known = self.engine.domain.slots, self.tracker.slots
        return {n: value for n, value in values.items() if slots[n].entities == kinds and known.get(n) is None}

    def _only_choice(self, turn: UserTurn, options: Options) -> str | None:
        """The one wish that the shopper was asked about, when they say yes to it; a person is no other one."""
        offered = [payload for _, payload in options]
        yes = turn.decision == "answer" and turn.intent == filling.AFFIRM and not turn.said(filling.DENY)
        declined = (f"/{patterns.NONE_OF_THESE}", f"/{filling.DENY}")
        if not yes or len(offered) != 2:
            return None
        alone = offered[1] in declined or (offered[1] == f"/{filling.HUMAN}" and self.wishes.asks_first(offered[0]))
        return offered[0] if alone else None

    def _put_right(self, turn: UserTurn, wishes: list[str]) -> dict[str, Any]:
        """A text to be confirmed as the message puts it right; None for one that has to be told anew."""
        return self._renumbered(turn) or ({} if wishes else self._misnumbered(turn))

    def _goes_on(self, turn: UserTurn, values: Mapping[str, Any]) -> bool:
        """Whether "fine, then cancel the rug" to the offer of a person goes on with what was talked of."""
        run, slots = self.run, self.engine.domain.slots
        offered = run.waiting == WANTS_PERSON and len(run.frames) > 1 and not turn.payload
        named = {n for n, value in values.items() if slots[n].from_entities and n in self.tracker.given}
        return offered and any(filling.same_value(self.tracker.slots[n], values[n]) for n in named)

    def _likeliest_choice(self, turn: UserTurn, options: Options) -> str | None:
        """The one of the wishes to choose from that values alone sound like, an address, say; else the first: an
        order's number goes with the first that asks for one."""
        offered = [payload for _, payload in options]
        asked = bool(offered) and offered[-1] == f"/{patterns.NONE_OF_THESE}" and not self.run.frames
        numbered = any(one.get("entity") in _NUMBERS for one in turn.entities)  # a number sounds like its status
        clear = turn.said(str(turn.intent), self.limits.other_wish) and not numbered
        alike = f"/{turn.intent}" if clear and f"/{turn.intent}" in offered else None
        if not asked or not turn.bare_values:
            return None
        of_orders = (payload for payload in offered[:-1] if numbered and self.wishes.asks_for(payload, _NUMBERS))
        return alike or next(of_orders, offered[0])

    def _wants_person(self, turn: UserTurn) -> bool:
        """Asked for a person; a faint sign of it is nothing beside a clear answer to the open question."""
        # With no question open, a person asked for beside something else is a person asked for.
        beside = not self.run.waiting and turn.said(filling.HUMAN) and turn.decision == "answer"
        beside = beside and dict(turn.ranking).get(filling.HUMAN, 0.0) >= self.limits.human_beside
        if turn.decision == "reject" or not (beside or turn.said(filling.HUMAN, self.limits.human)):
            return False
        if turn.scorn and not turn.said(filling.HUMAN, self.limits.other_wish):
            return False  # "stupid bot" sounds like a wish for a person, and is an outburst
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
        if refused and turn.thinks and not wishes and not turn.said(filling.STOP, self.limits.yes_no):
            return self._waits(turn)  # "let me ask my husband" sounds like a no, and ends nothing
        # "I changed my mind" gives the reason once more, and only sounds like the end of it.
        faint = turn.said(filling.STOP, self.limits.yes_no) and not turn.said(filling.STOP, self.limits.other_wish)
        asked = waiting is not None and slots[waiting].type != "bool" and not run.root.is_pattern
        if faint and asked and self._told_again(turn, frozenset()):
            self._understood()
            run.ask_again()
            return True
        if turn.said(filling.STOP, self.limits.yes_no) or (refused and not self._changes(turn, values, wide=True)):
            self._understood()
            if refused and not wishes and not turn.said(filling.STOP) and run.decline():
                return True  # "neither of them": what was wished for besides is still to be served
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
            self._answers_below(turn, values)
            return
        yes_no = run.waiting is not None and self.engine.domain.slots[run.waiting].type == "bool"
        if changes := self._torn_no(turn):
            self._understood()
            run.correct(changes)
            return
        if yes_no and (rather := self.wishes.rather(turn)) is not None:
            self._understood()
            if (changes := self._asked_anew(turn)) and not self._elsewhere(values):
                run.correct(changes)
            else:
                run.give_way(rather, {**self._stays_known(turn, rather), **self.wishes.values(turn, values, [rather])})
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

    def _answers_below(self, turn: UserTurn, values: Mapping[str, Any]) -> None:
        """An address that comes while another question lies above its own is taken where it was asked for."""
        step = self.run.step_of(self.run.frames[-1])
        slot = self.engine.domain.slots[step.value] if step.kind == "collect" else None
        if slot and slot.takes(turn.text) and not filling.looks_like_a_request(slot, turn):
            self.run.reopen()
            if not self._answer(turn, values, ()):
                self.run.ask_again()

    def _out_of_scope(self) -> None:
        flow = self.engine.flow_for(filling.OUT_OF_SCOPE, 1.0, self.tracker.slots)
        if flow is None or self.tracker.failures > 0:
            self._not_understood("out_of_scope")
            return
        self.tracker.apply(ev.NotUnderstood(self.tracker.failures + 1))
        self.run.start([flow.id], {})


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
