"""Whether a parcel comes by the day for which it is needed: a birthday, a journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from actions.base import Said, Slots, day
from actions.delivery.days_said import is_since

_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Expected:
    """What was told of a parcel that is still to come: the day by which it should be there, where there is one."""

    day: date | None


def needed_by(slots: Slots, today: date) -> date | None:
    """The one day to come that the message names; None where it names none or several, or one that is far off: a day
    gone by is when it was ordered or promised, and "stuck since Tuesday" needs nothing by then."""
    dates = [one for one in slots.entities if one.get("entity") == "date" and not is_since(one, slots.text)]
    said = {str(one.get("value") or "")[:10] for one in dates}
    if len(said) != 1:
        return None
    try:
        found = date.fromisoformat(said.pop())
    except ValueError:
        return None
    return found if today <= found <= today + _AHEAD else None


def say_whether_in_time(expected: Expected | None, slots: Slots, today: date, say: Said) -> None:
    """Answers "will it be here by Saturday?" behind the news of the parcel, and what can be done if not."""
    wanted = needed_by(slots, today)
    if expected is None or wanted is None:
        return
    in_time = "unsure" if expected.day is None else "yes" if expected.day <= wanted else "no"
    say("utter_needed_day", in_time=in_time, needed_by=day(wanted))
