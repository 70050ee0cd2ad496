"""An article as a shopper reads it."""

from __future__ import annotations

import re

from actions.base import JsonDict, Said

_LONGEST = 700
_WORTH_ANOTHER_LANGUAGE = 0.6


def plain_text(markdown: str) -> str:
    """An article's text without the marks of Markdown, which most channels would show as they are."""
    text = re.sub(r"^#+\s*", "", markdown.strip(), flags=re.MULTILINE)
    text = re.sub(r"!?\[([^\]]*)\]\((\S+?)\)", lambda link: _link(link[1], link[2]), text)
    return re.sub(r"(\*\*|__)(.+?)\1", r"\2", text)


def _link(words: str, address: str) -> str:
    return f"{words} ({address})" if address.startswith("http") and words != address else words


def _reads(article: JsonDict, language: str) -> bool:
    return str(article["locale"]).split("-")[0] == language


def say_article(found: list[JsonDict], language: str, say: Said) -> None:
    """Says the first of the articles that were found, in the shopper's language if it is there; or that none was.

    One in another language has to be about the question beyond doubt: half a guess is not worth its reading.
    """
    found = [one for one in found if _reads(one, language) or one.get("score", 1.0) >= _WORTH_ANOTHER_LANGUAGE]
    if not found:
        say("utter_knowledge_none")
        return
    best = found[0]
    text = best["text"].removeprefix(best.get("heading") or "").strip()
    if lead := best.get("lead"):  # a part of its own, such as exceptions, is not understood without its article
        text = f"{lead}\n\n{text}" if len(lead) + len(text) < _LONGEST else text
    text = plain_text(text)
    if len(text) > _LONGEST:
        cut = max(text.rfind(mark, 0, _LONGEST) for mark in (". ", "。", "\n", "؟ ", "! "))
        text = text[: cut + 1 if cut > 0 else _LONGEST].strip()
    if _reads(best, language):
        say("utter_knowledge", answer=text)
        say("utter_knowledge_source", title=best["title"])
    else:
        say(
            "utter_knowledge_other_language",
            title=best["title"],
            language={"language": best["locale"].split("-")[0]},
            answer=text,
        )
