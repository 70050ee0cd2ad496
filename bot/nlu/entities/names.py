"""What word lists name: payment methods, places, coupon codes and the training data's own tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.nlu.entities.addresses import find_addresses
from bot.nlu.entities.scene import Found, Scene

_CODE = re.compile(
    r"(?<![A-Za-zÀ-ɏḀ-ỿА-яё0-9_@#./-])(?=[A-ZА-Я0-9-]{4,20}(?![A-Za-zÀ-ɏḀ-ỿА-яё0-9_@-]))(?=[A-ZА-Я0-9-]*[A-ZА-Я]{3})"
    r"[A-ZА-Я0-9][A-ZА-Я0-9-]*[A-ZА-Я0-9]"
)
_PLAIN_CODE = re.compile(r"[A-Z]{4,}-?\d{1,4}|[A-Z]{3}\d{2}|[A-Z]{3,}-?\d{1,4}OFF|[A-Z]{3,}\d{2,4}[A-Z]{2,}")
_VOUCHER = re.compile(r"(?<![\w@#./-])[A-Za-z]{3,10}-(?=[0-9A-Fa-f]*\d)[0-9A-Fa-f]{8}(?![\w@-])")  # as the shop makes
_LOOSE_CODE = re.compile(
    r"(?<![a-zа-я0-9_@#./-])(?=[a-zа-я-]*\d)[a-zа-я0-9](?:[a-zа-я0-9]|-(?=\d)){2,14}[a-zа-я0-9](?![a-zа-я0-9_@-])"
)
_CAPITALISED = re.compile(r" ([A-ZÀ-ÞА-Я][a-zà-ÿа-яё]{2,}(?:[ -][A-ZÀ-ÞА-Я][a-zà-ÿа-яё]{2,})?)(?![\w@])")
_WORD = re.compile(r"[ :\"“”«»]{0,3}([a-z]{4,20})(?![a-z0-9@-])")
_POSTCODE = re.compile(r"(?<![a-z0-9-])(?:\d{3}-?\d{4}|\d{5,6}(?:-\d{3,4})?)(?![a-z0-9-])")  # those of Japan are 3-4
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
        begin = hit.begin
        for word in scene.rules.lists["outside"]:  # a phrase may have its preposition: `à bordeaux` is no colour
            if scene.folded.text.startswith(f"{word} ", begin):
                begin += len(word) + 1
        yield Found("place", hit.value, begin, hit.stop, "place", 0.95, rank=54)
    for start, end in find_addresses(scene):
        yield Found("place", scene.folded.written(start, end), start, end, "address", 0.85, rank=70)
    yield from _named_by_context(scene)
    for match in _POSTCODE.finditer(scene.text):
        if scene.cued("postcode", match.start()) and not scene.is_taken(*match.span()):
            yield Found("place", match[0], match.start(), match.end(), "postcode", 0.85, rank=72)


def _named_by_context(scene: Scene) -> Iterator[Found]:
    """Yield capitalised words behind what is said of places (`stuck in`, `bloqué à`) that no list has."""
    for hit in scene.of("cue:place"):
        match = _CAPITALISED.match(scene.cased, hit.stop)
        if match and not scene.is_taken(*match.span()):
            value = scene.folded.written(match.start(1), match.end(1))
            yield Found("place", value, match.start(1), match.end(1), "place_context", 0.6, rank=40)


def find_coupons(scene: Scene) -> Iterator[Found]:
    """Yield coupon codes: the shop's own vouchers, capitals with digits, or any code after a word for it."""
    cased = scene.cased
    for match in _VOUCHER.finditer(cased):
        yield Found("coupon_code", match[0].upper(), *match.span(), "voucher", 1.0, rank=86)
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
            or (plain and not shouted and not _other(scene, match))
        ):
            yield Found("coupon_code", match[0].upper(), start, end, "coupon", 1.0 if cued else 0.7, rank=73)
    if scene.of("cue:coupon_code") or scene.expected == "coupon_code":
        yield from _worded_codes(scene)
        for match in _LOOSE_CODE.finditer(scene.text):
            start, end = match.span()
            asked = scene.expected == "coupon_code"
            digits = sum(c.isdigit() for c in match[0])
            if (
                digits <= min(_MOST_DIGITS, len(match[0]) - 1)
                and (asked or scene.cued("coupon_code", start, 12) or _cued_behind(scene, match))
                and not scene.is_taken(start, end)
                and not any(form.fullmatch(match[0]) for form in scene.rules.patterns["not_codes"])
            ):
                value = scene.folded.written(start, end).upper()
                yield Found("coupon_code", value, start, end, "coupon", 0.8, rank=67)


def _cued(scene: Scene, start: int, end: int, reach: int = _REACH) -> bool:
    return scene.cued("coupon_code", start, reach) or scene.cued_after("coupon_code", end, 12)


def _worded_codes(scene: Scene) -> Iterator[Found]:
    """Yield codes of small letters right behind their word: `code freeship`, `コードsoryomuryo`.

    Among words of the same script only what is made of a word for free or the like and another one.
    """
    known = [hit for kind in ("payment", "product", "cue:tracking_number") for hit in scene.of(kind)]
    for hit in scene.of("cue:coupon_code"):
        match = _WORD.match(scene.text, hit.stop)
        if not match or scene.is_taken(*match.span(1)) or any(one.start == match.start(1) for one in known):
            continue
        word = match[1]
        foreign = not scene.text[hit.start].isascii()
        free = any(one in word and len(word) >= len(one) + _SHORT for one in scene.rules.lists["free"])
        if free or (foreign and len(word) > _SHORT + 1):
            value = scene.folded.written(*match.span(1)).upper()
            yield Found("coupon_code", value, match.start(1), match.end(1), "coupon_word", 0.7, rank=65)


def _cued_behind(scene: Scene, match: re.Match[str]) -> bool:
    """Tell whether a code in small letters has its word right behind it: `bahar15 kodu`."""
    letters = sum(c.isalpha() for c in match[0])
    return letters > _SHORT and match[0][0].isalpha() and scene.cued_after("coupon_code", match.end(), 1)


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
