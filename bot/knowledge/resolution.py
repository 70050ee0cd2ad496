"""Which facts hold where: state before country before group before everywhere; then tier, then category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from bot.knowledge.article import Article, ArticleError
from bot.knowledge.facts import CAUSES, CORE, LIMITS, single_facts
from bot.knowledge.markets import Rank, markets
from bot.knowledge.reader import overlap
from bot.knowledge.translations import subjects


@dataclass(frozen=True, slots=True)
class Fact:
    """A rule value that holds, the article version that states it, and how specific that is.

    rank: (place 0 everywhere … 3 state, 1 when for tiers, 1 when for categories).
    """

    value: Any
    article_id: str
    version: int
    locale: str
    rank: tuple[int, int, int]


def specificity(article: Article, market: str | None, state: str | None = None) -> Rank | None:
    """How closely an article fits a market (everywhere … state), or None when it does not hold there."""
    return markets().rank(article.markets, *markets().place(market, state))


class FactResolver:
    """Tells which facts hold. Built once a publication; the order of the articles does not matter."""

    def __init__(self, articles: Iterable[Article], *, agreed: bool = False) -> None:
        """Raises ArticleError when articles of the same rank, or locales of one article, disagree about a fact.

        agreed: they are known not to; then nobody looks.
        """
        self._sources: list[tuple[Article, dict[str, Any]]] = []
        for source, *_ in subjects(articles):
            if source.facts:
                self._sources.append((source, single_facts(source.facts)))
        for one, two in () if agreed else combinations(self._sources, 2):
            _agree(one, two)

    def resolve(
        self,
        market: str | None,
        on: date,
        *,
        state: str | None = None,
        tier: str | None = None,
        category: str | None = None,
    ) -> Mapping[str, Fact]:
        """Facts by name that hold for a market, state, tier and category on a day.

        `voucher` is the list of all vouchers, one a cause; `voucher.<cause>` is one with its own article.
        """
        country, full_state = markets().place(market, state)
        best: dict[str, Fact] = {}
        for source, facts in self._sources:
            place = markets().rank(source.markets, country, full_state)
            if place is None or not source.valid_on(on) or not _fits(source, tier, category):
                continue
            rank = (int(place), int("tiers" in source.facts), int("categories" in source.facts))
            for name, value in facts.items():
                if name not in best or rank > best[name].rank:
                    best[name] = Fact(value, source.id, source.version, source.locale, rank)
        vouchers = [best[name] for cause in CAUSES if (name := f"voucher.{cause}") in best]
        if vouchers:
            first = max(vouchers, key=lambda fact: fact.rank)
            values = [fact.value for fact in vouchers]
            best["voucher"] = Fact(values, first.article_id, first.version, first.locale, first.rank)
        return best

    def missing(self, market: str | None, on: date, *, state: str | None = None) -> list[str]:
        """Core facts that no article gives for a market on a day."""
        known = self.resolve(market, on, state=state)
        return [name for name in CORE if name not in known]


def _agree(one: tuple[Article, Mapping[str, Any]], two: tuple[Article, Mapping[str, Any]]) -> None:
    if not _meet(one[0], two[0]):
        return
    for name, value in one[1].items():
        other = two[1].get(name, value)
        if other != value:
            problem = f"{value!r}, but {two[0].name} says {other!r}; make one more specific or end its validity"
            raise ArticleError(one[0].name, f"facts.{name}", problem)


def _fits(article: Article, tier: str | None, category: str | None) -> bool:
    if "products" in article.facts:  # says how single products are used; what an action decides is the category's
        return False
    for limit, value in (("tiers", tier), ("categories", category)):
        allowed = article.facts.get(limit)
        if allowed is not None and value not in allowed:
            return False
    return True


def _meet(one: Article, two: Article) -> bool:
    """Whether both can hold for one case with the same rank."""
    for limit in LIMITS:
        if (limit in one.facts) != (limit in two.facts):
            return False
        if limit in one.facts and not set(one.facts[limit]) & set(two.facts[limit]):
            return False
    if not overlap(one, two):
        return False
    mine, theirs = markets().places(one.markets), markets().places(two.markets)
    return any(places & theirs.get(rank, frozenset()) for rank, places in mine.items())
