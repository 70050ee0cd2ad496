"""Parts of an article: by heading and paragraph, each carrying the title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge.article import Article

_LENGTH = 600
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of the article with this index; `embedded` is what is compared with a question."""

    article: int
    text: str
    embedded: str


def chunks_of(index: int, article: Article) -> list[Chunk]:
    """Parts of at most some 600 characters, cut between paragraphs; at least one."""
    parts: list[str] = []
    for section in _HEADING.split(article.body):
        current = ""
        for paragraph in re.split(r"\n\s*\n", section.strip()):
            if current and len(current) + len(paragraph) > _LENGTH:
                parts.append(current)
                current = ""
            current = f"{current}\n\n{paragraph}".strip()
        if current:
            parts.append(current)
    return [Chunk(index, part, f"{article.title}. {part}") for part in parts or [article.body]]
