"""Parts of an article: passages that answer, by heading and paragraph; and their sentences, which are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from icu4py.breakers import SentenceBreaker

from bot.knowledge.article import Article

_LENGTH = 600
_SHORTEST = 15
"""UTF-8 bytes of a sentence that says something."""
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_BOLD = re.compile(r"(\*\*|__)(.+?)\1")
_LINK = re.compile(r"!?\[([^\]]*)\]\(\S+?\)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of the article with this index.

    embedded: whose words are compared with a question's; sentences: whose meaning is, one by one. Both carry the title.
    """

    article: int
    text: str
    embedded: str
    sentences: tuple[str, ...]


def chunks_of(index: int, article: Article) -> list[Chunk]:
    """Passages of at most some 600 characters, cut between paragraphs; at least one."""
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
    return [_chunk(index, article, part) for part in parts or [article.body]]


def _chunk(index: int, article: Article, part: str) -> Chunk:
    plain = _LINK.sub(r"\1", _BOLD.sub(r"\2", part))
    found = [
        sentence.strip(" -\t")
        for line in plain.splitlines()
        for sentence in SentenceBreaker(line, article.locale)
        if len(sentence.strip(" -\t").encode()) >= _SHORTEST
    ]
    sentences = tuple(dict.fromkeys(f"{article.title}. {sentence}" for sentence in found or [plain]))
    return Chunk(index, part, f"{article.title}. {plain}", sentences)
