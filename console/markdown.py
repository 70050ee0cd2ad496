"""Articles' Markdown as HTML; raw HTML in it is shown as text, so that nobody's article can run a script."""

from __future__ import annotations

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def to_html(text: str) -> str:
    """Safe HTML of the text."""
    return str(_MARKDOWN.render(text))
