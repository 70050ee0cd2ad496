"""Say it: response catalogues per locale, ICU messages, formats, style per market, taboo and promise checks.

Pure: nothing here reads a clock, a database or the network after the content files have been loaded.
"""

from bot.answers.answers import Answers
from bot.answers.errors import ContentError, Problem, RenderError
from bot.answers.message import Button, Finding, JsonValue, Need, Part, RenderedMessage, Role

__all__ = [
    "Answers",
    "Button",
    "ContentError",
    "Finding",
    "JsonValue",
    "Need",
    "Part",
    "Problem",
    "RenderError",
    "RenderedMessage",
    "Role",
]
