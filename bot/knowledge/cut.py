"""Articles cut into passages, and the words of these: all of a snapshot but its vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.article import Article
from bot.knowledge.chunks import Chunk, chunks_of
from bot.knowledge.lexical import Lexical


@dataclass(frozen=True)
class Cut:
    """Passages in the order of their articles, and the search for words in them."""

    chunks: tuple[Chunk, ...]
    lexical: Lexical

    @classmethod
    def of(cls, articles: Sequence[Article]) -> Cut:
        """Cuts the articles and counts their words."""
        chunks = tuple(chunk for index, article in enumerate(articles) for chunk in chunks_of(index, article))
        locales = [articles[chunk.article].locale for chunk in chunks]
        return cls(chunks, Lexical([chunk.embedded for chunk in chunks], locales))
