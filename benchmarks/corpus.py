"""Articles for measuring retrieval across languages: the demo shop's, each in English or in Chinese only."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from bot.knowledge.article import Article

_CHINESE = 0.6
"""Share of the articles with a Chinese version that are left in Chinese."""


def one_language_each(articles: Sequence[Article], seed: int) -> list[Article]:
    """Every English article, some of them by their Chinese version instead; all versions of an id in one language.

    Expired and future ones stay: they are there to be left aside.
    """
    chance = random.Random(seed)
    versions: dict[str, dict[str, list[Article]]] = defaultdict(lambda: defaultdict(list))
    for article in articles:
        versions[article.id][article.locale].append(article)
    found: list[Article] = []
    for _, by_locale in sorted(versions.items()):
        chinese = "zh" in by_locale and chance.random() < _CHINESE
        found += by_locale["zh" if chinese or "en" not in by_locale else "en"] if {"zh", "en"} & set(by_locale) else []
    return [replace(article, translation_of=None) for article in found]


def without_topics(articles: Sequence[Article]) -> list[Article]:
    """The same, as a shop writes them that names no topics."""
    return [replace(article, topics=()) for article in articles]


def write_folder(articles: Iterable[Article], folder: Path) -> Path:
    """Writes articles as files for `dragoman knowledge import`; returns the folder."""
    for number, article in enumerate(articles):
        front = {
            "id": article.id,
            "locale": article.locale,
            "title": article.title,
            "kind": article.kind,
            "markets": list(article.markets),
            "topics": list(article.topics),
            "valid_from": article.valid_from,
            "valid_until": article.valid_until,
            "facts": dict(article.facts),
        }
        path = folder / article.locale / f"{article.id}-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        shown = yaml.safe_dump({key: value for key, value in front.items() if value}, allow_unicode=True)
        path.write_text(f"---\n{shown}---\n{article.body}\n", encoding="utf-8")
    return folder
