"""Colours, as English names."""

from __future__ import annotations

from collections.abc import Iterator

from bot.nlu.entities.scene import Found, Scene

_RANK = 52


def find_colours(scene: Scene) -> Iterator[Found]:
    """Yield the colours of a message; a shade beside one (`dark blue`) belongs to it."""
    shades = scene.of("shade")
    for hit in scene.of("colour"):
        start, end = hit.begin, hit.stop
        for shade in shades:
            if shade.stop in (start, start - 1) and scene.text[shade.stop : start] in ("", " ", "-"):
                start = shade.start
            elif shade.start in (end, end + 1) and scene.text[end : shade.start] in ("", " ", "-"):
                end = shade.stop
        yield Found("colour", hit.value, start, end, "colour", 1.0, rank=_RANK)
