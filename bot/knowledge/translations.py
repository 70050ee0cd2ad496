"""Locales of one article: what a translation leaves out it has from its source, and their facts agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.knowledge.article import Article, ArticleError
from bot.knowledge.facts import SCHEMA
from bot.knowledge.reader import overlap


def with_sources(articles: Iterable[Article]) -> list[Article]:
    """All articles, translations completed; raises ArticleError like `subjects`."""
    return [article for group in subjects(articles) for article in group]


def subjects(articles: Iterable[Article]) -> list[list[Article]]:
    """The locales of each article, its source first; each has what its source has (markets, topics, days, facts).

    Raises ArticleError when locales of one article disagree about a fact.
    """
    found = [_completed(group) for group in _groups(articles)]
    return sorted(found, key=lambda group: (group[0].subject, str(group[0].valid_from), group[0].locale))


def _completed(group: list[Article]) -> list[Article]:
    stated: dict[str, Article] = {}
    for article in group:
        for name, value in article.facts.items():
            first = stated.setdefault(name, article)
            if first.facts[name] != value:
                problem = f"{value!r}, but {first.name} says {first.facts[name]!r}; expected the same in each locale"
                raise ArticleError(article.name, f"facts.{name}", problem)
    facts = {name: stated[name].facts[name] for name in SCHEMA if name in stated}
    source, *others = group
    return [replace(source, facts=facts), *(_complete(other, source, facts) for other in others)]


def _complete(article: Article, source: Article, facts: dict[str, object]) -> Article:
    dated = article.valid_from or article.valid_until
    return replace(
        article,
        facts=facts,
        markets=article.markets or source.markets,
        topics=article.topics or source.topics,
        valid_from=article.valid_from if dated else source.valid_from,
        valid_until=article.valid_until if dated else source.valid_until,
    )


def _groups(articles: Iterable[Article]) -> list[list[Article]]:
    """Groups of versions of one article, the source first. Versions of different days are different groups."""
    ordered = sorted(
        articles, key=lambda one: (one.translation_of is not None, one.locale != "en", one.locale, str(one.valid_from))
    )
    groups: dict[str, list[list[Article]]] = {}
    for article in ordered:
        known = groups.setdefault(article.subject, [])
        group = next((one for one in known if _belongs(article, one)), None)
        if group is None:
            known.append([article])
        else:
            group.append(article)
    return [group for known in groups.values() for group in known]


def _belongs(article: Article, group: list[Article]) -> bool:
    return overlap(article, group[0]) and all(other.locale != article.locale for other in group)
