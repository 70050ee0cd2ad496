"""Order numbers, in the shapes the shop gives them and as shoppers type or say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.nlu.entities.scene import Found, Scene
from bot.nlu.entities.spoken import spoken_runs

DEFAULT_ORDER_PATTERNS = (
    "PA-{year}-{digits:6}",
    "{letters:2-3}-{year}-{digits:4-8}",
    "#{letters:1}{digits:6-8}",
    "{letters:1-2}-{digits:4-8}",
    "ORD-{digits:3-8}",
)
_PART = re.compile(r"\{(letters|digits|year)(?::(\d+)(?:-(\d+))?)?\}|([A-Za-z]+)|(\d+)|([^A-Za-z0-9{}])")
_GAP = r"[\s\-_./:#,]{0,3}"
# digits as they are mistyped next to a known prefix
_MISTYPED = str.maketrans({"o": "0", "l": "1", "i": "1"})
_OTHER_LENGTHS = r"\d{3,9}"
_LONGEST_BARE, _SHORTEST_BARE, _USUAL_BARE = 12, 5, 6
_BARE = re.compile(r"(?<![\w@.,+-])#?(\d[\d \-]{2,16}\d)(?![\w@%]|[.,:]\d)", re.ASCII)
UNANNOUNCED = 42
"""Rank of digits that are as many as an order's number has, and nothing else."""
_YEARLESS = re.compile(r"^(20\d\d)[ \-]?(\d{4,8})$")


@dataclass(frozen=True, slots=True)
class OrderPattern:
    """A shape of order numbers. written: matches it exactly as the shop writes it, lower case.

    loose: matches it with other separators or none. distinct: its letters or a year make it unmistakable, so
    that loose forms are believed without a cue word. separators: what stands before, between and
    after the parts. prefix: its letters when it is letters, year and digits, so that `2025-104233` can be completed.
    miscopied: with the letters known, matches them with other years and other lengths of digits: it is meant as a
    number of an order, though none can have it.
    """

    written: re.Pattern[str]
    loose: re.Pattern[str]
    distinct: bool
    known_prefix: bool
    prefix: str
    separators: tuple[str, ...]
    kinds: tuple[str, ...]
    miscopied: re.Pattern[str] | None = None

    def canonical(self, groups: Sequence[str]) -> str:
        """Return the number as the shop writes it."""
        number = self.separators[0]
        for kind, group, separator in zip(self.kinds, groups, self.separators[1:], strict=True):
            number += group.translate(_MISTYPED) if kind in ("digits", "year") else group.upper()
            number += separator
        return number


def compile_order_pattern(template: str) -> OrderPattern:
    """Return the pattern of a template such as `PA-{year}-{digits:6}` or `#{letters:1}{digits:6-8}`.

    Letters, digits and signs stand for themselves; `{letters:n}`, `{digits:n-m}` and `{year}` for that many.
    Raises `ValueError` that names the template.
    """
    kinds: list[str] = []
    written: list[str] = []
    groups: list[str] = []
    separators = [""]
    at = 0
    while at < len(template):
        found = _PART.match(template, at)
        if not found:
            raise ValueError(
                f"order number pattern {template!r}: unreadable from {template[at:]!r}; expected letters, signs, "
                "{letters:n}, {digits:n-m} or {year}"
            )
        at = found.end()
        name, low, high, letters, digits, sign = found.groups()
        if sign:
            separators[-1] += sign
            continue
        if name and name != "year" and not low:
            raise ValueError(f"order number pattern {template!r}: {{{name}}} needs a length, as {{{name}:4-6}}")
        count = f"{{{low},{high or low}}}" if low else ""
        kinds.append(name or ("known" if letters else "digits"))
        groups.append(
            {"letters": f"[a-z]{count}", "digits": f"\\d{count}", "year": r"20\d\d", None: ""}[name]
            or re.escape((letters or digits or "").lower())
        )
        separators.append("")
    if not kinds or "digits" not in kinds:
        raise ValueError(f"order number pattern {template!r}: there are no digits in it")
    known = kinds[0] == "known"
    written = [re.escape(separators[0])]
    for group, separator in zip(groups, separators[1:], strict=True):
        written.append(f"({group}){re.escape(separator)}")
    loose = _GAP.join(_loose_group(kind, group, known) for kind, group in zip(kinds, groups, strict=True))
    return OrderPattern(
        written=re.compile(r"(?<![a-z0-9])" + "".join(written) + r"(?![a-z0-9]|-\d)"),
        loose=re.compile(r"(?<![a-z0-9])" + loose + r"(?![a-z0-9]|[.,-]\d)"),
        distinct=known or "year" in kinds,
        known_prefix=known,
        prefix=groups[0] if kinds[:2] == ["known", "year"] and len(kinds) == 3 else "",
        separators=tuple(separators),
        kinds=tuple(kinds),
        miscopied=_miscopied(kinds, groups, separators) if known else None,
    )


def _miscopied(kinds: Sequence[str], groups: Sequence[str], separators: Sequence[str]) -> re.Pattern[str]:
    numbers = ("year", "digits")
    any_length = [_OTHER_LENGTHS if kind in numbers else group for kind, group in zip(kinds, groups, strict=True)]
    parts = "".join(f"({group}){re.escape(sign)}" for group, sign in zip(any_length, separators[1:], strict=True))
    return re.compile(rf"(?<![a-z0-9]){re.escape(separators[0])}{parts}(?![a-z0-9]|-\d)")


def _loose_group(kind: str, group: str, known: bool) -> str:
    if kind == "known":
        return "(" + r"\s?".join(group) + ")"
    if known and kind == "digits" and (fixed := re.fullmatch(r"\\d\{(\d+),\1\}", group)):
        return "(" + rf"(?:[0-9oil][ -]?){{{int(fixed[1]) - 1}}}[0-9oil]" + ")"  # `104 233`
    if known and kind in ("digits", "year"):
        return "(" + group.replace(r"\d", "[0-9oil]").replace("20", "2[0o]") + ")"
    return f"({group})"


def find_orders(scene: Scene, patterns: Sequence[OrderPattern]) -> Iterator[Found]:
    """Yield the order numbers of a message. Bare digits only when asked for or announced by a cue word."""
    text = scene.text
    for pattern in patterns:
        for match in pattern.written.finditer(text):
            plain = not (pattern.distinct or pattern.separators[0] or _is_long(match[0]))
            if plain and not _announced(scene, match.start()):
                continue  # `A-2210` may be an article number
            yield _found(scene, pattern, match, "order_pattern", 1.0)
        for match in pattern.miscopied.finditer(text) if pattern.miscopied else ():
            if not pattern.written.fullmatch(match[0]):
                yield _found(scene, pattern, match, "order_miscopied", 0.8)
        for match in pattern.loose.finditer(text):
            if _believable(scene, pattern, match):
                yield _found(scene, pattern, match, "order_loose", 0.95)
    for run in spoken_runs(scene):
        for pattern in patterns:
            begin, said = _said(pattern, run.compact)
            if said:
                start, end = run.position(begin + said.start()), run.end_position(begin + said.end())
                value = pattern.canonical(_clean(said))
                yield Found("order_id", value, start, end, "order_spoken", 0.9, rank=88)
                break
        else:
            digits = run.compact.strip("abcdefghijklmnopqrstuvwxyz")  # `è due zero …`
            first = run.compact.find(digits)
            yield from _bare_spoken(scene, digits, run.position(first), run.end_position(first + len(digits)))
    yield from _bare(scene, patterns)


def _said(pattern: OrderPattern, compact: str) -> tuple[int, re.Match[str] | None]:
    """Return where the pattern's number is in what was spelt; words of one letter may stand before and after it."""
    if not pattern.distinct:
        return 0, None
    spelt = compact.rstrip("abcdefghijklmnopqrstuvwxyz")
    for begin in range(3 if pattern.known_prefix else 1):
        if said := pattern.loose.search(spelt[begin:]):
            return begin, said
        if not spelt[begin : begin + 1].isalpha():
            break
    return 0, None


def _clean(match: re.Match[str]) -> list[str]:
    return [re.sub(r"[ -]", "", group) for group in match.groups()]


def _is_long(written: str) -> bool:
    """Whether it has as many digits as numbers of orders usually have."""
    return sum(char.isdigit() for char in written) >= _USUAL_BARE


def _found(scene: Scene, pattern: OrderPattern, match: re.Match[str], extractor: str, confidence: float) -> Found:
    start = match.start()
    if start and scene.text[start - 1] == "#":  # the shopper's number sign
        start -= 1
    return Found(
        "order_id", pattern.canonical(_clean(match)), start, match.end(), extractor, confidence,
        rank=92 if pattern.known_prefix else 86,
    )  # fmt: skip


def _believable(scene: Scene, pattern: OrderPattern, match: re.Match[str]) -> bool:
    if pattern.known_prefix:
        return True
    written = scene.folded.written(match.start(), match.end())
    letters = scene.folded.written(match.start(1), match.end(1))
    if any(c.isspace() for c in written) and not letters.isupper():
        return False  # "in 2025 104233"
    return (pattern.distinct and letters.isupper()) or scene.cued("order_id", match.start())


def _announced(scene: Scene, start: int) -> bool:
    return scene.expected == "order_id" or scene.cued("order_id", start)


def _bare(scene: Scene, patterns: Sequence[OrderPattern]) -> Iterator[Found]:
    asked = scene.expected == "order_id"
    for match in _BARE.finditer(scene.text):
        start, end = match.span(1)
        digits = re.sub(r"\D", "", match[1])
        if not _SHORTEST_BARE <= len(digits) <= _LONGEST_BARE:
            continue
        signed = scene.text[match.start()] == "#"
        cued = scene.cued("order_id", start) or scene.cued_after("order_id", end)
        alone = bool(re.fullmatch(r"[1-9]\d\d ?\d{3}", match[1])) and len(digits) == _USUAL_BARE and not scene.expected
        # "570 102동": the second of two numbers has a unit of its own, as house and building have in an address.
        alone = alone and not (" " in match[1] and scene.text[end : end + 1].isalpha())
        if not (asked or cued or alone or (signed and digits == match[1])) or _other_number(
            scene, start, end, asked or cued
        ):
            continue
        if not (asked or cued or signed) and (scene.of("cue:coupon_code") or scene.of("cue:postcode")):
            continue  # a code that was sent for verification, or a postcode
        value, rank = digits, 70 if asked or cued or signed else UNANNOUNCED
        if (with_year := _YEARLESS.match(match[1].strip())) and (
            pattern := next((p for p in patterns if p.prefix), None)
        ):
            value, rank = pattern.canonical([pattern.prefix, with_year[1], with_year[2]]), 80
        yield Found(
            "order_id",
            value,
            match.start(),
            end,
            "order_digits",
            0.9 if asked or cued else 0.6,
            rank=rank,
        )


def _bare_spoken(scene: Scene, compact: str, start: int, end: int) -> Iterator[Found]:
    if compact.isdigit() and _SHORTEST_BARE <= len(compact) <= _LONGEST_BARE:
        asked = scene.expected == "order_id"
        words = not re.search(r"\d\d|\d[.,]", scene.text[start:end])
        alone = len(compact) == _USUAL_BARE and words and not _other_number(scene, start, end, asked=False)
        if asked or scene.cued("order_id", start) or alone:
            yield Found("order_id", compact, start, end, "order_spoken", 0.8, rank=60)


def _other_number(scene: Scene, start: int, end: int, asked: bool) -> bool:
    """Tell whether digits belong to a tracking number, a telephone, a sum, a size or a date."""
    text = scene.text
    nearer = max((hit.end for hit in scene.of("cue:order_id") if hit.end <= start), default=-1)
    for kind in ("cue:tracking_number", "cue:phone", "cue:postcode", "cue:coupon_code"):
        if any(nearer < hit.end <= start <= hit.end + 24 for hit in scene.of(kind)):
            return True
    around = text[max(0, start - 3) : start] + text[end : end + 3]
    if any(hit.start <= end + 1 and hit.end >= start - 1 for hit in scene.of("currency")):
        return True
    digits = text[start:end]
    if re.fullmatch(r"(?:19|20)\d\d", digits) and not asked:
        return True
    if re.search(r"[€$£¥₺₽₩₫฿%+]", around):
        return True
    return any(hit.start - end in ((0,) if asked else (0, 1)) for kind in ("unit", "counter") for hit in scene.of(kind))
