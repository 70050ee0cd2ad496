"""The release gate: a bundle that got worse in any language is not put to work unasked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MEASURES = (("intent", "intents"), ("emotion", "emotions"))


def losses(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """One sentence for each language in which the new bundle lies below the old one's confidence interval.

    before, after: the `metrics` of two bundles. A language that the old bundle did not know cannot lose.
    """
    found = []
    for code, old in sorted((before.get("languages") or {}).items()):
        new = (after.get("languages") or {}).get(code)
        if new is None:
            found.append(f"{code}: the new bundle has no examples of it any more")
            continue
        for measure, said in _MEASURES:
            was, now = _accuracy(old, measure), _accuracy(new, measure)
            if was and now and now["value"] < was["low"]:
                found.append(
                    f"{code}: {now['value']:.3f} of the {said} right, before {was['value']:.3f} "
                    f"(at least {was['low']:.3f} within its confidence interval)"
                )
    return found


def _accuracy(part: Mapping[str, Any], measure: str) -> Mapping[str, float] | None:
    found: Mapping[str, float] | None = (part.get(measure) or {}).get("accuracy")
    return found if found and {"value", "low"} <= set(found) else None
