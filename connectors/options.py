"""How long texts and many choices fit into what a provider allows, without losing meaning."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from connectors.message import Button

_LABELS = Path(__file__).with_name("labels.json")
_LIMITS = {"options": 20, "choose": 200, "reply_with_number": 200}  # 20: WhatsApp's button that opens a list
_BOUNDARIES = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?。！？؟।])\s*"), re.compile(r"\s+"))
_NUMBER = re.compile(r"^\s*[(（#]?\s*(\d{1,2})\s*[.)）、．]?\s*$")


def label(language: str | None, key: str) -> str:
    """A word of the channel itself (`options`, `choose`, `reply_with_number`), in English for unknown languages."""
    known = _labels()
    return known.get((language or "en").split("-")[0], known["en"])[key]


@cache
def _labels() -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = json.loads(_LABELS.read_text(encoding="utf-8"))
    for language, entries in labels.items():
        for key, limit in _LIMITS.items():
            if not 0 < len(entries.get(key, "")) <= limit:
                raise ValueError(f"{_LABELS.name}: {language}.{key}: expected a text of at most {limit} characters")
    return labels


def fits(buttons: Sequence[Button], *, most: int, title: int, payload: int | None = None) -> bool:
    """Whether a provider can show these choices whole: count, length of titles and payloads, no two alike."""
    titles = {button.title.strip().casefold() for button in buttons}
    return (
        0 < len(buttons) <= most
        and len(titles) == len(buttons)
        and len({button.payload for button in buttons}) == len(buttons)
        and all(0 < len(button.title) <= title for button in buttons)
        and (payload is None or all(len(button.payload.encode()) <= payload for button in buttons))
    )


def numbered(text: str, buttons: Sequence[Button], language: str | None) -> str:
    """The choices as a numbered list under the text; the shopper answers with a number."""
    lines = [f"{number}. {button.title}" for number, button in enumerate(buttons, 1)]
    return "\n".join(filter(None, [text, *lines, label(language, "reply_with_number")]))


def chosen_number(text: str) -> int | None:
    """The number that a text consists of, in any script's digits; None when it says anything else."""
    found = _NUMBER.match(unicodedata.normalize("NFKC", text))
    return int(found[1]) if found else None


def split_text(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` characters, cut at paragraphs, else lines, else sentences, else words."""
    pieces: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        cut = next((end for boundary in _BOUNDARIES if (end := _last(boundary, rest, limit)) > limit // 3), limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _last(boundary: re.Pattern[str], text: str, limit: int) -> int:
    ends = [found.end() for found in boundary.finditer(text, 0, limit) if found.end() <= limit]
    return ends[-1] if ends else 0


def split_for_buttons(text: str, limit: int, body: int) -> tuple[list[str], str]:
    """(texts to send first, the last piece, at most `body` long, that carries the choices)."""
    *before, last = split_text(text, limit) or [""]
    if len(last) > body:
        *more, last = split_text(last, body)
        before = [*before, *more]
    return before, last


def one_line(text: str, limit: int) -> str | None:
    """The text as a template's parameter: no line breaks or runs of blanks; None when it is longer than `limit`."""
    flat = re.sub(r"\s{2,}", " ", re.sub(r"\s*[\r\n]+\s*", " · ", text.strip())).replace("\t", " ")
    return flat if flat and len(flat) <= limit else None
