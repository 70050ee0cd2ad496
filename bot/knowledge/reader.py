"""Article files: `<folder>/<locale>/<id>.md`, Markdown after YAML front matter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.article import Article, ArticleError, make_article
from bot.yaml_files import LOADER, parse_yaml


@dataclass(frozen=True, slots=True)
class _FrontMatter:
    data: Any
    body: str
    lines: Mapping[str, int]

    def line(self, key: str | None) -> int:
        """The line of a key (`facts.voucher`), or of its nearest parent that is there; 1 for the whole."""
        while key:
            if key in self.lines:
                return self.lines[key]
            key = key.rpartition(".")[0]
        return 1


def read_article(path: Path, topics: Collection[str] | None = None) -> Article:
    """The article of one file; raises ArticleError naming file, line and key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError(str(path), None, f"cannot be read: {error}; expected a UTF-8 text file") from error
    front = _front_matter(path, text)
    try:
        return make_article(str(path), front.data, front.body, topics)
    except ArticleError as error:
        raise error.at(f"{path}:{front.line(error.key)}") from error


def read_folder(folder: Path, topics: Collection[str] | None = None) -> list[Article]:
    """All articles below a folder, by locale and id; raises ArticleError for the first wrong file."""
    articles, errors = try_folder(folder, topics)
    if errors:
        raise errors[0]
    return articles


def try_folder(folder: Path, topics: Collection[str] | None = None) -> tuple[list[Article], list[ArticleError]]:
    """All articles that could be read, and what is wrong with the others."""
    articles: list[Article] = []
    errors: list[ArticleError] = []
    seen: dict[tuple[str, str], list[tuple[Article, Path]]] = {}
    for path in sorted(folder.rglob("*.md")):
        try:
            article = read_article(path, topics)
            if path.parent != folder and path.parent.name != article.locale:
                problem = f"{article.locale!r}; expected {path.parent.name!r} like its folder"
                raise ArticleError(str(path), "locale", problem)
            for other, file in seen.get((article.id, article.locale), []):
                if overlap(article, other):
                    problem = f"{article.id!r} in {article.locale} is also in {file}; expected one file a locale"
                    raise ArticleError(str(path), "id", problem)
        except ArticleError as error:
            errors.append(error)
            continue
        seen.setdefault((article.id, article.locale), []).append((article, path))
        articles.append(article)
    if not articles and not errors:
        errors.append(ArticleError(str(folder), None, "no articles; expected <locale>/<id>.md files"))
    return articles, errors


def overlap(one: Article, two: Article) -> bool:
    """Whether there is a day on which both are valid."""
    first = max(one.valid_from or date.min, two.valid_from or date.min)
    return first <= min(one.valid_until or date.max, two.valid_until or date.max)


def _front_matter(path: Path, text: str) -> _FrontMatter:
    lines = text.splitlines(keepends=True)
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(ends) < 2 or ends[0] != 0:
        raise ArticleError(f"{path}:1", None, "no front matter; expected `---`, YAML, `---`, then Markdown")
    front, body = "".join(lines[1 : ends[1]]), "".join(lines[ends[1] + 1 :])
    try:
        node = yaml.compose(front, Loader=LOADER)
        data = parse_yaml(front)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        problem = getattr(error, "problem", None) or str(error)
        raise ArticleError(f"{path}:{line}", None, f"the front matter is not valid YAML: {problem}") from error
    places: dict[str, int] = {}
    _note_lines(path, node, "", places)
    return _FrontMatter(data, body, places)


def _note_lines(path: Path, node: yaml.Node | None, prefix: str, places: dict[str, int]) -> None:
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        name = f"{prefix}{key.value}"
        line = key.start_mark.line + 2  # the front matter begins in the file's second line
        if name in places:
            raise ArticleError(f"{path}:{line}", name, f"is already in line {places[name]}; expected it once")
        places[name] = line
        _note_lines(path, value, f"{name}.", places)
