"""Article files: what is right is read, what is wrong is named with file, line and key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.knowledge.article import ArticleError
from bot.knowledge.reader import read_article, try_folder
from bot.knowledge.resolution import FactResolver
from bot.knowledge.translations import with_sources

ROOT = Path(__file__).parents[2]
TOPICS = yaml.safe_load((ROOT / "bot" / "content" / "domain.yml").read_text(encoding="utf-8"))["intents"]


def write(folder: Path, front: str, body: str = "Fourteen days.", name: str = "returns.md") -> Path:
    path = folder / "en" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}\n---\n{body}\n", encoding="utf-8")
    return path


GOOD = "id: returns\nlocale: en\ntitle: Returns\nkind: policy\nmarkets: [DE]\ntopics: [return_policy]"


def test_an_article_is_read_with_its_front_matter(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, f"{GOOD}\nvalid_from: 2026-01-01\nfacts:\n  return_window_days: 14"))
    assert (article.id, article.markets, article.topics) == ("returns", ("DE",), ("return_policy",))
    assert article.facts == {"return_window_days": 14}
    assert article.valid_on(date(2026, 1, 1))
    assert not article.valid_on(date(2025, 12, 31))
    assert article.body == "Fourteen days."


@pytest.mark.parametrize(
    ("front", "said"),
    [
        (f"{GOOD}\ncolour: red", "colour"),
        (GOOD.replace("kind: policy", "kind: essay"), "kind"),
        (GOOD.replace("[DE]", "[Germany]"), "markets"),
        (GOOD.replace("return_policy", "refunds_maybe"), "topics"),
        (f"{GOOD}\nfacts:\n  return_window_days: soon", "return_window_days"),
        (f"{GOOD}\nfacts:\n  return_shipping_paid_by: nobody", "return_shipping_paid_by"),
        (f"{GOOD}\nfacts:\n  shipping_fee: 5", "shipping_fee"),
        (f"{GOOD}\nvalid_from: 2026-02-01\nvalid_until: 2026-01-01", "valid_until"),
        (GOOD.replace("title: Returns\n", ""), "title"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(tmp_path: Path, front: str, said: str) -> None:
    path = write(tmp_path, front)
    with pytest.raises(ArticleError) as caught:
        read_article(path, TOPICS)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)
    assert "expected" in str(caught.value)


def test_an_empty_article_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no text"):
        read_article(write(tmp_path, GOOD, body=" "))


def test_two_rules_of_the_same_rank_that_disagree_are_an_error() -> None:
    articles = [article(f"a{days}", ["DE"], return_window_days=days) for days in (14, 30)]
    with pytest.raises(ArticleError, match="return_window_days"):
        FactResolver(articles)


def article(identity: str, markets: list[str], **facts: object):  # type: ignore[no-untyped-def]
    from bot.knowledge.article import make_article

    front = {"id": identity, "locale": "en", "title": identity, "kind": "policy", "markets": markets, "facts": facts}
    return make_article(identity, front, "text")


def test_the_shops_own_articles_are_right_and_agree() -> None:
    articles, errors = try_folder(ROOT / "knowledge_base", TOPICS)
    assert errors == []
    FactResolver(with_sources(articles))
    assert len({one.subject for one in articles}) >= 120


CORE = [
    "returns-policy", "refund-times", "exchanges", "damaged-items", "order-tracking", "order-late",
    "order-cancellation", "delivery-times", "delivery-costs", "customs-and-duties", "payment-methods",
    "parcel-not-received", "contact-and-hours",
    "order-change-address",
    "warranty",
    "privacy-data-rights",
    "account-login",
    "account-details",
    "membership-points",
    "coupons",
    "gift-cards",
    "invoices",
    "summer-sale-2026",
    "winter-sale-2027",
]  # fmt: skip
LANGUAGES = ["en", "zh", "es", "fr", "de", "it", "pt", "ru", "ar", "tr", "ja", "ko", "th", "vi", "id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_core_articles_are_there_in_every_language(language: str) -> None:
    folder = ROOT / "knowledge_base" / language
    assert [name for name in CORE if not (folder / f"{name}.md").is_file()] == []
