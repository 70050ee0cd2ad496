"""What word lists name: payment methods, places, coupon codes and the training data's own tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.nlu.entities.scene import Found, Scene

_CODE = re.compile(
    r"(?<![A-Za-zÀ-ɏḀ-ỿ0-9_@#./-])(?=[A-Z0-9-]{4,20}(?![A-Za-zÀ-ɏḀ-ỿ0-9_@-]))(?=[A-Z0-9-]*[A-Z]{3})[A-Z0-9][A-Z0-9-]*[A-Z0-9]"
)
_PLAIN_CODE = re.compile(r"[A-Z]{4,}-?\d{1,4}|[A-Z]{3}\d{2}|[A-Z]{3,}-?\d{1,4}OFF|[A-Z]{3,}\d{2,4}[A-Z]{2,}")
_LOOSE_CODE = re.compile(r"(?<![\w@#./-])(?=[a-z]*\d)[a-z0-9]{4,16}(?![\w@-])", re.ASCII)
_REACH, _NEAR = 30, 4
_MOST_DIGITS = 6
_LONG_WORD = 6  # a code without digits; shorter words in capitals are names
_SHORT = 3
_FEW_WORDS = 2
TABLE = "entity:"


def find_payments(scene: Scene) -> Iterator[Found]:
    """Yield the payment methods, by the keys of the responses' `terms.payment_method`."""
    for hit in scene.of("payment"):
        if hit.stop > hit.end and hit.end - hit.start <= _SHORT:
            continue  # `codes` is not COD
        yield Found("payment_method", hit.value, hit.begin, hit.stop, "payment", 1.0, rank=66)


def find_places(scene: Scene) -> Iterator[Found]:
    """Yield countries (ISO code), regions and cities (English name), and addresses (as written)."""
    for hit in scene.of("place"):
        yield Found("place", hit.value, hit.begin, hit.stop, "place", 0.95, rank=54)
    for pattern in scene.rules.patterns["address_forms"]:
        for match in pattern.finditer(scene.text):
            if not scene.is_taken(*match.span()):
                value = scene.folded.written(*match.span())
                yield Found("place", value, match.start(), match.end(), "address", 0.85, rank=70)
    for match in re.finditer(r"(?<![a-z0-9-])\d{5,6}(?:-\d{3})?(?![a-z0-9-])", scene.text):
        if scene.cued("postcode", match.start()) and not scene.is_taken(*match.span()):
            yield Found("place", match[0], match.start(), match.end(), "postcode", 0.85, rank=72)


def find_coupons(scene: Scene) -> Iterator[Found]:
    """Yield coupon codes: capitals with digits, or any code after a word for it."""
    cased = scene.cased
    shouted = not any(c.islower() for c in cased) and len(re.findall(r"[A-Z]{2,}", cased)) > _FEW_WORDS
    for match in _CODE.finditer(cased):
        start, end = match.span()
        if scene.is_taken(start, end):
            continue
        digits = sum(c.isdigit() for c in match[0])
        cued = _cued(scene, start, end) if digits else _cued(scene, start, end, _NEAR) and len(match[0]) >= _LONG_WORD
        if digits > _MOST_DIGITS:
            continue
        plain = _PLAIN_CODE.fullmatch(match[0])
        if (
            scene.expected == "coupon_code"
            or (cued and (digits or not shouted))
            or (plain and not _other(scene, match))
        ):
            yield Found("coupon_code", match[0].upper(), start, end, "coupon", 1.0 if cued else 0.7, rank=73)
    if scene.of("cue:coupon_code") or scene.expected == "coupon_code":
        for match in _LOOSE_CODE.finditer(scene.text):
            start, end = match.span()
            asked = scene.expected == "coupon_code"
            digits = sum(c.isdigit() for c in match[0])
            if (
                digits <= min(_MOST_DIGITS, len(match[0]) - 1)
                and (asked or scene.cued("coupon_code", start, 12))
                and not scene.is_taken(start, end)
            ):
                yield Found("coupon_code", match[0].upper(), start, end, "coupon", 0.8, rank=67)


def _cued(scene: Scene, start: int, end: int, reach: int = _REACH) -> bool:
    return scene.cued("coupon_code", start, reach) or scene.cued_after("coupon_code", end, 12)


def _other(scene: Scene, match: re.Match[str]) -> bool:
    """Tell whether capitals with digits are something else: a payment method, a carrier or a product's model."""
    return any(hit.start <= match.start() < hit.stop for kind in ("payment", "product") for hit in scene.of(kind))


def find_of_tables(scene: Scene, regexes: Mapping[str, Sequence[re.Pattern[str]]]) -> Iterator[Found]:
    """Yield what the training data's lookups and regular expressions name, as Rasa's RegexEntityExtractor does."""
    for kind in scene.hits:
        if kind.startswith(TABLE):
            for hit in scene.of(kind):
                yield Found(kind.removeprefix(TABLE), hit.value, hit.begin, hit.stop, "lookup", 1.0, rank=87)
    for entity, patterns in regexes.items():
        for pattern in patterns:
            for match in pattern.finditer(scene.cased):
                if match.end() > match.start():
                    written = scene.folded.written(*match.span())
                    yield Found(entity, written, match.start(), match.end(), "regex", 1.0, rank=89)
