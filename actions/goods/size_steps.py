"""The next size up or down from the one that was ordered."""

from __future__ import annotations

from collections.abc import Sequence

from actions.goods.sizing import Step, load_sizing
from actions.said.words import says


def step_wanted(text: str) -> Step | None:
    """Whether words ask for a size up or down; None when they ask for neither, or one cannot tell which."""
    folded = text.casefold()
    longest: dict[Step, int] = {
        step: max((len(word) for word in words if says(folded, word.casefold())), default=0)
        for step, words in load_sizing().steps.items()
    }
    larger, smaller = longest.get("larger", 0), longest.get("smaller", 0)
    return None if larger == smaller else "larger" if larger > smaller else "smaller"


def next_size(step: str, own: str, sizes: Sequence[str]) -> str | None:
    """The size beside one's own in sizes that go from small to large; None beyond their end, or when it is none."""
    if own not in sizes:
        return None
    at = sizes.index(own) + (1 if step == "larger" else -1)
    return sizes[at] if 0 <= at < len(sizes) else None


def step_between(old: str, new: str, sizes: Sequence[str]) -> Step | None:
    """Which way one size is from another in sizes that go from small to large; None when they are the same, or one of
    them is none."""
    if old == new or not {old, new} <= set(sizes):
        return None
    return "larger" if sizes.index(new) > sizes.index(old) else "smaller"
