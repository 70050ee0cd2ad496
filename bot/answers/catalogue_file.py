"""Reading one `<locale>.yml`: Rasa's response shape with ICU texts. Every mistake is named with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.answers.entries import ButtonText, Condition, LocaleCatalogue, Variation
from bot.answers.errors import ContentError
from bot.answers.locales import normalised
from bot.answers.message import NEEDS, JsonValue, Need
from bot.answers.pattern import Pattern, PatternError, read_pattern
from bot.answers.sources import Source, describe, read_source

TITLE_LIMIT = 20
"""Characters in a quick reply's title: WhatsApp reply buttons and Messenger quick replies take no more."""

_ROOT = ("version", "locale", "terms", "variables", "responses")
_VARIATION = (
    *("text", "buttons", "image", "attachment", "custom"),
    *("condition", "channel", "formality", "metadata", "id"),
)
_KINDS = ("text", "number", "money", "date", "datetime", "days", "list", "flag")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_KEY = re.compile(r"utter_[a-z0-9_]+")

Where = tuple[str | int, ...]


def read_catalogue(path: Path) -> LocaleCatalogue:
    """Read a catalogue. Raises ContentError with every mistake found in the file."""
    source = read_source(path)
    root = source.mapping(source.data, ())
    source.only(root, _ROOT, ())
    locale = normalised(path.stem)
    if root.get("locale") != path.stem:
        source.refuse(("locale",), f"found {describe(root.get('locale'))}", f"'{path.stem}', as the file is named")
    terms: dict[str, str] = {}
    _terms(source, root.get("terms"), ("terms",), terms)
    declared = {}
    for name, kind in source.mapping(root.get("variables"), ("variables",)).items():
        if kind not in _KINDS:
            source.refuse(("variables", name), f"found {describe(kind)}", "one of " + ", ".join(_KINDS))
        declared[name] = str(kind)
    responses = {}
    for key, value in source.mapping(root.get("responses"), ("responses",)).items():
        where: Where = ("responses", key)
        if not _KEY.fullmatch(key):
            source.refuse(where, f"response '{key}'", "a name as 'utter_order_late'")
        members = source.sequence(value, where)
        if not members:
            source.refuse(where, "no variation", "a list with at least one '- text: ...'")
        read = [_variation(source, member, (*where, index), index) for index, member in enumerate(members)]
        responses[key] = tuple(variation for variation in read if variation is not None)
    if source.problems:
        raise ContentError(source.problems)
    return LocaleCatalogue(locale, responses, terms, declared, source)


def _terms(source: Source, value: JsonValue, where: Where, found: dict[str, str]) -> None:
    for name, below in source.mapping(value, where).items():
        path = (*where, name)
        if isinstance(below, dict):
            _terms(source, below, path, found)
        elif not isinstance(below, str) or not below.strip():
            source.refuse(path, f"found {describe(below)}", "a word or a group of words")
        elif "{" in below or "}" in below:
            source.refuse(path, f"found {describe(below)}", "a word without braces; it stands inside other texts")
        else:
            found[".".join(str(part) for part in path[1:])] = below


def _variation(source: Source, value: JsonValue, where: Where, index: int) -> Variation | None:
    entry = source.mapping(value, where)
    source.only(entry, _VARIATION, where)
    text = entry.get("text")
    pieces: tuple[Pattern, ...] = ()
    if isinstance(text, str) and text.strip():
        parts = [part for part in _BLANK_LINE.split(text.strip()) if part.strip()]
        read = [_pattern(source, part, (*where, "text")) for part in parts]
        pieces = tuple(pattern for pattern in read if pattern is not None)
    elif "text" in entry:
        source.refuse((*where, "text"), f"found {describe(text)}", "a text")
    elif "custom" not in entry and "image" not in entry and "attachment" not in entry:
        source.refuse(where, "nothing to say", "text, image, attachment or custom")
    image = entry.get("image")
    if image is not None and not isinstance(image, str):
        source.refuse((*where, "image"), f"found {describe(image)}", "an address")
    channel, formality = entry.get("channel"), entry.get("formality")
    if channel is not None and not isinstance(channel, str):
        source.refuse((*where, "channel"), f"found {describe(channel)}", "a channel's name")
    if formality not in (None, "formal", "informal"):
        source.refuse((*where, "formality"), f"found {describe(formality)}", "formal or informal")
    metadata = source.mapping(entry.get("metadata"), (*where, "metadata"))
    promise = metadata.get("promise", False)
    if not isinstance(promise, bool):
        source.refuse((*where, "metadata", "promise"), f"found {describe(promise)}", "true or false")
    needs = _needs(source, metadata, (*where, "metadata", "needs"))
    return Variation(
        index=index,
        line=source.line(*where),
        pieces=pieces,
        buttons=_buttons(source, entry.get("buttons"), (*where, "buttons")),
        image=_pattern(source, image, (*where, "image")) if isinstance(image, str) else None,
        attachment=entry.get("attachment"),
        custom=entry.get("custom"),
        conditions=_conditions(source, entry.get("condition"), (*where, "condition")),
        channel=channel if isinstance(channel, str) else None,
        formality=str(formality) if formality else None,
        promise=promise is True,
        needs=needs,
    )


def _needs(source: Source, metadata: Mapping[str, JsonValue], where: Where) -> tuple[Need, ...] | None:
    if "needs" not in metadata:
        return None
    given = source.texts(metadata["needs"], where)
    for index, need in enumerate(given):
        if need not in NEEDS:
            source.refuse((*where, index), f"found {describe(need)}", "one of " + ", ".join(NEEDS))
    return tuple(need for need in NEEDS if need in given)


def _pattern(source: Source, text: str, where: Where) -> Pattern | None:
    try:
        return read_pattern(text)
    except PatternError as error:
        source.refuse(where, str(error), "ICU MessageFormat, as '{days, plural, one {# day} other {# days}}'")
        return None


def _buttons(source: Source, value: JsonValue, where: Where) -> tuple[ButtonText, ...]:
    found = []
    for index, member in enumerate(source.sequence(value, where)):
        below = (*where, index)
        entry = source.mapping(member, below)
        source.only(entry, ("title", "payload"), below)
        title, payload = entry.get("title"), entry.get("payload")
        if not isinstance(title, str) or not title.strip():
            source.refuse((*below, "title"), f"found {describe(title)}", "a short text (in quotes if it is a number)")
            continue
        if not isinstance(payload, str) or not payload:
            source.refuse((*below, "payload"), f"found {describe(payload)}", "a payload as '/order_status'")
            continue
        if "{" not in title and len(title) > TITLE_LIMIT:
            source.refuse(
                (*below, "title"), f"'{title}' has {len(title)} characters", f"at most {TITLE_LIMIT} characters"
            )
        pattern = _pattern(source, title, (*below, "title"))
        if pattern is not None:
            found.append(ButtonText(pattern, payload))
    return tuple(found)


def _conditions(source: Source, value: JsonValue, where: Where) -> tuple[Condition, ...]:
    found = []
    for index, member in enumerate(source.sequence(value, where)):
        below = (*where, index)
        entry = source.mapping(member, below)
        source.only(entry, ("type", "name", "value"), below)
        name = entry.get("name")
        if entry.get("type") != "slot" or not isinstance(name, str) or "value" not in entry:
            source.refuse(below, f"found {describe(member)}", "{type: slot, name: ..., value: ...}")
            continue
        found.append(Condition(name, entry["value"]))
    return tuple(found)
