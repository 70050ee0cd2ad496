"""Articles are cut and compared once: the next start takes over what was kept, and never of other articles."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from bot.kept import Kept, mark_of
from bot.knowledge.article import Article, ArticleError
from bot.knowledge.cut import Cut
from bot.knowledge.encoding import Encoded
from bot.knowledge.index import Snapshot
from bot.knowledge.resolution import FactResolver

ARTICLES = [
    Article("returns", "en", "Returns", "policy", "You may send things back.\n\n## How\n\nPrint the label.", version=2),
    Article("returns", "th", "การคืนสินค้า", "policy", "คุณส่งสินค้าคืนได้ภายใน 30 วัน", version=1),
]


def test_a_kept_cut_finds_the_same_words() -> None:
    cut = Cut.of(ARTICLES)
    again: Cut = pickle.loads(pickle.dumps(cut))
    assert again.chunks == cut.chunks
    for question, locale in (("print a label", "en"), ("ส่งสินค้าคืน", "th"), ("nothing of that", "en")):
        assert np.array_equal(again.lexical.scores(question, locale), cut.lexical.scores(question, locale))
    assert cut.lexical.scores("label", "en").argmax() == next(
        at for at, chunk in enumerate(cut.chunks) if "label" in chunk.text
    )


def test_a_snapshot_takes_over_what_was_cut() -> None:
    cut = Cut.of(ARTICLES)

    def encode(texts: list[str], _kind: str) -> Encoded:
        return Encoded(np.ones((len(texts), 4), np.float32), np.zeros((len(texts), 0), np.float32))

    assert Snapshot(1, ARTICLES, encode, cut).chunks is cut.chunks
    assert Snapshot(1, ARTICLES, encode).chunks == cut.chunks


def test_a_mark_changes_with_what_is_read_and_with_the_reader(tmp_path: Path) -> None:
    (tmp_path / "reader.py").write_text("one", encoding="utf-8")
    first = mark_of([b"a", b"b"], tmp_path, ("numpy",))
    assert first == mark_of([b"a", b"b"], tmp_path, ("numpy",))
    assert first != mark_of([b"ab"], tmp_path, ("numpy",))
    assert first != mark_of([b"a", b"b"], tmp_path, ("numpy", "babel"))
    (tmp_path / "rules.yml").write_text("two", encoding="utf-8")
    assert first != mark_of([b"a", b"b"], tmp_path, ("numpy",))


def test_things_of_other_names_are_left_alone(tmp_path: Path) -> None:
    for name in ("answers", "articles"):
        Kept(tmp_path, name).keep("1", name)
    Kept(tmp_path, "articles").keep("2", "newer")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers-1.pickle", "articles-2.pickle"]
    assert (Kept(tmp_path, "articles").recall("1"), Kept(tmp_path, "articles").recall("2")) == (None, "newer")


def test_articles_that_are_known_to_agree_are_not_compared_again() -> None:
    told = {"a": {"return_window_days": 14}, "b": {"return_window_days": 30}}
    clashing = [Article(name, "en", name, "policy", "Text.", facts=facts) for name, facts in told.items()]
    with pytest.raises(ArticleError):
        FactResolver(clashing)
    FactResolver(clashing, agreed=True)
