"""The examples of docs/content.md, loaded by the loaders that read the real files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale

from actions.commerce.files import read_shop
from bot.content_files import Content, load_content, read_recipe
from bot.knowledge.reader import read_article
from bot.nlu.config import read_config
from bot.nlu.training_data import read_training_data

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "docs" / "content.md"
_BLOCK = re.compile(r"^```(?:yaml|markdown|json) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


_ENGLISH_COUNT = "{count, plural, one {One gift is} other {# gifts are}}"


def counted(locale: str) -> str:
    """A count with all the plural forms of a language."""
    forms = sorted({*Locale.parse(locale, sep="-").plural_form.tags, "other"})
    return f"{{count, plural, {' '.join(f'{form} {{#}}' for form in forms)}}}"


def blocks() -> list[tuple[str, str]]:
    """File and text of each example, in the order of the page."""
    return _BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def merged(known: Any, new: Any) -> Any:
    """What a file is when an example is added to it."""
    if isinstance(known, dict) and isinstance(new, dict):
        return known | {key: merged(known.get(key), value) for key, value in new.items()}
    if isinstance(known, list) and isinstance(new, list):
        return known + [one for one in new if one not in known]
    return new


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the project's content with all examples added."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(PROJECT / "bot" / "content", folder / "bot" / "content")
    shutil.copyfile(PROJECT / "config.yml", folder / "config.yml")
    for name, text in blocks():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".yml" and path.exists():
            whole = merged(yaml.safe_load(path.read_text(encoding="utf-8")), yaml.safe_load(text))
            path.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
        else:
            path.write_text(text, encoding="utf-8")
    added: Any = {}
    for name, text in blocks():
        if name.endswith("responses/en.yml"):
            added = merged(added, yaml.safe_load(text))
    for path in (folder / "bot" / "content" / "responses").glob("*.yml"):  # a new response is written in each language
        own = yaml.safe_load(
            yaml.safe_dump(added, allow_unicode=True, width=1000).replace(_ENGLISH_COUNT, counted(path.stem))
        )
        whole = merged(own, yaml.safe_load(path.read_text(encoding="utf-8")))
        path.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
    yield folder


@pytest.fixture(scope="module")
def content(house: Path) -> Content:
    """Everything under bot/content, read together."""
    return load_content(house / "bot" / "content", house / "config.yml")


def test_that_the_page_has_an_example_of_each_kind() -> None:
    assert {Path(name).parts[0] for name, _ in blocks()} == {"bot", "knowledge_base", "nlu_data", "shop", "config.yml"}


def test_that_domain_flow_responses_style_and_escalation_load_together(content: Content) -> None:
    assert "gift_wrap" in content.domain.intents
    assert {"utter_wrapped", "utter_gift_count"} <= set(content.answers.catalogue.base.responses)
    assert content.escalation.reasons["gift_wrap"] == 15


def test_that_the_recipe_loads(house: Path) -> None:
    recipe = read_recipe(house / "config.yml")
    assert recipe.endpoint is not None
    assert recipe.endpoint.url == "https://actions.example.com/webhook"
    assert recipe.shop == "My shop"
    read_config(house / "config.yml")


def test_that_the_article_is_read(house: Path, content: Content) -> None:
    article = read_article(house / "knowledge_base" / "en" / "gift-wrapping-nl.md", content.domain.intents)
    assert article.markets == ("NL",)


def test_that_the_training_data_are_read(house: Path, content: Content) -> None:
    data = read_training_data(house / "nlu_data", intents=content.domain.intents, entities=content.domain.entities)
    assert {example.label for example in data.examples} == {"gift_wrap", "gift_wrap+delivery_time"}
    assert {(one.slot, one.value) for one in data.values} == {("wrap_paper", "red"), ("wrap_paper", "blue")}


def test_that_the_shop_is_read(house: Path) -> None:
    shop = read_shop(house / "shop")
    assert [order["id"] for order in shop.orders] == ["PA-2026-900001"]
