"""What an answer must carry beside its words: a fact, a next step, and a day where one is due.

A response of the base locale declares it (`metadata: {needs: [fact, next_step, date]}`); `substance.yml` says what
counts as evidence. Every locale's texts are checked when they are read, and a composed turn before it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answers.catalogue import Catalogue
from bot.answers.entries import LocaleCatalogue, Variation
from bot.answers.errors import ContentError, Problem
from bot.answers.locales import language
from bot.answers.message import NEEDS, Need, RenderedMessage
from bot.answers.moments import names_moment
from bot.answers.sources import Source, read_source
from bot.answers.taboos import Phrases, plain

_ROOT = ("version", "names", "past", "declining", "matters", "courtesies", "completions", "next_step")
_QUESTION = "?？؟"
_EXPECTED: Mapping[Need, str] = {
    "fact": "a variable that says something about the matter, not only its name",
    "next_step": "a button, a day by which something happens, or words of what can be done (substance.yml)",
    "date": "a variable that holds a day to come, as {next_update}",
}


@dataclass(frozen=True)
class Substance:
    """Everything of `substance.yml`.

    names: variables that only name what is talked about. past: variables that hold days gone by. declining: payloads
    of buttons that lead nowhere. matters: variables of a shopper's own matters; a response that says one declares its
    needs. courtesies: responses that carry nothing. completions: responses that are added to a turn that lacks
    something. steps: words of a next step by language.
    """

    names: frozenset[str]
    past: frozenset[str]
    declining: frozenset[str]
    matters: frozenset[str]
    courtesies: frozenset[str]
    completions: Mapping[Need, str]
    steps: Mapping[str, Phrases]

    @classmethod
    def load(cls, path: Path) -> Substance:
        """Read `substance.yml`. Raises ContentError naming file, line and what was expected."""
        source = read_source(path)
        root = source.mapping(source.data, ())
        source.only(root, _ROOT, ())
        lists = {name: frozenset(source.texts(root.get(name), (name,))) for name in _ROOT[1:6]}
        words = {
            tag: Phrases.of(tag, source.texts(value, ("next_step", tag)))
            for tag, value in source.mapping(root.get("next_step"), ("next_step",)).items()
        }
        completions = _completions(source, root)
        if source.problems:
            raise ContentError(source.problems)
        return cls(**lists, completions=completions, steps=words)

    def missing(self, messages: Sequence[RenderedMessage], catalogue: Catalogue, locale: str) -> tuple[Need, ...]:
        """What the messages of one turn together must carry and do not. A question to the shopper is a next step."""
        needed = {need for message in messages for need in catalogue.needs(message.response)}
        if not needed:
            return ()
        carried = {
            need
            for message in messages
            if message.response not in self.courtesies
            for need in self._carried(message, catalogue.base, locale)
        }
        return tuple(need for need in NEEDS if need in needed and need not in carried)

    def _carried(self, message: RenderedMessage, base: LocaleCatalogue, locale: str) -> set[Need]:
        due = any(base.is_date(name) and name not in self.past for name in message.said)
        due = due or (not message.response and (message.dated or names_moment(message.text, locale)))
        payloads = [button.payload.partition("#")[0] for button in message.buttons]  # without an open question's stamp
        return self._evidence(message.said, due, payloads, message.text, locale)

    def _evidence(self, said: Iterable[str], due: bool, payloads: Iterable[str], text: str, locale: str) -> set[Need]:
        found: set[Need] = set()
        if any(name not in self.names for name in said):
            found.add("fact")
        if due:
            found |= {"date", "next_step"}
        phrases = self.steps.get(language(locale))
        asked = any(sign in text for sign in _QUESTION) or bool(phrases and phrases.find(plain(text)))
        if asked or any(payload not in self.declining for payload in payloads):
            found.add("next_step")
        return found

    def static(self, catalogue: Catalogue) -> list[Problem]:
        """Texts of any locale that lack what their response must carry, and completions that are not there."""
        problems: list[Problem] = []
        needed = {response for response in catalogue.base.responses if catalogue.needs(response)}
        for need, response in self.completions.items() if needed else ():
            if response not in catalogue:
                found = f"no response '{response}', which completes answers without a {need}"
                problems.append(Problem(catalogue.base.source.file, 1, "responses", found, "that response"))
        for tag, locale in catalogue.locales.items():
            for key, variations in locale.responses.items():
                for variation in variations if key in needed else ():
                    carried = self._written(variation, catalogue.base, tag)
                    line = locale.source.line("responses", key, variation.index, "text")
                    problems += [
                        Problem(locale.source.file, line, key, f"says no {need.replace('_', ' ')}", _EXPECTED[need])
                        for need in catalogue.needs(key)
                        if need not in carried
                    ]
        return problems

    def _written(self, variation: Variation, base: LocaleCatalogue, tag: str) -> set[Need]:
        said = frozenset[str]().union(*(piece.variables() for piece in variation.pieces))
        due = any(base.is_date(name) and name not in self.past for name in said)
        text = " ".join(piece.text for piece in variation.pieces)
        return self._evidence(said, due, [button.payload for button in variation.buttons], text, tag)

    def undeclared(self, catalogue: Catalogue) -> list[Problem]:
        """Responses that speak of a shopper's own matter and do not say what they must carry (`needs: []` says it)."""
        base = catalogue.base
        return [
            Problem(
                base.source.file,
                base.source.line("responses", key),
                key,
                f"speaks of {', '.join(sorted(base.variables(key) & self.matters))}",
                "metadata: {needs: [...]} of " + ", ".join(NEEDS),
            )
            for key, variations in base.responses.items()
            if not key.startswith("utter_ask_")
            and base.variables(key) & self.matters
            and all(variation.needs is None for variation in variations)
        ]


def _completions(source: Source, root: Mapping[str, object]) -> dict[Need, str]:
    given = source.mapping(root.get("completions"), ("completions",))  # type: ignore[arg-type]
    found: dict[Need, str] = {}
    source.only(given, NEEDS[1:], ("completions",))
    for need in NEEDS[1:]:
        response = given.get(need)
        if not isinstance(response, str):
            source.refuse(("completions", need), "no response", "the name of a response, as 'utter_next_step'")
        else:
            found[need] = response
    return found
