"""The order of a turn's words: greeting, acknowledgement, fact, action, deadline, question, sign-off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from bot.answers.message import Part, Role
from bot.answers.styles import Style

STRONG = 0.6
"""From this intensity (0..1) on a feeling is strong; below, the `_mild` acknowledgement is said."""

_ORDER = {role: place for place, role in enumerate(get_args(Role))}
_NOTICE = "utter_session_start"
_GREETINGS = ("utter_greet", "utter_greet_name", "utter_greeting_first")
_RESTRAINED_KEEPS = ("angry",)


def compose(
    parts: Sequence[Part],
    *,
    style: Style,
    has: Callable[[str], bool],
    variations: Callable[[str], int],
    emotion: str,
    intensity: float,
    first_answer: bool,
    name: str | None,
    previous: Sequence[str],
) -> tuple[Part, ...]:
    """See `Answers.compose`. `has` and `variations` ask the catalogue which responses exist, in how many words."""
    if not parts:
        return ()
    added: list[Part] = []
    present = {part.role for part in parts}
    if "acknowledgement" not in present:
        response = _acknowledgement(style, has, variations, emotion, intensity, previous)
        if response is not None:
            added.append(Part(response, role="acknowledgement"))
    # That a machine answers is no greeting.
    greeted = any(
        part.response in _GREETINGS or (part.role == "greeting" and part.response != _NOTICE) for part in parts
    )
    if first_answer and style.greeting_first and not greeted and (greeting := _greeting(style, has, name)):
        added.append(greeting)
    # Where something hurts or is asked the talk is not over: a formula that closes it would turn the shopper away.
    is_open = "question" in present or any(part.role == "acknowledgement" for part in (*added, *parts))
    if first_answer and style.sign_off and has("utter_sign_off") and not is_open:
        added.append(Part("utter_sign_off", role="sign_off"))
    # sorted() is stable: parts of one role stay in the order the turn gave them.
    return tuple(sorted((*added, *parts), key=_place))


def _place(part: Part) -> int:
    return _ORDER[part.role]


def _greeting(style: Style, has: Callable[[str], bool], name: str | None) -> Part | None:
    if name and style.use_name and has("utter_greeting_first_name"):
        return Part("utter_greeting_first_name", {"name": {"name": name}}, role="greeting")
    return Part("utter_greeting_first", role="greeting") if has("utter_greeting_first") else None


def _acknowledgement(
    style: Style,
    has: Callable[[str], bool],
    variations: Callable[[str], int],
    emotion: str,
    intensity: float,
    previous: Sequence[str],
) -> str | None:
    """The response that shows the feeling was heard; None when none is due or it would be said again word for word."""
    full, mild = f"utter_ack_{emotion}", f"utter_ack_{emotion}_mild"
    strong = intensity >= STRONG
    if not has(full) or (style.directness == "direct" and not strong):
        return None
    wants_full = style.apology == "high" or strong
    if style.apology == "restrained" and emotion not in _RESTRAINED_KEEPS:
        wants_full = False
    wanted = [response for response in ((full, mild) if wants_full else (mild, full)) if has(response)]
    for response in wanted:
        if response not in previous or variations(response) > 1:
            return response
    return None
