"""Numbers as they are written: `1.299,00`, `12 900`, `5千`, `1,5 jt`, `two hundred`, `二十五`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.nlu.entities.scene import Scene

_DIGITS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ '.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2}(?!\d))?|\d+")
# multipliers that mean nothing without a number before them
_UNITS_ALONE = frozenset({"k", "tr", "rb", "jt", "m", "t", "к"})
_MYRIAD = 10_000
_TENS = frozenset(Decimal(tens) for tens in range(20, 100, 10))


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start:end` of the folded text. worded: a word is in it. scaled: a word such as hundred is in it.
    bare: it is nothing but such a word."""

    value: Decimal
    start: int
    end: int
    worded: bool
    scaled: bool
    bare: bool = False


def read_digits(written: str) -> Decimal:
    """Return the value of digits with separators: groups of three are thousands, otherwise the last part is decimal.

    `1.200` and `1,200` are twelve hundred; `1.20`, `1,5` and `0.125` are not.
    """
    written = written.replace(" ", "").replace("'", "")
    at = max(written.rfind("."), written.rfind(","))
    if at < 0:
        return Decimal(written)
    sign = written[at]
    both = "." in written and "," in written
    thousands = len(written) - at - 1 == 3 and not both and not written.startswith("0")
    if thousands or written.count(sign) > 1:
        return Decimal(re.sub(r"[.,]", "", written))
    return Decimal(re.sub(r"[.,]", "", written[:at]) + "." + written[at + 1 :])


@dataclass(frozen=True, slots=True)
class _Piece:
    """Digits, a number word or a multiplier."""

    start: int
    end: int
    kind: str
    value: str


def find_numbers(scene: Scene) -> list[Number]:
    """Return the numbers of a message in order. Digits that a more certain entity has taken are left out."""
    text = scene.text
    pieces = [_Piece(m.start(), m.end(), "digits", m[0]) for m in _DIGITS.finditer(text)]
    for kind in ("number", "digit", "multiplier"):
        pieces += [_Piece(hit.start, hit.end, kind, hit.value) for hit in scene.of(kind)]
    pieces = [piece for piece in pieces if not scene.is_taken(piece.start, piece.end)]
    pieces.sort(key=lambda piece: (piece.start, -piece.end))
    colloquial = bool(scene.rules.words["multiplier_currency"])
    return [
        number
        for chain in _chains(pieces, text, scene.rules.lists["number_joins"])
        for number in _value(chain, text, colloquial, scene.rules.words["tails"] == "true")
    ]


def _chains(pieces: Iterable[_Piece], text: str, joins: Sequence[str]) -> Iterator[list[_Piece]]:
    chain: list[_Piece] = []
    listed = list(pieces)
    for at, piece in enumerate(listed):
        if chain and piece.start < chain[-1].end:
            continue
        follows = next((one for one in listed[at + 1 : at + 3] if one.start == piece.end), None)
        gap = text[chain[-1].end : piece.start] if chain else ""
        if chain and (
            _joined(chain[-1], piece, gap, joins, chain[0].kind == "digits")
            or (gap == " " and _is_rest(chain[-1], piece, follows))
        ):
            chain.append(piece)
            continue
        yield chain
        chain = [piece]
    yield chain


def _is_rest(last: _Piece, piece: _Piece, follows: _Piece | None) -> bool:
    """Tell whether digits behind a space say the rest of a number: the `5천` of `12만 5천`."""
    if last.kind != "multiplier" or piece.kind != "digits" or follows is None or follows.kind != "multiplier":
        return False
    return int(follows.value) < int(last.value) and int(last.value) >= _MYRIAD


def _joined(last: _Piece, piece: _Piece, gap: str, joins: Sequence[str], written: bool) -> bool:
    """Tell whether two pieces are one number: `5千`, `1,5 jt`, `twenty five`, `treinta y dos`; not `3 4`."""
    if gap.strip() in joins and last.kind == piece.kind == "number":
        return _is_tens(last.value) != _is_tens(piece.value) and 1 in (len(last.value), len(piece.value))
    if gap == "-":
        return last.kind == piece.kind == "number" and _is_tens(last.value) and len(piece.value) == 1
    if gap.strip() in joins and last.kind == "multiplier" and piece.kind == "number":
        return True
    if gap not in ("", " "):
        return False
    if piece.kind == "multiplier" and gap and piece.end - piece.start == 1 and piece.value != "10":
        return False  # `15 к оплате`
    if gap and written and piece.kind != "multiplier":
        return False  # `399rb dua kali`
    if piece.kind == "digits":
        return last.kind == "multiplier" and not gap
    return piece.kind == "multiplier" or last.kind != "digits"


def _is_tens(value: str) -> bool:
    return len(value) == 2 and value.endswith("0") and value != "10"


def _needs_number(written: str, colloquial: bool) -> bool:
    """Tell whether a multiplier without a number before it is none: `k`, and words of colloquial sums (`cu`, `tr`)."""
    return written in _UNITS_ALONE or (colloquial and written.isascii())


def _value(chain: list[_Piece], text: str, colloquial: bool, tails: bool) -> Iterator[Number]:
    while chain and chain[0].kind == "multiplier" and _needs_number(text[chain[0].start : chain[0].end], colloquial):
        chain = chain[1:]
    if not chain or all(piece.kind == "digit" for piece in chain):
        return  # `일`, `un`: rather a word
    parts: list[Decimal] = []  # what was said before, in falling order: a multiplier takes all that is less
    current, last = Decimal(0), Decimal(0)
    for piece in chain:
        if piece.kind == "multiplier":
            last = Decimal(piece.value)
            while parts and parts[-1] < last:
                current += parts.pop()
            parts.append((current or 1) * last)
            current = Decimal(0)
            continue
        value = read_digits(piece.value) if piece.kind == "digits" else Decimal(piece.value)
        tens = current and current % 10 == 0 and value < 10
        swapped = 0 < current < 10 and value in _TENS  # `خمسة وثلاثين`
        current = current + value if tens or swapped or not current else current * 10 + value
    if last >= _MYRIAD and chain[-1].kind == "digits" and chain[-1].start == chain[-2].end:
        current *= last / 10 ** len(chain[-1].value)  # `1tr2`, `1tr500`, `1万6`: parts of what was said before
    elif tails and last >= 100 and 0 < current < 10 and chain[-2].kind == "multiplier" and chain[-1].kind == "number":
        current *= last / 10  # `四百二`, `hai trăm ba`: the next smaller part
    kinds = {piece.kind for piece in chain}
    yield Number(
        sum(parts) + current,
        chain[0].start,
        chain[-1].end,
        kinds != {"digits"},
        any(piece.kind == "multiplier" and piece.value != "10" for piece in chain),
        kinds == {"multiplier"},
    )
