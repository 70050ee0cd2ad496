"""Which article holds where: state before country before group before everywhere; then tier, then category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.knowledge.article import FACT_NAMES, Article, ArticleError, groups

EVERYWHERE, GROUP, COUNTRY, STATE = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class ResolvedFact:
    """A fact that holds, and the article version it comes from."""

    value: Any
    article_id: str
    version: int


def specificity(article: Article, market: str | None, state: str | None = None) -> int | None:
    """How closely an article fits a market (0 everywhere … 3 state), or None when it does not hold there."""
    if not article.markets:
        return EVERYWHERE
    if market is None:
        return None
    full_state = f"{market}-{state}" if state and "-" not in state else state
    best: int | None = None
    for named in article.markets:
        rank = None
        if full_state and named == full_state:
            rank = STATE
        elif named == market:
            rank = COUNTRY
        elif market in groups().get(named, ()):
            rank = GROUP
        if rank is not None and (best is None or rank > best):
            best = rank
    return best


class FactResolver:
    """Answers which facts hold. Built once per publication."""

    def __init__(self, articles: Iterable[Article]) -> None:
        """Raises ArticleError when two articles of the same rank disagree about a fact."""
        self._articles = sorted((article for article in articles if article.facts), key=lambda article: article.id)
        self._check()

    def resolve(
        self,
        market: str | None,
        on: date,
        *,
        state: str | None = None,
        tier: str | None = None,
        category: str | None = None,
    ) -> Mapping[str, ResolvedFact]:
        """Facts by name that hold for this market, state, tier and category on this day."""
        best: dict[str, tuple[tuple[int, int, int], ResolvedFact]] = {}
        for article in self._articles:
            if (
                not article.valid_on(on)
                or not _fits(article, "tiers", tier)
                or not _fits(article, "categories", category)
            ):
                continue
            place = specificity(article, market, state)
            if place is None:
                continue
            rank = (place, int("tiers" in article.facts), int("categories" in article.facts))
            for name in FACT_NAMES:
                if name not in article.facts:
                    continue
                if name == "returnable" and best.get(name, (None, None))[1] is not None:
                    # Goods that no article lets go back stay so unless a more specific article says otherwise.
                    pass
                if name not in best or rank > best[name][0]:
                    best[name] = (rank, ResolvedFact(article.facts[name], article.id, article.version))
        return {name: fact for name, (_, fact) in best.items()}

    def _check(self) -> None:
        for index, first in enumerate(self._articles):
            for second in self._articles[index + 1 :]:
                if not _same_rank(first, second):
                    continue
                for name in FACT_NAMES:
                    if name in first.facts and name in second.facts and first.facts[name] != second.facts[name]:
                        raise ArticleError(
                            f"{first.id} ({first.locale}) and {second.id} ({second.locale}) disagree about {name}: "
                            f"{first.facts[name]!r} and {second.facts[name]!r}; make one more specific or end its validity"
                        )


def _fits(article: Article, limit: str, value: str | None) -> bool:
    allowed = article.facts.get(limit)
    return allowed is None or (value is not None and value in allowed)


def _same_rank(first: Article, second: Article) -> bool:
    """Whether both can hold at once for one case with the same rank."""
    for limit in ("tiers", "categories"):
        one, two = first.facts.get(limit), second.facts.get(limit)
        if (one is None) != (two is None) or (one is not None and two is not None and not set(one) & set(two)):
            return False
    if first.valid_until and second.valid_from and first.valid_until < second.valid_from:
        return False
    if second.valid_until and first.valid_from and second.valid_until < first.valid_from:
        return False
    if not first.markets and not second.markets:
        return True
    return bool(set(first.markets) & set(second.markets))
